package io.pilothouse.tasks;

import java.time.InstantSource;

/// The clock of background work and the waiting for it, in one, so that a test moves both by hand.
public interface Time extends InstantSource {

    /// @return a bell for one waiting loop
    Bell bell();
}
