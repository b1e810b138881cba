package io.pilothouse.tasks;

import java.time.Duration;
import java.time.Instant;

/// What one loop waits on: a time, or somebody who rings. A ring before the wait is not lost.
public interface Bell {

    /// Waits until `until` or until somebody rings, whichever comes first. May return early without
    /// either.
    void await(Instant until) throws InterruptedException;

    /// Waits for this long by [Time#elapsed], or until somebody rings, whichever comes first.
    void rest(Duration atMost) throws InterruptedException;

    void ring();
}
