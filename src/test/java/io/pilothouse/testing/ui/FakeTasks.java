package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs tasks at once on the caller's thread, or, after [#hold()], when told.
public final class FakeTasks implements TaskRegistry {

    public final Published<List<TaskView>> tasks = new Published<>(List.of());
    public final List<TaskRequest> started = new ArrayList<>();
    /// What was not cancelled before its turn came.
    public final List<TaskRequest> ran = new ArrayList<>();

    public final List<TaskId> cancelled = new ArrayList<>();
    public final java.util.Map<TaskId, List<LogLine>> logs = new java.util.HashMap<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private long last;

    /// From now on work waits for [#runNext()].
    public void hold() {
        holding = true;
    }

    public int waiting() {
        return held.size();
    }

    public void runNext() {
        held.remove().run();
    }

    @Override
    public <T> TaskHandle<T> start(TaskRequest request, Work<T> work) {
        started.add(request);
        var handle = new Handle<T>(new TaskId(++last));
        Runnable run = () -> {
            if (!handle.cancelled) {
                ran.add(request);
            }
            handle.end(outcome(handle, work));
        };
        if (holding) {
            held.add(run);
        } else {
            run.run();
        }
        return handle;
    }

    private static <T> Outcome<T> outcome(Handle<T> handle, Work<T> work) {
        if (handle.cancelled) {
            return new Outcome.Cancelled<>();
        }
        try {
            return new Outcome.Succeeded<>(work.run(new Context(handle.id)));
        } catch (ProblemException e) {
            return new Outcome.Failed<>(e.problem());
        } catch (AmcException e) {
            return new Outcome.Failed<>(e.problem());
        } catch (Exception e) { // as the real registry: the task boundary
            return new Outcome.Failed<>(new Problem(ProblemCode.BUG, e.toString(), "Report it."));
        }
    }

    @Override
    public Published<List<TaskView>> tasks() {
        return tasks;
    }

    @Override
    public Optional<TaskView> find(TaskId id) {
        return tasks.get().stream().filter(task -> task.id().equals(id)).findFirst();
    }

    @Override
    public List<TaskView> history(int limit) {
        return tasks.get().stream().limit(limit).toList();
    }

    @Override
    public List<LogLine> log(TaskId id) {
        return logs.getOrDefault(id, List.of());
    }

    @Override
    public boolean cancel(TaskId id) {
        cancelled.add(id);
        return find(id).isPresent();
    }

    private static final class Handle<T> implements TaskHandle<T> {
        private final TaskId id;
        private final List<Runnable> whenEnded = new ArrayList<>();
        private @Nullable Outcome<T> outcome;
        private boolean cancelled;

        Handle(TaskId id) {
            this.id = id;
        }

        void end(Outcome<T> how) {
            outcome = how;
            whenEnded.forEach(Runnable::run);
        }

        @Override
        public TaskId id() {
            return id;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public Outcome<T> await() {
            throw new UnsupportedOperationException("nothing waits in these tests");
        }

        @Override
        public void whenEnded(Executor on, Consumer<Outcome<T>> listener) {
            Runnable tell = () -> on.execute(() -> listener.accept(java.util.Objects.requireNonNull(outcome)));
            if (outcome == null) {
                whenEnded.add(tell);
            } else {
                tell.run();
            }
        }
    }

    private record Context(TaskId id) implements TaskContext {
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
}
