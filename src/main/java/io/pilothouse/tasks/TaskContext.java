package io.pilothouse.tasks;

import io.pilothouse.domain.task.TaskId;

/// What a task's body tells those who watch it. Thread-safe.
public interface TaskContext {

    TaskId id();

    /// @return who asked for it
    default io.pilothouse.domain.task.Origin origin() {
        return io.pilothouse.domain.task.Origin.PROGRAM;
    }

    /// @param total how many items there are, negative while unknown
    void progress(long done, long total);

    /// Says what the task is doing now, and appends it to the task's log.
    void line(String text);

    /// Counts something the task changed, for example `searched`.
    void effect(String name, long count);

    /// Says that one of several items failed, so that the task ends as *Partly*.
    void itemFailed(io.pilothouse.domain.Problem problem);

    /// Remembers how to take the act back.
    void undoableBy(io.pilothouse.domain.task.UndoStep step);
}
