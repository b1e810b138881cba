package io.pilothouse.testing;

import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;

/// Time that a test moves by hand. Loops that wait for a moment wake when it is reached. Thread-safe.
public final class HandTime implements Time {

    private Instant now;

    public HandTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        notifyAll();
    }

    @Override
    public Bell bell() {
        return new HandBell();
    }

    private final class HandBell implements Bell {
        private boolean ringing;

        @Override
        public void await(Instant until) throws InterruptedException {
            synchronized (HandTime.this) {
                while (!ringing && now.isBefore(until)) {
                    HandTime.this.wait();
                }
                ringing = false;
            }
        }

        @Override
        public void ring() {
            synchronized (HandTime.this) {
                ringing = true;
                HandTime.this.notifyAll();
            }
        }
    }
}
