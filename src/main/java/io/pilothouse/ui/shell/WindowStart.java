package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;

/// What a new window shows first.
///
/// @param pinned whether it stays with the instance of that place
public record WindowStart(Location place, boolean pinned) {

    public static WindowStart on(InstanceId instance) {
        return new WindowStart(new Location.OfInstance(instance, ""), false);
    }
}
