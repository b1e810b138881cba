package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.TestTorrents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        asked(arr, Duration.ofMinutes(1));
        assertThat(world.notices.latest().get())
                .singleElement()
                .satisfies(notice -> assertThat(notice.instances()).containsExactly(series.id()));
        arr.breaks = false;
        asked(arr, Duration.ofSeconds(5));
        assertThat(world.notices.latest().get())
                .singleElement()
                .satisfies(notice -> assertThat(notice.over()).isTrue());
    }

    /// Nobody waits for the next question: until then rules would act on what is not the *arr's any more.
    @Test
    void anArrThatIsGivenOtherClientsOwnsNothingHereAtOnce() throws Exception {
        stop();
        world = new TorrentWorld(Files.createDirectory(folder.resolve("with an arr")));
        var series = world.add("sonarr", "Series", GuardLevel.OPEN);
        box = world.add("qbittorrent", "Box", GuardLevel.OPEN);
        var attic = world.add("qbittorrent", "Attic", GuardLevel.OPEN);
        var mine = TestTorrents.of(box.id(), 1).make();
        world.services.watch().start();
        var fleet = world.services.watch().fleet();
        Eventually.that(() -> fleet.get().ownership().of(mine) instanceof Owner.Arr);
        Eventually.that(world.engine.time::asleep);
        var now = world.engine.get().instances().find(series.id()).orElseThrow();
        world.engine
                .get()
                .instances()
                .edit(
                        now.id(),
                        now.configVersion(),
                        now.configuration()
                                .withSettings(
                                        Map.of(ArrClient.WATCHED, attic.id().value())),
                        Map.of(),
                        TestEngine.ME);
        assertThat(fleet.get().ownership().of(mine)).isEqualTo(Owner.NOBODY);
    }

    @Test
    void anArrTellsItsQueueEveryMinuteAndItsClientsEveryTen() throws Exception {
        stop();
        world = new TorrentWorld(Files.createDirectory(folder.resolve("with an arr")));
        var arr = world.arrs.get(world.add("sonarr", "Series", GuardLevel.OPEN).id());
        world.services.watch().start();
        Eventually.that(() -> arr.clientsAsked.get() == 1);
        for (int minute = 1; minute < 10; minute++) {
            asked(arr, Duration.ofMinutes(1));
        }
        assertThat(arr.clientsAsked.get()).isEqualTo(1);
        asked(arr, Duration.ofMinutes(1));
        assertThat(arr.clientsAsked.get()).isEqualTo(2);
        arr.queue.put(
                "other",
                new ArrDownload(
                        List.of(8L),
                        "other",
                        "Other",
                        "episode:2",
                        "Tide 1x02",
                        "downloading",
                        "ok",
                        List.of(),
                        "new"));
        asked(arr, Duration.ofMinutes(1));
        assertThat(arr.clientsAsked.get())
                .as("its queue speaks of a client that it did not have")
                .isEqualTo(3);
    }

    private void asked(TorrentWorld.Arr arr, Duration later) throws InterruptedException {
        Eventually.that(world.engine.time::waitedFor);
        int before = arr.queueAsked.get();
        world.engine.time.advance(later);
        Eventually.that(() -> arr.queueAsked.get() > before);
        Eventually.that(world.engine.time::waitedFor);
    }
}
