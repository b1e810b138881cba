package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Regular work that is for no instance in particular and that no guard holds. Of missed turns the latest
/// is made up for.
///
/// @param claimed whether a turn never runs twice, see [ScheduledWork#claimed()]
/// @param turns   the first turn after a moment
public record OwnWork(
        String key,
        String title,
        Origin origin,
        boolean quiet,
        boolean claimed,
        UnaryOperator<Instant> turns,
        Body body)
        implements ScheduledWork {

    /// What is done at a turn.
    @FunctionalInterface
    public interface Body {
        void run(Instant turn, TaskContext context) throws Exception;
    }

    /// @return turns at the same local time of every day
    public static UnaryOperator<Instant> dailyAt(LocalTime time, ZoneId zone) {
        return after -> {
            var day = after.atZone(zone).toLocalDate();
            var today = day.atTime(time).atZone(zone).toInstant();
            return today.isAfter(after)
                    ? today
                    : day.plusDays(1).atTime(time).atZone(zone).toInstant();
        };
    }

    @Override
    public TaskRequest request() {
        return new TaskRequest(key, title, List.of(), origin, quiet);
    }

    @Override
    public Optional<InstanceId> instance() {
        return Optional.empty();
    }

    @Override
    public ActionClass actionClass() {
        return ActionClass.READ;
    }

    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.of(turns.apply(after));
    }

    @Override
    public MissedTurns missed() {
        return MissedTurns.LATEST;
    }

    @Override
    public void run(Instant turn, Consent consent, TaskContext context) throws Exception {
        body.run(turn, context);
    }
}
