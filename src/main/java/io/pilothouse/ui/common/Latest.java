package io.pilothouse.ui.common;

import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets only the newest of several overlapping requests answer. FX thread only.
///
/// Cancelling alone is not enough: an answer may already be queued for the FX thread when the person
/// moves on. The ticket drops it.
public final class Latest {

    private final Executor fx;
    private long ticket;
    private @Nullable TaskHandle<?> running;

    public Latest(Executor fx) {
        this.fx = fx;
    }

    /// Cancels the request before and starts a new one.
    ///
    /// @param starter starts the task
    /// @param answer  hears how it ended, unless a newer request or [#cancel()] came first
    public <T> void start(Supplier<TaskHandle<T>> starter, Consumer<Outcome<T>> answer) {
        cancel();
        long mine = ticket;
        var handle = starter.get();
        running = handle;
        handle.whenEnded(fx, outcome -> {
            if (mine == ticket) {
                running = null;
                answer.accept(outcome);
            }
        });
    }

    /// Cancels what runs; its answer will not be heard.
    public void cancel() {
        ticket++;
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    public boolean busy() {
        return running != null;
    }
}
