package io.pilothouse.tasks;

/// The body of a task.
@FunctionalInterface
public interface Work<T> {

    /// Runs on a virtual thread and may block. Cancelling interrupts that thread: let
    /// [InterruptedException] pass, and in a loop without blocking calls test
    /// [Thread#isInterrupted()].
    ///
    /// @param context takes news for people watching; cheap, may be called often
    T run(TaskContext context) throws Exception;
}
