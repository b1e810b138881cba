package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of turns that are due: run, or too late to run (section 14.4).
final class Turns {

    /// A turn found later than this was missed.
    private static final Duration MISSED_AFTER = Duration.ofSeconds(120);

    private static final Duration MADE_UP_FOR = Duration.ofDays(7);
    private static final int MOST_MADE_UP = 14;

    private Turns() {}

    /// @param due when, oldest first
    static List<ScheduleSlot> of(Schedule schedule, InstanceId id, List<Instant> due, Instant now) {
        var missed =
                due.stream().filter(at -> at.plus(MISSED_AFTER).isBefore(now)).toList();
        var made = new ArrayList<ScheduleSlot>();
        var recent = missed.stream()
                .filter(at -> !at.isBefore(now.minus(MADE_UP_FOR)))
                .toList();
        var madeUp = recent.subList(Math.max(0, recent.size() - MOST_MADE_UP), recent.size());
        for (var at : due) {
            SlotState state;
            if (!missed.contains(at)) {
                state = SlotState.DUE;
            } else if (schedule.missed() == Missed.SKIP) {
                state = SlotState.MISSED;
            } else if (schedule.missed() == Missed.LATEST) {
                state = at.equals(missed.getLast()) ? SlotState.DUE : SlotState.MISSED_SUPERSEDED;
            } else {
                state = madeUp.contains(at) ? SlotState.DUE : SlotState.MISSED_TOO_OLD;
            }
            made.add(new ScheduleSlot(
                    schedule.id(),
                    id,
                    at,
                    state,
                    missed.contains(at) ? Sentence.FOUND_LATE.say() : "",
                    Optional.empty(),
                    0,
                    state == SlotState.DUE ? Optional.of(now) : Optional.empty()));
        }
        return made;
    }
}
