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
    private final Runnable apply;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean waiting;
    private boolean closed;

    /// @param apply reads the newest values and paints them
    public Batch(Later later, Executor fx, Runnable apply) {
        this.later = later;
        this.fx = fx;
        this.apply = apply;
    }

    /// Applies soon after each change of `source`.
    public Batch on(Published<?> source) {
        subscriptions.add(source.subscribe(fx, _ -> request()));
        return this;
    }

    /// Applies soon.
    public void request() {
        if (!waiting && !closed) {
            waiting = true;
            later.after(PAUSE, () -> {
                waiting = false;
                if (!closed) {
                    apply.run();
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }
}
