package io.pilothouse.testing;

import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// Time that a test moves by hand. Loops that wait for a moment wake when it is reached. Thread-safe.
public final class HandTime implements Time {

    private final Set<HandBell> loops = new HashSet<>();
    private Instant now;
    private Duration elapsed = Duration.ZERO;

    public HandTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }

    /// Somebody puts the computer's clock right. No time passes.
    public synchronized void putBack(Duration by) {
        now = now.minus(by);
        notifyAll();
    }

    /// @return whether every loop that ever waited waits for a later moment
    public synchronized boolean asleep() {
        return loops.stream().allMatch(HandBell::asleep);
    }

    /// @return whether somebody waits, and nobody does anything else
    public synchronized boolean waitedFor() {
        return !loops.isEmpty() && asleep();
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
        elapsed = elapsed.plus(by);
        notifyAll();
    }

    @Override
    public Bell bell() {
        return new HandBell();
    }

    private final class HandBell implements Bell {
        private boolean ringing;
        private Instant until = Instant.MIN;
        private Duration restsUntil = Duration.ZERO;

        private boolean asleep() {
            return !ringing && (now.isBefore(until) || elapsed.compareTo(restsUntil) < 0);
        }

        @Override
        public void await(Instant moment) throws InterruptedException {
            synchronized (HandTime.this) {
                until = moment;
                sleep();
            }
        }

        @Override
        public void rest(Duration atMost) throws InterruptedException {
            synchronized (HandTime.this) {
                restsUntil = elapsed.plus(atMost);
                sleep();
            }
        }

        private void sleep() throws InterruptedException {
            loops.add(this);
            while (asleep()) {
                HandTime.this.wait();
            }
            until = Instant.MIN;
            restsUntil = Duration.ZERO;
            ringing = false;
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
