package io.pilothouse.ui.common;

import java.time.Duration;

/// How far back history is shown.
public enum Span {
    DAY(Duration.ofHours(24)),
    WEEK(Duration.ofDays(7)),
    QUARTER(Duration.ofDays(90));

    private final Duration length;

    Span(Duration length) {
        this.length = length;
    }

    public Duration length() {
        return length;
    }

    /// @return stable name in texts
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
