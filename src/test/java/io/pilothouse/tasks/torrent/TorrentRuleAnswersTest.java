package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.RemotePath;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What rules need to ask about single torrents: of whom, how often, and what the answers change.
class TorrentRuleAnswersTest {

    @TempDir
    Path folder;

    private TorrentWorld world;
    private Instance box;
    private TorrentWorld.Client client;
    private TorrentWorld.Arr arr;

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        box = world.add("qbittorrent", "Box", GuardLevel.OPEN);
        client = world.clients.get(box.id());
        arr = world.arrs.get(world.add("sonarr", "Series", GuardLevel.OPEN).id());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private TestTorrents torrent(long number, TorrentState state) {
        var made = TestTorrents.of(box.id(), number).state(state);
        made.name = "Tide." + number;
        made.contentPath = "/data/tv/Tide." + number;
        made.addedAt = Optional.of(world.engine.time.instant().minus(Duration.ofDays(9)));
        return made;
    }

    private void watch(Duration time) throws Exception {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            world.services.watch().now(List.of(box.id()), true);
        }
    }

    private void set(String document) throws Exception {
        world.services.rules().set(box.id(), document, TorrentWorld.seen());
        world.services.watch().now(List.of(box.id()), true);
        world.services.rules().preview(box.id(), Optional.empty());
        world.journal.clear();
    }

    private RulesRun run() throws Exception {
        world.services.watch().now(List.of(box.id()), true);
        return world.services
                .rules()
                .run(box.id(), Optional.empty(), Origin.WINDOW, TorrentWorld.seen(), new UnheardTask());
    }

    private static TorrentTracker tracker(TorrentTracker.Status status, String message) {
        return new TorrentTracker("https://tracker.example", 0, status, message, 0, 0);
    }

    @Test
    void nothingIsOwedToATrackerThatDoesNotKnowTheTorrentAnyMore() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        stalled.isPrivate = Optional.of(true);
        stalled.ratio = 0.1;
        stalled.seedingTime = Duration.ZERO;
        client.put(stalled.make());
        client.trackers = List.of(tracker(TorrentTracker.Status.WORKING, ""));
        set("{\"rules\":{\"stalled\":{\"mode\":\"act\",\"privateToo\":true}}}");
        watch(Duration.ofMinutes(45));
        assertThat(run().acts()).isEmpty();
        assertThat(world.journal).containsExactly("trackers");
        run();
        assertThat(world.journal).as("asked again only after hours").hasSize(1);
        client.trackers = List.of(tracker(TorrentTracker.Status.FAILING, "Unregistered torrent"));
        watch(Duration.ofHours(6));
        run();
        assertThat(client.torrents).as("heard once, which may be a mistake").hasSize(1);
        watch(Duration.ofMinutes(31));
        run();
        assertThat(client.torrents).isEmpty();
        assertThat(world.journal).contains("Delete keeping files 1");
    }

    @Test
    void trackersAreAskedOnlyWhereTheAnswerMatters() throws Exception {
        for (int i = 1; i <= 60; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD).make());
        }
        set("{}");
        watch(Duration.ofMinutes(3));
        run();
        assertThat(world.journal).doesNotContain("trackers");
    }

    @Test
    void aTagShowsWhereNoTrackerWorksAndGoesWhenOneDoes() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_UPLOAD).make());
        client.trackers = List.of(tracker(TorrentTracker.Status.FAILING, "Connection refused"));
        set("{\"rules\":{\"completed\":{\"mode\":\"off\"},\"upkeep\":{\"mode\":\"act\",\"deadTrackerTag\":\"dead\"}}}");
        watch(Duration.ofMinutes(1));
        run();
        watch(Duration.ofMinutes(31));
        run();
        assertThat(world.journal).contains("AddTags 1");
        var tagged = torrent(1, TorrentState.STALLED_UPLOAD);
        tagged.tags.add("dead");
        client.put(tagged.make());
        client.trackers = List.of(tracker(TorrentTracker.Status.WORKING, ""));
        watch(Duration.ofMinutes(31));
        run();
        assertThat(world.journal).contains("RemoveTags 1");
    }

    @Test
    void whatIsSupersededNeedsToReachNoLimitButOnlyWithTheDutyDone() throws Exception {
        var seeding = torrent(1, TorrentState.STALLED_UPLOAD);
        seeding.tags.add("pilothouse-imported");
        seeding.isPrivate = Optional.of(true);
        seeding.ratio = 0.1;
        seeding.seedingTime = Duration.ofHours(3);
        client.put(seeding.make());
        arr.superseded = true;
        set("{\"rules\":{\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove\",\"superseded\":true}}}");
        watch(Duration.ofMinutes(2));
        run();
        watch(Duration.ofMinutes(20));
        run();
        assertThat(client.torrents).as("it owes its tracker").hasSize(1);
        assertThat(world.journal.stream().filter("superseded?"::equals)).hasSize(1);
        seeding.seedingTime = Duration.ofHours(80);
        client.put(seeding.make());
        watch(Duration.ofMinutes(6));
        run();
        assertThat(client.torrents).isEmpty();
        assertThat(world.journal).contains("Delete keeping files 1").noneMatch(it -> it.startsWith("forget"));
    }

    @Test
    void whatIsStillInUseSeedsOn() throws Exception {
        var seeding = torrent(1, TorrentState.STALLED_UPLOAD);
        seeding.tags.add("pilothouse-imported");
        client.put(seeding.make());
        set("{\"rules\":{\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove\",\"superseded\":true}}}");
        watch(Duration.ofMinutes(20));
        run();
        watch(Duration.ofMinutes(20));
        run();
        assertThat(client.torrents).hasSize(1);
        assertThat(world.journal.stream().filter("superseded?"::equals))
                .as("once a day")
                .hasSize(1);
    }

    @Test
    void anAppIsToldWhereItSeesTheFiles() throws Exception {
        var whole = torrent(1, TorrentState.STALLED_UPLOAD).make();
        client.put(whole);
        arr.queued(whole, "importPending", "ok");
        arr.paths.add(new RemotePath("other.lan", "/data", "/wrong"));
        arr.paths.add(new RemotePath("BOX.lan", "/data/", "/mnt/nas/"));
        set("{}");
        watch(Duration.ofMinutes(2));
        run();
        watch(Duration.ofMinutes(6));
        run();
        assertThat(world.journal).contains("import /mnt/nas/tv/Tide.1");
        arr.visible.add("/mnt/nas/tv/Tide.1");
        var seen = world.services.paths().check(List.of());
        assertThat(seen).hasSize(1).allMatch(it -> it.sees().orElse(false));
    }

    @Test
    void theQueueIsPutInTheOrderOfTrackers() throws Exception {
        client.queueing = true;
        for (int i = 1; i <= 4; i++) {
            var loading = torrent(i, TorrentState.DOWNLOADING);
            loading.downloadSpeed = 1 << 20;
            loading.queuePlace = i;
            loading.tracker = i <= 2 ? "https://slow.example/a" : "https://first.example/a";
            client.put(loading.make());
        }
        for (int i = 5; i <= 7; i++) { // not ours to put in order
            var left = torrent(i, i == 7 ? TorrentState.FORCED_DOWNLOAD : TorrentState.DOWNLOADING);
            left.downloadSpeed = 1 << 20;
            left.queuePlace = i;
            left.tracker = "https://first.example/a";
            left.category = i == 5 ? "somebody's" : left.category;
            left.tags.addAll(i == 6 ? List.of("pilothouse-ignored") : List.of());
            client.put(left.make());
        }
        var document =
                "{\"rules\":{\"queue-order\":{\"mode\":\"act\",\"trackers\":[\"first.example\",\"slow.example\"]}}}";
        set(document);
        run();
        assertThat(world.journal).containsExactly("ToTop 2", "ToTop 2"); // the last tracker first
        run();
        assertThat(world.journal).as("at most every ten minutes").hasSize(2);
        client.queueing = false;
        watch(Duration.ofMinutes(11));
        run();
        assertThat(world.journal).as("without a queue there is no order").hasSize(2);
        client.queueing = true;
        for (int i = 1; i <= 4; i++) {
            var sorted = torrent(i, TorrentState.DOWNLOADING);
            sorted.downloadSpeed = 1 << 20;
            sorted.queuePlace = 5 - i;
            sorted.tracker = i <= 2 ? "https://slow.example/a" : "https://first.example/a";
            client.put(sorted.make());
        }
        watch(Duration.ofMinutes(11));
        run();
        assertThat(world.journal).as("what is in order is left alone").hasSize(2);
    }

    @Test
    void whatSeedsQuietlyIsNotAskedAboutAgainUntilSomethingChanges() throws Exception {
        for (int i = 1; i <= 5; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD).make());
        }
        set("{}");
        watch(Duration.ofMinutes(3));
        var key = torrent(1, TorrentState.STALLED_UPLOAD).make().key();
        var said = world.services.rules().verdict(key).orElseThrow();
        watch(Duration.ofMinutes(1));
        assertThat(world.services.rules().verdict(key).orElseThrow()).isSameAs(said);
        var ignored = torrent(1, TorrentState.STALLED_UPLOAD);
        ignored.tags.add("pilothouse-ignored");
        client.put(ignored.make());
        watch(Duration.ofMinutes(1));
        assertThat(world.services.rules().verdict(key).map(RuleVerdict::reason).orElseThrow())
                .contains("pilothouse-ignored");
    }
}
