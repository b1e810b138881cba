package io.pilothouse.tasks.health;

import io.pilothouse.tasks.Bell;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one loop of the health rounds: waits for the next check that is due, and notices when the computer has
/// slept, the clock has jumped, or a pause is over. Thread-safe.
final class HealthLoop implements AutoCloseable {

    /// It looks at the clock at least so often, for maintenance, timetables and jumps of the clock.
    private static final Duration TICK = Duration.ofSeconds(15);
    /// A loop that comes this much too late, or before its time, has slept with its computer.
    private static final Duration JUMP = Duration.ofSeconds(60);

    private final FleetHealth model;
    private final CheckQueue queue;
    private final ToldHealth told;
    private final ReentrantLock lock;
    private final InstantSource time;
    private final Bell bell;
    private final BooleanSupplier paused;
    private final Consumer<Instant> startDue;
    private Instant lookedAt = Instant.EPOCH;
    private boolean wasPaused;
    private @Nullable Thread thread;

    /// @param lock     guards the model and the queue
    /// @param paused   whether background work is held
    /// @param startDue starts the checks that are due; called under the lock
    HealthLoop(
            FleetHealth model,
            CheckQueue queue,
            ToldHealth told,
            ReentrantLock lock,
            InstantSource time,
            Bell bell,
            BooleanSupplier paused,
            Consumer<Instant> startDue) {
        this.model = model;
        this.queue = queue;
        this.told = told;
        this.lock = lock;
        this.time = time;
        this.bell = bell;
        this.paused = paused;
        this.startDue = startDue;
    }

    /// Starting it again does nothing.
    void start() {
        lock.lock();
        try {
            if (thread == null) {
                queue.stagger(time.instant());
                thread = Thread.ofVirtual().name("health rounds").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        var expected = time.instant();
        try {
            while (true) {
                var now = time.instant();
                boolean jumped = Duration.between(expected, now).abs().compareTo(JUMP) > 0;
                expected = step(now, jumped);
                bell.await(expected);
                if (time.instant().isBefore(expected)) {
                    expected = time.instant(); // somebody rang
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return when to look again
    private Instant step(Instant now, boolean jumped) {
        lock.lock();
        try {
            boolean held = paused.getAsBoolean();
            if (jumped || (wasPaused && !held)) {
                queue.spread(now);
                told.tellSoonIfNews();
            }
            wasPaused = held;
            if (jumped || !now.isBefore(lookedAt.plus(TICK))) {
                model.look(now);
                lookedAt = now;
                told.tellSoonIfNews();
            }
            if (!held) {
                startDue.accept(now);
            }
            var tick = now.plus(TICK);
            return held ? tick : queue.next(tick);
        } finally {
            lock.unlock();
        }
    }

    /// Does not wait for its end.
    @Override
    public void close() {
        lock.lock();
        try {
            if (thread != null) {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
