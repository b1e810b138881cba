package io.pilothouse.connectors.homeassistant;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Asks for all states every half minute while a house is looked at and no WebSocket passes. Thread-safe.
final class PlainPolling implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(30);

    private final HomeAssistantSession.Surroundings around;
    private final BooleanSupplier wanted;
    private final Runnable ask;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread thread;
    private boolean closed;

    /// @param wanted asked under this object's lock: it must take no other
    /// @param ask    asks once, and keeps what fails to itself
    PlainPolling(HomeAssistantSession.Surroundings around, BooleanSupplier wanted, Runnable ask) {
        this.around = around;
        this.wanted = wanted;
        this.ask = ask;
    }

    /// Looks again whether it is wanted.
    void look() {
        lock.lock();
        try {
            if (thread == null && !closed && wanted.getAsBoolean()) {
                thread = around.threads().newThread(this::poll);
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void poll() {
        try {
            while (true) {
                ask.run();
                var next = around.clock().instant().plus(EVERY);
                lock.lockInterruptibly();
                try {
                    while (goesOn() && around.clock().instant().isBefore(next)) {
                        around.waiting().await(changed, next);
                    }
                    if (!goesOn()) {
                        thread = null;
                        return;
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException e) {
            return; // closed
        }
    }

    private boolean goesOn() {
        return !closed && wanted.getAsBoolean();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (thread != null) {
                thread.interrupt();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
