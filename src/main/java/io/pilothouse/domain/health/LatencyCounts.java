package io.pilothouse.domain.health;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How long many checks took: exact at the ends, in classes between them. Each class is 19 % wider
/// than the one below it (four to each doubling, from 0.1 ms), so a percentile is at most that far off
/// and far less as a rule. Sums of these over spans of time are exact, which single percentiles are not.
///
/// @param counts  how many checks per class, classes without any left out
/// @param sum     of all of them
/// @param minimum zero without any
public record LatencyCounts(SortedMap<Integer, Long> counts, Duration minimum, Duration maximum, Duration sum) {

    public static final LatencyCounts NONE =
            new LatencyCounts(new TreeMap<>(), Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /// The highest class, for everything from about a quarter of an hour.
    public static final int HIGHEST = 92;

    private static final double SMALLEST_MICROS = 100;
    private static final double CLASSES_PER_DOUBLING = 4;

    public LatencyCounts {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public static LatencyCounts of(Iterable<Duration> latencies) {
        var all = NONE;
        for (var latency : latencies) {
            all = all.plus(new LatencyCounts(new TreeMap<>(Map.of(classOf(latency), 1L)), latency, latency, latency));
        }
        return all;
    }

    public LatencyCounts plus(LatencyCounts other) {
        return counts.isEmpty() ? other : other.counts.isEmpty() ? this : sum(List.of(this, other));
    }

    /// All of them together.
    public static LatencyCounts sum(Collection<LatencyCounts> all) {
        var counts = new TreeMap<Integer, Long>();
        var minimum = NONE.minimum;
        var maximum = NONE.maximum;
        var sum = NONE.sum;
        for (var one : all) {
            if (one.counts.isEmpty()) {
                continue;
            }
            minimum = counts.isEmpty() || one.minimum.compareTo(minimum) < 0 ? one.minimum : minimum;
            maximum = one.maximum.compareTo(maximum) > 0 ? one.maximum : maximum;
            sum = sum.plus(one.sum);
            one.counts.forEach((number, count) -> counts.merge(number, count, Long::sum));
        }
        return counts.isEmpty() ? NONE : new LatencyCounts(counts, minimum, maximum, sum);
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// @return the mean; empty without any
    public Optional<Duration> mean() {
        return counts.isEmpty() ? Optional.empty() : Optional.of(sum.dividedBy(count()));
    }

    /// @param share which part of the checks took no longer, 0 to 1: 0.95 for the 95th percentile
    /// @return empty without any
    public Optional<Duration> percentile(double share) {
        double wanted = share * count();
        long below = 0;
        for (var entry : counts.entrySet()) {
            if (below + entry.getValue() >= wanted) {
                double within = (wanted - below) / entry.getValue();
                double micros = lowerMicros(entry.getKey())
                        + within * (lowerMicros(entry.getKey() + 1) - lowerMicros(entry.getKey()));
                return Optional.of(clamp(Duration.ofNanos(Math.round(micros * 1_000))));
            }
            below += entry.getValue();
        }
        return Optional.empty();
    }

    private Duration clamp(Duration latency) {
        if (latency.compareTo(minimum) < 0) {
            return minimum;
        }
        return latency.compareTo(maximum) > 0 ? maximum : latency;
    }

    private static int classOf(Duration latency) {
        double doublings = Math.log(Math.max(1, latency.toNanos() / 1_000.0 / SMALLEST_MICROS)) / Math.log(2);
        return Math.min(HIGHEST, (int) Math.floor(doublings * CLASSES_PER_DOUBLING));
    }

    private static double lowerMicros(int number) {
        return SMALLEST_MICROS * Math.pow(2, number / CLASSES_PER_DOUBLING);
    }
}
