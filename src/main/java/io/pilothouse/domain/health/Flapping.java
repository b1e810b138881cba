package io.pilothouse.domain.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether an instance goes up and down too often to be judged by its latest check. Immutable.
///
/// @param good     whether the latest completed check passed; empty before the first
/// @param changes  when it went from good to bad or back, within the last 30 minutes, oldest first
/// @param unstable since four changes within 30 minutes, until 10 minutes without one
public record Flapping(Optional<Boolean> good, List<Instant> changes, boolean unstable) {

    public static final Flapping CALM = new Flapping(Optional.empty(), List.of(), false);

    /// Console design 3.6.
    public static final int CHANGES = 4;
    public static final Duration WITHIN = Duration.ofMinutes(30);
    public static final Duration CALM_AFTER = Duration.ofMinutes(10);

    public Flapping {
        changes = List.copyOf(changes);
    }

    public Flapping after(Instant at, boolean nowGood) {
        var before = at(at);
        if (before.good.isEmpty() || before.good.get() == nowGood) {
            return new Flapping(Optional.of(nowGood), before.changes, before.unstable);
        }
        var recent = Stream.concat(
                        before.changes.stream().filter(change -> change.isAfter(at.minus(WITHIN))), Stream.of(at))
                .toList();
        return new Flapping(Optional.of(nowGood), recent, before.unstable || recent.size() >= CHANGES);
    }

    /// The same, looked at later: calm again when nothing changed for long enough.
    public Flapping at(Instant now) {
        return calmAt().filter(calm -> !now.isBefore(calm)).isPresent() ? new Flapping(good, List.of(), false) : this;
    }

    /// @return when it will count as calm if nothing changes; empty when it is not unstable
    public Optional<Instant> calmAt() {
        return unstable ? Optional.of(changes.getLast().plus(CALM_AFTER)) : Optional.empty();
    }
}
