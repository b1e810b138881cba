package io.pilothouse.tasks.instance;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;

/// What happened to the list of instances, for those who keep something about each.
public sealed interface InstanceEvent {

    InstanceId id();

    /// New, or back from the trash.
    record Added(Instance instance) implements InstanceEvent {
        @Override
        public InstanceId id() {
            return instance.id();
        }
    }

    /// @param identityEdited whether who answers may be another now: address, settings, secret or
    ///                       accepted identity changed
    record Edited(Instance before, Instance after, boolean identityEdited) implements InstanceEvent {
        @Override
        public InstanceId id() {
            return after.id();
        }
    }

    /// In the trash, or gone for good: everything about it stops at once.
    record Removed(InstanceId id) implements InstanceEvent {}
}
