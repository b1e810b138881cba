package io.pilothouse.domain.health;

import io.pilothouse.domain.Problem;
import java.time.Instant;

/// What can move an instance from one lifecycle or health to another.
public sealed interface HealthEvent {

    /// A check ended.
    record Checked(Instant startedAt, HealthCheck check) implements HealthEvent {}

    record SwitchedOff(Instant at) implements HealthEvent {}

    record SwitchedOn(Instant at) implements HealthEvent {}

    /// Address, secret, account or accepted identity changed: everything must be proven anew.
    record IdentityEdited(Instant at) implements HealthEvent {}

    /// Something was changed that has no influence on who answers: name, notes, look, limits.
    record DetailsEdited(Instant at) implements HealthEvent {}

    /// Its account, secret or configuration became unusable, without a check of its own.
    record Broken(Instant at, FaultCode code, Problem problem) implements HealthEvent {}

    /// The secret that several instances may share works again.
    record SecretRepaired(Instant at) implements HealthEvent {}

    /// A request outside health checks failed.
    record CallFailed(Instant at, FaultCode code, Problem problem) implements HealthEvent {}
}
