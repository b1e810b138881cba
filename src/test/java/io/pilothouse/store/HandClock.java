package io.pilothouse.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves by hand.
final class HandClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-11-20T20:31:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
