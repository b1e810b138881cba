package io.pilothouse.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import javafx.application.Platform;

/// How long the FX thread is busy with one thing at a stretch: it is called every half millisecond, and the time
/// until it answers is how long a person would have waited. Pulses count too, with the wait for the painter.
final class Blocks implements AutoCloseable {

    private static final long BETWEEN = TimeUnit.MICROSECONDS.toNanos(500);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread caller = new Thread(this::call, "blocks");
    private double late;
    private double work;
    private long worked = -1;
    private final DoubleConsumer each;
    private volatile boolean closed;

    /// The longest stretch so far, in milliseconds.
    ///
    /// @param late until the thread answered
    /// @param work of the processor, for this thread; says the same on a busy machine
    record Longest(double late, double work) {}

    Blocks() {
        this(_ -> {});
    }

    /// @param each hears how late each answer came, in milliseconds, on the FX thread; quick
    Blocks(DoubleConsumer each) {
        this.each = each;
        caller.setDaemon(true);
        caller.start();
    }

    private void call() {
        while (!closed) {
            var answered = new CountDownLatch(1);
            long asked = System.nanoTime();
            Platform.runLater(() -> {
                heard(asked);
                answered.countDown();
            });
            try {
                answered.await();
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(BETWEEN);
        }
    }

    private synchronized void heard(long asked) {
        long now = threads.getCurrentThreadCpuTime();
        if (worked >= 0) {
            double waited = (System.nanoTime() - asked) / 1e6;
            each.accept(waited);
            late = Math.max(late, waited);
            work = Math.max(work, (now - worked) / 1e6);
        }
        worked = now;
    }

    /// Forgets what was before.
    ///
    /// @return the longest since the last call
    synchronized Longest take() {
        var longest = new Longest(late, work);
        late = 0;
        work = 0;
        return longest;
    }

    @Override
    public void close() {
        closed = true;
    }
}
