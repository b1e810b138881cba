package io.pilothouse.tasks;

import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The handle of a started task. Thread-safe.
final class StartedTask<T> implements TaskHandle<T> {

    private record Listener<T>(Executor on, Consumer<Outcome<T>> heard) {}

    final TaskEntry entry;
    private final List<Listener<T>> listeners = new ArrayList<>();
    private @Nullable Outcome<T> outcome;

    StartedTask(TaskEntry entry) {
        this.entry = entry;
    }

    @Override
    public TaskId id() {
        return entry.id();
    }

    @Override
    public void cancel() {
        entry.cancel();
    }

    @Override
    public synchronized Outcome<T> await() throws InterruptedException {
        Outcome<T> now;
        while ((now = outcome) == null) {
            wait();
        }
        return now;
    }

    @Override
    public void whenEnded(Executor on, Consumer<Outcome<T>> listener) {
        Outcome<T> now;
        synchronized (this) {
            now = outcome;
            if (now == null) {
                listeners.add(new Listener<>(on, listener));
                return;
            }
        }
        on.execute(() -> listener.accept(now));
    }

    void end(Outcome<T> how) {
        List<Listener<T>> toTell;
        synchronized (this) {
            outcome = how;
            toTell = List.copyOf(listeners);
            notifyAll();
        }
        toTell.forEach(listener -> listener.on().execute(() -> listener.heard().accept(how)));
    }
}
