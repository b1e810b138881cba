package io.pilothouse.tasks;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One task as it goes on. Thread-safe.
final class TaskEntry implements TaskContext {

    private static final int MOST_LINES = 1_000;

    private final TaskId id;
    private final TaskRequest request;
    private final Time time;
    private final Instant startedAt;
    private final Consumer<TaskEntry> changed;
    private final BiConsumer<TaskEntry, UndoStep> undoStored;
    private final Map<String, Long> effects = new TreeMap<>();
    private final ArrayDeque<TaskRegistry.LogLine> lines = new ArrayDeque<>();

    private TaskState state;
    private @Nullable String reason;
    private @Nullable Problem problem;
    private @Nullable Instant endedAt;
    private @Nullable Thread thread;
    private boolean onCaller;
    private boolean cancelled;
    private boolean partly;
    private boolean undoable;
    private String line = "";
    private long done;
    private long total = -1;

    TaskEntry(
            TaskId id,
            TaskRequest request,
            TaskState state,
            Time time,
            Consumer<TaskEntry> changed,
            BiConsumer<TaskEntry, UndoStep> undoStored) {
        this.id = id;
        this.request = request;
        this.state = state;
        this.time = time;
        this.startedAt = time.instant();
        this.changed = changed;
        this.undoStored = undoStored;
    }

    /// Starts it. A cancellation that came before is delivered to the thread.
    synchronized void runOn(Thread started) {
        thread = started;
        started.start();
        if (cancelled) {
            started.interrupt();
        }
    }

    synchronized void runOnCaller() {
        thread = Thread.currentThread();
        onCaller = true;
    }

    @Override
    public TaskId id() {
        return id;
    }

    @Override
    public Origin origin() {
        return request.origin();
    }

    boolean quiet() {
        return request.quiet();
    }

    synchronized TaskState state() {
        return state;
    }

    synchronized boolean wasCancelled() {
        return cancelled;
    }

    synchronized boolean partly() {
        return partly;
    }

    /// @return whether it was running and is now asked to stop
    boolean cancel() {
        Thread toStop;
        synchronized (this) {
            if (state.ended() || state == TaskState.HELD || cancelled) {
                return false;
            }
            cancelled = true;
            state = TaskState.FINISHING;
            toStop = onCaller ? null : thread;
        }
        if (toStop != null) {
            toStop.interrupt();
        }
        return true;
    }

    /// Waits for the end of its thread.
    ///
    /// @return whether it came in time
    boolean joined(Duration longest) {
        Thread waitFor;
        synchronized (this) {
            waitFor = onCaller ? null : thread;
        }
        try {
            return waitFor == null || waitFor == Thread.currentThread() || waitFor.join(longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized void end(TaskState how) {
        state = how;
        endedAt = time.instant();
    }

    synchronized void reason(String why) {
        reason = why;
    }

    synchronized void problem(Problem why) {
        problem = why;
    }

    @Override
    public void progress(long nowDone, long nowTotal) {
        synchronized (this) {
            done = nowDone;
            total = nowTotal;
        }
        changed.accept(this);
    }

    @Override
    public void line(String text) {
        synchronized (this) {
            line = text;
            lines.addLast(new TaskRegistry.LogLine(time.instant(), text));
            if (lines.size() > MOST_LINES) {
                lines.pollFirst();
            }
        }
        changed.accept(this);
    }

    @Override
    public void effect(String name, long count) {
        synchronized (this) {
            effects.merge(name, count, Long::sum);
        }
        changed.accept(this);
    }

    @Override
    public void itemFailed(Problem why) {
        synchronized (this) {
            partly = true;
            problem = problem == null ? why : problem;
        }
        line(why.summary());
    }

    @Override
    public void undoableBy(UndoStep step) {
        undoStored.accept(this, step);
        synchronized (this) {
            undoable = true;
        }
        changed.accept(this);
    }

    synchronized List<TaskRegistry.LogLine> log() {
        return new ArrayList<>(lines);
    }

    synchronized TaskView view() {
        return new TaskView(
                id,
                request.kind(),
                request.title(),
                request.instances(),
                request.origin(),
                state,
                Optional.ofNullable(reason),
                done,
                total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
                state.ended() ? "" : line,
                startedAt,
                Optional.ofNullable(endedAt),
                effects,
                Optional.ofNullable(problem),
                undoable,
                request.quiet());
    }
}
