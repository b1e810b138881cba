package io.pilothouse.domain.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One message, or one summary of several, on its way to a channel outside this computer. Immutable.
///
/// @param alerts   ids of what it says
/// @param attempts that failed
/// @param due      when it is to be sent; later after each attempt
/// @param answer   what the server said last; empty before
public record Delivery(
        long id, AlertChannel channel, List<Long> alerts, State state, int attempts, Instant due, String answer) {

    /// How long after each failed attempt the next one comes; after the last it is given up.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofHours(1));

    /// What has become of it.
    public enum State {
        WAITING,
        SENT,
        FAILED,
        /// It became untrue before it was sent.
        WITHDRAWN
    }

    public Delivery {
        alerts = List.copyOf(alerts);
    }

    public Delivery sent(String said) {
        return new Delivery(id, channel, alerts, State.SENT, attempts, due, said);
    }

    public Delivery withdrawn() {
        return new Delivery(id, channel, alerts, State.WITHDRAWN, attempts, due, answer);
    }

    public Delivery failed(String said, Instant now) {
        boolean goesOn = attempts < PAUSES.size();
        return new Delivery(
                id,
                channel,
                alerts,
                goesOn ? State.WAITING : State.FAILED,
                attempts + 1,
                goesOn ? now.plus(PAUSES.get(attempts)) : due,
                said);
    }
}
