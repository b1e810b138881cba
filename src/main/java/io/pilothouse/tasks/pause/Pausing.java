package io.pilothouse.tasks.pause;

import io.pilothouse.tasks.Published;
import java.time.Instant;
import java.util.Optional;

/// Holding all background work: cycles, schedules and health rounds. Survives a restart.
public interface Pausing {

    /// Empty while work goes on.
    Published<Optional<Pause>> state();

    /// Blocks on the store.
    ///
    /// @param until empty for "until I say so"
    void pause(Optional<Instant> until);

    /// Blocks on the store.
    void resume();

    record Pause(Instant since, Optional<Instant> until) {}
}
