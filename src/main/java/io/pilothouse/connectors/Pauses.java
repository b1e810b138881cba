package io.pilothouse.connectors;

import java.time.Duration;

/// How a connector waits between two attempts; a test lets its own clock run instead.
@FunctionalInterface
public interface Pauses {

    Pauses REAL = Thread::sleep;

    /// @throws InterruptedException if the calling task was cancelled
    void pause(Duration time) throws InterruptedException;
}
