package io.pilothouse.domain.alert;

import java.util.Locale;

/// A way to reach a person.
public enum AlertChannel {
    /// The number beside the bell.
    BADGE,
    /// A short message in the window.
    BAR,
    /// A message of the desktop, also while the window is hidden.
    DESKTOP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
