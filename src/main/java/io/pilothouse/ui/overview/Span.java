package io.pilothouse.ui.overview;

import java.time.Duration;

/// How far back history is shown.
enum Span {
    DAY(Duration.ofHours(24)),
    WEEK(Duration.ofDays(7)),
    QUARTER(Duration.ofDays(90));

    private final Duration length;

    Span(Duration length) {
        this.length = length;
    }

    Duration length() {
        return length;
    }
}
