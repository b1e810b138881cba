package io.pilothouse.domain.alert;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message. Immutable.
///
/// @param id           0 until it is stored
/// @param cause        stable key of what it is about: a host, or an instance with its trouble
/// @param subject      the silent host, or the name of the fault or state
/// @param instances    whom it is about, in the person's own order
/// @param since        when the trouble began
/// @param sent         the channels it went to
/// @param held         why it was not sent when it was recorded; empty when it was
/// @param released     when what was held arrived in a summary after all
/// @param ended        when the trouble ended; for a recovery, when the first check passed again
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
        Optional<Instant> released,
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

    /// @return whether it says that what went up and down is calm again
    public boolean calm() {
        return event == AlertEvent.RECOVERED && cause.startsWith(AlertEvent.UNSTABLE.word() + " ");
    }

    /// @return whether it counts beside the bell
    public boolean open() {
        return event.lasts()
                && ended.isEmpty()
                && acknowledged.isEmpty()
                && (sent.contains(AlertChannel.BADGE) || held.isPresent());
    }

    /// @return whether it was held and waits to be sent in a summary
    public boolean waits() {
        boolean stillTrue = ended.isEmpty() || !event.lasts();
        return held.isPresent() && released.isEmpty() && acknowledged.isEmpty() && stillTrue;
    }

    public Alert withId(long stored) {
        return new Alert(
                stored, event, cause, subject, instances, at, since, sent, held, released, ended, acknowledged);
    }

    /// @param channels of the summary, beside those it went to before
    public Alert releasedAt(Instant now, Set<AlertChannel> channels) {
        var all = new HashSet<>(sent);
        all.addAll(channels);
        return new Alert(
                id, event, cause, subject, instances, at, since, all, held, Optional.of(now), ended, acknowledged);
    }

    /// As the rules would have it.
    public Alert judged(AlertRules.Verdict verdict) {
        return new Alert(
                id,
                event,
                cause,
                subject,
                instances,
                at,
                since,
                verdict.sent(),
                verdict.held(),
                Optional.empty(),
                ended,
                acknowledged);
    }
}
