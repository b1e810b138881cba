package io.pilothouse.domain.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// One turn of a schedule on one instance. There is at most one for each slot and instance, whatever
/// happens to the program.
///
/// @param run the run that was made for it last
public record ScheduleSlot(
        String schedule,
        InstanceId instance,
        Instant slot,
        Policies.SlotState state,
        String reason,
        Optional<RunId> run,
        int attempts,
        Optional<Instant> nextAt) {

    public ScheduleSlot with(Policies.SlotState next, String why, Optional<RunId> made, Optional<Instant> lookAt) {
        return new ScheduleSlot(schedule, instance, slot, next, why, made, attempts, lookAt);
    }

    public boolean sameTurn(ScheduleSlot other) {
        return schedule.equals(other.schedule) && instance.equals(other.instance) && slot.equals(other.slot);
    }

    /// To be tried again by itself.
    public ScheduleSlot again(Instant at, String why) {
        return new ScheduleSlot(
                schedule, instance, slot, Policies.SlotState.DUE, why, run, attempts + 1, Optional.of(at));
    }
}
