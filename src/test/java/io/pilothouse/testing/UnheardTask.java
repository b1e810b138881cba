package io.pilothouse.testing;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.TaskContext;

/// A task to which nobody listens.
public class UnheardTask implements TaskContext {

    @Override
    public TaskId id() {
        return new TaskId(1);
    }

    @Override
    public void progress(long done, long total) {}

    @Override
    public void line(String text) {}

    @Override
    public void effect(String name, long count) {}

    @Override
    public void itemFailed(Problem problem) {}

    @Override
    public void undoableBy(UndoStep step) {}
}
