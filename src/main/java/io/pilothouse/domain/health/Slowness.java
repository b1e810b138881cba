package io.pilothouse.domain.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether a service answers much more slowly than it uses to.
public final class Slowness {

    /// Console design 3.6: above 3 times the 7-day median, and above 1 s.
    private static final int TIMES_THE_MEDIAN = 3;
    public static final Duration NEVER_SLOW_BELOW = Duration.ofSeconds(1);
    /// One slow answer alone says nothing.
    private static final int SAMPLES_NEEDED = 3;

    private Slowness() {}

    /// @param recent latencies of the last ten minutes
    /// @param median of the last seven days; empty while unknown
    public static boolean slow(List<Duration> recent, Optional<Duration> median) {
        if (recent.size() < SAMPLES_NEEDED || median.isEmpty()) {
            return false;
        }
        var p95 = percentile(recent, 0.95);
        return p95.compareTo(NEVER_SLOW_BELOW) > 0 && p95.compareTo(median.get().multipliedBy(TIMES_THE_MEDIAN)) > 0;
    }

    /// Nearest rank.
    ///
    /// @param values not empty
    /// @param part   above 0, at most 1
    public static Duration percentile(List<Duration> values, double part) {
        var sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }
}
