package io.pilothouse.tasks.library;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// Thumbnails: kept ones at once, others from their server, a few at a time. What failed is not asked for
/// again for a while, though it comes into sight again and again. Thread-safe.
final class Pictures {

    private static final int AT_ONCE = 6;
    /// So long a picture that could not be had is left alone.
    private static final Duration BROKEN = Duration.ofMinutes(5);
    /// So long a server that did not answer is not asked for pictures.
    private static final Duration SILENT = Duration.ofSeconds(30);

    private static final int REMEMBERED = 5_000;

    private final PictureCache cache;
    private final Server server;
    private final Time time;
    private final Map<Integer, Semaphore> slots = new ConcurrentHashMap<>();
    private final Map<Integer, Instant> silent = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Wanted, Instant> broken = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Wanted(EntityKey key, long stamp) {}

    /// Where pictures come from.
    @FunctionalInterface
    interface Server {
        /// @return empty for a thing that has none
        Optional<byte[]> picture(EntityKey key, long stamp) throws ProblemException, InterruptedException;
    }

    Pictures(PictureCache cache, Server server, Time time) {
        this.cache = cache;
        this.server = server;
        this.time = time;
    }

    /// @return empty when there is none, or none to be had for now
    Optional<byte[]> get(EntityKey key, long stamp) throws InterruptedException {
        var kept = cache.find(key, stamp);
        if (kept.isPresent()) {
            return kept.filter(bytes -> bytes.length > 0);
        }
        var wanted = new Wanted(key, stamp);
        var slot = slots.computeIfAbsent(key.instance(), _ -> new Semaphore(AT_ONCE));
        slot.acquire();
        try {
            if (failedLately(wanted)) {
                return Optional.empty();
            }
            var fetched = server.picture(key, stamp);
            cache.keep(key, stamp, fetched.orElse(new byte[0]));
            return fetched;
        } catch (ProblemException e) {
            failed(wanted, e.problem().code());
            return Optional.empty();
        } finally {
            slot.release();
        }
    }

    private boolean failedLately(Wanted wanted) {
        var now = time.instant();
        if (now.isBefore(silent.getOrDefault(wanted.key.instance(), Instant.MIN))) {
            return true;
        }
        lock.lock();
        try {
            return now.isBefore(broken.getOrDefault(wanted, Instant.MIN));
        } finally {
            lock.unlock();
        }
    }

    private void failed(Wanted wanted, ProblemCode code) {
        var now = time.instant();
        switch (code) {
            case UNREACHABLE -> silent.put(wanted.key.instance(), now.plus(SILENT));
            case PAUSED -> {} // switched off: nothing was asked
            default -> {
                lock.lock();
                try {
                    broken.put(wanted, now.plus(BROKEN));
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
