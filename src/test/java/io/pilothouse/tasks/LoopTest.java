package io.pilothouse.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTest {

    private static final Instant START = Instant.parse("2026-06-18T14:00:00Z");

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(START);
    private final AtomicInteger taken = new AtomicInteger();
    private Path noFolder;

    @BeforeEach
    void putAFileWhereAFolderShouldBe() throws Exception {
        noFolder = Files.createFile(folder.resolve("a file"));
    }

    /// The first time the store will not.
    private void ask() {
        if (taken.incrementAndGet() == 1) {
            Database.open(new DataFolder(noFolder), time).close();
        }
    }

    @Test
    void aStoreThatWillNotEndsNoLoop() throws Exception {
        var bell = time.bell();
        var loop = Thread.startVirtualThread(() -> Loop.of(bell, time, () -> {
            ask();
            return time.instant().plus(Duration.ofHours(1));
        }));
        Eventually.that(time::waitedFor);
        assertThat(taken).hasValue(1);

        time.advance(Loop.AFTER_TROUBLE);
        Eventually.that(() -> taken.get() == 2);
        Eventually.that(time::waitedFor);
        bell.ring();
        Eventually.that(() -> taken.get() == 3);
        loop.interrupt();
    }

    @Test
    void whatIsWantedSoonIsStillWantedWhenTheStoreWouldNot() throws Exception {
        try (var soon = new Soon("a test", time, Duration.ofSeconds(1), this::ask)) {
            soon.ask();
            Eventually.that(() -> taken.get() == 1);
            Eventually.that(time::waitedFor);

            time.advance(Loop.AFTER_TROUBLE);
            Eventually.that(() -> taken.get() == 2);
            soon.ask();
            time.advance(Duration.ofSeconds(1));
            Eventually.that(() -> taken.get() == 3);
        }
    }
}
