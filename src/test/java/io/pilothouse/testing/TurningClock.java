package io.pilothouse.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock in UTC that a test turns by hand, forwards or back. Thread-safe.
public final class TurningClock extends Clock {

    private volatile Instant now;

    public TurningClock(Instant start) {
        now = start;
    }

    /// @param time negative to turn it back
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("this clock stays in UTC");
    }

    @Override
    public Instant instant() {
        return now;
    }
}
