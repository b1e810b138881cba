package io.pilothouse.connectors.homeassistant;

import java.time.Clock;

/// Events a second, as the mean of the last ten whole seconds. Thread-safe.
final class Rate {

    private static final int SECONDS = 10;

    private final Clock clock;
    private final long[] counts = new long[SECONDS + 1];
    private long second;

    Rate(Clock clock) {
        this.clock = clock;
        second = clock.instant().getEpochSecond();
    }

    synchronized void count(int events) {
        turn();
        counts[(int) (second % counts.length)] += events;
    }

    synchronized double perSecond() {
        turn();
        long sum = 0;
        for (int i = 1; i <= SECONDS; i++) {
            sum += counts[(int) ((second - i) % counts.length)];
        }
        return sum / (double) SECONDS;
    }

    private void turn() {
        long now = clock.instant().getEpochSecond();
        for (long next = Math.max(second + 1, now - SECONDS); next <= now; next++) {
            counts[(int) (next % counts.length)] = 0;
        }
        second = Math.max(second, now);
    }
}
