package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTitles;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.Health;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.store.TitleRepository;
import io.pilothouse.tasks.cycle.HuntingCycles;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one hunting run costs on libraries of three sizes, and what storing a large library costs.
@Tag("benchmark")
class HuntingBenchmark {

    private static final int SEARCHES = 5;

    @TempDir
    Path folder;

    /// Of a dry run: a real one adds one post for each search, and looks at the commands while it waits.
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 100_000})
    void oneRun(int episodes) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        try (var test = new TestEngine(folder);
                var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "benchmark");
                var fleet = DemoFleet.empty(5, test.time.withZone(ZoneOffset.UTC))) {
            var service = fleet.add(ServiceSpec.of("sonarr", "Loft")
                    .with("size", Integer.toString(episodes))
                    .with("emptyQueue", "true"));
            service.with(ArrSimulator.class, it -> {
                it.warn(List.of());
                return null;
            });
            var searches = ArrServices.open(clients, service);
            var loft = test.add("Loft", service.address().toString());
            var engine = test.get();
            engine.start();
            Eventually.published(
                    engine.health().states(),
                    states -> states.containsKey(loft.id())
                            && states.get(loft.id())
                                    .health()
                                    .filter(Health.HEALTHY::equals)
                                    .isPresent());
            var cycles = new HuntingCycles(
                    new CycleRepository(test.database()),
                    new ListRepository(test.database()),
                    engine.instances(),
                    engine.health(),
                    engine.guards(),
                    engine.activity(),
                    engine.settings(),
                    _ -> searches,
                    _ -> List.of(),
                    test.time::advance,
                    test.time.withZone(ZoneOffset.UTC),
                    new Random(3));
            cycles.set(
                    loft.id(),
                    "Gaps",
                    "{\"perRun\":" + SEARCHES + ",\"perDay\":null,\"grace\":\"0m\",\"queueGate\":null}",
                    TestEngine.ME);
            var cpu = new ArrayList<Double>();
            int reads = 0;
            for (int i = 0; i < 12; i++) {
                service.forgetRequests();
                long begun = threads.getCurrentThreadCpuTime();
                var run = cycles.dryRun(loft.id(), "Gaps", OptionalLong.of(i), new UnheardTask());
                if (i > 1) { // the first warm the program up
                    cpu.add((threads.getCurrentThreadCpuTime() - begun) / 1e6);
                }
                assertThat(run.chosen()).isEqualTo(SEARCHES);
                reads = Math.max(reads, service.requests().size());
            }
            Figure.of("H1-" + episodes, "CPU of one run's decisions, " + episodes + " episodes", "ms")
                    .median(1_000)
                    .record(cpu);
            Figure.of("H2-" + episodes, "reads of one run, " + episodes + " episodes", "requests")
                    .median(4)
                    .record(reads);
        }
    }

    @Test
    void aLargeLibraryIsReadAndStored() throws Exception {
        try (var test = new TestEngine(folder)) {
            var loft = test.add("Loft", "http://loft:8989/");
            var titles = films(50_000);
            var store = new TitleRepository(test.database());
            var written = new ArrayList<Double>();
            var read = new ArrayList<Double>();
            for (int i = 0; i < 6; i++) {
                long begun = System.nanoTime();
                store.replace(loft.id(), titles, Instant.EPOCH);
                written.add(titles.size() / ((System.nanoTime() - begun) / 1e9));
                begun = System.nanoTime();
                assertThat(store.all(loft.id())).hasSize(titles.size());
                read.add((System.nanoTime() - begun) / 1e6);
            }
            Figure.of("H3", "rows a second stored of a library of 50,000", "rows/s")
                    .record(written.subList(1, written.size()));
            Figure.of("H4", "reading a stored library of 50,000", "ms")
                    .median(600)
                    .record(read.subList(1, read.size()));
        }
    }

    private static List<Title> films(int count) {
        var titles = new ArrayList<Title>();
        for (int i = 0; i < count; i++) {
            titles.add(new Title(
                    new ItemKey("movie", Integer.toString(i)),
                    "Film " + i,
                    "film " + i,
                    OptionalInt.of(1960 + i % 66),
                    "released",
                    true,
                    i % 2,
                    1,
                    i * 1_000L,
                    "HD",
                    "/media/movies",
                    new TreeSet<>(List.of("hd")),
                    Optional.of(Instant.EPOCH.plusSeconds(i)),
                    "movie/" + i,
                    Integer.toString(i)));
        }
        return titles;
    }

    @Test
    void aMirrorOfAHundredThousandIsWrittenAndRead() throws Exception {
        try (var test = new TestEngine(folder)) {
            var loft = test.add("Loft", "http://loft:8989/");
            var store = new TitleRepository(test.database());
            var titles = films(100_000);
            store.replace(loft.id(), titles, Instant.EPOCH); // warms the program up
            System.gc();
            var pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .toList();
            pools.forEach(MemoryPoolMXBean::resetPeakUsage);
            long begun = System.nanoTime();
            store.replace(loft.id(), titles, Instant.EPOCH);
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(store.all(loft.id())).hasSize(titles.size());
            Figure.of("H9", "rows a second stored of a library of 100,000", "rows/s")
                    .record(titles.size() / seconds);
            Figure.of("H10", "peak of the heap while 100,000 titles are stored and read", "MB")
                    .record(pools.stream()
                                    .mapToLong(pool -> pool.getPeakUsage().getUsed())
                                    .sum()
                            / 1e6);
        }
    }

    @Test
    void aLibraryOfTenThousandFilmsFromTheApp() throws Exception {
        try (var test = new TestEngine(folder);
                var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "benchmark");
                var fleet = DemoFleet.empty(5, test.time.withZone(ZoneOffset.UTC))) {
            var service = fleet.add(ServiceSpec.of("radarr", "Films").with("size", "10000"));
            var shelf = (KeepsTitles) ArrServices.open(clients, service);
            var rates = new ArrayList<Double>();
            for (int i = 0; i < 4; i++) {
                long begun = System.nanoTime();
                int rows = shelf.library().size();
                rates.add(rows / ((System.nanoTime() - begun) / 1e9));
            }
            Figure.of("H5", "titles a second read from an app with 10,000 films", "rows/s")
                    .record(rates.subList(1, rates.size()));
        }
    }
}
