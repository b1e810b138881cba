package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.EntityFilter;
import io.pilothouse.tasks.home.HomeWatch;
import io.pilothouse.tasks.home.LiveHouses;
import io.pilothouse.testing.Eventually;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The budgets of the contract's section 29 that concern many houses, switching, and very large ones.
@Tag("benchmark")
class ManyHomesBenchmark {

    private static final int HOUSES = 50;
    private static final Duration IDLE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private LiveHouses houses;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static final class Silent implements HomeWatch.Listener {
        @Override
        public void statesChanged(Set<String> entityIds) {}

        @Override
        public void listsChanged() {}

        @Override
        public void lineChanged() {}
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    /// @return percent of one processor, over [#IDLE]
    private static double busy() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        long until = System.nanoTime() + IDLE.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return 100.0 * (system.getProcessCpuTime() - before) / IDLE.toNanos();
    }

    /// The simulated houses run in the same process: what they cost by themselves is taken off.
    @Test
    void fiftyHouses() throws Exception {
        var all = new ArrayList<LiveHouses.House>();
        for (int i = 0; i < HOUSES; i++) {
            all.add(houses.house("Home " + i, GuardLevel.OPEN, it -> it.with("size", "small")));
        }
        for (var one : all) {
            assertThat(homes().facts(one.id()).orThrow().version()).isNotEmpty();
        }
        double before = busy();
        var watches = new ArrayList<HomeWatch>();
        try {
            for (var one : all) {
                watches.add(homes().watch(one.id(), new Silent()));
            }
            Eventually.that(() -> watches.stream().allMatch(HomeWatch::synced));
            double after = busy();
            Figure.of("HA7", "50 connected houses, idle: processor more than without", "% of one processor")
                    .median(1)
                    .record(Math.max(0, after - before));
            System.gc();
            var runtime = Runtime.getRuntime();
            Figure.of("HA7-heap", "the same: heap, with the simulated houses", "MiB")
                    .median(1_536)
                    .record((runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
        } finally {
            watches.forEach(HomeWatch::close);
        }
    }

    private io.pilothouse.tasks.home.ConnectedHomes homes() {
        return houses.homes();
    }

    /// From the reduced to the whole feed of a house that is connected.
    @Test
    void switchToAConnectedHouse() throws Exception {
        var one = houses.house(
                "Home", GuardLevel.OPEN, it -> it.with("entities", "2000").with("areas", "40"));
        homes().start();
        Eventually.that(() -> ready(one));
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 6; i++) {
            long begun = System.nanoTime();
            try (var watch = homes().watch(one.id(), new Silent())) {
                var rows = homes().entities(one.id()).orThrow();
                assertThat(rows).hasSizeGreaterThanOrEqualTo(2_000);
                Eventually.that(watch::synced);
            }
            millis.add(millisSince(begun));
        }
        Figure.of("HA8", "switch to a connected house of 2,000 entities, complete", "ms")
                .almostAll(1_000)
                .record(millis.subList(1, millis.size()));
    }

    private boolean ready(LiveHouses.House one) {
        try {
            return homes().status(one.id()).orThrow().ready();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filterOfTwentyThousand() throws Exception {
        var one = houses.house(
                "Home", GuardLevel.OPEN, it -> it.with("entities", "20000").with("areas", "100"));
        var rows = homes().entities(one.id()).orThrow();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(20_000);
        var millis = new ArrayList<Double>();
        for (var words :
                new String[] {"k", "ki", "kit", "kitchen", "domain:light state:on", "changed<1h", "x", "sens"}) {
            long begun = System.nanoTime();
            var filter = EntityFilter.of(EntityFilter.understand(words, ZoneOffset.UTC, Instant.now())
                    .filter());
            long found = rows.stream().filter(filter).count();
            millis.add(millisSince(begun));
            assertThat(found).isLessThanOrEqualTo(rows.size());
        }
        Figure.of("HA9", "a filter over 20,000 entities", "ms").median(150).record(millis);
    }
}
