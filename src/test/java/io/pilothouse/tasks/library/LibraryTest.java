package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Linked;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance north;
    private Instance south;
    private Instance west;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "150");
        south = rig.add("South", "scenes", "120");
        west = rig.add("West", "scenes", "90", "version", "v0.28.1");
        for (var server : List.of(north, south, west)) {
            rig.full(server);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private SortedSet<Integer> all() {
        return rig.library.shown(List.of());
    }

    private LibraryQuery scenes() {
        return LibraryQuery.all(EntityType.SCENE, all());
    }

    /// Turns the pages until the end.
    private List<LibraryRow> everyPage(LibraryQuery query, int size) {
        var rows = new ArrayList<LibraryRow>();
        var page = rig.library.page(query.limit(size));
        while (!page.isEmpty()) {
            rows.addAll(page);
            page = rig.library.page(query.limit(size).after(rows.getLast().place()));
        }
        return rows;
    }

    @Test
    void aFilterThatOnlyTheOtherCopyMeetsStillFindsTheThing() {
        var row = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().size() > 1)
                .findFirst()
                .orElseThrow();
        var other = row.copies().getLast();
        rig.on(rig.library.server(other.instance()).orElseThrow().name(), it -> {
            it.library().update("scenes", other.id(), scene -> scene.put("title", "Zyzzyva meadow"));
            return null;
        });
        rig.later(60);
        try {
            rig.changes(rig.library.server(other.instance()).orElseThrow());
        } catch (ProblemException | InterruptedException e) {
            throw new AssertionError(e);
        }

        assertThat(rig.library.page(scenes().with("zyzz")))
                .singleElement()
                .satisfies(found -> assertThat(found.key()).isEqualTo(other));
    }

    @Test
    void aPerformerRenamedIsFoundUnderTheNewName() throws Exception {
        var filter = new Linked(
                EntityType.PERFORMER,
                Mode.ANY,
                List.of(Set.of(new EntityKey(north.num(), EntityType.PERFORMER, 3))),
                true);
        var with = everyPage(scenes().everyCopy(true).with(List.of(filter)), 60);
        assertThat(with).isNotEmpty();
        rig.later(60);
        rig.on("North", it -> {
            it.library().update("performers", 3, row -> row.put("name", "Quirina Nadelbaum"));
            return null;
        });
        rig.later(60);
        rig.changes(north);

        assertThat(everyPage(scenes().everyCopy(true).with("nadelbaum"), 60))
                .extracting(LibraryRow::key)
                .containsExactlyInAnyOrderElementsOf(
                        with.stream().map(LibraryRow::key).toList());
    }

    private static Set<Set<EntityKey>> partition(List<LibraryRow> rows) {
        return rows.stream().map(row -> Set.copyOf(row.copies())).collect(Collectors.toSet());
    }

    @Test
    void foldingBitByBitGivesWhatFoldingEverythingGives() throws Exception {
        var random = new Random(4);
        for (int round = 0; round < 8; round++) {
            rig.later(60);
            var server = List.of(north, south, west).get(random.nextInt(3));
            rig.on(server.name(), it -> {
                for (int i = 0; i < 6; i++) {
                    long id = 1 + random.nextInt(60);
                    if (!it.library().has("scenes", id)) {
                        it.library().putBack("scenes", id);
                    } else if (random.nextInt(3) == 0) {
                        it.library().remove("scenes", id);
                    } else {
                        var like = it.library().row("scenes", 1 + random.nextInt(60));
                        it.library().update("scenes", id, row -> row.put("stash_ids", like.get("stash_ids")));
                    }
                }
                return null;
            });
            rig.later(60);
            rig.changes(server);
        }
        var bitByBit = partition(everyPage(scenes(), 500));

        rig.personal.refoldAll(EntityType.SCENE, rig.now());

        assertThat(partition(everyPage(scenes(), 500))).isEqualTo(bitByBit);
    }

    @Test
    void aPersonsSplitAndMergeOutliveEveryFullRun() throws Exception {
        var row = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().size() > 1)
                .findFirst()
                .orElseThrow();
        var alone = row.copies().getLast();
        var lone = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().size() == 1
                        && it.key().instance() != row.key().instance())
                .findFirst()
                .orElseThrow()
                .key();
        rig.library.split(alone);
        rig.library.same(row.key(), lone);

        for (var server : List.of(north, south, west)) {
            rig.full(server);
        }
        rig.personal.refoldAll(EntityType.SCENE, rig.now());

        assertThat(rig.queries.things().copiesOf(alone, all())).doesNotContain(row.key());
        assertThat(rig.queries.things().copiesOf(lone, all())).contains(row.key());
        var contradiction = catchThrowableOfType(ProblemException.class, () -> rig.library.same(alone, row.key()));
        assertThat(contradiction).isNull(); // the newer word replaces the older one
        assertThat(rig.library.rules(10)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(rig.library.undo(rig.library.rules(1).getFirst().number())).isTrue();
    }

    @Test
    void priorityDecidesWhichCopyIsShownAndASelectionOnlyKnowsItsOwn() throws Exception {
        var row = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().stream().anyMatch(copy -> copy.instance() == north.num())
                        && it.copies().stream().anyMatch(copy -> copy.instance() == south.num()))
                .findFirst()
                .orElseThrow();
        assertThat(row.key().instance()).isEqualTo(north.num());

        var before = rig.engine.get().instances().find(south.id()).orElseThrow();
        var after = rig.engine
                .get()
                .instances()
                .edit(
                        south.id(),
                        before.configVersion(),
                        before.configuration().withPriority(1),
                        Map.of(),
                        TestEngine.ME);
        rig.library.follow(before, after);

        assertThat(rig.library
                        .rows(EntityType.SCENE, all(), List.of(row.key()))
                        .getFirst()
                        .copies())
                .contains(row.key());
        assertThat(rig.queries.things().copiesOf(row.key(), all()).getFirst().instance())
                .isEqualTo(south.num());
        assertThat(everyPage(LibraryQuery.all(EntityType.SCENE, new TreeSet<>(Set.of(north.num()))), 500))
                .hasSize(150)
                .allMatch(it -> it.copies().size() == 1);
        rig.engine.get().instances().setEnabled(south.id(), false, TestEngine.ME);
        assertThat(all()).doesNotContain(south.num());
        assertThat(everyPage(scenes(), 500)).noneMatch(it -> it.key().instance() == south.num());
    }

    @Test
    void deletingAServerLeavesEveryRowOfTheOthers() throws Exception {
        rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, 3), OptionalInt.of(50));
        var rest = new TreeSet<>(Set.of(north.num(), west.num()));
        var before = everyPage(LibraryQuery.all(EntityType.SCENE, rest).everyCopy(true), 500);
        var everything = everythingOf(rest);
        rig.engine.get().instances().remove(south.id(), TestEngine.ME);
        assertThat(all()).isEqualTo(rest);
        rig.engine.get().instances().purge(south.id(), TestEngine.ME);

        assertThat(rig.library.tidyUp()).isEqualTo(1);

        assertThat(rig.store.removals().orphaned()).isEmpty();
        assertThat(everythingOf(rest)).isEqualTo(everything);
        var after = everyPage(LibraryQuery.all(EntityType.SCENE, rest).everyCopy(true), 500);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) { // only what was folded by a copy of that server is apart now
            assertThat(after.get(i).key()).isEqualTo(before.get(i).key());
            assertThat(after.get(i).rating()).isEqualTo(before.get(i).rating());
            assertThat(after.get(i).under()).isEqualTo(before.get(i).under());
        }
    }

    /// Fields, files, links and ids of everything, by type.
    private Map<EntityKey, List<Object>> everythingOf(SortedSet<Integer> servers) {
        var all = new HashMap<EntityKey, List<Object>>();
        for (var type : EntityType.values()) {
            everyPage(LibraryQuery.all(type, servers).everyCopy(true), 500).forEach(row -> {
                var copy = rig.queries.things().copy(row.key()).orElseThrow();
                all.put(
                        row.key(),
                        List.of(copy.fields(), copy.files(), copy.links(), copy.externalIds(), row.rating()));
            });
        }
        assertThat(all).hasSizeGreaterThan(400);
        return all;
    }

    @Test
    void aSplitOutlivesSwitchingOffAndOnAndComingBack() throws Exception {
        var row = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().size() == 3)
                .findFirst()
                .orElseThrow();
        var alone = row.copies().getLast();
        var server = rig.library.server(alone.instance()).orElseThrow();
        rig.library.split(alone);
        assertThat(rig.queries.things().copiesOf(alone, all())).containsExactly(alone);

        rig.engine.get().instances().setEnabled(server.id(), false, TestEngine.ME);
        rig.engine.get().instances().setEnabled(server.id(), true, TestEngine.ME);
        rig.on(server.name(), it -> {
            it.library().remove("scenes", alone.id());
            return null;
        });
        rig.later(60);
        rig.sync(server.id(), SyncReport.Mode.INVENTORY);
        assertThat(rig.queries.things().copy(alone).orElseThrow().gone()).isPresent();
        rig.library.upkeep(new UnheardTask());
        rig.on(server.name(), it -> {
            it.library().putBack("scenes", alone.id());
            return null;
        });
        rig.later(60);
        rig.full(server);

        assertThat(rig.queries.things().copy(alone).orElseThrow().gone()).isEmpty();
        assertThat(rig.queries.things().copiesOf(alone, all())).containsExactly(alone);
        assertThat(rig.queries.things().copiesOf(row.key(), all())).hasSize(2).doesNotContain(alone);
    }

    private LibraryRow shown(LibraryRow before) {
        return everyPage(scenes(), 500).stream()
                .filter(row -> row.copies().equals(before.copies()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void differencesAreShownSideBySideAndDecidedOnce() throws Exception {
        var row = everyPage(scenes(), 500).stream()
                .filter(it -> it.copies().size() > 1)
                .filter(it -> {
                    try {
                        return rig.library.detail(it.key(), all()).differences().stream()
                                .anyMatch(difference -> difference.field().equals("date"));
                    } catch (ProblemException e) {
                        throw new AssertionError(e);
                    }
                })
                .findFirst()
                .orElseThrow();
        var other = row.copies().getLast();

        rig.library.take(other, "date");

        var date = rig.library.detail(row.key(), all()).differences().stream()
                .filter(difference -> difference.field().equals("date"))
                .findFirst()
                .orElseThrow();
        assertThat(date.decided()).isTrue();
        assertThat(date.shown())
                .isEqualTo(rig.queries.things().copy(other).orElseThrow().row().date());
        assertThat(shown(row).date()).as("lists show it, too").isEqualTo(date.shown());

        rig.library.decideAgain(row.key(), "date");

        assertThat(rig.library.detail(row.key(), all()).differences())
                .anyMatch(difference -> difference.field().equals("date") && !difference.decided());
        assertThat(shown(row).date()).isEqualTo(row.date());
    }

    @Test
    void ratingsAreWrittenBackOnlyWhereThatIsWantedAndNothingIsOverwritten() throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 3);
        rig.library.rate(key, OptionalInt.of(40));
        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isZero();
        rig.library.writeBack(north.id(), "manual");
        rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, 4), OptionalInt.of(60));
        rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, 5), OptionalInt.of(60));
        rig.library.watched(key, 30);
        rig.on("North", it -> {
            it.library().update("scenes", 5, row -> row.put("rating100", 7));
            return null;
        });

        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isEqualTo(2);

        assertThat(north(4, "rating100")).isEqualTo("60");
        assertThat(north(5, "rating100")).isEqualTo("7");
        assertThat(rig.personal.orders(north.num()))
                .singleElement()
                .satisfies(order -> assertThat(order.state()).isEqualTo("conflict"));
        int plays = rig.queries.things().copy(key).orElseThrow().row().plays();
        assertThat(north(3, "play_count")).isEqualTo(String.valueOf(plays));
    }

    @Test
    void whatLooksAlikeIsSuggestedUntilAPersonDecides() throws Exception {
        assertThat(rig.library.likely(EntityType.IMAGE, all(), 10)).isEmpty();
        assertThat(rig.library.likely(EntityType.SCENE, new TreeSet<>(), 10)).isEmpty();
        var nearly = Long.toHexString(Long.parseUnsignedLong("c0ffee1234567890", 16) ^ 0b1011);
        north(2, row -> phash(row, "c0ffee1234567890"));
        rig.on("South", it -> {
            it.library().update("scenes", 9, row -> phash(row, nearly));
            return null;
        });
        rig.later(60);
        rig.full(north);
        rig.full(south);

        var alike = rig.library.likely(EntityType.SCENE, all(), 5_000).stream()
                .filter(group -> group.mark().equals("phash 3"))
                .toList();
        assertThat(alike)
                .singleElement()
                .satisfies(group -> assertThat(group.keys())
                        .containsExactlyInAnyOrder(
                                new EntityKey(north.num(), EntityType.SCENE, 2),
                                new EntityKey(south.num(), EntityType.SCENE, 9)));

        rig.library.different(
                alike.getFirst().keys().getFirst(), alike.getFirst().keys().getLast());

        assertThat(rig.library.likely(EntityType.SCENE, all(), 5_000))
                .noneMatch(group -> group.mark().equals("phash 3"));
    }

    private void north(long scene, java.util.function.Consumer<Map<String, Object>> change) {
        rig.on("North", it -> {
            it.library().update("scenes", scene, row -> change.accept(row));
            return null;
        });
    }

    /// The only file of a scene, a hundred seconds long and with a picture of its own.
    private static void phash(Map<String, Object> row, String hash) {
        var file = new HashMap<String, Object>();
        ((Map<?, ?>) ((List<?>) row.get("files")).getFirst()).forEach((name, value) -> file.put((String) name, value));
        file.put("duration", 100.5);
        file.put(
                "fingerprints",
                List.of(Map.of("type", "oshash", "value", hash + "0"), Map.of("type", "phash", "value", hash)));
        row.put("files", List.of(file));
        row.put("stash_ids", List.of());
    }

    @Test
    void copiesWithDifferentNamesWaitForADecision() throws Exception {
        var folded = everyPage(scenes(), 500).stream()
                .filter(row -> row.copies().size() > 1)
                .findFirst()
                .orElseThrow();
        var differing = rig.library.conflicts(EntityType.SCENE, all(), 5_000).stream()
                .filter(group -> group.why().equals("differs"))
                .toList();
        assertThat(differing).isNotEmpty().allSatisfy(group -> {
            var copies = group.keys().stream()
                    .map(key -> rig.queries.things().copy(key).orElseThrow())
                    .toList();
            assertThat(copies.stream()
                            .map(copy -> copy.title() + copy.row().date())
                            .distinct()
                            .count())
                    .isGreaterThan(1);
        });
        assertThat(folded.copies()).isNotEmpty();
        var one = differing.getFirst();
        for (var field : one.mark().split(", ")) {
            rig.library.letDiffer(one.keys().getFirst(), field);
        }
        assertThat(rig.library.conflicts(EntityType.SCENE, all(), 5_000))
                .hasSize(differing.size() - 1)
                .noneMatch(group -> group.keys().equals(one.keys()));
    }

    @Test
    void ratingTwiceBeforeAnythingIsSentIsNoConflict() throws Exception {
        rig.library.writeBack(north.id(), "automatic");
        var key = new EntityKey(north.num(), EntityType.SCENE, 6);

        rig.library.rate(key, OptionalInt.of(40));
        rig.library.rate(key, OptionalInt.of(60));

        assertThat(rig.library.waiting(north.id()))
                .singleElement()
                .matches(it -> it.value().equals("60"));
        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isEqualTo(1);
        assertThat(north(6, "rating100")).isEqualTo("60");
        assertThat(rig.library.waiting(north.id())).isEmpty();
    }

    @Test
    void manyScenesGetOneValueInOneCallAndNoneIsOverwritten() throws Exception {
        rig.library.writeBack(north.id(), "manual");
        var keys = java.util.stream.LongStream.rangeClosed(10, 14)
                .mapToObj(id -> new EntityKey(north.num(), EntityType.SCENE, id))
                .toList();
        for (var key : keys) {
            north(key.id(), row -> row.put("organized", key.id() == 14));
        }
        rig.later(60);
        rig.changes(north);
        rig.library.rate(keys, OptionalInt.of(80));
        assertThat(rig.library.organize(keys, true)).as("one is so already").isEqualTo(4);
        north(12, row -> row.put("rating100", 7));

        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isEqualTo(8);

        for (long id : List.of(10L, 11L, 13L, 14L)) {
            assertThat(north(id, "rating100")).isEqualTo("80");
        }
        assertThat(north(12, "rating100")).isEqualTo("7");
        assertThat(keys).allSatisfy(key -> {
            assertThat(north(key.id(), "organized")).isEqualTo("true");
            assertThat(rig.row(north, EntityType.SCENE, key.id()).organized()).isTrue();
        });
        assertThat(rig.service("North").requests().stream()
                        .filter(request -> request.body().contains("mutation")))
                .hasSize(2)
                .allMatch(request -> request.body().contains("bulkSceneUpdate"));
        assertThat(rig.library.waiting(north.id()))
                .singleElement()
                .matches(it -> it.state().equals("conflict") && it.key().id() == 12);
    }

    @Test
    void aNewerRatingTakesAnOlderOneOutAlsoWhereNothingIsWrittenAnyMore() throws Exception {
        var key = new EntityKey(north.num(), EntityType.SCENE, 6);
        rig.library.writeBack(north.id(), "manual");
        rig.library.rate(key, OptionalInt.of(20));
        north(6, row -> row.put("rating100", 99));
        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isZero();
        rig.library.rate(key, OptionalInt.of(40));
        assertThat(rig.library.waiting(north.id()))
                .singleElement()
                .matches(it -> it.value().equals("40") && it.state().equals("waiting"));

        rig.library.writeBack(north.id(), "off");
        rig.library.rate(key, OptionalInt.of(60));

        assertThat(rig.library.waiting(north.id())).isEmpty();
    }

    @Test
    void aConflictIsDecidedByAPerson() throws Exception {
        rig.library.writeBack(north.id(), "manual");
        for (long scene : List.of(7L, 8L)) {
            rig.library.rate(new EntityKey(north.num(), EntityType.SCENE, scene), OptionalInt.of(20));
            rig.on("North", it -> {
                it.library().update("scenes", scene, row -> row.put("rating100", 99));
                return null;
            });
        }
        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isZero();
        var waiting = rig.library.waiting(north.id());
        assertThat(waiting).hasSize(2).allMatch(it -> it.state().equals("conflict"));

        rig.library.insist(north.id(), waiting.getFirst().number());
        rig.library.drop(north.id(), waiting.getLast().number());

        assertThat(rig.library.push(north.id(), TestEngine.ME, new UnheardTask()))
                .isEqualTo(1);
        assertThat(north(7, "rating100")).isEqualTo("20");
        assertThat(north(8, "rating100")).isEqualTo("99");
        assertThat(rig.library.waiting(north.id())).isEmpty();
    }

    @Test
    void aSavedFilterIsTheSameAgainAndSaysWhatIsGone() throws Exception {
        var tag = everyPage(LibraryQuery.all(EntityType.TAG, all()), 10).getFirst();
        var query = scenes().with("fog -snow")
                .with(List.of(
                        new Linked(EntityType.TAG, Mode.ALL, List.of(Set.copyOf(tag.copies())), true),
                        new LibraryFilter.Any(List.of(
                                new LibraryFilter.Bound(LibraryFilter.Value.HEIGHT, true, 1_080),
                                new LibraryFilter.Not(new LibraryFilter.Missing(LibraryFilter.Part.DATE)),
                                new LibraryFilter.All(List.of(
                                        new LibraryFilter.Words("reed", "title"),
                                        new LibraryFilter.Titled("x"),
                                        new LibraryFilter.Dated("2019"),
                                        new LibraryFilter.On(Set.of(1)))))),
                        new LibraryFilter.Favourite(),
                        new LibraryFilter.Organized(false),
                        new LibraryFilter.Copies(true)))
                .sorted(LibrarySort.RATING, true);

        rig.library.saveFilter("Fog", query);

        assertThat(rig.library.filters()).singleElement().satisfies(saved -> {
            assertThat(saved.name()).isEqualTo("Fog");
            assertThat(saved.type()).isEqualTo(EntityType.SCENE);
            assertThat(saved.text()).isEqualTo(query.text());
            assertThat(saved.filters()).isEqualTo(query.filters());
            assertThat(saved.sort()).isEqualTo(LibrarySort.RATING);
            assertThat(saved.lost()).isEmpty();
        });
        var best = scenes().lookingFor("fog");
        rig.library.saveFilter("Best", best);
        assertThat(rig.library.filters())
                .filteredOn(saved -> saved.name().equals("Best"))
                .singleElement()
                .satisfies(saved -> {
                    assertThat(saved.sort()).isEqualTo(LibrarySort.MATCH);
                    assertThat(saved.downwards()).isFalse();
                });
        rig.library.forgetFilter("Best");
        var gone = new EntityKey(north.num(), EntityType.TAG, 999_999);
        rig.library.saveFilter(
                "Fog", query.with(List.of(new Linked(EntityType.TAG, Mode.ANY, List.of(Set.of(gone)), false))));
        assertThat(rig.library.filters()).singleElement().satisfies(saved -> {
            assertThat(saved.lost()).containsExactly(gone.text(north.id()));
            assertThat(rig.library.page(scenes().with(saved.filters()))).isEmpty();
        });
        rig.library.saveFilter("Snow", scenes().with("snow"));
        assertThatThrownBy(() -> rig.library.renameFilter("Snow", "Fog")).isInstanceOf(ProblemException.class);
        rig.library.renameFilter("Snow", " Ice ");
        assertThat(rig.library.filters())
                .filteredOn(saved -> saved.text().equals("snow"))
                .extracting(Library.Saved::name)
                .containsExactly("Ice");
        rig.library.forgetFilter("Ice");
        rig.library.forgetFilter("Fog");
        assertThat(rig.library.filters()).isEmpty();
    }

    private String north(long scene, String field) {
        return rig.on(
                "North", it -> String.valueOf(it.library().row("scenes", scene).get(field)));
    }

    @Test
    void picturesComeFromTheRightServerWithItsOwnKeyAndAreKept() throws Exception {
        var row = rig.row(south, EntityType.SCENE, 4);
        assertThat(rig.library.picture(row.key(), row.pictureStamp())).isPresent();
        rig.service("South").forgetRequests();
        assertThat(rig.library.picture(row.key(), row.pictureStamp())).isPresent();
        assertThat(rig.service("South").requests()).isEmpty();
        rig.service("South").fault(new Fault.HtmlFromProxy(502));
        var other = new EntityKey(south.num(), EntityType.SCENE, 5);
        assertThat(rig.library.picture(other, 1)).isEmpty();
        rig.service("South").heal();
        rig.later(300);
        assertThat(rig.library.picture(other, 1))
                .as("a proxy in front says nothing of whether there is one")
                .isPresent();
        for (long id = 1; id <= 40; id++) {
            rig.library.picture(new EntityKey(north.num(), EntityType.SCENE, id), 1);
        }
        long kept;
        try (var files = java.nio.file.Files.list(folder.resolve("pictures"))) {
            kept = files.mapToLong(file -> file.toFile().length()).sum();
        }
        assertThat(kept).isLessThanOrEqualTo(200_000);
        for (var name : List.of("North", "South", "West")) {
            assertThat(rig.service(name).requests()).noneMatch(request -> request.secret() == SecretSeen.FOREIGN);
        }
    }
}
