package io.pilothouse.connectors.homeassistant;

import io.pilothouse.domain.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How the live line to one Home Assistant is, published at every change. Immutable; holds no secret.
///
/// @param version       as the server greeted with, empty before
/// @param attempt       attempts since the last connection, 0 while live
/// @param nextAttemptAt when the next attempt is due, while waiting for it
/// @param reconnects    since the session was made
/// @param epoch         raised by every new connection: what came before belongs to another one
/// @param lastProblem   why the latest connection or attempt ended
public record SessionStatus(
        SessionState state,
        Instant since,
        String version,
        int attempt,
        Optional<Instant> nextAttemptAt,
        int reconnects,
        Optional<Instant> connectedSince,
        Optional<Duration> roundTrip,
        long epoch,
        Optional<Problem> lastProblem) {

    static SessionStatus stopped(Instant now) {
        return new SessionStatus(
                SessionState.STOPPED,
                now,
                "",
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    SessionStatus in(SessionState next, Instant now) {
        return new SessionStatus(
                next,
                next == state ? since : now,
                version,
                attempt,
                Optional.empty(),
                reconnects,
                connectedSince,
                roundTrip,
                epoch,
                lastProblem);
    }

    SessionStatus ready(String newVersion, Instant now) {
        return new SessionStatus(
                SessionState.READY,
                now,
                newVersion,
                0,
                Optional.empty(),
                epoch == 0 ? 0 : reconnects + 1,
                Optional.of(now),
                Optional.empty(),
                epoch + 1,
                Optional.empty());
    }

    SessionStatus failed(SessionState next, Problem why, Instant now) {
        return new SessionStatus(
                next,
                next == state ? since : now,
                version,
                attempt + 1,
                Optional.empty(),
                reconnects,
                Optional.empty(),
                Optional.empty(),
                epoch,
                Optional.of(why));
    }

    SessionStatus waitingUntil(Instant next) {
        return new SessionStatus(
                state,
                since,
                version,
                attempt,
                Optional.of(next),
                reconnects,
                connectedSince,
                roundTrip,
                epoch,
                lastProblem);
    }

    SessionStatus withRoundTrip(Duration time) {
        return new SessionStatus(
                state,
                since,
                version,
                attempt,
                nextAttemptAt,
                reconnects,
                connectedSince,
                Optional.of(time),
                epoch,
                lastProblem);
    }
}
