package io.pilothouse.cli;

/// The background work of this process. Starting what runs already does nothing, so that a command
/// behaves alike in a process of its own and inside a running console.
public interface Engine {

    /// Starts the health rounds only.
    void startHealth();

    /// Starts health rounds, cycles, schedules and retention.
    void start();
}
