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

    /// @return why cycles and schedules do not begin by themselves now, though nobody paused them
    default Optional<String> spared() {
        return Optional.empty();
    }

    /// @return whether it is for what the computer runs on that they do not
    default boolean saving() {
        return spared().isPresent();
    }

    /// What the computer runs on; empty while nobody wants work to be held for it, and before the first look.
    default Published<Optional<Power>> power() {
        return new Published<>(Optional.empty());
    }

    record Pause(Instant since, Optional<Instant> until) {}
}
