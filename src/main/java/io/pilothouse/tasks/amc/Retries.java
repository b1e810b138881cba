package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When a run that nobody watches is tried again by itself (section 14.5): three times, and only where
/// waiting may help.
final class Retries {

    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(60));

    private Retries() {}

    /// @param run      that ended badly
    /// @param attempts how often it was tried again already
    /// @return how long to wait; empty if it is not tried again
    static Optional<Duration> pause(Run run, int attempts) {
        return attempts < PAUSES.size() && passing(run) ? Optional.of(PAUSES.get(attempts)) : Optional.empty();
    }

    /// @param run that a turn waits to try again
    /// @return whether a person let it go meanwhile: it is under way, or has brought its answer
    static boolean answered(Run run, int attempts) {
        return !run.state().ended() || attempts > 0 && run.state() == RunState.READY;
    }

    private static boolean passing(Run run) {
        try {
            return AmcCode.valueOf(run.progress().code()).mayBeRetried();
        } catch (IllegalArgumentException _) {
            return false; // Amazon's own word for a failure
        }
    }
}
