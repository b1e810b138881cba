package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestTorrents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How often a client is asked (contract section 16), by a clock that is moved by hand.
class TorrentWatchTest {

    @TempDir
    Path folder;

    private TorrentWorld world;
    private Instance box;
    private TorrentWorld.Client client;

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        box = world.add("qbittorrent", "Box", GuardLevel.OPEN);
        client = world.clients.get(box.id());
        client.put(TestTorrents.of(box.id(), 1).state(TorrentState.DOWNLOADING).make());
        world.services.watch().start();
        Eventually.that(() -> client.polls.get() > 0);
    }

    @AfterEach
    void stop() {
        world.services.watch().close();
        world.close();
    }

    /// @return seconds until the client is asked again
    private long untilAsked() throws InterruptedException {
        Eventually.that(world.engine.time::asleep);
        int before = client.polls.get();
        long seconds = 0;
        while (client.polls.get() == before) {
            world.engine.time.advance(Duration.ofSeconds(1));
            seconds++;
            Eventually.that(world.engine.time::asleep);
        }
        return seconds;
    }

    /// @return seconds between two questions, the first of which was asked as things are now
    private long every() throws InterruptedException {
        untilAsked();
        return untilAsked();
    }

    @Test
    void whatIsLookedAtIsAskedOftenAndWhatNobodySeesSeldom() throws Exception {
        assertThat(every()).isEqualTo(10);
        var page = world.services.watch().watching(Set.of(box.id()));
        assertThat(every()).isEqualTo(3);
        world.services.watch().outOfSight(true);
        assertThat(every()).as("the page is open, and its window minimised").isEqualTo(30);
        world.services.watch().outOfSight(false);
        assertThat(every()).isEqualTo(3);
        page.close();
        assertThat(every()).isEqualTo(10);
    }

    @Test
    void whereNothingMovesHalfAsOftenIsEnough() throws Exception {
        client.put(TestTorrents.of(box.id(), 1).make());
        assertThat(every()).isEqualTo(20);
        var page = world.services.watch().watching(Set.of(box.id()));
        assertThat(every()).isEqualTo(6);
        page.close();
    }

    @Test
    void aServerGivesAFifthOfItsTimeAtMost() throws Exception {
        client.took = Duration.ofSeconds(3);
        assertThat(every()).isEqualTo(15);
        client.took = Duration.ofSeconds(30);
        assertThat(every()).as("at most").isEqualTo(60);
        client.took = Duration.ofMillis(600);
        client.slow = true;
        assertThat(every()).as("each answer takes long").isEqualTo(20);
    }

    @Test
    void aClientThatIsSilentIsAskedLessAndLess() throws Exception {
        client.down = true;
        var waits = new ArrayList<Long>();
        untilAsked();
        for (int failure = 0; failure < 6; failure++) {
            waits.add(untilAsked());
        }
        assertThat(waits)
                .satisfiesExactly(
                        wait -> assertThat(wait).isBetween(4L, 6L),
                        wait -> assertThat(wait).isBetween(8L, 12L),
                        wait -> assertThat(wait).isBetween(16L, 24L),
                        wait -> assertThat(wait).isBetween(32L, 48L),
                        wait -> assertThat(wait).isBetween(48L, 72L),
                        wait -> assertThat(wait).isBetween(48L, 72L));
        client.down = false;
        untilAsked();
        assertThat(untilAsked()).isEqualTo(10);
    }

    /// A computer without a battery starts with a clock that is hours ahead, and puts it right when it has a network.
    @Test
    void aClockThatIsPutBackDelaysNothing() throws Exception {
        assertThat(every()).isEqualTo(10);
        world.engine.time.putBack(Duration.ofHours(5));
        assertThat(untilAsked()).isEqualTo(10);
        client.put(TestTorrents.of(box.id(), 2).make());
        for (int look = 0; look < 4; look++) {
            untilAsked();
        }
        assertThat(world.store.torrents(box.id())).as("and it is stored").hasSize(2);
    }

    @Test
    void aLoopThatBreaksDownIsSaidAndBegunAnewLaterAndLater() throws Exception {
        assertThat(every()).isEqualTo(10);
        client.breaks = true;
        untilAsked();
        var waits = new ArrayList<Long>();
        for (int time = 0; time < 6; time++) {
            waits.add(untilAsked());
        }
        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
        var side = world.services.watch().fleet().get().sides().get(box.id());
        assertThat(side.up()).isFalse();
        assertThat(side.problem().orElseThrow().summary()).isEqualTo("Pilothouse could not watch the torrents of Box.");
        assertThat(world.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.instances()).containsExactly(box.id());
            assertThat(notice.summary()).isEqualTo("Pilothouse could not watch the torrents of Box.");
            assertThat(notice.over()).isFalse();
        });

        client.breaks = false;
        assertThat(untilAsked()).isEqualTo(60);
        assertThat(untilAsked()).as("as if nothing had been").isEqualTo(10);
        assertThat(world.services.watch().fleet().get().sides().get(box.id()).up())
                .isTrue();
        assertThat(world.notices.latest().get()).singleElement().satisfies(notice -> {
            assertThat(notice.over()).isTrue();
            assertThat(notice.summary()).isEqualTo("The torrents of Box are watched again.");
        });
    }

    @Test
    void theLoopOfAnArrThatBreaksDownIsBegunAnewToo() throws Exception {
        stop();
        world = new TorrentWorld(Files.createDirectory(folder.resolve("with an arr")));
        var series = world.add("sonarr", "Series", GuardLevel.OPEN);
        var arr = world.arrs.get(series.id());
        world.services.watch().start();
        Eventually.that(() -> arr.queueAsked.get() == 1);
        arr.breaks = true;
        Eventually.that(
                () -> passes(Duration.ofMinutes(1), world.notices.latest().get().size() == 1));
        assertThat(world.notices.latest().get().getFirst().instances()).containsExactly(series.id());
        assertThat(world.notices.latest().get().getFirst().over()).isFalse();
        arr.breaks = false;
        Eventually.that(() -> passes(
                Duration.ofSeconds(5), world.notices.latest().get().getFirst().over()));
    }

    /// @return whether it is so; else time goes on
    private boolean passes(Duration time, boolean so) {
        if (!so) {
            world.engine.time.advance(time);
        }
        return so;
    }

    private void asked(TorrentWorld.Arr arr, Duration later) throws InterruptedException {
        Eventually.that(world.engine.time::asleep);
        int before = arr.queueAsked.get();
        world.engine.time.advance(later);
        Eventually.that(() -> arr.queueAsked.get() > before);
        Eventually.that(world.engine.time::asleep);
    }
}
