package io.pilothouse.tasks.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Bounds checks that run at once: 2 on one host, 32 in all. The host's slot is taken first, so that
/// those who wait for a slow host keep no slot from the others. Thread-safe.
final class CheckSlots {

    private static final int OVERALL = 32;
    private static final int PER_HOST = 2;

    private final Semaphore overall = new Semaphore(OVERALL, true);
    private final Map<String, Semaphore> byHost = new ConcurrentHashMap<>();

    /// What runs in a slot.
    @FunctionalInterface
    interface Inside<T> {
        T run();
    }

    <T> T in(String host, Inside<T> work) throws InterruptedException {
        var ofHost = byHost.computeIfAbsent(host, _ -> new Semaphore(PER_HOST, true));
        ofHost.acquire();
        try {
            overall.acquire();
            try {
                return work.run();
            } finally {
                overall.release();
            }
        } finally {
            ofHost.release();
        }
    }
}
