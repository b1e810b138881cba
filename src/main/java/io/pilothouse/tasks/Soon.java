package io.pilothouse.tasks;

import io.pilothouse.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs an action soon after it was asked for, however often that is, but never more often than once
/// in a pause: a storm of changes becomes a few. Thread-safe.
public final class Soon implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Soon.class.getName());
    private static final Duration UNASKED = Duration.ofDays(1);

    private final Time time;
    private final Duration pause;
    private final Runnable action;
    private final Bell bell;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Thread thread;
    private Instant next = Instant.MIN;

    /// @param name   what it does, for people who look at threads
    /// @param pause  from one run to the next
    /// @param action quick; runs on a thread of its own
    public Soon(String name, Time time, Duration pause, Runnable action) {
        this.time = time;
        this.pause = pause;
        this.action = action;
        this.bell = time.bell();
        this.thread = Thread.ofVirtual().name(name).start(this::loop);
    }

    public void ask() {
        if (wanted.compareAndSet(false, true)) {
            bell.ring();
        }
    }

    /// Runs the action at once if somebody still waits for it, on this thread.
    @Override
    public void close() {
        thread.interrupt();
        if (wanted.getAndSet(false)) {
            action.run();
        }
    }

    /// Where the store is busy or has no room, the wish stays.
    private void run() {
        try {
            action.run();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, Thread.currentThread().getName() + ": the store would not, so it is tried again", e);
            next = time.instant().plus(Loop.AFTER_TROUBLE);
            wanted.set(true);
        }
    }

    private void loop() {
        try {
            while (true) {
                while (!wanted.get()) {
                    bell.await(time.instant().plus(UNASKED));
                }
                while (time.instant().isBefore(next)) {
                    bell.await(next);
                }
                wanted.set(false); // before the action, so that a later wish counts again
                next = time.instant().plus(pause);
                run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
