package io.pilothouse.domain.health;

import java.time.Instant;
import java.util.Collection;

/// What the checks of one instance in `[from, until)` add up to.
///
/// @param latency of the checks that passed
public record HealthSpan(Instant from, Instant until, long healthy, long unhealthy, long error, LatencyCounts latency) {

    public static HealthSpan empty(Instant from, Instant until) {
        return new HealthSpan(from, until, 0, 0, 0, LatencyCounts.NONE);
    }

    /// @param pieces what lies between the two
    public static HealthSpan sum(Instant from, Instant until, Collection<HealthSpan> pieces) {
        long healthy = 0;
        long unhealthy = 0;
        long error = 0;
        for (var piece : pieces) {
            healthy += piece.healthy;
            unhealthy += piece.unhealthy;
            error += piece.error;
        }
        return new HealthSpan(
                from,
                until,
                healthy,
                unhealthy,
                error,
                LatencyCounts.sum(pieces.stream().map(HealthSpan::latency).toList()));
    }

    public long checks() {
        return healthy + unhealthy + error;
    }

    /// This span with the checks of `other` in it.
    public HealthSpan plus(HealthSpan other) {
        return new HealthSpan(
                from,
                until,
                healthy + other.healthy,
                unhealthy + other.unhealthy,
                error + other.error,
                latency.plus(other.latency));
    }
}
