package io.pilothouse.domain.health;

import java.time.Duration;

/// How long the history of checks is kept.
///
/// @param checks for how long single checks are
/// @param tens   for how long ten-minute sums are
/// @param hours  for how long hourly sums are
public record HistoryKept(Duration checks, Duration tens, Duration hours) {

    public static final HistoryKept USUAL =
            new HistoryKept(Duration.ofHours(48), Duration.ofDays(30), Duration.ofDays(400));

    public HistoryKept {
        if (checks.compareTo(tens) > 0 || tens.compareTo(hours) > 0) {
            throw new IllegalArgumentException(
                    "what is coarser is kept longer: " + checks + ", " + tens + ", " + hours);
        }
    }
}
