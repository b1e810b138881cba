package io.pilothouse.domain.health;

import java.time.Duration;
import java.util.Collection;

/// What the history of checks takes in the store once it is as long as it is kept. Changes of state, which are
/// few, are left out.
public final class HistorySize {

    /// As rows take in a store that has many of them.
    private static final long CHECK_BYTES = 31;

    private static final long SUM_BYTES = 38;

    private HistorySize() {}

    /// @param pauses between the checks of each instance
    /// @return about so many bytes
    public static long forecast(Collection<Duration> pauses, HistoryKept kept) {
        long sums = kept.tens().toHours() * 6 + kept.hours().toHours();
        return pauses.stream()
                .mapToLong(pause -> kept.checks().dividedBy(pause) * CHECK_BYTES + sums * SUM_BYTES)
                .sum();
    }
}
