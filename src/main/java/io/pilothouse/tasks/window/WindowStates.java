package io.pilothouse.tasks.window;

import java.util.List;

/// The windows that were open. Thread-safe.
public interface WindowStates {

    /// The windows as they were when the program ended, by name. Read at start, from memory.
    List<WindowState> atStart();

    /// @return names of states that could not be read; they are kept aside
    List<String> unreadable();

    /// Blocks on the store.
    void save(WindowState state);

    /// The state cannot be used, as its page or place is none. It is kept beside those of windows. Blocks on the store.
    void keepAside(WindowState state);

    /// The window was closed and does not come back. Blocks on the store.
    void forget(String name);
}
