package io.pilothouse.tasks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The computer's own time.
public final class SystemTime implements Time {

    /// Waits are cut to this, so that a changed clock is noticed.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;

    public SystemTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public Bell bell() {
        return new SystemBell();
    }

    private final class SystemBell implements Bell {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rung = lock.newCondition();
        private boolean ringing;

        @Override
        public void await(Instant until) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                var wait = Duration.between(clock.instant(), until);
                long nanos = (wait.compareTo(LONGEST) > 0 ? LONGEST : wait).toNanos();
                if (!ringing && nanos > 0) {
                    rung.await(nanos, TimeUnit.NANOSECONDS);
                }
                ringing = false;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void rest(Duration atMost) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long nanos = atMost.toNanos();
                while (!ringing && nanos > 0) {
                    nanos = rung.awaitNanos(nanos);
                }
                ringing = false;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void ring() {
            lock.lock();
            try {
                ringing = true;
                rung.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
