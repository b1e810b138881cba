package io.pilothouse.domain.health;

import java.time.Duration;
import java.util.Collection;

/// What the history of checks takes in the store once it is as long as it is kept: single checks for 48 hours,
/// ten-minute sums for 30 days, hourly sums for 400 days. Changes of state, which are few, are left out.
public final class HistorySize {

    private static final Duration CHECKS = Duration.ofHours(48);
    private static final long SUMS = 30 * 24 * 6 + 400 * 24;
    /// As rows take in a store that has many of them.
    private static final long CHECK_BYTES = 31;

    private static final long SUM_BYTES = 38;

    private HistorySize() {}

    /// @param pauses between the checks of each instance
    /// @return about so many bytes
    public static long forecast(Collection<Duration> pauses) {
        return pauses.stream()
                .mapToLong(pause -> CHECKS.dividedBy(pause) * CHECK_BYTES + SUMS * SUM_BYTES)
                .sum();
    }
}
