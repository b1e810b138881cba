package io.pilothouse.ui.common;

import io.pilothouse.tasks.Subscription;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Time for windows: one quiet thread that hands runs to the FX thread. Thread-safe.
public final class FxLater implements Later, AutoCloseable {

    private final Executor fx;
    private final ScheduledThreadPoolExecutor clock;

    /// @param fx runs commands later on the FX thread, in order
    public FxLater(Executor fx) {
        this.fx = fx;
        clock = new ScheduledThreadPoolExecutor(1, run -> {
            var thread = new Thread(run, "window-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Subscription after(Duration pause, Runnable run) {
        var planned = new Planned(run);
        planned.start(clock.schedule(() -> fx.execute(planned), pause.toNanos(), TimeUnit.NANOSECONDS));
        return planned::cancel;
    }

    @Override
    public Subscription every(Duration pause, Runnable run) {
        var planned = new Planned(run);
        planned.start(clock.scheduleWithFixedDelay(
                () -> fx.execute(planned), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS));
        return planned::cancel;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /// A run that may already be queued for the FX thread when it is forgotten.
    private static final class Planned implements Runnable {
        private final Runnable run;
        private volatile boolean forgotten;
        private volatile Future<?> future = java.util.concurrent.CompletableFuture.completedFuture(null);

        Planned(Runnable run) {
            this.run = run;
        }

        void start(Future<?> started) {
            future = started;
            if (forgotten) {
                started.cancel(false);
            }
        }

        void cancel() {
            forgotten = true;
            future.cancel(false);
        }

        @Override
        public void run() {
            if (!forgotten) {
                run.run();
            }
        }
    }
}
