package io.pilothouse.tasks;

import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every piece of background work, running or ended. Starts tasks, each on its own virtual thread;
/// each ends with exactly one outcome, and no failure is silent. Thread-safe.
public interface TaskRegistry {

    <T> TaskHandle<T> start(TaskRequest request, Work<T> work);

    /// Running, waiting and held tasks and the latest ended ones, newest first, quiet ones left out.
    Published<List<TaskView>> tasks();

    /// Looks among all remembered tasks, ended ones of earlier runs too. Reads the store.
    Optional<TaskView> find(TaskId id);

    /// Ended tasks from the store, newest first. Reads the store.
    List<TaskView> history(int limit);

    /// What the task said, oldest first.
    List<LogLine> log(TaskId id);

    /// @return whether a running task was asked to stop
    boolean cancel(TaskId id);

    record LogLine(Instant at, String text) {}
}
