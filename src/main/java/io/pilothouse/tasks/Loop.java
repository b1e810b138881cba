package io.pilothouse.tasks;

import io.pilothouse.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/// A step that is taken again and again on a thread of its own.
public final class Loop {

    private static final Logger LOG = System.getLogger(Loop.class.getName());

    /// How long it waits when the store would not do what the step asked of it.
    static final Duration AFTER_TROUBLE = Duration.ofSeconds(30);

    /// Must leave nothing half done that it could not go on from.
    public interface Step {

        /// @return when it is to be taken again, if nobody rings before
        Instant take() throws InterruptedException;
    }

    private Loop() {}

    /// Goes on until this thread is interrupted. A store that is busy or has no room does not end it: the step is
    /// taken again a little later.
    public static void of(Bell bell, Time time, Step step) {
        try {
            while (true) {
                bell.await(taken(time, step));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is closed
        }
    }

    private static Instant taken(Time time, Step step) throws InterruptedException {
        try {
            return step.take();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, Thread.currentThread().getName() + ": the store would not, so it is tried again", e);
            return time.instant().plus(AFTER_TROUBLE);
        }
    }
}
