package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// A question that is put again and again (section 14.1).
///
/// @param instances by id; empty where `brand` chooses
/// @param brand     all active instances of this brand; empty for the list
/// @param deadline  how long after its time a held run may start
/// @param lagDays   days that data need to arrive
/// @param cursor    all slots up to it are dealt with
/// @param failures  failed runs in a row
/// @param paused    why it stands still: `by-person`, `by-failure`; empty while it runs
public record Schedule(
        String id,
        String name,
        String workflow,
        Map<String, String> parameters,
        List<InstanceId> instances,
        String brand,
        Trigger trigger,
        ZoneId zone,
        WindowRule window,
        int lagDays,
        Policies.Missed missed,
        Policies.Overlap overlap,
        Duration deadline,
        Instant cursor,
        int failures,
        String paused) {

    /// Failed runs in a row after which it stands still.
    public static final int MOST_FAILURES = 5;

    public Schedule {
        if (!id.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new IllegalArgumentException("“" + id + "” is no id of a schedule.");
        }
        parameters = Map.copyOf(parameters);
        instances = List.copyOf(instances);
    }

    public boolean enabled() {
        return paused.isEmpty();
    }

    /// The same on these instances.
    public Schedule on(List<InstanceId> others) {
        return with(others, cursor, failures, paused);
    }

    public Schedule withCursor(Instant next) {
        return with(instances, next, failures, paused);
    }

    public Schedule withFailures(int count) {
        return with(instances, cursor, count, count >= MOST_FAILURES ? "by-failure" : paused);
    }

    /// Stands still, or goes on from now.
    public Schedule withPaused(String why, Instant now) {
        return with(instances, now, why.isEmpty() ? 0 : failures, why);
    }

    private Schedule with(List<InstanceId> on, Instant dealtWith, int failed, String why) {
        return new Schedule(
                id,
                name,
                workflow,
                parameters,
                on,
                brand,
                trigger,
                zone,
                window,
                lagDays,
                missed,
                overlap,
                deadline,
                dealtWith,
                failed,
                why);
    }
}
