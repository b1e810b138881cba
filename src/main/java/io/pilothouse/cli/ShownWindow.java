package io.pilothouse.cli;

import io.pilothouse.domain.instance.InstanceId;
import java.util.Optional;

/// The window of this program, as far as commands may move it. Returns at once.
public interface ShownWindow {

    void bringToFront();

    /// Makes the instance the active one and brings the window to the front.
    ///
    /// @param view stable name of the view, for example `settings`; empty for the usual one
    void show(InstanceId id, Optional<String> view);
}
