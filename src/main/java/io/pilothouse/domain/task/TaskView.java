package io.pilothouse.domain.task;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One task as people see it. Immutable; replaced as it goes on.
///
/// @param kind    stable name of what it is, for example `health-check`
/// @param title   what it does, as an infinitive that names its instance: "check the health of Loft"
/// @param reason  why it is held or skipped
/// @param total   how many items there are; empty while unknown
/// @param line    what it is doing now, empty for nothing to say
/// @param effects what it changed, counted by stable name, for example `searched`
/// @param undoable whether `undo` can take it back
/// @param quiet   routine work that the panel shows only when asked, for example single health checks
public record TaskView(
        TaskId id,
        String kind,
        String title,
        List<InstanceId> instances,
        Origin origin,
        TaskState state,
        Optional<String> reason,
        long done,
        OptionalLong total,
        String line,
        Instant startedAt,
        Optional<Instant> endedAt,
        Map<String, Long> effects,
        Optional<Problem> problem,
        boolean undoable,
        boolean quiet) {

    public TaskView {
        instances = List.copyOf(instances);
        effects = Map.copyOf(effects);
    }
}
