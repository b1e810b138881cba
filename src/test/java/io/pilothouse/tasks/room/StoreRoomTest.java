package io.pilothouse.tasks.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.room.StoreRoom.Shortage;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreRoomTest {

    private final HandTime time = new HandTime(Instant.parse("2026-07-01T00:00:00Z"));
    private final AtomicLong free = new AtomicLong(StoreRoom.LITTLE);
    private final AtomicBoolean refused = new AtomicBoolean();

    private long free() throws IOException {
        if (free.get() < 0) {
            throw new IOException("the disk does not tell");
        }
        return free.get();
    }

    /// Looks again until it says so.
    private void says(StoreRoom room, Optional<Shortage> expected) throws InterruptedException {
        Eventually.that(() -> {
            time.advance(Duration.ofMinutes(1));
            return room.shortage().get().equals(expected);
        });
        assertThat(room.shortage().get()).isEqualTo(expected);
    }

    @Test
    void littleRoomAndARefusedStoreAreSaidUntilThereIsRoomAgain() throws InterruptedException {
        try (var room = new StoreRoom(this::free, refused::get, time)) {
            says(room, Optional.empty());
            free.set(40_000_000);
            says(room, Optional.of(new Shortage(OptionalLong.of(40_000_000))));
            free.set(StoreRoom.LITTLE);
            says(room, Optional.empty());
            refused.set(true);
            says(room, Optional.of(new Shortage(OptionalLong.of(StoreRoom.LITTLE))));
            free.set(-1);
            says(room, Optional.of(new Shortage(OptionalLong.empty())));
            refused.set(false);
            says(room, Optional.empty());
        }
    }
}
