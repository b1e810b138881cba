package io.pilothouse.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;

/// How long the FX thread is busy with one thing at a stretch: it is called every half millisecond, and the time
/// until it answers is how long a person would have waited. Pulses count too, with the wait for the painter.
final class Blocks implements AutoCloseable {

    private static final long BETWEEN = TimeUnit.MICROSECONDS.toNanos(500);

    private final Thread caller = new Thread(this::call, "blocks");
    private final List<Double> waits = new ArrayList<>();
    private volatile boolean closed;

    Blocks() {
        caller.setDaemon(true);
        caller.start();
    }

    private void call() {
        while (!closed) {
            var answered = new CountDownLatch(1);
            long asked = System.nanoTime();
            Platform.runLater(answered::countDown);
            try {
                answered.await();
            } catch (InterruptedException e) {
                return;
            }
            double wait = (System.nanoTime() - asked) / 1e6;
            synchronized (waits) {
                waits.add(wait);
            }
            LockSupport.parkNanos(BETWEEN);
        }
    }

    /// @return the longest wait since the last call, in milliseconds
    double longest() {
        synchronized (waits) {
            double longest = waits.stream().mapToDouble(it -> it).max().orElse(0);
            waits.clear();
            return longest;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
