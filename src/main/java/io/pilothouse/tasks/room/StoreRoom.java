package io.pilothouse.tasks.room;

import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// Watches whether the disk with the store has room left. Thread-safe.
public final class StoreRoom implements AutoCloseable {

    /// Less than this many bytes is said.
    public static final long LITTLE = 100_000_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    /// The disk is full, or nearly so.
    ///
    /// @param free bytes left, empty where the store was refused and the disk does not tell
    public record Shortage(OptionalLong free) {}

    /// Tells the room of a file system.
    @FunctionalInterface
    public interface FreeSpace {

        /// @return bytes that this program may still write
        long bytes() throws IOException;
    }

    private final FreeSpace space;
    private final BooleanSupplier refused;
    private final Time time;
    private final Bell bell;
    private final Published<Optional<Shortage>> shortage = new Published<>(Optional.empty());
    private final Thread thread;

    /// @param refused whether the store's last change found the disk full
    public StoreRoom(FreeSpace space, BooleanSupplier refused, Time time) {
        this.space = space;
        this.refused = refused;
        this.time = time;
        bell = time.bell();
        thread = Thread.ofVirtual().name("room for the store").start(this::watch);
    }

    /// Empty while there is room.
    public Published<Optional<Shortage>> shortage() {
        return shortage;
    }

    private void watch() {
        try {
            while (true) {
                var found = look();
                if (!found.equals(shortage.get())) {
                    shortage.set(found);
                }
                bell.await(time.instant().plus(LOOK_EVERY));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Shortage> look() {
        try {
            long free = space.bytes();
            return free < LITTLE || refused.getAsBoolean()
                    ? Optional.of(new Shortage(OptionalLong.of(free)))
                    : Optional.empty();
        } catch (IOException notTold) { // then only the store itself can tell
            return refused.getAsBoolean() ? Optional.of(new Shortage(OptionalLong.empty())) : Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
