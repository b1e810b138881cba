package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often the *arrs are asked of torrents: their queue every minute, what hardly ever changes less often.
class TorrentWatchTest {

    @TempDir
    Path folder;

    private TorrentWorld world;
    private InstanceId series;
    private TorrentWorld.Arr arr;

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        world.add("qbittorrent", "Box", GuardLevel.OPEN);
        series = world.add("sonarr", "Series", GuardLevel.OPEN).id();
        arr = world.arrs.get(series);
        world.services.watch().start();
        asked(1);
    }

    @AfterEach
    void stop() {
        world.services.watch().close();
        world.close();
    }

    /// Waits until its queue was asked so often and every loop rests again.
    private void asked(int times) throws InterruptedException {
        Eventually.that(() -> arr.queueAsked.get() == times && world.engine.time.asleep());
    }

    private void minute(int times) throws InterruptedException {
        world.engine.time.advance(Duration.ofMinutes(1));
        asked(times);
    }

    @Test
    void itsClientsAreAskedEveryTenMinutes() throws Exception {
        for (int minute = 1; minute < 10; minute++) {
            minute(minute + 1);
        }
        assertThat(arr.clientsAsked).hasValue(1);

        minute(11);

        assertThat(arr.clientsAsked).hasValue(2);
    }

    @Test
    void itsClientsAreAskedAtOnceWhenItsQueueNamesANewOne() throws Exception {
        arr.queue.put(
                "aa",
                new ArrDownload(List.of(1L), "aa", "Tide", "", "", "downloading", "ok", List.of(), "another client"));

        minute(2);
        assertThat(arr.clientsAsked).hasValue(2);
        minute(3);

        assertThat(arr.clientsAsked).as("one of another kind is no news again").hasValue(2);
    }

    @Test
    void itsClientsAreAskedWhenItComesBackAndWhenSomebodyLooks() throws Exception {
        arr.down = true;
        world.engine.time.advance(Duration.ofMinutes(1));
        Eventually.that(() -> world.engine.time.asleep()
                && !world.services.watch().fleet().get().ownership().reachable(series));
        arr.down = false;
        minute(2);
        assertThat(arr.clientsAsked).hasValue(2);

        world.services.watch().now(List.of(), true);

        assertThat(arr.clientsAsked).hasValue(3);
    }
}
