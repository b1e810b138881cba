package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.CheckLane;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Bounds checks that run at once: so many in one lane, 32 in all. The lane's slot is taken first, so that
/// those who wait for a slow host keep no slot from the others. Thread-safe.
final class CheckSlots {

    private static final int OVERALL = 32;

    private final Semaphore overall = new Semaphore(OVERALL, true);
    private final Map<String, Semaphore> byLane = new ConcurrentHashMap<>();

    /// What runs in a slot.
    @FunctionalInterface
    interface Inside<T> {
        T run();
    }

    <T> T in(CheckLane lane, Inside<T> work) throws InterruptedException {
        var slots = byLane.computeIfAbsent(lane.name(), _ -> new Semaphore(lane.atOnce(), true));
        slots.acquire();
        try {
            if (lane.within().isPresent()) {
                return in(lane.within().get(), work);
            }
            overall.acquire();
            try {
                return work.run();
            } finally {
                overall.release();
            }
        } finally {
            slots.release();
        }
    }
}
