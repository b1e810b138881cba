package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HealthSpan;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthRepositoryTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private Database database;
    private HealthRepository health;
    private InstanceId loft;
    private InstanceId cellar;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), clock);
        health = new HealthRepository(database);
        loft = FilledStore.addInstance(database, clock, "sonarr", "Loft").id();
        cellar = FilledStore.addInstance(database, clock, "sonarr", "Cellar").id();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theStateSurvivesARestartWithEveryField() {
        var now = FilledStore.health(loft, clock.instant());
        health.save(List.of(now));

        assertEquals(Map.of(loft, now), health.all());
    }

    @Test
    void eachIsKeptForAsLongAsChosen() {
        append(START, Duration.ofDays(3), Duration.ofMinutes(5));
        var until = START.plus(Duration.ofDays(3));

        health.rollUpAndForget(until, new HistoryKept(Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(100)));
        assertEquals(2 * 3 * 288, rows("health_sample"));
        health.rollUpAndForget(until, new HistoryKept(Duration.ofHours(24), Duration.ofDays(14), Duration.ofDays(100)));
        assertEquals(2 * 288, rows("health_sample"));
        assertEquals(2 * (3 * 288 / 2 + 3 * 24), rows("health_rollup"));
        health.rollUpAndForget(
                until.plus(Duration.ofDays(15)),
                new HistoryKept(Duration.ofHours(24), Duration.ofDays(14), Duration.ofDays(100)));
        assertEquals(2 * 3 * 24, rows("health_rollup"));
    }

    @Test
    void rollUpsTellTheSameAsTheSamplesTheyReplace() {
        var latencies = append(START, Duration.ofDays(3), Duration.ofMinutes(5));
        var until = START.plus(Duration.ofDays(3));
        var before = total(health.spans(loft, START, until, 1));

        health.rollUpAndForget(until, HistoryKept.USUAL);

        assertEquals(3 * 288, before.checks());
        assertEquals(before, total(health.spans(loft, START, until, 1)));
        assertTrue(rows("health_sample") < 2 * 3 * 288, "old samples are gone");
        health.rollUpAndForget(until.plus(Duration.ofDays(40)), HistoryKept.USUAL);
        assertEquals(0, rows("health_sample"));
        assertEquals(before, total(health.spans(loft, START, until, 1)), "from hours alone");
        assertEquals(LatencyCounts.of(latencies), before.latency());

        health.rollUpAndForget(until.plus(Duration.ofDays(500)), HistoryKept.USUAL);
        assertEquals(0, rows("health_rollup"));
    }

    @Test
    void rollingUpAgainAndInPiecesChangesNothing() {
        append(START, Duration.ofHours(5), Duration.ofMinutes(1));
        for (int minutes = 0; minutes <= 300; minutes += 7) {
            health.rollUpAndForget(START.plus(Duration.ofMinutes(minutes)), HistoryKept.USUAL);
        }
        health.rollUpAndForget(START.plus(Duration.ofHours(5)), HistoryKept.USUAL);
        var once = database.read(connection -> Sql.number(connection, "select sum(healthy) from health_rollup"));

        assertEquals(2L * (300 - 300 / 10), once / 2, "every good check of both, once in each width");
    }

    @Test
    void aSampleFromBeforeTheClockWentBackIsRolledUpToo() {
        append(START, Duration.ofMinutes(20), Duration.ofMinutes(1));
        health.rollUpAndForget(START.plus(Duration.ofMinutes(20)), HistoryKept.USUAL);
        health.append(List.of(new HealthRepository.Sample(
                loft, START.plusSeconds(61), Health.UNHEALTHY, Optional.of(FaultCode.STARTING), Optional.empty())));
        health.rollUpAndForget(START.plus(Duration.ofMinutes(21)), HistoryKept.USUAL);

        assertEquals(
                1L,
                database.read(connection ->
                                Sql.number(connection, "select unhealthy from health_rollup where unhealthy > 0"))
                        .longValue());
    }

    @Test
    void oneInstancesChecksStayItsOwn() {
        append(START, Duration.ofHours(1), Duration.ofMinutes(1));
        health.append(List.of(new HealthRepository.Sample(
                cellar, START.plusMillis(1), Health.UNHEALTHY, Optional.empty(), Optional.empty())));
        health.rollUpAndForget(START.plus(Duration.ofDays(3)), HistoryKept.USUAL);

        assertEquals(
                0,
                total(health.spans(loft, START, START.plus(Duration.ofHours(1)), 1))
                        .unhealthy());
        assertEquals(
                1,
                total(health.spans(cellar, START, START.plus(Duration.ofHours(1)), 1))
                        .unhealthy());
    }

    @Test
    void partsCoverTheTimeInOrder() {
        append(START, Duration.ofHours(2), Duration.ofMinutes(10));

        var parts = health.spans(loft, START, START.plus(Duration.ofHours(3)), 6);

        assertEquals(
                List.of(3L, 3L, 3L, 3L, 0L, 0L),
                parts.stream().map(HealthSpan::checks).toList());
        assertEquals(START, parts.getFirst().from());
        assertEquals(START.plus(Duration.ofHours(3)), parts.getLast().until());
    }

    @Test
    void theChecksOfAllInstancesAreCountedAlikeBeforeAndAfterTheyAreRolledUp() {
        append(START, Duration.ofHours(4), Duration.ofMinutes(5));
        health.append(List.of(new HealthRepository.Sample(
                cellar, START.plusSeconds(1), Health.ERROR, Optional.empty(), Optional.empty())));
        var until = START.plus(Duration.ofHours(4));
        for (int parts : new int[] {12, 2}) { // from ten minutes, and from hours
            var fresh = counted(until, parts);

            health.rollUpAndForget(until.minus(Duration.ofMinutes(50)), HistoryKept.USUAL);
            assertEquals(fresh, counted(until, parts), "some rolled up");
            health.rollUpAndForget(until, HistoryKept.USUAL);
            assertEquals(fresh, counted(until, parts), "all rolled up");
            assertEquals(48, fresh.get(loft).stream().mapToLong(each -> each).sum());
            assertEquals(49, fresh.get(cellar).stream().mapToLong(each -> each).sum());
            assertEquals(fresh.get(loft).getFirst() + 1, fresh.get(cellar).getFirst());
        }
    }

    @Test
    void partsTellTheSameBeforeAndAfterTheirChecksAreAddedUp() {
        append(START, Duration.ofDays(2), Duration.ofMinutes(5));
        var from = START.plus(Duration.ofMinutes(37)); // neither on an hour nor on ten minutes
        var until = START.plus(Duration.ofHours(42)).plusSeconds(90);
        for (int parts : new int[] {1, 7, 20, 100}) { // from hours, from ten minutes, and from single checks
            var fresh = health.spans(loft, from, until, parts);

            health.rollUpAndForget(START.plus(Duration.ofHours(30)), HistoryKept.USUAL);
            assertEquals(
                    checks(total(fresh)), checks(total(health.spans(loft, from, until, parts))), "some are added up");
            health.rollUpAndForget(START.plus(Duration.ofHours(44)), HistoryKept.USUAL);
            assertEquals(
                    total(fresh).latency(),
                    total(health.spans(loft, from, until, parts)).latency());
            assertEquals(checks(total(fresh)), checks(total(health.spans(loft, from, until, parts))), "all are");
            assertEquals(parts, health.spans(loft, from, until, parts).size());
        }
    }

    /// Ninety days are told by two thousand rows, not by every check of the last two days.
    @Test
    void longPartsAreReadFromHours() {
        append(START, Duration.ofHours(4), Duration.ofMinutes(5));
        health.rollUpAndForget(START.plus(Duration.ofHours(4)), HistoryKept.USUAL);
        database.transaction(connection -> Sql.update(connection, "delete from health_sample"));
        database.transaction(connection ->
                Sql.update(connection, "delete from health_rollup where width_ms = ?", Duration.ofMinutes(10)));

        assertEquals(
                48,
                total(health.spans(loft, START, START.plus(Duration.ofHours(4)), 2))
                        .checks());
    }

    private static List<Long> checks(HealthSpan span) {
        return List.of(span.healthy(), span.unhealthy(), span.error());
    }

    private Map<InstanceId, List<Long>> counted(Instant until, int parts) {
        var counted = new HashMap<InstanceId, List<Long>>();
        health.checks(START, until, parts)
                .forEach((id, checks) ->
                        counted.put(id, Arrays.stream(checks).boxed().toList()));
        return counted;
    }

    @Test
    void whatEachInstanceWasBeforeATimeIsItsLastChange() {
        turn(loft, START, ShownState.HEALTHY, ShownState.DOWN);
        turn(loft, START.plusSeconds(60), ShownState.DOWN, ShownState.WARNING);
        turn(cellar, START.plusSeconds(120), ShownState.UNKNOWN, ShownState.HEALTHY);
        turn(loft, START.plusSeconds(180), ShownState.WARNING, ShownState.HEALTHY);

        assertEquals(Map.of(loft, ShownState.WARNING), health.statesAt(START.plusSeconds(100)));
        assertEquals(
                List.of(cellar, loft),
                health.changes(START.plusSeconds(100)).stream()
                        .map(HealthRepository.Change::id)
                        .toList());
    }

    private void turn(InstanceId id, Instant at, ShownState from, ShownState to) {
        health.append(new HealthRepository.Change(
                id, at, from, to, Lifecycle.ACTIVE, Optional.empty(), Optional.empty(), "turned"));
    }

    @Test
    void percentilesAreWithinAClassOfTheTruth() {
        var random = new Random(5);
        var latencies = new ArrayList<Duration>();
        for (int i = 0; i < 10_000; i++) {
            latencies.add(Duration.ofNanos((long) (1_000_000 * Math.exp(random.nextGaussian() + 3))));
        }
        var counts = LatencyCounts.of(latencies);
        latencies.sort(null);

        for (double share : new double[] {0.5, 0.95, 0.99}) {
            double truth = latencies.get((int) (share * 10_000) - 1).toNanos();
            double told = counts.percentile(share).orElseThrow().toNanos();
            assertEquals(1, told / truth, 0.1, () -> "share " + share);
        }
        assertEquals(latencies.getFirst(), counts.percentile(0).orElseThrow());
        assertEquals(latencies.getLast(), counts.percentile(1).orElseThrow());
        assertEquals(Optional.empty(), LatencyCounts.NONE.percentile(0.5));
    }

    /// Checks of both instances; every tenth fails.
    private List<Duration> append(Instant from, Duration length, Duration every) {
        var samples = new ArrayList<HealthRepository.Sample>();
        var latencies = new ArrayList<Duration>();
        int n = 0;
        for (var at = from; at.isBefore(from.plus(length)); at = at.plus(every)) {
            boolean good = n++ % 10 != 9;
            var latency = Optional.of(Duration.of(150 + 37L * (n % 97), java.time.temporal.ChronoUnit.MICROS))
                    .filter(any -> good);
            latency.ifPresent(latencies::add);
            for (var id : List.of(loft, cellar)) {
                samples.add(new HealthRepository.Sample(
                        id,
                        at,
                        good ? Health.HEALTHY : Health.ERROR,
                        good ? Optional.empty() : Optional.of(FaultCode.NO_ANSWER),
                        latency));
            }
        }
        health.append(samples);
        return latencies;
    }

    private HealthSpan total(List<HealthSpan> spans) {
        return spans.stream().reduce(HealthSpan::plus).orElseThrow();
    }

    private long rows(String table) {
        return database.read(connection -> Sql.number(connection, "select count(*) from " + table));
    }
}
