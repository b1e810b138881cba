package io.pilothouse.domain.alert;

import static io.pilothouse.domain.alert.AlertChannel.BADGE;
import static io.pilothouse.domain.alert.AlertChannel.BAR;
import static io.pilothouse.domain.alert.AlertChannel.DESKTOP;

import java.util.Locale;
import java.util.Set;

/// What people may want to hear of, with the channels it usually goes to (console design 3.12).
public enum AlertEvent {
    /// A host or an instance does not answer.
    DOWN(Severity.URGENT, AlertChannel.with(true, BADGE, BAR, DESKTOP)),
    /// It answers again, or is calm again; goes only where its `DOWN` or `UNSTABLE` went.
    RECOVERED(Severity.NEWS, AlertChannel.with(true, BAR, DESKTOP)),
    /// It still does not answer and nobody has acknowledged that; goes only where its `DOWN` went.
    STILL_DOWN(Severity.URGENT, AlertChannel.with(true)),
    /// It answers and refuses the key, or with another certificate.
    REFUSED(Severity.URGENT, AlertChannel.with(true, BADGE, BAR, DESKTOP)),
    /// It answers as another installation.
    IDENTITY(Severity.URGENT, AlertChannel.with(true, BADGE, BAR, DESKTOP)),
    /// It changes its state again and again; replaces the single downs.
    UNSTABLE(Severity.WARNING, AlertChannel.with(true, BADGE, BAR, DESKTOP)),
    /// It works but says something is wrong, or its disk is nearly full.
    WARNING(Severity.WARNING, AlertChannel.with(false, BADGE)),
    /// Its certificate ends within 21 days.
    CERTIFICATE(Severity.WARNING, AlertChannel.with(false, BADGE)),
    /// Its certificate ends within 7 days, or within one.
    CERTIFICATE_SOON(Severity.URGENT, AlertChannel.with(true, BADGE, DESKTOP)),
    /// Work stands still or failed although no instance changed its state, for example a schedule.
    WORK(Severity.URGENT, AlertChannel.with(true, BADGE, BAR, DESKTOP)),
    /// What cycles brought since the last morning.
    RESULTS(Severity.NEWS, AlertChannel.with(true)),
    /// Turns of regular work passed while the program was closed.
    MISSED(Severity.NEWS, AlertChannel.with(false, BAR)),
    /// The daily copy of the store could not be made.
    COPY(Severity.URGENT, AlertChannel.with(false, BADGE, BAR, DESKTOP)),
    /// Its secret cannot be read.
    LOCKED(Severity.URGENT, AlertChannel.with(false, BADGE, BAR, DESKTOP));

    /// How much it matters; routes choose by it.
    public enum Severity {
        NEWS,
        WARNING,
        URGENT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;
    private final Set<AlertChannel> usual;

    AlertEvent(Severity severity, Set<AlertChannel> usual) {
        this.severity = severity;
        this.usual = usual;
    }

    public Severity severity() {
        return severity;
    }

    /// @return the channels while nobody has chosen others
    public Set<AlertChannel> usual() {
        return usual;
    }

    /// @return the event's name in settings and the store
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return whether it lasts until something ends it, and is acknowledged until then
    public boolean lasts() {
        return !follows();
    }

    /// @return whether it goes only where the message before it went that it follows
    public boolean follows() {
        return this == RECOVERED || this == STILL_DOWN;
    }

    /// @return whether others may follow it
    public boolean followed() {
        return this == DOWN || this == UNSTABLE;
    }
}
