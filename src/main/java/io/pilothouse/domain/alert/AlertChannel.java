package io.pilothouse.domain.alert;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A way to reach a person.
public enum AlertChannel {
    /// The number beside the bell.
    BADGE,
    /// A short message in the window.
    BAR,
    /// A message of the desktop, also while the window is hidden.
    DESKTOP,
    /// A topic on a server of ntfy.
    NTFY,
    /// A request to an address of the person's own.
    WEBHOOK,
    EMAIL;

    /// Those that leave this computer; each is off until it is set up.
    public static final List<AlertChannel> REMOTE = List.of(NTFY, WEBHOOK, EMAIL);

    public boolean remote() {
        return REMOTE.contains(this);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if it names no channel
    public static AlertChannel of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Set<AlertChannel> with(boolean remote, AlertChannel... here) {
        var all = EnumSet.noneOf(AlertChannel.class);
        all.addAll(Arrays.asList(here));
        if (remote) {
            all.addAll(REMOTE);
        }
        return Collections.unmodifiableSet(all);
    }
}
