package io.pilothouse.tasks;

import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// A started task.
public interface TaskHandle<T> {

    TaskId id();

    /// Asks it to stop. It ends with its own outcome soon; this call waits for nothing.
    void cancel();

    /// Waits for the end. Never on the FX thread.
    Outcome<T> await() throws InterruptedException;

    /// Calls `listener` once on `on` when the task has ended, at once if it has already.
    void whenEnded(Executor on, Consumer<Outcome<T>> listener);
}
