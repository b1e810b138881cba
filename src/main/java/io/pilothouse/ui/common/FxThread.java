package io.pilothouse.ui.common;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/// Runs commands later on the FX thread, in order, until the windows are closed: what comes late is for
/// windows that are gone, and is dropped. Thread-safe.
public final class FxThread implements Executor, AutoCloseable {

    private volatile boolean closed;

    @Override
    public void execute(Runnable command) {
        if (!closed) {
            Platform.runLater(() -> {
                if (!closed) {
                    command.run();
                }
            });
        }
    }

    /// On the FX thread: nothing runs once this returns.
    @Override
    public void close() {
        closed = true;
    }
}
