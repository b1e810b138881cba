package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;

/// One line of the rail.
public sealed interface RailRow {

    /// The head of a section.
    ///
    /// @param name  what the fold is remembered by
    /// @param title what it says
    record Section(String name, String title, int count, boolean folded) implements RailRow {}

    /// One instance.
    ///
    /// @param section the section it stands in; an instance may stand in several
    /// @param guarded whether it wears a lock
    /// @param unsaved whether it wears a pencil: text was typed on a page of it that is not stored yet
    record Entry(String section, Instance instance, ShownState state, boolean guarded, boolean unsaved)
            implements RailRow {
        public InstanceId id() {
            return instance.id();
        }
    }
}
