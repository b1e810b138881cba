package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How often one credential may ask (section 11.2): five requests a second, ten at once; each 429 halves
/// the rate for a minute, then it grows again. A person's requests go before background ones. Thread-safe.
final class RateBucket {

    private static final double USUAL = 5;
    private static final double LEAST = 0.5;
    private static final double BURST = 10;
    private static final Duration QUIET = Duration.ofSeconds(60);

    private final Clock clock;
    private final Pauses pauses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition foregroundServed = lock.newCondition();
    private double tokens = BURST;
    private double rate = USUAL;
    private Instant filledAt;
    private Instant lastThrottle = Instant.MIN;
    private int foregroundWaiting;

    RateBucket(Clock clock, Pauses pauses) {
        this.clock = clock;
        this.pauses = pauses;
        filledAt = clock.instant();
    }

    /// Waits for its turn.
    ///
    /// @throws InterruptedException if the calling task was cancelled
    void take(boolean background) throws InterruptedException {
        var wait = reserve(background);
        if (wait.isPositive()) {
            try {
                pauses.pause(wait);
            } finally {
                served(background);
            }
        } else {
            served(background);
        }
    }

    private Duration reserve(boolean background) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (background && foregroundWaiting > 0) {
                foregroundServed.await();
            }
            if (!background) {
                foregroundWaiting++;
            }
            fill();
            tokens -= 1;
            return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / rate * 1e9));
        } finally {
            lock.unlock();
        }
    }

    private void served(boolean background) {
        lock.lock();
        try {
            if (!background && --foregroundWaiting == 0) {
                foregroundServed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void fill() {
        var now = clock.instant();
        if (lastThrottle.isAfter(Instant.MIN)) {
            long quiet = Duration.between(lastThrottle, now).dividedBy(QUIET);
            if (quiet > 0 && rate < USUAL) {
                rate = Math.min(USUAL, rate + 0.5 * quiet);
                lastThrottle = lastThrottle.plus(QUIET.multipliedBy(quiet));
            }
        }
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(BURST, tokens + seconds * rate);
        filledAt = now;
    }

    /// The service answered 429.
    void throttled() {
        lock.lock();
        try {
            fill();
            rate = Math.max(LEAST, rate / 2);
            lastThrottle = clock.instant();
        } finally {
            lock.unlock();
        }
    }

    /// @return requests a second at present
    double rate() {
        lock.lock();
        try {
            fill();
            return rate;
        } finally {
            lock.unlock();
        }
    }
}
