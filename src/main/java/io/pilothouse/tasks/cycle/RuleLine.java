package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/// How one rule of one instance stands, in the shape that the rules of all kinds have.
///
/// @param work        what it does, a word for scripts: `hunt`, `queue-care`, `torrent-rule`,
///                    `library-sync`, `schedule`
/// @param enabled     whether its slots run
/// @param dryRunSeen  whether a person has seen a dry run since its last change; true where none is needed
/// @param usedToday   acts since the local day began
/// @param perDay      most acts in a day; empty for no limit
/// @param next        the next slot; empty while it is off
/// @param last        the latest real run
/// @param pausedUntil empty unless it is held by itself
/// @param failures    failed runs in a row
/// @param running     whether a run is under way now
/// @param why         why nothing or not more happens, for people; empty for nothing to say
/// @param facts       what the kind adds, by camelCase keys; values are texts, numbers, booleans or null
public record RuleLine(
        InstanceId instance,
        String name,
        String work,
        boolean enabled,
        boolean dryRunSeen,
        int usedToday,
        OptionalInt perDay,
        Optional<Instant> next,
        Optional<Last> last,
        Optional<Instant> pausedUntil,
        int failures,
        boolean running,
        String why,
        SequencedMap<String, Object> facts) {

    public RuleLine {
        facts = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(facts));
    }

    /// @param asked acts that the service accepted
    public record Last(Instant at, CycleRun.Ended ended, String reason, long asked) {}

    /// No facts of the kind's own.
    public static SequencedMap<String, Object> noFacts() {
        return new java.util.LinkedHashMap<>(Map.of());
    }
}
