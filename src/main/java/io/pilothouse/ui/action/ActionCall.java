package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import java.util.Optional;

/// One running of an action.
///
/// @param instance the instance captured when the action was offered; switching the window since does
///                 not move it
/// @param typed    what a person typed before the action took over; empty for nothing
public record ActionCall(Optional<InstanceId> instance, Origin origin, String typed) {

    public ActionCall(Optional<InstanceId> instance, Origin origin) {
        this(instance, origin, "");
    }

    /// @throws java.util.NoSuchElementException if the action needs no instance: a fault of the program
    public InstanceId theInstance() {
        return instance.orElseThrow();
    }
}
