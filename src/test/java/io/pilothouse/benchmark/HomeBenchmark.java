package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Past;
import io.pilothouse.tasks.home.HomeWatch;
import io.pilothouse.tasks.home.LiveHouses;
import io.pilothouse.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The budgets of the contract's section 29, against a simulated house of 10,000 entities.
@Tag("benchmark")
class HomeBenchmark {

    private static final int ENTITIES = 10_000;

    @TempDir
    Path folder;

    private LiveHouses houses;
    private LiveHouses.House home;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
        home = houses.house(
                "Home",
                GuardLevel.OPEN,
                it -> it.with("entities", Integer.toString(ENTITIES)).with("areas", "100"));
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static final class Counting implements HomeWatch.Listener {
        final AtomicLong events = new AtomicLong();

        @Override
        public void statesChanged(Set<String> entityIds) {
            events.addAndGet(entityIds.size());
        }

        @Override
        public void listsChanged() {}

        @Override
        public void lineChanged() {}
    }

    @Test
    void snapshot() throws Exception {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 5; i++) {
            long begun = System.nanoTime();
            houses.homes().restartLine(home.id(), true);
            try (var watch = houses.homes().watch(home.id(), new Counting())) {
                Eventually.that(watch::synced);
                var rows = houses.homes().index(home.id()).orThrow().rows(watch.states());
                assertThat(rows).hasSize(ENTITIES);
                millis.add(millisSince(begun));
            }
        }
        Figure.of("HA1", "connect, snapshot of 10,000 entities and registries, to rows", "ms")
                .almostAll(2_000)
                .record(millis.subList(1, millis.size())); // the JVM warms up on the first
    }

    @Test
    void events() throws Exception {
        var counting = new Counting();
        try (var watch = houses.homes().watch(home.id(), counting)) {
            Eventually.that(watch::synced);
            var delays = new ArrayList<Double>();
            for (int i = 0; i < 50; i++) { // 200 a second
                long before = counting.events.get();
                long begun = System.nanoTime();
                home.act(it -> it.burst(20));
                Eventually.that(() -> counting.events.get() >= before + 20);
                delays.add(millisSince(begun));
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            Figure.of("HA2", "event to state, 200 events/s, 10,000 entities", "ms")
                    .median(500)
                    .record(delays);

            long before = counting.events.get();
            long heap = heap();
            for (int i = 0; i < 100; i++) { // 2,000 a second for ten seconds
                home.act(it -> it.burst(200));
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            Eventually.that(() -> counting.events.get() >= before + 20_000);
            Figure.of("HA3", "connections lost in ten seconds of 2,000 events/s", "connections")
                    .median(0)
                    .record(houses.homes().status(home.id()).orThrow().reconnects());
            Figure.of("HA3-heap", "heap growth over these", "MiB")
                    .median(64)
                    .record(Math.max(0, heap() - heap) / 1048576.0);
        }
    }

    private static long heap() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// Contract section 5: at least 64 MiB.
    @Test
    void theLargestMessage() throws Exception {
        houses.homes().facts(home.id()).orThrow();
        int most = (64 << 20) - 10_000;
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 3; i++) {
            home.act(it -> it.faults().pad(most));
            long begun = System.nanoTime();
            assertThat(houses.homes().notifications(home.id()).orThrow()).isEmpty();
            millis.add(millisSince(begun));
            home.act(it -> it.faults().pad(0));
            houses.homes().ping(home.id()).orThrow(); // the line still stands
        }
        Figure.of("HA10", "a message of 64 MiB, asked and taken", "ms").record(millis);
        Figure.of("HA10-lost", "connections lost by it", "connections")
                .median(0)
                .record(houses.homes().status(home.id()).orThrow().reconnects());
    }

    @Test
    void rules() throws Exception {
        var wide = houses.house(
                "Wide",
                GuardLevel.OPEN,
                it -> it.with("entities", Integer.toString(ENTITIES)).with("areas", "500"));
        var index = houses.homes().index(wide.id()).orThrow();
        var entities = houses.homes().entities(wide.id()).orThrow();
        assertThat(index.registries().devices().size()
                        + index.registries().areas().size())
                .isGreaterThanOrEqualTo(1_000);
        var states = new java.util.HashMap<String, io.pilothouse.domain.home.EntityState>();
        entities.forEach(row -> row.state().ifPresent(state -> states.put(row.id(), state)));
        var build = new ArrayList<Double>();
        var compare = new ArrayList<Double>();
        for (int i = 0; i < 8; i++) {
            long begun = System.nanoTime();
            var made = new HomeIndex(index.registries());
            assertThat(made.areaRows(states)).hasSize(501);
            build.add(millisSince(begun));
            begun = System.nanoTime();
            var comparison =
                    HomeComparison.of(List.of(side(entities, ""), side(entities, "x")), List.of(Part.ENTITIES));
            assertThat(comparison.rows()).hasSize(ENTITIES);
            compare.add(millisSince(begun));
        }
        Figure.of("HA4", "tree of 1,600 areas and devices and 10,000 entities", "ms")
                .median(200)
                .record(build.subList(3, 8));
        Figure.of("HA5", "two houses of 10,000 entities compared", "ms")
                .median(1_000)
                .record(compare.subList(3, 8));
    }

    private static HomeComparison.Side side(List<EntityRow> rows, String suffix) {
        var things = new java.util.LinkedHashMap<String, java.util.SequencedMap<String, String>>();
        rows.forEach(
                row -> things.put(row.id(), HomeComparison.fields("name", row.name() + suffix, "area", row.area())));
        return new HomeComparison.Side(
                new io.pilothouse.domain.instance.InstanceId("homeassistant-2607011200abc"),
                "A",
                Map.of(Part.ENTITIES, things),
                Map.of());
    }

    @Test
    void chart() throws Exception {
        var now = Instant.parse("2026-07-01T12:00:00Z");
        var series = new ArrayList<Past.Series>();
        for (int entity = 0; entity < 10; entity++) {
            var points = new ArrayList<Past.Point>();
            for (int i = 0; i < 20_000; i++) {
                points.add(new Past.Point(
                        now.plusSeconds(30L * i),
                        "",
                        OptionalDouble.of(i % 100),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
            }
            series.add(new Past.Series("sensor." + entity, "", points, "history"));
        }
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 8; i++) {
            long begun = System.nanoTime();
            series.forEach(one -> one.columns(now, now.plus(Duration.ofDays(7)), 1_200));
            millis.add(millisSince(begun));
        }
        Figure.of("HA6", "chart of 200,000 points reduced to the columns of the screen", "ms")
                .median(500)
                .record(millis.subList(3, 8));
    }
}
