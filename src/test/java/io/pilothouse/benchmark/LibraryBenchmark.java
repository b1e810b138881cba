package io.pilothouse.benchmark;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.Stored;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A library of a million scenes over four servers, 80,000 of them twice (contract for Stash, 18.3): how
/// fast it is written, and how fast every page comes. `-Dpilothouse.scenes=N` makes it smaller.
@Tag("benchmark")
class LibraryBenchmark {

    private static final int PAGE = 500;
    private static final int ROUNDS = 40;
    /// The heap is looked at after so many pages.
    private static final int LOOKED_AFTER = 100;

    @TempDir
    Path folder;

    private final List<Integer> servers = new ArrayList<>();
    private LibraryQueries queries;

    @Test
    void aMillionScenes() throws Exception {
        long scenes = Long.getLong("pilothouse.scenes", 1_000_000);
        var root = new DataFolder(folder.resolve("data"));
        try (var database = Database.open(root, InstantSource.system())) {
            var instances = new InstanceRepository(database, InstantSource.system(), new Random(1));
            var store = new LibraryRepository(database, new Random(2));
            queries = new LibraryQueries(database);
            var slowest = new ArrayList<Double>();
            var worked = new ArrayList<Double>();
            var held = new ArrayList<Double>();
            double empty = heap();
            long looking = 0;
            long started = System.nanoTime();
            for (int server = 1; server <= 4; server++) {
                var configuration = Configuration.of(
                        new KindId("stash"), "Server " + server, Address.of("http://server" + server + ".test/"));
                int num = ((Stored.Saved) instances.add(configuration, Optional.empty()))
                        .instance()
                        .num();
                servers.add(num);
                var library = new GeneratedLibrary(server, scenes / 4, scenes / 50);
                for (var type : List.of(EntityType.TAG, EntityType.STUDIO, EntityType.PERFORMER, EntityType.SCENE)) {
                    for (long from = 1; from <= library.count(type); from += PAGE) {
                        var page = library.page(type, from, PAGE);
                        long before = System.nanoTime();
                        long workedBefore = worked();
                        store.write(num, type, page, Instant.now(), Optional.empty(), Instant.now());
                        slowest.add((System.nanoTime() - before) / 1e6);
                        worked.add((worked() - workedBefore) / 1e6);
                        if (slowest.size() % LOOKED_AFTER == 0) {
                            long look = System.nanoTime();
                            held.add(heap() - empty);
                            looking += System.nanoTime() - look;
                        }
                    }
                }
            }
            held.add(heap() - empty);
            double seconds = (System.nanoTime() - started - looking) / 1e9;
            Figure.of("B1", "scenes written per second, with all indices, words and clusters", "scenes/s")
                    .record(List.of(scenes / seconds));
            Figure.of("B2", "write one page of 500", "ms").almostAll(500).record(slowest);
            Figure.of("B2 processor", "of which the processor worked", "ms").record(worked);
            Figure.of("B3", "size of the store", "MB").record(List.of(Files.size(root.store()) / 1e6));
            store.upkeep().analyse(); // as after the first reading of a server
            pages(scenes);
            changes(store, scenes);
            likeness(new LibraryLikeness(database));
            Figure.of("B17", "heap in use after a collection while scenes are written, beyond that before", "MB")
                    .almostAll(64)
                    .record(held);
        }
    }

