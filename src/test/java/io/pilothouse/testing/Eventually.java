package io.pilothouse.testing;

import io.pilothouse.tasks.Published;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Waiting for something that other threads will do. The limit is only there to end a broken test.
public final class Eventually {

    private static final long LIMIT_SECONDS = 120;
    private static final long PAUSE_NANOS = 200_000;

    private Eventually() {}

    /// Waits until a published value fits, and returns it.
    public static <T> T published(Published<T> published, Predicate<T> fits) throws InterruptedException {
        var found = new java.util.concurrent.atomic.AtomicReference<T>();
        var done = new CountDownLatch(1);
        try (var _ = published.subscribe(Runnable::run, value -> {
            if (fits.test(value) && found.compareAndSet(null, value)) {
                done.countDown();
            }
        })) {
            if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("never came: last was " + published.get());
            }
            return found.get();
        }
    }

    /// Waits until `condition` holds, for things that tell nobody.
    public static void that(BooleanSupplier condition) throws InterruptedException {
        that(Duration.ofSeconds(LIMIT_SECONDS), condition);
    }

    /// As [#that(BooleanSupplier)], for what may by its own rules take longer than the usual limit.
    public static void that(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(PAUSE_NANOS); // leaves the processor to those who are waited for
        }
    }
}
