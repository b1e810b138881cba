package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.stash.StashSimulator;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibrarySyncTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance loft;

    @BeforeEach
    void open() throws IOException, ProblemException {
        rig = new LibraryRig(folder);
        loft = rig.add("Loft");
    }

    @AfterEach
    void close() {
        assertThat(rig.on("Loft", StashSimulator::violations)).isEmpty();
        rig.close();
    }

    private void server(Consumer<StashSimulator> change) {
        rig.on("Loft", it -> {
            change.accept(it);
            return null;
        });
    }

    private List<String> asked() {
        return rig.service("Loft").requests().stream()
                .filter(request -> request.path().equals("/graphql"))
                .map(LoggedRequest::body)
                .toList();
    }

    private void assertMirrors() {
        for (var type : EntityType.values()) {
            var name = type == EntityType.MARKER ? "scene_markers" : type.plural();
            var there = rig.on("Loft", it -> it.library().ids(name));
            assertThat(rig.all(type))
                    .as(type.plural())
                    .filteredOn(row -> row.key().instance() == loft.num())
                    .extracting(row -> row.key().id())
                    .containsExactlyInAnyOrderElementsOf(
                            java.util.stream.LongStream.of(there).boxed().toList());
            assertThat(rig.library.status().getFirst().things()).containsEntry(type, (long) there.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.27.2", "v0.28.1", "v0.29.3", "v0.30.1", "v0.31.0"})
    void aFullRunMirrorsEverything(String version) throws Exception {
        var server = rig.add("Other", "version", version);
        var report = rig.full(server);

        for (var type : EntityType.values()) {
            var name = type == EntityType.MARKER ? "scene_markers" : type.plural();
            long there = rig.on("Other", it -> it.library().count(name));
            assertThat(rig.all(type)).as(type.plural()).hasSize((int) there);
        }
        for (long scene : rig.on("Other", it -> it.library().ids("scenes"))) {
            var told = rig.on("Other", it -> it.library().row("scenes", scene).get("tags"));
            assertThat(rig.queries
                            .things()
                            .copy(new EntityKey(server.num(), EntityType.SCENE, scene))
                            .orElseThrow()
                            .links()
                            .getOrDefault(EntityType.TAG, List.of()))
                    .filteredOn(tag -> !tag.inherited())
                    .extracting(tag -> String.valueOf(tag.key().id()))
                    .containsExactlyInAnyOrderElementsOf(((List<?>) told)
                            .stream()
                                    .map(tag -> String.valueOf(((Map<?, ?>) tag).get("id")))
                                    .toList());
        }
        assertThat(report.added()).isPositive();
        assertThat(report.held()).isEmpty();
        assertThat(rig.store.todo(server.num(), io.pilothouse.store.LibraryRepository.Todo.MISSING, EntityType.TAG, 9))
                .isEmpty();
    }

    @Test
    void aSceneTheServerFailsAtIsReportedAndTheRestIsReadAllTheSame() throws Exception {
        server(it -> it.breakRow("scenes", 7));

        var first = rig.full(loft);

        assertThat(first.unreadable()).containsExactly("scene 7");
        long scenes = rig.on("Loft", it -> it.library().count("scenes"));
        assertThat(rig.all(EntityType.SCENE))
                .hasSize((int) scenes - 1)
                .extracting(row -> row.key().id())
                .doesNotContain(7L);

        rig.later(60);
        server(it -> it.library().update("scenes", 9, row -> row.put("title", "Tide at noon")));
        rig.later(60);
        var next = rig.changes(loft);

        assertThat(next.mode()).isNotEqualTo(SyncReport.Mode.FULL);
        assertThat(next.unreadable()).containsExactly("scene 7");
        assertThat(next.gone()).isZero();
        assertThat(rig.row(loft, EntityType.SCENE, 9).title()).isEqualTo("Tide at noon");
    }

    @Test
    void whenNothingChangedThreeRequestsAreEnoughAndNothingIsWritten() throws Exception {
        rig.full(loft);
        assertMirrors();
        rig.later(60);
        rig.changes(loft);
        for (int run = 0; run < 3; run++) {
            rig.later(900);
            rig.service("Loft").forgetRequests();
            var report = rig.changes(loft);

            assertThat(asked()).hasSize(3);
            assertThat(report.nothing()).isTrue();
            assertThat(report.requests()).isEqualTo(3);
            assertThat(report.rows()).isZero();
        }
    }

    @Test
    void oneEditReadsOneScene() throws Exception {
        rig.full(loft);
        rig.later(60);
        server(it -> it.library().update("scenes", 7, row -> row.put("title", "Tide at noon")));
        rig.later(60);

        var report = rig.changes(loft);

        assertThat(report.changed()).isEqualTo(1);
        assertThat(report.rows()).isEqualTo(1);
        assertThat(rig.row(loft, EntityType.SCENE, 7).title()).isEqualTo("Tide at noon");
        assertThat(rig.engine.get().activity().entries(List.of(loft.id()), Instant.EPOCH, 10))
                .extracting(Activity.Entry::words)
                .first()
                .isEqualTo("Loft: the library was read: 0 added, 1 changed, 0 gone.");
    }

    @Test
    void twoEditsInOneSecondWithAReadBetweenThem() throws Exception {
        rig.full(loft);
        rig.later(60);
        server(it -> it.library().update("scenes", 7, row -> row.put("title", "First")));
        rig.changes(loft);
        assertThat(rig.row(loft, EntityType.SCENE, 7).title()).isEqualTo("First");
        server(it -> it.library().update("scenes", 7, row -> row.put("title", "Second")));
        rig.later(60);

        rig.changes(loft);

        assertThat(rig.row(loft, EntityType.SCENE, 7).title()).isEqualTo("Second");
    }

    @Test
    void theClockGoesBackAnHourAndTheServerMovesToAnotherZone() throws Exception {
        rig.full(loft);
        server(it -> it.library().zone(ZoneOffset.ofHours(2)));
        rig.later(60);
        server(it -> it.library().update("scenes", 3, row -> row.put("title", "Summer")));
        rig.later(60);
        rig.changes(loft);
        server(it -> it.library().zone(ZoneOffset.ofHours(1)));
        server(it -> it.library().update("scenes", 4, row -> row.put("title", "Winter")));
        rig.later(60);
        rig.changes(loft);
        server(it -> it.library().zone(ZoneOffset.ofHours(-8)));
        server(it -> it.library().update("scenes", 5, row -> row.put("title", "Far west")));
        rig.later(60);
        server(it -> it.library().update("tags", 2, row -> row.put("name", "far west")));
        rig.later(60);

        rig.changes(loft);

        assertThat(rig.row(loft, EntityType.SCENE, 3).title()).isEqualTo("Summer");
        assertThat(rig.row(loft, EntityType.SCENE, 4).title()).isEqualTo("Winter");
        assertThat(rig.row(loft, EntityType.TAG, 2).title()).isEqualTo("far west");
    }

    @Test
    void manyChangesAtOnceAreAllRead() throws Exception {
        var big = rig.add("Big", "scenes", "2200");
        rig.full(big);
        rig.later(60);
        rig.on("Big", it -> {
            for (int id = 1; id <= 2_100; id++) {
                it.library().update("scenes", id, row -> row.put("organized", true));
            }
            return null;
        });
        rig.later(60);

        var report = rig.changes(big);

        assertThat(report.changed()).isEqualTo(2_100);
        assertThat(rig.all(EntityType.SCENE))
                .filteredOn(
                        row -> row.key().instance() == big.num() && row.key().id() <= 2_100)
                .allMatch(LibraryRow::organized);
    }

    @Test
    void aFileThatWasMovedIsNoticedThoughTheSceneHasItsOldStamp() throws Exception {
        rig.full(loft);
        rig.later(60);
        server(it -> it.library().editFile("scenes", 9, file -> file.put("path", "/data/b/moved.mp4")));
        rig.later(60);

        rig.changes(loft);

        var key = new EntityKey(loft.num(), EntityType.SCENE, 9);
        assertThat(rig.queries
                        .things()
                        .copy(key)
                        .orElseThrow()
                        .files()
                        .getFirst()
                        .path())
                .isEqualTo("/data/b/moved.mp4");
    }

    @Test
    void aTagMergedOnTheServerIsFollowedByItsScenes() throws Exception {
        rig.full(loft);
        var with = linkedTo(2);
        assertThat(with).isNotEmpty();
        server(it -> it.library().merge("tags", 2, 3));
        rig.later(60);

        rig.changes(loft);

        assertThat(linkedTo(2)).isEmpty();
        assertThat(linkedTo(3)).containsAll(with);
    }

    private Set<Long> linkedTo(long tag) {
        var filter = new LibraryFilter.Linked(
                EntityType.TAG, Mode.ANY, List.of(Set.of(new EntityKey(loft.num(), EntityType.TAG, tag))), false);
        return new java.util.HashSet<>(rig
                .library
                .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))
                        .with(List.of(filter))
                        .everyCopy(true)
                        .limit(500))
                .stream()
                .map(row -> row.key().id())
                .toList());
    }

    @Test
    void imagesPutIntoAGalleryFollow() throws Exception {
        rig.full(loft);
        rig.later(60);
        var gallery = new EntityKey(loft.num(), EntityType.GALLERY, 2);
        server(it -> {
            it.library()
                    .edit(
                            "images",
                            1,
                            row -> row.put("galleries", List.of(java.util.Map.of("__typename", "Gallery", "id", "2"))));
            it.library().update("galleries", 2, _ -> {});
        });
        rig.later(60);

        rig.changes(loft);

        assertThat(rig.store.linkedTo(gallery, 500)).contains(new EntityKey(loft.num(), EntityType.IMAGE, 1));
    }

    @Test
    void playsOnTheServerAreSeenWithoutAnyStamp() throws Exception {
        rig.full(loft);
        rig.later(60);
        rig.changes(loft);
        server(it -> it.library().edit("scenes", 8, row -> {
            row.put("play_count", 41);
            row.put("last_played_at", rig.now().toString());
            row.put("play_duration", 900.5);
        }));
        rig.later(60);

        rig.changes(loft);

        assertThat(rig.row(loft, EntityType.SCENE, 8).plays()).isEqualTo(41);
    }

    @Test
    void anOThatWasAddedOrTakenBackOnTheServerIsSeenHoweverLongAgoItWas() throws Exception {
        var big = rig.add("Big", "scenes", "400");
        rig.on("Big", it -> {
            for (int id = 1; id <= 300; id++) {
                o(it, id, 1);
            }
            return null;
        });
        rig.full(big);
        rig.later(60);
        rig.on("Big", it -> {
            o(it, 2, 0);
            o(it, 350, 2);
            return null;
        });
        rig.later(60);

        rig.changes(big);

        assertThat(rig.row(big, EntityType.SCENE, 2).o()).isZero();
        assertThat(rig.row(big, EntityType.SCENE, 3).o()).isEqualTo(1);
        assertThat(rig.row(big, EntityType.SCENE, 350).o()).isEqualTo(2);
    }

    private static void o(StashSimulator it, long scene, int times) {
        it.library().edit("scenes", scene, row -> {
            row.put("o_counter", times);
            row.put("o_history", java.util.Collections.nCopies(times, "2025-01-01T10:%02d:00Z".formatted(scene % 60)));
        });
    }

    @Test
    void theOCountOfAnImageIsSeenWithoutAnyStamp() throws Exception {
        rig.full(loft);
        rig.later(60);
        rig.changes(loft);
        server(it -> it.library().edit("images", 4, row -> row.put("o_counter", 3)));
        rig.later(60);

        rig.changes(loft);

        assertThat(rig.row(loft, EntityType.IMAGE, 4).o()).isEqualTo(3);
    }

    @Test
    void whatIsDeletedGoesAndWhatComesBackIsAsItWas() throws Exception {
        rig.full(loft);
        var key = new EntityKey(loft.num(), EntityType.SCENE, 12);
        rig.library.rate(key, OptionalInt.of(90));
        server(it -> it.library().remove("scenes", 12));
        rig.later(60);

        assertThat(rig.changes(loft).gone()).isEqualTo(1);
        assertMirrors();

        server(it -> it.library().putBack("scenes", 12));
        rig.later(60);
        rig.changes(loft);
        assertMirrors();
        assertThat(rig.row(loft, EntityType.SCENE, 12).rating()).isEqualTo(90);
    }

    @Test
    void anEmptyListingNeverDeletes() throws Exception {
        rig.full(loft);
        rig.later(60);
        server(it -> it.emptyOnce("scenes"));

        var report = rig.sync(loft.id(), SyncReport.Mode.INVENTORY);

        assertThat(report.gone()).isZero();
        assertMirrors();
    }

    @Test
    void anotherLibraryBehindTheAddressChangesNothing() throws Exception {
        rig.full(loft);
        var before = rig.all(EntityType.SCENE);
        rig.service("Loft").fault(new Fault.OtherIdentity());
        rig.later(60);

        var stopped = catchThrowableOfType(ProblemException.class, () -> rig.changes(loft));
        assertThat(stopped.problem().code()).isEqualTo(ProblemCode.IDENTITY_CHANGED);
        assertThatThrownBy(() -> rig.full(loft)).isInstanceOf(ProblemException.class);

        assertThat(rig.library.status()).singleElement().matches(status -> status.another() && status.failed());

        rig.service("Loft").heal();
        assertThat(rig.all(EntityType.SCENE)).isEqualTo(before);
        assertThat(rig.changes(loft).nothing()).isTrue();
        assertThat(rig.library.status()).singleElement().matches(status -> !status.another());
    }

    /// A full import on a server deals the numbers anew and keeps the stamps.
    @Test
    void aLibraryNumberedAnewIsAnother() throws Exception {
        rig.full(loft);
        var before = rig.all(EntityType.TAG);
        for (var type : List.of(EntityType.TAG, EntityType.PERFORMER, EntityType.STUDIO)) {
            var names = rig.all(type).stream()
                    .collect(Collectors.toMap(row -> row.key().id(), LibraryRow::title));
            server(it -> names.forEach((id, name) -> it.library()
                    .edit(
                            type.plural(),
                            id,
                            row -> row.put("name", names.getOrDefault(id % names.size() + 1, "Another")))));
        }
        rig.later(25 * 3_600);

        var stopped = catchThrowableOfType(ProblemException.class, () -> rig.changes(loft));

        assertThat(stopped.problem().code()).isEqualTo(ProblemCode.IDENTITY_CHANGED);
        assertThat(rig.library.status()).singleElement().matches(Library.Status::renumbered);
        assertThat(rig.all(EntityType.TAG)).isEqualTo(before);
    }

    @Test
    void edgesOfGroupsAndTagsFollowThoughNoStampOfThemMoved() throws Exception {
        rig.full(loft);
        server(it -> {
            it.library()
                    .edit(
                            "groups",
                            2,
                            row -> row.put(
                                    "containing_groups",
                                    List.of(Map.of(
                                            "__typename",
                                            "GroupDescription",
                                            "group",
                                            Map.of("__typename", "Group", "id", "1"),
                                            "description",
                                            ""))));
            it.library().edit("tags", 5, row -> row.put("parents", List.of(Map.of("__typename", "Tag", "id", "4"))));
        });
        rig.later(25 * 3_600);

        rig.changes(loft);

        assertThat(above(EntityType.GROUP, 2)).containsExactly(1L);
        assertThat(above(EntityType.TAG, 5)).containsExactly(4L);
    }

    private List<Long> above(EntityType type, long id) {
        return rig
                .queries
                .things()
                .copy(new EntityKey(loft.num(), type, id))
                .orElseThrow()
                .links()
                .getOrDefault(type, List.of())
                .stream()
                .map(named -> named.key().id())
                .toList();
    }

    @Test
    void aRestoredLibraryIsReadOnceAPersonTakesItForTheSame() throws Exception {
        rig.full(loft);
        server(it -> {
            for (var type : List.of("tags", "performers")) { // made since the backup
                for (long id : it.library().ids(type)) {
                    it.library().remove(type, id);
                }
            }
        });
        rig.later(25 * 3_600);
        assertThatThrownBy(() -> rig.changes(loft)).isInstanceOf(ProblemException.class);
        assertThat(rig.library.status()).singleElement().matches(status -> status.another() && !status.renumbered());

        rig.library.accept(loft.id());

        var report = rig.changes(loft);
        assertThat(report.mode()).isEqualTo(SyncReport.Mode.FULL);
        assertThat(report.gone()).as("the brake holds").isZero();
        assertThat(report.held()).containsOnlyKeys(EntityType.TAG, EntityType.PERFORMER);
        assertThat(rig.library.status())
                .singleElement()
                .matches(status -> !status.failed() && !status.held().isEmpty());

        rig.library.keep(loft.id());
        assertThat(rig.library.status())
                .singleElement()
                .matches(status -> status.held().isEmpty());
        assertThat(rig.store.live(loft.num(), EntityType.TAG)).isPositive();
        assertThat(rig.sync(loft.id(), SyncReport.Mode.INVENTORY).held())
                .as("it is told again")
                .isNotEmpty();
    }

    /// Another library has other things under the same numbers: ratings would go over to them.
    @Test
    void anotherLibraryCanOnlyBeANewInstance() throws Exception {
        rig.full(loft);
        rig.service("Loft").fault(new Fault.OtherIdentity());
        rig.later(60);
        assertThatThrownBy(() -> rig.changes(loft)).isInstanceOf(ProblemException.class);

        assertThat(rig.library.status()).singleElement().matches(status -> status.another() && status.renumbered());
        assertThatThrownBy(() -> rig.library.accept(loft.id()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Loft");
        assertThatThrownBy(() -> rig.changes(loft)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aRunThatWasCutGoesOnWhereItWas() throws Exception {
        var big = rig.add("Big", "scenes", "1200");
        rig.service("Big").fault(new Fault.Refused());
        assertThatThrownBy(() -> rig.full(big)).isInstanceOf(ProblemException.class);
        rig.service("Big").heal();

        var cut = new java.util.concurrent.atomic.AtomicInteger();
        assertThatThrownBy(() -> rig.library.sync(big.id(), SyncReport.Mode.FULL, false, new Cutting(cut, 6)))
                .isInstanceOf(Cutting.Cut.class);
        long after = rig.all(EntityType.SCENE).size();
        assertThat(after).isPositive();
        rig.service("Big").forgetRequests();

        rig.full(big);

        assertThat(rig.all(EntityType.SCENE)).hasSize(1_200);
        assertThat(rig.service("Big").requests().stream()
                        .filter(request -> request.body().contains("query TagsPage")
                                && request.body().contains("\"page\":1"))
                        .count())
                .as("read once more by the inventory, not by the listing")
                .isEqualTo(1);
    }

    /// Cut after every page one after the other: in the end all is here, and no page was asked for twice but
    /// the one that was being read when it was cut.
    @Test
    void cutAtEveryPageItIsReadOnceAllTheSame() throws Exception {
        var big = rig.add("Big", "scenes", "2600");
        int cuts = 0;
        for (boolean done = false; !done; ) {
            try {
                rig.library.sync(big.id(), SyncReport.Mode.FULL, false, new Cutting(new AtomicInteger(), 1));
                done = true;
            } catch (Cutting.Cut e) {
                cuts++;
            }
            if (cuts > 60) {
                throw new AssertionError("it never goes on");
            }
        }
        assertThat(cuts).isGreaterThan(8);
        for (var type : EntityType.values()) {
            var name = type == EntityType.MARKER ? "scene_markers" : type.plural();
            var there = rig.on("Big", it -> it.library().ids(name));
            assertThat(rig.library.status().stream()
                            .filter(status -> status.server().id().equals(big.id()))
                            .findFirst()
                            .orElseThrow()
                            .things())
                    .containsEntry(type, (long) there.length);
        }
        var pages = rig.service("Big").requests().stream()
                .map(LoggedRequest::body)
                .filter(body -> body.contains("query ScenesPage") || body.contains("query ImagesPage"))
                .collect(Collectors.groupingBy(body -> body, Collectors.counting()));
        assertThat(pages)
                .hasSizeGreaterThan(6)
                .allSatisfy((body, times) -> assertThat(times).as(body).isEqualTo(1));
        assertThat(pages.size()).isLessThan(20);
        assertThat(corrected()).as("links and counts are those of a count anew").isZero();
    }

    private long corrected() throws InterruptedException {
        var corrected = new AtomicInteger();
        rig.library.upkeep(new UnheardTask() {
            @Override
            public void effect(String name, long count) {
                if (name.equals("corrected")) {
                    corrected.addAndGet((int) count);
                }
            }
        });
        return corrected.get();
    }

    /// So many changed within the overlap of the watermark that they are listed in pages, and none of the
    /// first page differs any more.
    @Test
    void manyChangesThatAreKnownAlreadyAreListedToTheirEnd() throws Exception {
        var big = rig.add("Big", "scenes", "5200");
        rig.on("Big", it -> {
            for (long id : it.library().ids("scenes")) {
                it.library().update("scenes", id, row -> row.put("organized", true));
            }
            return null;
        });
        rig.later(60);
        rig.full(big);
        rig.later(60);

        var again = rig.changes(big);

        assertThat(again.nothing()).isTrue();
        assertThat(again.requests()).isLessThan(8);
    }

    @Test
    void aPerceptualHashIsNoticedThoughNoStampMoved() throws Exception {
        server(it -> it.library().edit("scenes", 7, row -> hashless(row)));
        rig.full(loft);
        assertThat(rig.store.withoutPhash(loft.num(), 0, 9)).containsExactly(7L);
        rig.later(60);
        server(it -> it.library().edit("scenes", 7, row -> {
            row.put("files", it.library().row("scenes", 8).get("files"));
        }));
        rig.changes(loft);
        assertThat(rig.store.withoutPhash(loft.num(), 0, 9)).containsExactly(7L);
        rig.later(60);

        rig.sync(loft.id(), SyncReport.Mode.INVENTORY);

        assertThat(rig.store.withoutPhash(loft.num(), 0, 9)).isEmpty();
    }

    private static void hashless(Map<String, Object> row) {
        var files = new java.util.ArrayList<Object>();
        for (var each : (List<?>) row.get("files")) {
            var file = new java.util.LinkedHashMap<Object, Object>((Map<?, ?>) each);
            file.put(
                    "fingerprints",
                    ((List<?>) file.get("fingerprints"))
                            .stream()
                                    .filter(it -> !((Map<?, ?>) it).get("type").equals("phash"))
                                    .toList());
            files.add(file);
        }
        row.put("files", files);
    }

    /// What was away for 90 days goes for good, unless a person said something of it.
    @Test
    void whatWasAwayForLongIsForgottenButNotWhatAPersonRated() throws Exception {
        rig.full(loft);
        rig.library.rate(new EntityKey(loft.num(), EntityType.SCENE, 4), OptionalInt.of(80));
        rig.later(60);
        server(it -> {
            it.library().remove("scenes", 3);
            it.library().remove("scenes", 4);
        });
        rig.later(60);
        rig.sync(loft.id(), SyncReport.Mode.INVENTORY);
        assertThat(rig.queries.things().has(new EntityKey(loft.num(), EntityType.SCENE, 3)))
                .isTrue();
        rig.library.upkeep(new UnheardTask());
        assertThat(rig.queries.things().has(new EntityKey(loft.num(), EntityType.SCENE, 3)))
                .isTrue();
        rig.later(java.time.Duration.ofDays(91).toSeconds());

        assertThat(corrected()).isZero();

        assertThat(rig.queries.things().has(new EntityKey(loft.num(), EntityType.SCENE, 3)))
                .isFalse();
        assertThat(rig.queries.things().has(new EntityKey(loft.num(), EntityType.SCENE, 4)))
                .isTrue();
        assertThat(corrected()).isZero();
        server(it -> it.library().putBack("scenes", 3));
        server(it -> it.library().putBack("scenes", 4));
        rig.later(60);
        rig.full(loft);
        assertMirrors();
        assertThat(rig.row(loft, EntityType.SCENE, 4).rating()).isEqualTo(80);
    }

    @Test
    void aSlowAndADeadServerDelayNobody() throws Exception {
        var cellar = rig.add("Cellar");
        var attic = rig.add("Attic");
        rig.service("Cellar").fault(new Fault.Refused());
        rig.service("Attic").fault(new Fault.Slow(java.time.Duration.ofHours(1)));
        var waiting = new java.util.concurrent.CompletableFuture<Exception>();
        var slow = Thread.ofVirtual().start(() -> {
            try {
                rig.full(attic);
            } catch (ProblemException | InterruptedException e) {
                waiting.complete(e);
            }
        });
        io.pilothouse.testing.Eventually.that(
                () -> rig.library.status().stream().anyMatch(status -> status.running()));
        assertThatThrownBy(() -> rig.full(cellar)).isInstanceOf(ProblemException.class);
        rig.full(loft);

        assertMirrors();
        assertThat(waiting).as("the slow one is still being asked").isNotDone();
        assertThat(rig.library.status()).anySatisfy(status -> {
            assertThat(status.server().id()).isEqualTo(cellar.id());
            assertThat(status.last().orElseThrow().outcome()).isEqualTo("failed");
        });
        slow.interrupt();
        assertThat(waiting.get(30, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    /// Neither in the store nor in a log, a failure or what is exported, whatever the server says.
    @Test
    void theKeyIsNowhereButInThePlayersHand() throws Exception {
        var said = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        var ear = new java.util.logging.Handler() {
            @Override
            public void publish(java.util.logging.LogRecord record) {
                var text = new java.io.StringWriter().append(record.getMessage());
                if (record.getThrown() != null) {
                    record.getThrown().printStackTrace(new java.io.PrintWriter(text));
                }
                said.add(text + " " + java.util.Arrays.toString(record.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = java.util.logging.Logger.getLogger("io.pilothouse");
        var level = logger.getLevel();
        logger.setLevel(java.util.logging.Level.ALL);
        logger.addHandler(ear);
        try {
            rig.full(loft);
            var played = new java.util.concurrent.atomic.AtomicReference<java.net.URI>();
            rig.player = (stream, _) -> {
                played.set(stream);
                return java.util.Optional.of("player");
            };
            var scene = new EntityKey(loft.num(), EntityType.SCENE, 1);
            rig.library.play(scene);
            assertThat(played.get().toString()).contains("/scene/1/stream?apikey=");
            rig.library.picture(scene, 1);
            said.add(rig.library.pageOf(scene).toString());
            rig.library.rate(scene, OptionalInt.of(70));
            for (var fault : List.of(
                    new Fault.WrongSecret(), new Fault.HtmlFromProxy(502), new Fault.CutOff(40), new Fault.Refused())) {
                rig.service("Loft").fault(fault);
                for (var failing : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> rig.library.jobs(loft.id()), () -> rig.library.play(scene))) {
                    var failure = org.assertj.core.api.Assertions.catchThrowable(failing);
                    var text = new java.io.StringWriter();
                    if (failure != null) {
                        failure.printStackTrace(new java.io.PrintWriter(text));
                    }
                    said.add(text.toString());
                }
            }
            said.add(rig.library.opinions().toString());
            said.add(rig.library.status().toString());
            rig.service("Loft").heal();
            rig.engine.get().instances().remove(loft.id(), TestEngine.ME);
            rig.engine.get().instances().purge(loft.id(), TestEngine.ME);
            rig.library.tidyUp();
            assertThat(folder.resolve("kept")).isNotEmptyDirectory();
        } finally {
            logger.removeHandler(ear);
            logger.setLevel(level);
        }
        var key = rig.service("Loft").access().secretText();
        assertThat(said).hasSizeGreaterThan(8).noneMatch(text -> text.contains(key));
        try (var files = java.nio.file.Files.walk(folder)) {
            for (var file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                var bytes = new String(
                        java.nio.file.Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(bytes).as(file.toString()).doesNotContain(key);
            }
        }
    }
}