    /// @return nanoseconds that a processor worked for this thread: the same on a busy machine
    private static long worked() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /// @return MB in use after a collection
    private static double heap() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6;
    }

    /// A thousand scenes have other titles, as after an incremental run.
    private void changes(LibraryRepository store, long scenes) throws java.io.IOException {
        var library = new GeneratedLibrary(1, scenes / 4, scenes / 50);
        var changed = library.page(EntityType.SCENE, 1, (int) Math.min(1_000, scenes / 4)).stream()
                .map(scene -> scene.withTitle(scene.title() + " again"))
                .toList();
        long before = System.nanoTime();
        for (int from = 0; from < changed.size(); from += PAGE) {
            store.write(
                    servers.getFirst(),
                    EntityType.SCENE,
                    changed.subList(from, Math.min(changed.size(), from + PAGE)),
                    Instant.now(),
                    Optional.empty(),
                    Instant.now());
        }
        Figure.of("B14", "write 1,000 changed scenes", "ms").record(List.of((System.nanoTime() - before) / 1e6));
    }

    private void likeness(LibraryLikeness likeness) throws java.io.IOException {
        long before = System.nanoTime();
        while (likeness.catchUp()) {} // of everything that was written, with nobody waiting for it
        Figure.of("B15", "find everything that looks alike anew", "s")
                .record(List.of((System.nanoTime() - before) / 1e9));
        before = System.nanoTime();
        likeness.likely(EntityType.SCENE, servers, 200);
        Figure.of("B18", "list scenes that look alike", "ms").record(List.of((System.nanoTime() - before) / 1e6));
        before = System.nanoTime();
        likeness.differing(EntityType.SCENE, servers, -1, 200);
        Figure.of("B16", "find folded scenes whose copies differ", "ms")
                .record(List.of((System.nanoTime() - before) / 1e6));
    }

    private LibraryQuery all() {
        return LibraryQuery.all(EntityType.SCENE, new TreeSet<>(servers));
    }

    private void pages(long scenes) throws java.io.IOException {
        for (var sort : LibrarySort.of(EntityType.SCENE)) {
            measure(
                    "B4 " + sort.word(),
                    "page sorted by " + sort.word(),
                    50,
                    round -> all().sorted(sort, sort.downwards()).seeded(round));
        }
        measure(
                "B5",
                "page sorted by title of one server",
                50,
                _ -> LibraryQuery.all(EntityType.SCENE, new TreeSet<>(Set.of(servers.getFirst())))
                        .sorted(LibrarySort.TITLE, false));
        for (long tag : List.of(1L, 20L, scenes / 2_000, scenes / 500)) {
            measure("B6 tag " + tag, "page of one tag", 50, _ -> all().with(List.of(linked(EntityType.TAG, tag))));
        }
        measure(
                "B7",
                "page of one performer",
                50,
                round -> all().with(List.of(linked(EntityType.PERFORMER, 1 + round))));
        measure("B8", "page of one studio", 50, round -> all().with(List.of(linked(EntityType.STUDIO, 1 + round))));
        measure("B9 rare", "page of a rare word", 50, round -> all().with(String.valueOf(70_000 + round)));
        measure("B9 often", "page of a frequent word", 50, _ -> all().with("harbour"));
        measure(
                "B10",
                "page of three filters and a word",
                150,
                _ -> all().with("fog")
                        .with(List.of(
                                linked(EntityType.TAG, 2),
                                new LibraryFilter.Bound(LibraryFilter.Value.HEIGHT, true, 2_160),
                                new LibraryFilter.Organized(true))));
        measure(
                "B11",
                "page of what has no rating",
                50,
                _ -> all().with(List.of(new LibraryFilter.Missing(LibraryFilter.Part.RATING))));
        var middle = all();
        for (int i = 0; i < 10; i++) {
            var places = queries.places(middle.limit((int) Math.min(5_000, scenes / 20)));
            middle = middle.after(places.getLast());
        }
        var deep = middle;
        measure("B12", "page far down", 50, _ -> deep);
        var totals = new ArrayList<Double>();
        for (int i = 0; i < 5; i++) {
            long before = System.nanoTime();
            queries.total(all());
            totals.add((System.nanoTime() - before) / 1e6);
        }
        Figure.of("B13", "count everything, folded", "ms").median(500).record(totals);
    }

    private LibraryFilter linked(EntityType type, long id) {
        return new LibraryFilter.Linked(
                type,
                LibraryFilter.Mode.ANY,
                List.of(Set.of(
                        new EntityKey(servers.get(0), type, id),
                        new EntityKey(servers.get(1), type, id),
                        new EntityKey(servers.get(2), type, id),
                        new EntityKey(servers.get(3), type, id))),
                true);
    }

    private interface Asking {
        LibraryQuery query(int round);
    }

    private void measure(String name, String what, double limit, Asking asking) throws java.io.IOException {
        var times = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            var query = asking.query(round);
            long before = System.nanoTime();
            queries.page(query);
            double millis = (System.nanoTime() - before) / 1e6;
            if (round >= 5) { // warm
                times.add(millis);
            }
        }
        Figure.of(name, what, "ms").almostAll(limit).record(times);
    }
}
