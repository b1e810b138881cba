package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import java.time.Instant;
import java.util.Optional;

/// One piece of regular background work.
public interface ScheduledWork {

    /// @return stable name over restarts, for example `hunt/sonarr-2611202031k3f/missing`; without `@`
    String key();

    /// @return what its tasks are called, and for which instances
    TaskRequest request();

    /// @return the instance whose health, guard and other work decide when it runs; empty for work of
    ///     the program itself
    Optional<InstanceId> instance();

    /// @return [ActionClass#READ] for work that no guard holds, else [ActionClass#BACKGROUND_CYCLE]
    ActionClass actionClass();

    /// @return the first turn after `after`; empty for none. The same answer for the same question, so
    ///     that turns can be recognised after a restart
    Optional<Instant> next(Instant after);

    MissedTurns missed();

    /// @return whether each turn is claimed in the store, so that it never runs twice; false for work
    ///     that does no harm when it is repeated and comes so often that its claims would fill the store
    default boolean claimed() {
        return true;
    }

    /// @param turn    when it was due, which may be long ago
    /// @param consent whether a person let this turn go though its instance is Guarded
    void run(Instant turn, Consent consent, TaskContext context) throws Exception;
}
