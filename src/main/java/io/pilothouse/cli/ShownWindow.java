package io.pilothouse.cli;

import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import java.util.Optional;

/// The window of this program, as far as commands may move it.
public interface ShownWindow {

    void bringToFront();

    /// Makes the instance the active one and brings the window to the front.
    ///
    /// @param view stable name of the view, for example `settings`; empty for the usual one
    /// @return empty when it is shown; else the names of the views there are, of which this is none
    List<String> show(InstanceId id, Optional<String> view) throws InterruptedException;
}
