package io.pilothouse.domain.alert;

import io.pilothouse.domain.alert.AlertLedger.Shown;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// How often instances that were told to be down have answered since. Not thread-safe; pure but for what it
/// remembers: after a restart it counts anew.
final class Recoveries {

    /// What a person did to an instance that is down is no answer of it; what it refuses is told by itself.
    private static final Set<ShownState> ELSEWHERE = EnumSet.of(
            ShownState.MAINTENANCE,
            ShownState.PAUSED,
            ShownState.ASLEEP,
            ShownState.LOCKED,
            ShownState.REFUSED,
            ShownState.IDENTITY_CHANGED);

    static final Set<ShownState> ANSWERS = EnumSet.of(ShownState.HEALTHY, ShownState.WARNING);

    /// What has become of an instance that was told to be down.
    enum Become {
        STILL_DOWN,
        /// It is asked, or answers but has not answered often enough.
        COMING_BACK,
        RECOVERED,
        /// It is gone, not asked any more, or in a trouble of its own.
        ELSEWHERE
    }

    private record Answering(Instant first, Instant last, int times) {
        Answering and(Instant answered) {
            return answered.isAfter(last) ? new Answering(first, answered, times + 1) : this;
        }
    }

    private final Map<InstanceId, Answering> answering = new HashMap<>();

    /// @param down      whether it is part of a trouble now
    /// @param shown     how it is now; empty for one that is gone
    /// @param toldAt    when it was told to be down: what passed before says nothing, though it may be all that is
    ///                  known again once this computer was offline
    /// @param successes checks in a row that pass before it has recovered
    Become look(InstanceId id, boolean down, Optional<Shown> shown, Instant toldAt, int successes) {
        if (down) {
            answering.remove(id);
            return Become.STILL_DOWN;
        }
        if (shown.map(Shown::state).map(ELSEWHERE::contains).orElse(true)) {
            return Become.ELSEWHERE;
        }
        var answered = shown.filter(now -> ANSWERS.contains(now.state()))
                .flatMap(Shown::answered)
                .filter(at -> !at.isBefore(toldAt));
        if (answered.isEmpty()) { // between down and healthy an instance is checked, or shown as unstable
            answering.remove(id);
            return Become.COMING_BACK;
        }
        var so = answering.get(id);
        var now = so == null ? new Answering(answered.get(), answered.get(), 1) : so.and(answered.get());
        answering.put(id, now);
        return now.times() >= successes ? Become.RECOVERED : Become.COMING_BACK;
    }

    /// @return when the last of them answered for the first time since
    Optional<Instant> since(Collection<InstanceId> ids) {
        return ids.stream()
                .map(answering::get)
                .filter(Objects::nonNull)
                .map(Answering::first)
                .max(Comparator.naturalOrder());
    }

    /// @param ids of instances that are told to be down
    void forgetAllBut(Set<InstanceId> ids) {
        answering.keySet().retainAll(ids);
    }
}
