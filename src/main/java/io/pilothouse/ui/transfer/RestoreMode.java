package io.pilothouse.ui.transfer;

import io.pilothouse.domain.instance.InstanceId;
import java.util.Optional;
import java.util.Set;

/// Which part of a copy a person wants back.
@FunctionalInterface
interface RestoreMode {

    /// @return the instances to take; empty for all of the copy
    Optional<Set<InstanceId>> ids();
}
