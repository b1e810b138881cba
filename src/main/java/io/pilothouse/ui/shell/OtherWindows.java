package io.pilothouse.ui.shell;

import java.util.Optional;

/// The program's windows, as one of them sees them. FX thread only.
@FunctionalInterface
public interface OtherWindows {

    /// Opens another window.
    ///
    /// @param start what it shows; empty for what the last one would show
    void open(Optional<WindowStart> start);

    /// Shows a place that the asking window must not show: in the window used last that may, else in a
    /// new one.
    default void show(Location place) {
        open(Optional.of(new WindowStart(place, false)));
    }

    /// Ends the program, after what has to be asked was answered.
    default void quit() {}

    /// Locks all of them.
    default void lock() {}
}
