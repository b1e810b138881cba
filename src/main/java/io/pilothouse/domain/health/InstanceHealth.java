package io.pilothouse.domain.health;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// All that is known about how one instance is. Immutable; replaced after each check.
///
/// @param health      empty before the first completed check
/// @param state       what a person sees
/// @param stateSince  since when it has been seen so
/// @param code        why the latest completed check failed; empty when it passed
/// @param problem     the same in words
/// @param cause       the larger cause this state is a part of, for example a silent host
/// @param answer      what the latest good check said, however old
/// @param failures    failed checks in a row
/// @param checking    whether a check is under way now
public record InstanceHealth(
        InstanceId id,
        Lifecycle lifecycle,
        Optional<Health> health,
        ShownState state,
        Instant stateSince,
        Optional<FaultCode> code,
        Optional<Problem> problem,
        Optional<Cause> cause,
        Optional<CheckAnswer> answer,
        Optional<Duration> latency,
        int failures,
        Optional<Instant> lastCheckAt,
        Optional<Instant> lastHealthyAt,
        Optional<Instant> nextCheckAt,
        boolean checking) {}
