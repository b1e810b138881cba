package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looking at a library of three servers: nothing here changes it, so that it is read once for all.
class LibraryLookingTest {

    @TempDir
    static Path folder;

    private static LibraryRig rig;
    private static Instance north;
    private static Instance south;
    private static Instance west;

    @BeforeAll
    static void open() throws Exception {
        rig = new LibraryRig(folder);
        north = rig.add("North", "scenes", "150");
        south = rig.add("South", "scenes", "120");
        west = rig.add("West", "scenes", "90", "version", "v0.28.1");
        for (var server : List.of(north, south, west)) {
            rig.full(server);
        }
    }

    @AfterAll
    static void close() {
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

    /// Only scenes have the words of their studio in the text index.
    @ParameterizedTest
    @EnumSource(
            value = EntityType.class,
            names = {"SCENE", "GALLERY", "GROUP"})
    void wordsOfAStudioFindWhatIsOfIt(EntityType type) {
        var all = LibraryQuery.all(type, rig.library.shown(List.of())).everyCopy(true);
        var rows = everyPage(all, 500);
        var word = rows.stream()
                .map(LibraryRow::under)
                .filter(under -> !under.isEmpty())
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        for (boolean with : List.of(true, false)) {
            var asked = new LibraryFilter.Words(with ? word : "-" + word, "studio");
            assertThat(everyPage(all.with(List.of(asked)), 70))
                    .extracting(LibraryRow::key)
                    .containsExactlyInAnyOrderElementsOf(rows.stream()
                            .filter(row -> List.of(row.under().split(" ")).contains(word) == with)
                            .map(LibraryRow::key)
                            .toList());
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
                .collect(Collectors.groupingBy(it -> it, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        var matches = keys(copies.lookingFor(word));
        for (var tag : everyPage(LibraryQuery.all(EntityType.TAG, all()), 500).stream()
                .limit(40)
                .toList()) {
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
