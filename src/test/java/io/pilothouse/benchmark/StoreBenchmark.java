package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.HealthRepository.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// M10: what 400 days of checks leave behind, of 200 instances that are asked every minute.
@Tag("benchmark")
class StoreBenchmark {

    private static final int INSTANCES = 200;
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    @TempDir
    Path folder;

    /// What is older than it is kept singly is written as sparsely as it is kept: the roll-ups are the same.
    @Test
    void fourHundredDays() throws Exception {
        var data = folder.resolve("data");
        FleetStores.unplugged(data, INSTANCES, false);
        try (var measured = MeasuredWindow.open(data)) {
            var now = Instant.now().truncatedTo(ChronoUnit.HOURS);
            remember(
                    measured,
                    now.minus(HistoryKept.USUAL.hours()),
                    now.minus(HistoryKept.USUAL.tens()),
                    Duration.ofHours(1));
            remember(
                    measured,
                    now.minus(HistoryKept.USUAL.tens()),
                    now.minus(HistoryKept.USUAL.checks()),
                    Duration.ofMinutes(10));
            remember(measured, now.minus(HistoryKept.USUAL.checks()), now, Duration.ofMinutes(1));
            var views = new ArrayList<Double>();
            for (var id : measured.instances()) {
                long begun = System.nanoTime();
                measured.history(id, now.minus(Duration.ofDays(90)), now);
                views.add((System.nanoTime() - begun) / 1e6);
            }
            Figure.of("M10-view", "90 days of one instance read: bars, latencies, changes", "ms")
                    .almostAll(100)
                    .record(views);
        }
        Figure.of("M10", "store after 400 days, 200 instances at 60 s", "MB")
                .median(400)
                .record(bytes(data) / 1e6);
    }

    /// All instances, ten days at a time, added up after each as the program does every hour.
    private static void remember(MeasuredWindow measured, Instant from, Instant until, Duration every) {
        for (var begin = from; begin.isBefore(until); begin = begin.plus(TEN_DAYS)) {
            var end = begin.plus(TEN_DAYS).isBefore(until) ? begin.plus(TEN_DAYS) : until;
            for (var id : measured.instances()) {
                measured.remember(samples(id, begin, end, every));
            }
            measured.rollUp(end);
        }
    }

    private static List<Sample> samples(InstanceId id, Instant from, Instant until, Duration every) {
        var samples = new ArrayList<Sample>();
        for (var at = from; at.isBefore(until); at = at.plus(every)) {
            samples.add(new Sample(
                    id,
                    at,
                    Health.HEALTHY,
                    Optional.empty(),
                    Optional.of(Duration.ofMillis(10 + at.getEpochSecond() / 60 % 97))));
        }
        return samples;
    }

    private static double bytes(Path data) throws IOException {
        try (var files = Files.list(data)) {
            long all = 0;
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all += Files.size(file);
            }
            return all;
        }
    }
}
