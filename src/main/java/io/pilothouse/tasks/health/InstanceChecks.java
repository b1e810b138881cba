package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.util.Optional;

/// Carries out one check. Never throws: an interrupt makes the check *Cancelled* and stays set.
@FunctionalInterface
public interface InstanceChecks {

    Answered check(Instance instance);

    /// A person wants it tried once more at once, although it said how long nothing is to be tried.
    default void anew(InstanceId id) {}

    /// @param seen who answered, also when that is not who was expected; empty when nobody did
    record Answered(HealthCheck check, Optional<RemoteIdentity> seen) {}
}
