package io.pilothouse.ui.common;

import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Path;
import java.util.Set;

/// What the window asks of the program it belongs to. Made by the wiring. Thread-safe.
public interface Program {

    String version();

    /// @return whether only a copy of a damaged store is looked at: nothing is done, and nothing is kept
    boolean onlyLooking();

    /// @return the folder of the store
    Path dataFolder();

    /// @return the folder of the log
    Path logFolder();

    /// Opens the demo fleet with a store of its own, in a program of its own; returns at once.
    void openDemo();

    /// Closes all windows and ends. Returns at once.
    void quit();

    /// Shows a folder in the person's file manager; returns at once.
    void showFolder(Path folder);

    /// Shows a message of the desktop where it has them; returns at once.
    void tell(String title, String words);

    /// Closes all windows, puts a copy in the place of the store, which is kept beside it, and opens again
    /// on what the copy holds; the new window says how it went. Returns at once.
    void restore(Path copy);

    /// As [#restore], but takes only these instances out of the copy; everything else stays.
    void take(Path copy, Set<InstanceId> only);
}
