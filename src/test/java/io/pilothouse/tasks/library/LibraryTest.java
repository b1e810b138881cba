package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void whatIsTheSameOnSeveralServersIsOneRow() {
        var copies = everyPage(scenes().everyCopy(true), 100);
        var folded = everyPage(scenes(), 100);

        assertThat(copies).hasSize(360);
        assertThat(folded).hasSizeLessThan(330);
        var seen = new HashSet<EntityKey>();
        for (var row : folded) {
            assertThat(row.copies().getFirst()).isEqualTo(row.key());
            assertThat(row.copies()).extracting(EntityKey::instance).doesNotHaveDuplicates();
            row.copies().forEach(copy -> assertThat(seen.add(copy)).isTrue());
        }
        assertThat(seen).hasSize(360);
        var total = rig.library.total(scenes());
        assertThat(total.shown()).isEqualTo(folded.size());
        assertThat(total.folded()).isEqualTo(360 - folded.size());
    }

    @ParameterizedTest
    @EnumSource(LibrarySort.class)
    void everyOrderGoesThroughAllPagesOnceInBothDirections(LibrarySort sort) {
        for (var down : List.of(true, false)) {
            var query = scenes().everyCopy(true).sorted(sort, down).seeded(77);
            var rows = everyPage(query, 17);
            assertThat(rows).extracting(LibraryRow::key).doesNotHaveDuplicates();
            boolean some = sort == LibrarySort.PLAYED || sort == LibrarySort.O;
            assertThat(rows.size())
                    .isEqualTo(some ? (int) rig.library.total(query).shown() : 360);
            Comparator<LibraryRow> order =
                    switch (sort) {
                        case CREATED -> Comparator.comparing(LibraryRow::createdAt);
                        case UPDATED -> Comparator.comparing(LibraryRow::updatedAt);
                        case DATE -> Comparator.comparing(LibraryRow::date);
                        case DURATION -> Comparator.comparing(LibraryRow::seconds);
                        case SIZE -> Comparator.comparing(LibraryRow::sizeBytes);
                        case TITLE ->
                            Comparator.comparing(row -> io.pilothouse.domain.library.SortTitle.of(row.title()));
                        default -> (_, _) -> 0;
                    };
            var dated = rows.stream()
                    .filter(row -> sort != LibrarySort.DATE || !row.date().isEmpty())
                    .toList();
            assertThat(dated).isSortedAccordingTo(down ? order.reversed() : order);
            if (sort == LibrarySort.DATE) {
                assertThat(rows.subList(dated.size(), rows.size()))
                        .as("what has no date stands last")
                        .allMatch(row -> row.date().isEmpty());
            }
        }
    }

    @Test
    void chanceIsTheSameForTheSameSeed() {
        var one = everyPage(scenes().sorted(LibrarySort.SHUFFLE, false).seeded(1), 50);
        assertThat(everyPage(scenes().sorted(LibrarySort.SHUFFLE, false).seeded(1), 13))
                .isEqualTo(one);
        assertThat(everyPage(scenes().sorted(LibrarySort.SHUFFLE, false).seeded(2), 50))
                .isNotEqualTo(one)
                .hasSameSizeAs(one);
    }

    /// What the rows say by themselves, without the store's help.
    private Map<EntityKey, Set<EntityKey>> tagsByScene() {
        var tags = new HashMap<EntityKey, Set<EntityKey>>();
        for (var row : everyPage(scenes().everyCopy(true), 500)) {
            tags.put(
                    row.key(),
                    rig
                            .queries
                            .things()
                            .copy(row.key())
                            .orElseThrow()
                            .links()
                            .getOrDefault(EntityType.TAG, List.of())
                            .stream()
                            .filter(named -> !named.inherited())
                            .map(io.pilothouse.domain.library.LibraryCopy.Named::key)
                            .collect(Collectors.toSet()));
        }
        return tags;
    }

    @Test
    void filtersMeanTheSameAsLookingThroughEverything() {
        var tags = tagsByScene();
        var groups = new HashMap<EntityKey, Set<EntityKey>>();
        everyPage(scenes(), 500)
                .forEach(row -> row.copies().forEach(copy -> groups.put(copy, Set.copyOf(row.copies()))));
        var known = everyPage(LibraryQuery.all(EntityType.TAG, all()), 500);
        var random = new Random(9);
        for (int round = 0; round < 60; round++) {
            var first = Set.copyOf(known.get(random.nextInt(known.size())).copies());
            var second = Set.copyOf(known.get(random.nextInt(known.size())).copies());
            var mode = Mode.values()[round % 3];
            var shown = new TreeSet<>(round % 2 == 0 ? all() : Set.of(north.num(), west.num()));
            var query = LibraryQuery.all(EntityType.SCENE, shown)
                    .with(List.of(new Linked(EntityType.TAG, mode, List.of(first, second), false)));

            var expected = new HashSet<EntityKey>();
            tags.forEach((scene, own) -> {
                if (!shown.contains(scene.instance())) {
                    return;
                }
                boolean a = own.stream().anyMatch(first::contains);
                boolean b = own.stream().anyMatch(second::contains);
                boolean anywhere = groups.get(scene).stream()
                        .filter(copy -> shown.contains(copy.instance()))
                        .anyMatch(copy ->
                                tags.get(copy).stream().anyMatch(tag -> first.contains(tag) || second.contains(tag)));
                if (switch (mode) {
                    case ANY -> a || b;
                    case ALL -> a && b;
                    case NONE -> !anywhere;
                }) {
                    expected.add(scene);
                }
            });
            assertThat(everyPage(query.everyCopy(true), 40))
                    .as("%s", mode)
                    .extracting(LibraryRow::key)
                    .containsExactlyInAnyOrderElementsOf(expected);
            var rows = everyPage(query, 40);
            assertThat(rows).extracting(LibraryRow::key).isSubsetOf(expected);
            var represented = rows.stream().map(row -> groups.get(row.key())).collect(Collectors.toSet());
            assertThat(represented).hasSameSizeAs(rows);
            assertThat(represented).isEqualTo(expected.stream().map(groups::get).collect(Collectors.toSet()));
            assertThat(rig.library.total(query).shown()).isEqualTo(rows.size());
        }
    }

    /// Filters of what stands in a row, alone and put together, against looking at every row.
    @Test
    void orAndNotMeanWhatTheySay() {
        var copies = everyPage(scenes().everyCopy(true), 500);
        LibraryFilter high = new LibraryFilter.Bound(LibraryFilter.Value.HEIGHT, true, 1_080);
        LibraryFilter tidy = new LibraryFilter.Organized(true);
        LibraryFilter old = new LibraryFilter.Dated("201");
        LibraryFilter fog = new LibraryFilter.Words("fog", "title");
        LibraryFilter here = new LibraryFilter.On(Set.of(north.num()));
        var cases = new java.util.LinkedHashMap<LibraryFilter, java.util.function.Predicate<LibraryRow>>();
        cases.put(new LibraryFilter.Not(high), row -> row.height() < 1_080);
        cases.put(
                new LibraryFilter.Any(List.of(tidy, old)),
                row -> row.organized() || row.date().startsWith("201"));
        cases.put(
                new LibraryFilter.All(List.of(new LibraryFilter.Not(fog), tidy)),
                row -> row.organized()
                        && !row.title().toLowerCase(java.util.Locale.ROOT).contains("fog"));
        cases.put(
                new LibraryFilter.Words("-fog", ""),
                row -> !row.title().toLowerCase(java.util.Locale.ROOT).contains("fog"));
        cases.put(
                new LibraryFilter.Titled(copies.getFirst().title()),
                row -> row.title().equalsIgnoreCase(copies.getFirst().title()));
        cases.put(here, row -> row.copies().stream().anyMatch(copy -> copy.instance() == north.num()));
        cases.put(
                new LibraryFilter.Bound(
                        LibraryFilter.Value.CREATED,
                        true,
                        copies.get(40).createdAt().toEpochMilli()),
                row -> !row.createdAt().isBefore(copies.get(40).createdAt()));
        cases.put(new LibraryFilter.Any(List.of()), _ -> false);
        cases.put(new LibraryFilter.All(List.of()), _ -> true);
        cases.forEach((filter, holds) -> {
            var expected = copies.stream().filter(holds).map(LibraryRow::key).toList();
            var query = scenes().with(List.of(filter));
            assertThat(everyPage(query.everyCopy(true), 70))
                    .as("%s", filter)
                    .extracting(LibraryRow::key)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(rig.library.total(query.everyCopy(true)).shown()).isEqualTo(expected.size());
            assertThat(everyPage(query, 70)).hasSizeLessThanOrEqualTo(expected.size());
        });
        assertThat(everyPage(scenes().with("-fog"), 70)).isNotEmpty();
    }

    @Test
    void aTagOfOneServerNeverShowsTheOtherServersThingsWithItsNumber() {
        var mine = new EntityKey(north.num(), EntityType.TAG, 5);
        var rows = everyPage(
                scenes().everyCopy(true)
                        .with(List.of(new Linked(EntityType.TAG, Mode.ANY, List.of(Set.of(mine)), true))),
                60);

        assertThat(rows).isNotEmpty().allMatch(row -> row.key().instance() == north.num());
    }

    /// Every link of every server, asked for as a filter: the numbers of the three servers are the same.
    @Test
    void noLinkEverLeadsToAnotherServer() {
        int asked = 0;
        for (var relation : Relation.values()) {
            for (var target : rows(relation.to())) {
                var filter = new Linked(relation.to(), Mode.ANY, List.of(Set.of(target.key())), true);
                var found = everyPage(
                        LibraryQuery.all(relation.from(), all()).everyCopy(true).with(List.of(filter)), 500);
                assertThat(found)
                        .as("%s of %s", relation, target.key())
                        .allMatch(row -> row.key().instance() == target.key().instance());
                var linked = rig.store.linkedTo(target.key(), 5_000).stream()
                        .filter(key -> key.type() == relation.from())
                        .toList();
                if (relation != Relation.TAG_PARENT && relation != Relation.GROUP_PARENT) {
                    assertThat(found).extracting(LibraryRow::key).containsAll(linked);
                }
                asked += linked.size();
            }
        }
        assertThat(asked).isGreaterThan(1_000);
    }

    private List<LibraryRow> rows(EntityType type) {
        return everyPage(LibraryQuery.all(type, all()).everyCopy(true), 500);
    }

    @Test
    void nothingChosenShowsNothing() {
        assertThat(rig.library.page(LibraryQuery.all(EntityType.SCENE, new TreeSet<>())))
                .isEmpty();
        var elsewhere = new Linked(
                EntityType.TAG, Mode.ANY, List.of(Set.of(new EntityKey(south.num(), EntityType.TAG, 1))), true);
        var query = LibraryQuery.all(EntityType.SCENE, new TreeSet<>(Set.of(north.num())));
        assertThat(rig.library.page(query.with(List.of(elsewhere)))).isEmpty();
        assertThat(rig.library.page(query.with(List.of(new Linked(EntityType.TAG, Mode.ANY, List.of(), true)))))
                .isEmpty();
        assertThat(rig.library.page(query.with(List.of(new Linked(
                        EntityType.TAG,
                        Mode.NONE,
                        List.of(Set.of(new EntityKey(south.num(), EntityType.TAG, 1))),
                        true)))))
                .isNotEmpty();
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
    void wordsAreFoundInTitlesPeopleAndStudios() {
        var row = rig.library.page(scenes().limit(200)).stream()
                .filter(it -> !rig.queries
                        .things()
                        .copy(it.key())
                        .orElseThrow()
                        .links()
                        .getOrDefault(EntityType.PERFORMER, List.of())
                        .isEmpty())
                .findFirst()
                .orElseThrow();
        var person = rig.queries
                .things()
                .copy(row.key())
                .orElseThrow()
                .links()
                .get(EntityType.PERFORMER)
                .getFirst()
                .title();

        assertThat(everyPage(scenes().everyCopy(true).with(person), 60))
                .extracting(LibraryRow::key)
                .contains(row.key());
        assertThat(rig.library.page(scenes().with("\"; drop table"))).isEmpty();
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
    void theBestMatchComesFirstAndEveryMatchOnce() {
        var all = everyPage(scenes().everyCopy(true), 500);
        var title = all.getFirst().title();
        var best = everyPage(scenes().lookingFor(title), 7);
        assertThat(best.getFirst().title()).isEqualToIgnoringCase(title);
        var word = title.split(" ")[0];
        var found = everyPage(scenes().lookingFor(word), 7);
        assertThat(found).extracting(LibraryRow::key).doesNotHaveDuplicates();
        assertThat(found)
                .extracting(LibraryRow::key)
                .containsExactlyInAnyOrderElementsOf(everyPage(scenes().with(word), 50).stream()
                        .map(LibraryRow::key)
                        .toList());
        assertThat(rig.library.total(scenes().lookingFor(word)).shown()).isEqualTo(found.size());
    }

    @Test
    void theBestMatchesOfAFilterAreOnlyThoseTheFilterLetsIn() {
        var copies = scenes().everyCopy(true);
        var word = everyPage(copies, 500).stream()
                .flatMap(row -> Stream.of(row.title().split(" ")))
                .max(Comparator.comparingInt(it -> keys(copies.lookingFor(it)).size()))
                .orElseThrow();
        var matches = keys(copies.lookingFor(word));
        for (var tag : everyPage(LibraryQuery.all(EntityType.TAG, all()), 500)) {
            var filter = new Linked(EntityType.TAG, Mode.ANY, List.of(Set.copyOf(tag.copies())), false);
            var expected = keys(copies.with(List.of(filter)));
            expected.retainAll(matches);
            assertThat(keys(copies.lookingFor(word).with(List.of(filter)))).isEqualTo(expected);
        }
    }

    private Set<EntityKey> keys(LibraryQuery query) {
        var keys = new HashSet<EntityKey>();
        everyPage(query, 50).forEach(row -> keys.add(row.key()));
        return keys;
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
        var gone = new EntityKey(north.num(), EntityType.TAG, 999_999);
        rig.library.saveFilter(
                "Fog", query.with(List.of(new Linked(EntityType.TAG, Mode.ANY, List.of(Set.of(gone)), false))));
        assertThat(rig.library.filters()).singleElement().satisfies(saved -> {
            assertThat(saved.lost()).containsExactly(gone.text(north.id()));
            assertThat(rig.library.page(scenes().with(saved.filters()))).isEmpty();
        });
        rig.library.forgetFilter("Fog");
        assertThat(rig.library.filters()).isEmpty();
    }

    @Test
    void filtersOfAServersOwnPageAreTakenOverAsFarAsTheyHaveALike() throws Exception {
        var filters = rig.library.filtersOf(north.id());

        assertThat(filters).extracting(Library.Saved::name).contains("Tidy, well rated", "First tag in 4K", "By name");
        var tidy = filters.getFirst();
        assertThat(tidy.filters())
                .containsExactlyInAnyOrder(
                        new LibraryFilter.Organized(true),
                        new LibraryFilter.Bound(LibraryFilter.Value.RATING, true, 60));
        assertThat(tidy.sort()).isEqualTo(LibrarySort.RATING);
        assertThat(filters.get(1).lost()).containsExactly("orientation");
        assertThat(filters.get(1).filters()).anyMatch(Linked.class::isInstance).hasSize(3);
        assertThat(filters.get(2).type()).isEqualTo(EntityType.PERFORMER);
        assertThat(filters.get(2).text()).isEqualTo("a");
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
        for (long id = 1; id <= 60; id++) {
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

    @Test
    void cleaningAsksFirst() {
        assertThat(catchThrowableOfType(
                                ProblemException.class,
                                () -> rig.library.job(
                                        north.id(),
                                        ServerJobOrder.CLEAN,
                                        io.pilothouse.domain.guard.Consent.none(
                                                io.pilothouse.domain.task.Origin.WINDOW),
                                        new UnheardTask()))
                        .problem()
                        .code())
                .isEqualTo(io.pilothouse.domain.ProblemCode.CONFIRM);
    }

    @Test
    void missingPartsAreFound() {
        var undated = everyPage(
                scenes().everyCopy(true).with(List.of(new LibraryFilter.Missing(LibraryFilter.Part.DATE))), 60);
        assertThat(undated).isNotEmpty().allMatch(row -> row.date().isEmpty());
        assertThat(everyPage(
                        scenes().everyCopy(true)
                                .with(List.of(new LibraryFilter.Missing(LibraryFilter.Part.EXTERNAL_ID))),
                        60))
                .isNotEmpty();
    }
}
