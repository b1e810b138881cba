package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.ConnectorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One thing asked of a house and kept until it is too old, was dropped, or the connection it came over
/// ended. Who asks while somebody asks shares the answer. Thread-safe.
final class Remembered<T> {

    /// A question to the house.
    interface Question<T> {
        T ask() throws ConnectorException, InterruptedException;
    }

    private record Kept<T>(T value, Instant at, long epoch, long drops) {}

    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicLong drops = new AtomicLong();
    private volatile @Nullable Kept<T> kept;

    Remembered(Clock clock) {
        this.clock = clock;
    }

    /// @param epoch of the connection now
    /// @param within how old it may be
    T get(long epoch, Duration within, Question<T> question) throws ConnectorException, InterruptedException {
        var fresh = fresh(epoch, within);
        if (fresh.isPresent()) {
            return fresh.get();
        }
        asking.lockInterruptibly();
        try {
            var meanwhile = fresh(epoch, within);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            long before = drops.get();
            var value = question.ask();
            kept = new Kept<>(value, clock.instant(), epoch, before);
            return value;
        } finally {
            asking.unlock();
        }
    }

    /// It changed: what was asked before this call is not given again, even if its answer comes later.
    void drop() {
        drops.incrementAndGet();
    }

    /// Keeps it no longer, to save memory.
    void forget() {
        drop();
        kept = null;
    }

    /// @return the newest answer, however old
    Optional<T> latest() {
        return Optional.ofNullable(kept).map(Kept::value);
    }

    /// @return what was asked on this connection, however old
    Optional<T> of(long epoch) {
        return Optional.ofNullable(kept).filter(it -> it.epoch() == epoch).map(Kept::value);
    }

    private Optional<T> fresh(long epoch, Duration within) {
        return Optional.ofNullable(kept)
                .filter(it -> it.epoch() == epoch && it.drops() == drops.get())
                .filter(it -> Duration.between(it.at(), clock.instant()).compareTo(within) < 0)
                .map(Kept::value);
    }
}
