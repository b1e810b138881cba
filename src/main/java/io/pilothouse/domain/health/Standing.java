package io.pilothouse.domain.health;

import io.pilothouse.domain.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the checks of one instance add up to, and when the next is due: a pure step from one event to
/// the next. The numbers T1 to T19 are those of the contract for Amazon Marketing Cloud, section 12.2,
/// which holds for every kind.
///
/// @param health       empty before the first completed check
/// @param failures     failed checks in a row
/// @param backOff      waits already taken of the growing list of the present lifecycle
/// @param code         why the latest completed check failed; empty when it passed
/// @param problem      the same in words
/// @param pendingSince since when it has been waiting to be proven
/// @param countedAt    when a failed request outside checks was last counted as a failure
/// @param nextCheckAt  empty for no background checks
public record Standing(
        Lifecycle lifecycle,
        Optional<Health> health,
        int failures,
        int backOff,
        Optional<FaultCode> code,
        Optional<Problem> problem,
        Instant pendingSince,
        Optional<Instant> countedAt,
        Optional<Instant> lastCheckAt,
        Optional<Instant> lastHealthyAt,
        Optional<Instant> nextCheckAt) {

    /// T7; console design 3.6. Usual, as people may choose another number.
    public static final int FAILURES_UNTIL_DOWN = 3;

    /// T4.
    private static final List<Duration> PENDING_WAITS = List.of(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofSeconds(300),
            Duration.ofSeconds(600));
    private static final Duration PENDING_AT_MOST = Duration.ofHours(24);

    /// T9.
    private static final List<Duration> ERROR_WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30));

    /// T19: the shortest wait after being told to slow down.
    private static final Duration THROTTLED_AT_LEAST = Duration.ofSeconds(60);
    /// T18.
    private static final Duration CALLS_COUNT_EVERY = Duration.ofSeconds(60);

    /// T1: just saved and switched on; to be checked at once.
    public static Standing unproven(Instant now) {
        return new Standing(
                Lifecycle.PENDING,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now));
    }

    /// Just saved, switched off.
    public static Standing inactive(Instant now) {
        return unproven(now).with(Lifecycle.INACTIVE, Optional.empty());
    }

    /// @param jitter -1 to 1, which part of the pace's spread is used for the next check
    public Standing after(HealthEvent event, CheckPace pace, double jitter) {
        return switch (event) {
            case HealthEvent.Checked(var _, HealthCheck.Passed passed) -> passed(passed, pace, jitter);
            case HealthEvent.Checked(var startedAt, HealthCheck.Failed failed) ->
                failed(startedAt, failed, pace, jitter);
            case HealthEvent.Checked(var _, HealthCheck.Cancelled cancelled) -> // T19
                lifecycle == Lifecycle.INACTIVE
                        ? this
                        : nextAt(Optional.of(cancelled.at().plus(pace.recheck())));
            case HealthEvent.SwitchedOff _ -> with(Lifecycle.INACTIVE, Optional.empty()); // T10
            case HealthEvent.SwitchedOn(var at) -> lifecycle == Lifecycle.INACTIVE ? anew(at) : this; // T11
            case HealthEvent.IdentityEdited(var at) -> // T13
                lifecycle == Lifecycle.INACTIVE ? anew(at).with(Lifecycle.INACTIVE, Optional.empty()) : anew(at);
            case HealthEvent.DetailsEdited _ -> this; // T14
            case HealthEvent.Broken(var at, var broken, var why) -> broken(at, broken, why);
            case HealthEvent.SecretRepaired(var at) -> // T16
                lifecycle == Lifecycle.ERROR
                                && code.filter(Standing::ofTheSecret).isPresent()
                        ? anew(at)
                        : this;
            case HealthEvent.CallFailed called -> called(called, pace);
        };
    }

    /// @return whether the latest check found nothing that answers
    public boolean silent() {
        return code.filter(Standing::silence).isPresent();
    }

    /// @return whether `code` says that nothing answered at all, so that the host or the network may
    ///     be the cause
    public static boolean silence(FaultCode code) {
        return switch (code) {
            case NAME_UNKNOWN, NO_ROUTE, CONNECTION_REFUSED, NO_ANSWER -> true;
            default -> false;
        };
    }

    /// @param downAfter failed checks in a row after which there is no doubt
    /// @return whether the latest bad answer is beyond doubt: definite, or repeated often enough
    public boolean confirmed(int downAfter) {
        return failures >= downAfter || code.filter(FaultCode::permanent).isPresent();
    }

    /// The same with another time of the next check.
    public Standing nextAt(Optional<Instant> at) {
        return new Standing(
                lifecycle,
                health,
                failures,
                backOff,
                code,
                problem,
                pendingSince,
                countedAt,
                lastCheckAt,
                lastHealthyAt,
                at);
    }

    private Standing passed(HealthCheck.Passed passed, CheckPace pace, double jitter) {
        var at = passed.at();
        boolean off = lifecycle == Lifecycle.INACTIVE; // T12
        return new Standing(
                off ? Lifecycle.INACTIVE : Lifecycle.ACTIVE, // T2, T5, T8
                Optional.of(Health.HEALTHY),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                pendingSince,
                countedAt,
                Optional.of(at),
                Optional.of(at),
                off ? Optional.empty() : Optional.of(pace.next(at, jitter)));
    }

    private Standing failed(Instant startedAt, HealthCheck.Failed failed, CheckPace pace, double jitter) {
        var at = failed.at();
        if (failed.code() == FaultCode.THROTTLED) { // T19
            var wait = longer(failed.retryAfter().orElse(Duration.ZERO), THROTTLED_AT_LEAST);
            return lifecycle == Lifecycle.INACTIVE ? this : nextAt(Optional.of(at.plus(wait)));
        }
        int nowFailed = failures + 1;
        boolean permanent = failed.code().permanent();
        var to =
                switch (lifecycle) {
                    case INACTIVE -> Lifecycle.INACTIVE; // T12
                    case ERROR -> Lifecycle.ERROR; // T9
                    case PENDING -> // T3, T4
                        permanent || !at.isBefore(pendingSince.plus(PENDING_AT_MOST))
                                ? Lifecycle.ERROR
                                : Lifecycle.PENDING;
                    case ACTIVE -> // T6, T7
                        permanent || nowFailed >= pace.downAfter() ? Lifecycle.ERROR : Lifecycle.ACTIVE;
                };
        int waits = to == lifecycle ? backOff : 0;
        var next =
                switch (to) {
                    case INACTIVE -> Optional.<Instant>empty();
                    case PENDING -> Optional.of(at.plus(waitNumber(PENDING_WAITS, waits)));
                    case ACTIVE -> Optional.of(pace.confirming(startedAt, at));
                    case ERROR -> nextInError(failed, waits, pace, jitter);
                };
        return new Standing(
                to,
                Optional.of(failed.code().health()),
                nowFailed,
                waits + 1,
                Optional.of(failed.code()),
                Optional.of(failed.problem()),
                pendingSince,
                countedAt,
                Optional.of(at),
                lastHealthyAt,
                next);
    }

    private static Optional<Instant> nextInError(HealthCheck.Failed failed, int waits, CheckPace pace, double jitter) {
        var at = failed.at();
        return switch (failed.code()) {
            // a refused secret stays refused until a person changes it, and each try may count as an attack
            case SECRET_MISSING, SECRET_REFUSED, LOGIN_REFUSED, SECRET_LOCKED -> Optional.empty();
            case BANNED -> Optional.of(at.plus(failed.retryAfter().orElse(ERROR_WAITS.getLast())));
            // who answers is asked at the usual pace, as the right one may come back (console design 3.6)
            case IDENTITY_CHANGED -> Optional.of(pace.next(at, jitter));
            default -> Optional.of(at.plus(waitNumber(ERROR_WAITS, waits)));
        };
    }

    private Standing broken(Instant at, FaultCode broken, Problem why) { // T15, T16
        return lifecycle == Lifecycle.INACTIVE
                ? this
                : new Standing(
                        Lifecycle.ERROR,
                        Optional.of(broken.health()),
                        failures,
                        0,
                        Optional.of(broken),
                        Optional.of(why),
                        pendingSince,
                        countedAt,
                        lastCheckAt,
                        lastHealthyAt,
                        Optional.empty());
    }

    private Standing called(HealthEvent.CallFailed called, CheckPace pace) {
        if (lifecycle != Lifecycle.ACTIVE) {
            return this;
        }
        if (called.code().health() == Health.UNHEALTHY) { // T17: an immediate check decides
            return nextAt(Optional.of(called.at()));
        }
        boolean tooSoon = countedAt
                .filter(last -> called.at().isBefore(last.plus(CALLS_COUNT_EVERY)))
                .isPresent();
        if (called.code().permanent() || called.code() == FaultCode.THROTTLED || tooSoon) {
            return this;
        }
        int nowFailed = failures + 1; // T18, as T7
        boolean out = nowFailed >= pace.downAfter();
        return new Standing(
                out ? Lifecycle.ERROR : Lifecycle.ACTIVE,
                Optional.of(called.code().health()),
                nowFailed,
                out ? 1 : backOff,
                Optional.of(called.code()),
                Optional.of(called.problem()),
                pendingSince,
                Optional.of(called.at()),
                lastCheckAt,
                lastHealthyAt,
                Optional.of(called.at().plus(out ? ERROR_WAITS.getFirst() : pace.recheck())));
    }

    private Standing anew(Instant at) {
        var fresh = unproven(at);
        return new Standing(
                fresh.lifecycle,
                fresh.health,
                0,
                0,
                fresh.code,
                fresh.problem,
                at,
                fresh.countedAt,
                lastCheckAt,
                lastHealthyAt,
                fresh.nextCheckAt);
    }

    private Standing with(Lifecycle to, Optional<Instant> next) {
        return new Standing(
                to, health, failures, 0, code, problem, pendingSince, countedAt, lastCheckAt, lastHealthyAt, next);
    }

    private static boolean ofTheSecret(FaultCode code) {
        return code.step() == Step.SECRET;
    }

    private static Duration waitNumber(List<Duration> waits, int index) {
        return waits.get(Math.min(index, waits.size() - 1));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
