package io.pilothouse.ui.shell;

/// Something the window can do, in a folder of its own.
public interface Feature {

    /// Adds its pages and actions to a new window. Called once per window, on the FX thread, before
    /// anything is shown.
    void register(WindowContext window);
}
