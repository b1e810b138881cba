package io.pilothouse.tasks.library;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.TaskContext;
import java.util.concurrent.atomic.AtomicInteger;

/// A task that ends like a killed program after so many steps.
record Cutting(AtomicInteger steps, int last) implements TaskContext {

    static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public TaskId id() {
        return new TaskId(1);
    }

    @Override
    public void progress(long done, long total) {
        if (steps.incrementAndGet() >= last) {
            throw new Cut();
        }
    }

    @Override
    public void line(String text) {}

    @Override
    public void effect(String name, long count) {}

    @Override
    public void itemFailed(Problem problem) {}

    @Override
    public void undoableBy(UndoStep step) {}
}
