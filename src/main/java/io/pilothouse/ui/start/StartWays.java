package io.pilothouse.ui.start;

import io.pilothouse.domain.Problem;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The ways out of a store that cannot be opened. Each returns at once; [#restore] and [#beginAnew] keep
/// the file in the way beside the new one. They and [#look] close the screen where they succeed, and else
/// say why not.
public interface StartWays {

    /// @param failed called on the FX thread
    void restore(Path copy, Consumer<Problem> failed);

    /// @param failed called on the FX thread
    void beginAnew(Consumer<Problem> failed);

    /// Opens what can be read of a damaged store, which stays as it is.
    ///
    /// @param failed called on the FX thread
    void look(Consumer<Problem> failed);

    /// Shows a folder in the person's file browser.
    void showFolder(Path folder);

    void quit();
}
