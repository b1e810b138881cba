package io.pilothouse.domain.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether a service answers much more slowly than it uses to.
public final class Slowness {

    /// Console design 3.6: above 3 times the 7-day median, and above 1 s.
    private static final int TIMES_THE_MEDIAN = 3;
    public static final Duration NEVER_SLOW_BELOW = Duration.ofSeconds(1);
    private static final int SAMPLES_NEEDED = 3;
    /// One slow answer alone says nothing: of the ten that ten minutes have, the 95th percentile is the slowest.
    private static final int SLOW_NEEDED = 2;

    private Slowness() {}

    /// @param recent latencies of the last ten minutes
    /// @param median of the last seven days; empty while unknown
    public static boolean slow(List<Duration> recent, Optional<Duration> median) {
        if (recent.size() < SAMPLES_NEEDED || median.isEmpty()) {
            return false;
        }
        var usual = median.get().multipliedBy(TIMES_THE_MEDIAN);
        var limit = usual.compareTo(NEVER_SLOW_BELOW) > 0 ? usual : NEVER_SLOW_BELOW;
        boolean again = recent.stream().filter(one -> one.compareTo(limit) > 0).count() >= SLOW_NEEDED;
        return again && percentile(recent, 0.95).compareTo(limit) > 0;
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
