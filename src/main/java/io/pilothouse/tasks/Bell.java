package io.pilothouse.tasks;

import java.time.Instant;

/// What one loop waits on: a time, or somebody who rings. A ring before the wait is not lost.
public interface Bell {

    /// Waits until `until` or until somebody rings, whichever comes first. May return early without
    /// either.
    void await(Instant until) throws InterruptedException;

    void ring();
}
