package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Whether a window stays with one instance: then nothing else is ever shown in it. Knows no nodes. FX
/// thread only.
public final class Pin {

    private final ReadOnlyObjectWrapper<Optional<InstanceId>> on = new ReadOnlyObjectWrapper<>(Optional.empty());

    /// The instance it stays with; empty for a window that goes anywhere.
    public ReadOnlyObjectProperty<Optional<InstanceId>> on() {
        return on.getReadOnlyProperty();
    }

    public boolean pinned() {
        return on.get().isPresent();
    }

    /// @return whether this window may show the place
    public boolean allows(Location place) {
        return on.get().isEmpty()
                || place instanceof Location.OfInstance there && on.get().equals(Optional.of(there.instance()));
    }

    void to(InstanceId instance) {
        on.set(Optional.of(instance));
    }

    void release() {
        on.set(Optional.empty());
    }
}
