package io.pilothouse.domain.alert;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message. Immutable.
///
/// @param id           0 until it is stored
/// @param cause        stable key of what it is about: a host, or an instance with its trouble
/// @param subject      the silent host, or the name of the fault or state
/// @param instances    whom it is about, in the person's own order
/// @param since        when the trouble began; for `RECOVERED` when it ended
/// @param sent         the channels it went to
/// @param held         why it was recorded and not sent; empty when it was sent
/// @param ended        when the trouble ended
/// @param acknowledged when a person said that it is known
public record Alert(
        long id,
        AlertEvent event,
        String cause,
        String subject,
        List<InstanceId> instances,
        Instant at,
        Instant since,
        Set<AlertChannel> sent,
        Optional<Held> held,
        Optional<Instant> ended,
        Optional<Instant> acknowledged) {

    /// Why a message was not sent.
    public enum Held {
        /// Quiet hours.
        QUIET,
        /// Do not disturb.
        DISTURB,
        /// Its instances are muted.
        MUTED,
        /// Too many at once; a summary was sent.
        FLOOD
    }

    public Alert {
        instances = List.copyOf(instances);
        sent = Set.copyOf(sent);
    }

    /// @return whether it counts beside the bell
    public boolean open() {
        return event.lasts()
                && ended.isEmpty()
                && acknowledged.isEmpty()
                && (sent.contains(AlertChannel.BADGE) || held.isPresent());
    }

    public Alert withId(long stored) {
        return new Alert(stored, event, cause, subject, instances, at, since, sent, held, ended, acknowledged);
    }

    public Alert endedAt(Instant end) {
        return new Alert(id, event, cause, subject, instances, at, since, sent, held, Optional.of(end), acknowledged);
    }
}
