package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How often an instance is checked while nothing is wrong, and how soon after a first failure.
///
/// @param pause     from the end of one check to the start of the next
/// @param spread    how far the pause may be shortened or stretched, as a part of it: 0.1 for 10 %
/// @param recheck   from the start of a failed check to the start of the one that confirms it
/// @param downAfter failed checks in a row after which it is down, from 1 on
public record CheckPace(Duration pause, double spread, Duration recheck, int downAfter) {

    /// Console design 3.6.
    public static final Duration LOCAL_PAUSE = Duration.ofSeconds(60);
    public static final Duration REMOTE_PAUSE = Duration.ofMinutes(5);
    public static final Duration RECHECK = Duration.ofSeconds(20);

    public CheckPace {
        if (pause.isNegative() || recheck.isNegative() || spread < 0 || spread >= 1 || downAfter < 1) {
            throw new IllegalArgumentException("not a pace: " + pause + " " + spread + " " + recheck + " " + downAfter);
        }
    }

    /// With the usual number of failures.
    public CheckPace(Duration pause, double spread, Duration recheck) {
        this(pause, spread, recheck, Standing.FAILURES_UNTIL_DOWN);
    }

    /// The usual pace for a service at `address`.
    public static CheckPace usual(Address address) {
        return new CheckPace(NetworkPlace.of(address.host()).near() ? LOCAL_PAUSE : REMOTE_PAUSE, 0, RECHECK);
    }

    /// The same with the pause that a person chose.
    public CheckPace chosen(Optional<Duration> checkEvery) {
        return checkEvery
                .map(chosen -> new CheckPace(chosen, spread, recheck, downAfter))
                .orElse(this);
    }

    /// The same with the number of failures that a person chose.
    public CheckPace downAfter(int failures) {
        return new CheckPace(pause, spread, recheck, failures);
    }

    /// @param jitter -1 to 1
    Instant next(Instant end, double jitter) {
        return end.plusMillis(Math.round(pause.toMillis() * (1 + spread * jitter)));
    }

    Instant confirming(Instant start, Instant end) {
        var wanted = start.plus(recheck);
        var soonest = end.plusSeconds(1);
        return wanted.isAfter(soonest) ? wanted : soonest;
    }
}
