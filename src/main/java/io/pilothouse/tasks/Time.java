package io.pilothouse.tasks;

import java.time.Duration;
import java.time.InstantSource;

/// The clock of background work and the waiting for it, in one, so that a test moves both by hand.
public interface Time extends InstantSource {

    /// @return how long it has been since some moment, by a clock that nobody sets: for spans, which a computer's
    ///         clock that is put right would make hours long
    Duration elapsed();

    /// @return a bell for one waiting loop
    Bell bell();
}
