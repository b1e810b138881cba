package io.pilothouse.domain.alert;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What people may want to hear of, with the channels it usually goes to (console design 3.12).
public enum AlertEvent {
    /// A host or an instance does not answer.
    DOWN(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP),
    /// It answers again; goes only where its `DOWN` went.
    RECOVERED(AlertChannel.BAR, AlertChannel.DESKTOP),
    /// It answers and refuses the key, or as another installation, or with another certificate.
    REFUSED(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP),
    /// It changes its state again and again; replaces the single downs.
    UNSTABLE(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP),
    /// It works but says something is wrong, or its disk is nearly full, or its certificate ends soon.
    WARNING(AlertChannel.BADGE),
    /// Work stands still or failed although no instance changed its state, for example a schedule.
    WORK(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP),
    /// Its secret cannot be read.
    LOCKED(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP);

    private final Set<AlertChannel> usual;

    AlertEvent(AlertChannel first, AlertChannel... more) {
        usual = EnumSet.of(first, more);
    }

    /// @return the channels while nobody has chosen others
    public Set<AlertChannel> usual() {
        return Set.copyOf(usual);
    }

    /// @return the event's name in settings and the store
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @return whether it lasts until something ends it, and is acknowledged until then
    public boolean lasts() {
        return this != RECOVERED;
    }
}
