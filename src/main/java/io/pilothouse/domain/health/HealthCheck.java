package io.pilothouse.domain.health;

import io.pilothouse.domain.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How one check ended. A check never throws to its caller: every end is one of these.
public sealed interface HealthCheck {

    /// @return when it ended
    Instant at();

    /// @param latency from sending the request that proves the service to its whole answer
    record Passed(Instant at, Duration latency, CheckAnswer answer) implements HealthCheck {}

    /// @param retryAfter how long the service asked us to wait, only with [FaultCode#THROTTLED] and
    ///                   [FaultCode#BANNED]
    record Failed(Instant at, FaultCode code, Problem problem, Optional<Duration> retryAfter) implements HealthCheck {}

    /// By a person or the end of the program: says nothing about the service.
    record Cancelled(Instant at) implements HealthCheck {}
}
