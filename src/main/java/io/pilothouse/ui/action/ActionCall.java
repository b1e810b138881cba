package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import java.util.Optional;

/// One running of an action.
///
/// @param instance the instance captured when the action was offered; switching the window since does
///                 not move it
public record ActionCall(Optional<InstanceId> instance, Origin origin) {

    /// @throws java.util.NoSuchElementException if the action needs no instance: a fault of the program
    public InstanceId theInstance() {
        return instance.orElseThrow();
    }
}
