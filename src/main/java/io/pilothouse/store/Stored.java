package io.pilothouse.store;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;

/// What became of a wish to store an instance.
public sealed interface Stored {

    record Saved(Instance instance) implements Stored {}

    /// Another instance of the kind has that name; nothing was changed.
    record NameTaken(InstanceId by) implements Stored {}

    /// It was changed since the form was opened; nothing was changed now.
    ///
    /// @param instance as it is
    record Outdated(Instance instance) implements Stored {}

    /// There is no such instance where the wish looks for it: live, or in the trash for a restore.
    record Gone() implements Stored {}
}
