package io.pilothouse.ui.common;

import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Gathers changes and applies them together, at most once per pause, so that a storm of a thousand
/// changes paints a few times. FX thread only.
public final class Batch implements AutoCloseable {

    /// How long changes are gathered for one painting.
    public static final Duration PAUSE = Duration.ofMillis(100);

    private final Later later;
    private final Executor fx;
    private final Duration pause;
    private final boolean prompt;
    private final Runnable apply;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean waiting;
    private boolean more;
    private boolean closed;

    /// @param apply reads the newest values and paints them
    public Batch(Later later, Executor fx, Runnable apply) {
        this(later, fx, PAUSE, false, apply);
    }

    private Batch(Later later, Executor fx, Duration pause, boolean prompt, Runnable apply) {
        this.later = later;
        this.fx = fx;
        this.pause = pause;
        this.prompt = prompt;
        this.apply = apply;
    }

    /// One that applies the first change after a quiet time at once, and gathers those that come within a pause
    /// of it.
    public static Batch prompt(Later later, Executor fx, Duration pause, Runnable apply) {
        return new Batch(later, fx, pause, true, apply);
    }

    /// Applies soon after each change of `source`.
    public Batch on(Published<?> source) {
        subscriptions.add(source.subscribe(fx, _ -> request()));
        return this;
    }

    /// Applies soon.
    public void request() {
        if (closed) {
            return;
        }
        if (waiting) {
            more = true;
            return;
        }
        waiting = true;
        more = !prompt;
        later.after(pause, this::rested);
        if (prompt) {
            apply.run();
        }
    }

    private void rested() {
        waiting = false;
        if (!more || closed) {
            return;
        }
        if (prompt) {
            request();
        } else {
            apply.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}
