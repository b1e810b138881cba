package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RemotePath;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.schedule.Schedules.PastTurn;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.TestTorrents;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that act: who is told first, what is kept, what stops them, and what is written down.
class TorrentRulesTest {

    @TempDir
    Path folder;

    private TorrentWorld world;
    private Instance box;
    private Instance series;
    private TorrentWorld.Client client;
    private TorrentWorld.Arr arr;

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        box = world.add("qbittorrent", "Box", GuardLevel.OPEN);
        series = world.add("sonarr", "Series", GuardLevel.OPEN);
        client = world.clients.get(box.id());
        arr = world.arrs.get(series.id());
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private TorrentRules rules() {
        return world.services.rules();
    }

    private Torrent torrent(long number, TorrentState state) {
        var made = TestTorrents.of(box.id(), number).state(state);
        made.name = "Tide." + number;
        made.contentPath = "/data/tv/Tide." + number;
        made.addedAt = Optional.of(world.engine.time.instant().minus(Duration.ofDays(1)));
        return made.make();
    }

    /// Looks at everything once a minute, as the watch does.
    private void watch(Duration time) throws Exception {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            world.services.watch().now(List.of(box.id()), true);
        }
    }

    private RulesRun run() throws Exception {
        world.services.watch().now(List.of(box.id()), true);
        return rules().run(box.id(), Optional.empty(), Origin.WINDOW, TorrentWorld.seen(), new UnheardTask());
    }

    private void set(String document) throws Exception {
        rules().set(box.id(), document, TorrentWorld.seen());
        world.services.watch().now(List.of(box.id()), true);
        rules().preview(box.id(), Optional.empty());
        world.journal.clear();
    }

    @Test
    void theOwnerIsToldFirstThenTheTorrentGoesAndItsFilesStay() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        assertThat(world.journal).isEmpty();
        var run = run();
        assertThat(run.ended()).isEqualTo(Ended.ACTED);
        assertThat(world.journal).containsExactly("forget blocklist=true search=true", "Delete keeping files 1");
        assertThat(world.store.ledger(box.id(), Optional.empty(), Instant.EPOCH, 10))
                .extracting(TorrentEntry::act)
                .containsExactly("delete", "tell-owner-blocklist");
        assertThat(world.store.ledger(box.id(), Optional.empty(), Instant.EPOCH, 10))
                .allMatch(entry -> entry.state() == TorrentEntry.State.CONFIRMED);
        assertThat(world.engine.get().activity().entries(List.of(box.id()), Instant.EPOCH, 10))
                .extracting(Activity.Entry::words)
                .contains("Box: the torrent rules: 1 removed.");
    }

    @Test
    void theLogOfTheTaskSaysWhatWasDoneToWhichTorrentAndWhy() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        arr.refuses = true;
        assertThat(logOfRun())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("“Tide.1” could not be removed without its files: "),
                        line -> assertThat(line).isEqualTo("0 of 1 done."));
        arr.refuses = false;
        assertThat(logOfRun())
                .containsExactly("“Tide.1”: removed without its files. No progress for 45 min.", "1 of 1 done.");
        assertThat(logOfRun()).as("a run of nothing").containsExactly("Nothing was to be done.");
        client.down = true;
        assertThat(logOfRun()).as("a run that is held").isNotEmpty();
    }

    private List<String> logOfRun() throws Exception {
        world.services.watch().now(List.of(box.id()), true);
        var task = world.engine
                .get()
                .runner()
                .start(
                        new TaskRequest("rules-run", "run the torrent rules", List.of(box.id()), Origin.WINDOW, false),
                        context ->
                                rules().run(box.id(), Optional.empty(), Origin.WINDOW, TorrentWorld.seen(), context));
        task.await();
        return world.engine.get().runner().log(task.id()).stream()
                .map(TaskRegistry.LogLine::text)
                .toList();
    }

    @Test
    void whatTheOwnerCannotBeToldIsNotDeleted() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        arr.refuses = true;
        var run = run();
        assertThat(run.ended()).isEqualTo(Ended.FAILED);
        assertThat(world.journal).isEmpty();
        assertThat(client.torrents).hasSize(1);
        arr.refuses = false;
        arr.queue.clear(); // the *arr says it does not know it (any more): what was wanted
        assertThat(run().ended()).isEqualTo(Ended.ACTED);
        assertThat(world.journal).containsExactly("Delete keeping files 1");
    }

    @Test
    void anArrThatWatchesOneClientOwnsNothingOnAnother() throws Exception {
        var other = world.add("qbittorrent", "Attic", GuardLevel.OPEN);
        var attic = world.clients.get(other.id());
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        attic.put(TestTorrents.of(other.id(), 2)
                .state(TorrentState.STALLED_DOWNLOAD)
                .make());
        attic.categories.clear();
        watches(box.id());
        var fleet = world.services.watch().now(List.of(box.id(), other.id()), true);
        assertThat(fleet.ownership().of(torrent(1, TorrentState.STALLED_DOWNLOAD)))
                .isInstanceOf(Owner.Arr.class);
        assertThat(fleet.ownership().of(attic.torrents.values().iterator().next()))
                .isEqualTo(Owner.NOBODY);
        assertThat(world.services
                        .categories()
                        .ensureCategories(List.of(), List.of(), true, TorrentWorld.seen(), new UnheardTask()))
                .noneMatch(it -> it.client().equals(other.id()) && it.category().equals("tv"));
        assertThat(fleet.distribution().rows())
                .filteredOn(row -> row.category().equals("tv") && row.owner().isPresent())
                .singleElement()
                .satisfies(row -> assertThat(row.cells().get(other.id()).categoryThere())
                        .as("nothing lacks")
                        .isTrue());

        world.engine.get().instances().remove(box.id(), TestEngine.ME);
        fleet = world.services.watch().now(List.of(other.id()), true);
        assertThat(fleet.ownership().of(attic.torrents.values().iterator().next()))
                .as("its client is gone: that is not all of them")
                .isEqualTo(Owner.NOBODY);
        watches();
        fleet = world.services.watch().now(List.of(other.id()), true);
        assertThat(fleet.ownership().of(attic.torrents.values().iterator().next()))
                .isInstanceOf(Owner.Arr.class);
    }

    private void watches(InstanceId... clients) throws Exception {
        var instances = world.engine.get().instances();
        var now = instances.find(series.id()).orElseThrow();
        var ids = Arrays.stream(clients).map(InstanceId::value).toList();
        var settings = new TreeMap<>(Map.of(ArrClient.WATCHED, String.join(",", ids)));
        instances.edit(
                now.id(), now.configVersion(), now.configuration().withSettings(settings), Map.of(), TestEngine.ME);
    }

    @Test
    void anOwnerThatIsDownHoldsEverything() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        watch(Duration.ofMinutes(40));
        arr.down = true;
        watch(Duration.ofMinutes(5));
        assertThat(run().acts()).isEmpty();
        assertThat(client.torrents).hasSize(1);
    }

    @Test
    void aPersonHasToSeeAPreviewFirst() {
        assertThatThrownBy(() -> rules().enable(box.id(), true, TorrentWorld.seen()))
                .hasMessageContaining("preview");
        assertThatThrownBy(this::run).hasMessageContaining("preview");
    }

    @Test
    void moreThanTenDoNotGoInOneRun() throws Exception {
        for (int i = 1; i <= 400; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        for (int i = 1; i <= 30; i++) {
            var stalled = torrent(i, TorrentState.STALLED_DOWNLOAD);
            client.put(stalled);
        }
        set("{}");
        watch(Duration.ofMinutes(45));
        run();
        assertThat(world.journal.stream().filter(it -> it.startsWith("Delete")).count())
                .isEqualTo(10);
        run();
        run();
        assertThat(world.journal.stream().filter(it -> it.startsWith("Delete")).count())
                .isEqualTo(25);
        world.engine.time.advance(Duration.ofMinutes(61));
        watch(Duration.ofMinutes(1));
        run();
        assertThat(client.torrents.values().stream().filter(it -> it.state() == TorrentState.STALLED_DOWNLOAD))
                .isEmpty();
    }

    @Test
    void anUnmountedDiskStopsAllRemovalUntilAPersonHasLooked() throws Exception {
        for (int i = 1; i <= 60; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        client.put(torrent(99, TorrentState.STALLED_DOWNLOAD));
        set("{\"rules\":{\"missing-files\":{\"mode\":\"act\",\"action\":\"remove\"}}}");
        watch(Duration.ofMinutes(40));
        for (int i = 1; i <= 10; i++) {
            client.put(torrent(i, TorrentState.MISSING_FILES));
        }
        watch(Duration.ofMinutes(30));
        assertThat(rules().status(box.id()).breaker().orElseThrow()).contains("mounted");
        var run = run();
        assertThat(world.journal.stream().filter(it -> it.startsWith("Delete"))).isEmpty();
        assertThat(run.reason()).contains("brake");
        rules().continueAfterReview(box.id(), TorrentWorld.seen());
        run();
        assertThat(world.journal.stream().filter(it -> it.startsWith("Delete"))).isNotEmpty();
        assertThat(world.journal).noneMatch(it -> it.contains("with files"));
    }

    @Test
    void theBrakeIsToldAndHoldsEveryRemovalWhateverRuleWantsIt() throws Exception {
        var whole = torrent(9, TorrentState.STALLED_UPLOAD);
        client.put(whole);
        arr.queued(whole, "importBlocked", "warning", "Sample");
        client.put(torrent(1, TorrentState.METADATA));
        client.put(torrent(2, TorrentState.STALLED_DOWNLOAD));
        var slow = TestTorrents.of(box.id(), 3).state(TorrentState.DOWNLOADING);
        slow.downloadSpeed = 5000;
        slow.eta = Optional.of(Duration.ofDays(9));
        client.put(slow.make());
        var unwanted = TestTorrents.of(box.id(), 4).state(TorrentState.DOWNLOADING);
        unwanted.downloadSpeed = 1 << 20;
        client.put(unwanted.make());
        arr.queued(unwanted.make(), "downloading", "warning", "Not an upgrade");
        var seeded = TestTorrents.of(box.id(), 5);
        seeded.ratio = 9;
        seeded.tags.add("pilothouse-imported");
        client.put(seeded.make());
        client.put(torrent(6, TorrentState.MISSING_FILES));
        for (int i = 10; i < 70; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        set("{\"rules\":{\"slow\":{\"mode\":\"act\"},\"not-wanted\":{\"mode\":\"act\"},"
                + "\"import-failed\":{\"mode\":\"act\",\"messages\":[\"sample\"]},"
                + "\"missing-files\":{\"mode\":\"act\",\"action\":\"remove\"},"
                + "\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove\",\"ratio\":2.0}}}");
        watch(Duration.ofMinutes(5));
        world.store.tripBreaker(
                box.id(), new Breaker.Tripped(Breaker.Cause.MANY, "Too much at once."), world.engine.time.instant());
        watch(Duration.ofMinutes(3));
        run(); // its *arr is told of what is complete
        watch(Duration.ofMinutes(90));
        rules().enable(box.id(), true, TorrentWorld.seen());
        watch(Duration.ofMinutes(1));
        var notice = Eventually.published(
                        world.notices.latest(),
                        all -> all.stream().anyMatch(it -> it.summary().contains("Too much at once.")))
                .stream()
                .filter(it -> it.summary().contains("Too much at once."))
                .findFirst()
                .orElseThrow();
        assertThat(notice.summary()).contains("Box");
        Eventually.that(() -> !rules().running(box.id()));
        rules().enable(box.id(), false, TorrentWorld.seen());
        world.journal.clear();
        var run = run();

        assertThat(run.said().stream()
                        .filter(it -> it.verdict().acts()
                                && it.verdict().step().orElseThrow().destructive())
                        .map(it -> it.verdict().deciding().orElseThrow()))
                .containsExactlyInAnyOrder(
                        TorrentRule.METADATA,
                        TorrentRule.STALLED,
                        TorrentRule.SLOW,
                        TorrentRule.NOT_WANTED,
                        TorrentRule.IMPORT_FAILED,
                        TorrentRule.MISSING_FILES,
                        TorrentRule.SEEDING_END);
        assertThat(world.journal).noneMatch(it -> it.startsWith("Delete") || it.startsWith("forget"));
        assertThat(run.reason()).contains("7 are held by the brake");
    }

    @Test
    void whatWaitsBecauseOfTheCapIsToldOnce() throws Exception {
        for (int i = 1; i <= 400; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        for (int i = 1; i <= 30; i++) {
            client.put(torrent(i, TorrentState.STALLED_DOWNLOAD));
        }
        set("{}");
        watch(Duration.ofMinutes(45));
        run();
        var notice = Eventually.published(world.notices.latest(), all -> !all.isEmpty())
                .getFirst();
        assertThat(notice.summary()).contains("Box").contains("20 wait");
        run();
        run();
        assertThat(world.notices.latest().get()).hasSize(1);
        world.store.tripBreaker(
                box.id(), new Breaker.Tripped(Breaker.Cause.MANY, "Too much at once."), world.engine.time.instant());
        run();
        assertThat(world.notices.latest().get()).as("they do not go on").containsExactly(notice);
    }

    @Test
    void whatAPersonStartsAfterTheRulesStoppedItForSpaceRunsOn() throws Exception {
        var running = TestTorrents.of(box.id(), 1).state(TorrentState.DOWNLOADING);
        running.downloadSpeed = 1 << 20;
        client.put(running.make());
        set("{\"rules\":{\"space\":{\"mode\":\"act\",\"reserveBytes\":9000000000000000}}}");
        run();
        assertThat(world.journal).containsExactly("Stop 1", "AddTags 1");
        client.put(TestTorrents.of(box.id(), 1)
                .state(TorrentState.STOPPED_DOWNLOAD)
                .make());
        watch(Duration.ofMinutes(20));
        run();
        client.put(running.make());
        watch(Duration.ofMinutes(20));
        run();
        assertThat(world.journal).as("stopped once").containsExactly("Stop 1", "AddTags 1");
    }

    @Test
    void downloadsOnAnotherDiskAreNotGuardedAndThatIsSaid() throws Exception {
        world.engine
                .get()
                .instances()
                .recordIdentity(
                        box.id(),
                        new RemoteIdentity(
                                "qBittorrent", "v5.1.0", "", "", new TreeMap<>(Map.of("savePath", "/data"))));
        var elsewhere = TestTorrents.of(box.id(), 1).state(TorrentState.DOWNLOADING);
        elsewhere.downloadSpeed = 1 << 20;
        elsewhere.savePath = "/mnt/other/tv";
        client.put(elsewhere.make());
        set("{\"rules\":{\"space\":{\"mode\":\"act\",\"reserveBytes\":9000000000000000}}}");
        run();
        assertThat(world.journal).isEmpty();
        assertThat(rules().preview(box.id(), Optional.empty()).reason()).contains("1 downloads lie on other disks");
    }

    @Test
    void whatIsLeftAloneSinceTheLookIsNotRemoved() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        client.fresh.put(stalled.key().hash(), torrent(1, TorrentState.FORCED_DOWNLOAD));
        var run = run();
        assertThat(run.acts()).singleElement().matches(act -> !act.accepted());
        assertThat(world.journal).as("its *arr is not told either").isEmpty();
    }

    @Test
    void anOwnerIsAskedForAnotherOneOnlyOnceWhereTheTorrentStays() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{\"rules\":{\"stalled\":{\"mode\":\"act\",\"keepTorrent\":true}}}");
        watch(Duration.ofMinutes(45));
        run();
        assertThat(world.journal).containsExactly("forget blocklist=true search=true");
        arr.queued(stalled, "failedPending", "warning"); // it may list it once more
        watch(Duration.ofMinutes(45));
        assertThat(run().acts()).isEmpty();
        assertThat(world.journal).hasSize(1);
        assertThat(client.torrents).hasSize(1);
    }

    /// Acceptance 12: two clients, one hash, nothing in common.
    @Test
    void theSameTorrentOnTwoClientsIsTwo() throws Exception {
        var other = world.add("qbittorrent", "Attic", GuardLevel.OPEN);
        var attic = world.clients.get(other.id());
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        var there = TestTorrents.of(other.id(), 1);
        there.contentPath = "/data/tv/Tide.1";
        client.put(stalled);
        attic.put(there.make());
        set("{}");
        world.services.rules().set(other.id(), "{}", TorrentWorld.seen());
        for (int minute = 0; minute < 45; minute++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            world.services.watch().now(List.of(box.id(), other.id()), true);
        }
        rules().preview(other.id(), Optional.empty());
        var here = rules().verdict(stalled.key()).orElseThrow();
        var twin = rules().verdict(there.make().key()).orElseThrow();
        assertThat(here.seen().strikes(TorrentRule.STALLED)).isPositive();
        assertThat(twin.seen().strikes(TorrentRule.STALLED)).isZero();
        assertThat(here.deciding()).contains(TorrentRule.STALLED);
        assertThat(twin.deciding()).isNotEqualTo(here.deciding());
        world.services
                .desk()
                .act(
                        new TorrentOrder.Tag(new TreeSet<>(Set.of("here"))),
                        List.of(stalled.key()),
                        TorrentWorld.seen(),
                        new UnheardTask());
        run();
        assertThat(client.torrents).isEmpty();
        assertThat(attic.torrents).hasSize(1);
        assertThat(world.store.ledger(box.id(), Optional.empty(), Instant.EPOCH, 10))
                .extracting(TorrentEntry::act)
                .contains("delete", "tag");
        assertThat(world.store.ledger(other.id(), Optional.empty(), Instant.EPOCH, 10))
                .isEmpty();
    }

    @Test
    void oneQuestionServesFortyFinishedTorrentsAndEachIsScannedOnce() throws Exception {
        for (int i = 1; i <= 40; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        arr.queued(torrent(1, TorrentState.STALLED_UPLOAD), "importPending", "ok");
        set("{}");
        watch(Duration.ofMinutes(2));
        run();
        assertThat(world.journal).containsExactly("refresh");
        watch(Duration.ofMinutes(6));
        arr.history.add(
                new ArrHistory(world.engine.time.instant(), ArrHistory.What.IMPORTED, "Tide", "episode:1", "", ""));
        run();
        assertThat(world.journal).noneMatch(it -> it.startsWith("import ")); // its history says imported
        arr.history.clear(); // of the others it knows nothing
        run();
        assertThat(world.journal).noneMatch(it -> it.startsWith("import "));
        var late = torrent(77, TorrentState.STALLED_UPLOAD);
        client.put(late);
        arr.queued(late, "importPending", "ok");
        watch(Duration.ofMinutes(2));
        run();
        watch(Duration.ofMinutes(6));
        run();
        run();
        var scans =
                world.journal.stream().filter(it -> it.startsWith("import ")).toList();
        assertThat(scans).containsExactly("import /data/tv/Tide.77");
    }

    @Test
    void dataThatAnotherTorrentUsesStaysWithItsTorrent() throws Exception {
        var first = TestTorrents.of(box.id(), 1);
        first.ratio = 9;
        first.tags.add("pilothouse-imported");
        client.put(first.make());
        var cross = TestTorrents.of(box.id(), 2); // the same files under another hash
        cross.category = "";
        client.put(cross.make());
        set("{\"rules\":{\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove-with-files\",\"ratio\":2.0}}}");
        watch(Duration.ofMinutes(20));
        var run = run();
        assertThat(world.journal).noneMatch(it -> it.startsWith("Delete"));
        assertThat(run.acts()).anyMatch(act -> act.error().contains("same files"));
        client.torrents.remove(cross.hash);
        watch(Duration.ofMinutes(1));
        run();
        assertThat(world.journal).contains("Delete with files 1");
    }

    @Test
    void aGuardedClientLosesNoFilesByARule() throws Exception {
        var guarded = world.add("qbittorrent", "Attic", GuardLevel.GUARDED);
        var attic = world.clients.get(guarded.id());
        var seeded = TestTorrents.of(guarded.id(), 1);
        seeded.ratio = 9;
        seeded.tags.add("pilothouse-imported");
        attic.put(seeded.make());
        rules().set(
                        guarded.id(),
                        "{\"rules\":{\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove-with-files\",\"ratio\":2.0}}}",
                        TorrentWorld.seen());
        for (int i = 0; i < 20; i++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            world.services.watch().now(List.of(guarded.id()), true);
        }
        rules().preview(guarded.id(), Optional.empty());
        var run = rules().run(guarded.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(run.ended()).isEqualTo(Ended.HELD);
        assertThat(attic.torrents).hasSize(1);
    }

    @Test
    void rulesStandInThePlanOfAllRegularWorkWithoutTurns() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        try (var planning = planning()) {
            assertThat(planning.plan().get()).isEmpty();
            rules().enable(box.id(), true, TorrentWorld.seen());
            var planned = Eventually.published(planning.plan(), plan -> !plan.isEmpty())
                    .getFirst();
            assertThat(planned.key()).isEqualTo(CycleTurns.key(box.id(), TorrentRules.NAME));
            assertThat(planned.nextAt()).isEmpty();
            assertThat(planned.traits()).containsExactlyInAnyOrder(Trait.OFTEN, Trait.ASKS);
            assertThatThrownBy(() -> planning.skipNext(planned.key())).hasMessageContaining("no slots");

            rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
            assertThat(planning.past(Instant.EPOCH))
                    .extracting(PastTurn::key, PastTurn::outcome)
                    .containsExactly(tuple(planned.key(), Optional.of("SUCCEEDED")));
        }
    }

    @Test
    void rulesOfAGuardedClientWaitInThePlanUntilItIsReleased() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        rules().enable(box.id(), true, TorrentWorld.seen());
        world.engine.get().settings().set(LevelGuards.ofKind(box.kind()), GuardLevel.GUARDED);
        try (var planning = planning()) {
            watch(Duration.ofMinutes(4));
            Eventually.published(
                    planning.plan(), plan -> plan.stream().anyMatch(planned -> planned.is(Trait.WAITS_FOR_RELEASE)));

            world.engine.get().guards().releaseToday(box.id());
            watch(Duration.ofMinutes(1));
            Eventually.published(
                    planning.plan(),
                    plan -> plan.stream().allMatch(planned -> planned.waiting().isEmpty()));
        }
    }

    private TorrentTurns planning() {
        var turns = new TorrentTurns(
                rules(),
                world.engine.get().instances(),
                new CycleRepository(world.engine.database()),
                world.engine.time);
        turns.start();
        return turns;
    }

    @Test
    void onBatteryRulesWaitUnlessAPersonRunsThem() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        world.spared = Optional.of("This computer runs on battery: cycles and schedules wait for the mains.");

        var held = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(held.ended()).isEqualTo(Ended.HELD);
        assertThat(held.gates())
                .filteredOn(gate -> !gate.passed())
                .extracting(gate -> gate.gate())
                .contains("power");
        var byPerson = rules().run(box.id(), Optional.empty(), Origin.WINDOW, TorrentWorld.seen(), new UnheardTask());
        assertThat(byPerson.gates())
                .filteredOn(gate -> !gate.passed())
                .extracting(gate -> gate.gate())
                .doesNotContain("power");
    }

    @Test
    void aClientThatIsDownIsNotTendedAndItsTorrentsAreNotGone() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        watch(Duration.ofMinutes(20));
        client.down = true;
        watch(Duration.ofMinutes(60));
        var run = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(run.ended()).isEqualTo(Ended.HELD);
        assertThat(world.services.watch().fleet().get().torrents()).hasSize(1);
        client.down = false;
        watch(Duration.ofMinutes(1));
        var early = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(early.reason()).contains("two minutes");
        watch(Duration.ofMinutes(3));
        var waits = run();
        assertThat(waits.acts()).isEmpty(); // the hour without it was not observed
    }

    /// It was away for less than the time between two looks, so that no look failed.
    @Test
    void rulesRestAfterAClientWasRestartedUnnoticed() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        watch(Duration.ofMinutes(45));
        client.session++;
        watch(Duration.ofMinutes(1));
        var early = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(early.ended()).isEqualTo(Ended.HELD);
        assertThat(early.reason()).contains("two minutes");
        assertThat(world.journal).isEmpty();
        watch(Duration.ofMinutes(3));
        var later = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(later.acts()).extracting(RulesRun.Act::act).contains("remove");
    }

    @Test
    void whatWasSentBeforeACrashIsSettledByWhatIsThere() throws Exception {
        var gone = torrent(1, TorrentState.STALLED_UPLOAD);
        var kept = torrent(2, TorrentState.STALLED_UPLOAD);
        client.put(kept);
        set("{}");
        world.store.plan(
                List.of(gone, kept), "delete", Optional.of("stalled"), "", TorrentEntry.State.SENT, Instant.EPOCH);
        run();
        assertThat(world.journal).noneMatch(it -> it.startsWith("Delete"));
        assertThat(world.store.ledger(box.id(), Optional.of(gone.key().hash()), Instant.EPOCH, 1))
                .allMatch(entry -> entry.state() == TorrentEntry.State.CONFIRMED);
        assertThat(world.store.ledger(box.id(), Optional.of(kept.key().hash()), Instant.EPOCH, 1))
                .allMatch(entry -> entry.state() == TorrentEntry.State.NO_EFFECT);
    }

    /// Between telling the owner and deleting: it is deleted after the next start, and there is one search.
    @Test
    void killedBeforeTheDeletionItIsMadeGoodWithoutASecondSearch() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        arr.queued(stalled, "downloading", "warning");
        set("{}");
        watch(Duration.ofMinutes(45));
        client.dies = true;
        assertThatThrownBy(this::run).isInstanceOf(TorrentWorld.Killed.class);
        assertThat(world.journal).containsExactly("forget blocklist=true search=true");
        assertThat(world.store.open(box.id())).extracting(TorrentEntry::act).containsExactly("delete");

        client.dies = false;
        var next = world.again();
        for (int minute = 0; minute < 5; minute++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            next.watch().now(List.of(box.id()), true);
        }
        next.rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());

        assertThat(world.journal).containsExactly("forget blocklist=true search=true", "Delete keeping files 1");
        assertThat(world.store.open(box.id())).isEmpty();
        assertThat(world.store.ledger(box.id(), Optional.empty(), Instant.EPOCH, 10))
                .extracting(TorrentEntry::act, TorrentEntry::state)
                .containsExactly(
                        tuple("delete", TorrentEntry.State.CONFIRMED),
                        tuple("delete", TorrentEntry.State.NO_EFFECT),
                        tuple("tell-owner-blocklist", TorrentEntry.State.CONFIRMED));
    }

    @Test
    void aClockThatJumpsMakesNothingOld() throws Exception {
        var stalled = torrent(1, TorrentState.STALLED_DOWNLOAD);
        client.put(stalled);
        set("{}");
        watch(Duration.ofMinutes(20));
        var idle = rules().verdict(stalled.key()).orElseThrow().seen().idle();
        world.engine.time.advance(Duration.ofHours(10));
        assertThat(run().acts()).isEmpty();
        assertThat(rules().verdict(stalled.key()).orElseThrow().seen().idle()).isEqualTo(idle);
        world.engine.time.advance(Duration.ofHours(-15));
        assertThat(run().acts()).isEmpty();
        assertThat(rules().verdict(stalled.key()).orElseThrow().seen().idle()).isEqualTo(idle);
        watch(Duration.ofMinutes(3));
        assertThat(rules().verdict(stalled.key()).orElseThrow().seen().idle())
                .as("it goes on counting")
                .isGreaterThan(idle);
        assertThat(client.torrents).hasSize(1);
    }

    @Test
    void observationsOutliveTheProgram() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        watch(Duration.ofMinutes(20));
        var stored = world.store.observations(box.id());
        assertThat(stored).hasSize(1);
        var seen = ObservationDocument.read(stored.values().iterator().next());
        assertThat(seen.idle()).isGreaterThan(Duration.ofMinutes(15));
        assertThat(ObservationDocument.read(ObservationDocument.write(seen))).isEqualTo(seen);
    }

    @Test
    void forbiddenFilesAreLeftOutAndCanBeWantedAgain() throws Exception {
        var loading = torrent(1, TorrentState.DOWNLOADING);
        client.put(loading);
        client.files.add(new io.pilothouse.domain.torrent.TorrentFile(0, "Tide/Tide.mkv", 100, 0, 1));
        client.files.add(new io.pilothouse.domain.torrent.TorrentFile(1, "Tide/setup.exe", 10, 0, 1));
        set("{\"rules\":{\"content\":{\"mode\":\"act\",\"forbidden\":[\"exe\"]}}}");
        run();
        assertThat(world.journal).containsExactly("files [1] 0");
        run();
        assertThat(world.journal).hasSize(1);
    }

    @Test
    void deletingAnInstanceTakesItsRowsAndTouchesNoServer() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        set("{}");
        var other = world.add("qbittorrent", "Attic", GuardLevel.OPEN);
        world.clients.get(other.id()).put(TestTorrents.of(other.id(), 1).make());
        watch(Duration.ofMinutes(3));
        world.services.watch().now(List.of(other.id()), false);
        world.journal.clear();
        world.engine.get().instances().remove(box.id(), TestEngine.ME);
        world.engine.get().instances().purge(box.id(), TorrentWorld.seen());
        assertThat(world.store.torrents(box.id())).isEmpty();
        assertThat(world.store.observations(box.id())).isEmpty();
        assertThat(world.store.torrents(other.id()))
                .as("the same hash elsewhere")
                .hasSize(1);
        assertThat(world.journal).isEmpty();
    }

    private Torrent seeded(String path) throws Exception {
        var made = TestTorrents.of(box.id(), 1);
        made.ratio = 9;
        made.tags.add("pilothouse-imported");
        made.contentPath = path;
        client.put(made.make());
        set("{\"rules\":{\"seeding-end\":{\"mode\":\"act\",\"action\":\"remove-with-files\",\"ratio\":2.0}}}");
        watch(Duration.ofMinutes(20));
        return made.make();
    }

    @Test
    void aLibraryIsNotDeletedWithATorrentThatLiesOnIt() throws Exception {
        arr.paths.add(new RemotePath("box.lan", "/data", "/mnt/nas"));
        arr.roots.add("/mnt/nas/tv/Library");
        seeded("/data/tv/Library");
        assertThat(run().acts()).extracting(RulesRun.Act::error).allMatch(it -> it.contains("the library of Series"));
        assertThat(world.journal).isEmpty();
        var asked = world.services
                .desk()
                .act(
                        new TorrentOrder.Delete(true),
                        List.copyOf(client.torrents.values()).stream()
                                .map(Torrent::key)
                                .toList(),
                        TorrentWorld.seen(),
                        new UnheardTask());
        assertThat(asked.getFirst().message()).contains("the library of Series");
        arr.roots.remove("/mnt/nas/tv/Library");
        run();
        assertThat(world.journal).containsExactly("Delete with files 1");
    }

    @Test
    void rulesDeleteNoFilesWhileAnAppNeverSaidWhereItsLibraryLies() throws Exception {
        var torrent = seeded("/data/tv/Tide");
        arr.silentAboutRoots = true;
        assertThat(run().acts()).extracting(RulesRun.Act::error).allMatch(it -> it.contains("Series did not tell"));
        var byPerson = world.services
                .desk()
                .act(new TorrentOrder.Delete(true), List.of(torrent.key()), TorrentWorld.seen(), new UnheardTask());
        assertThat(byPerson.getFirst().outcome()).isEqualTo(TorrentResult.Outcome.DONE);
    }

    @Test
    void whatAnAppSaidOfItsLibraryCountsWhileItSaysNothing() throws Exception {
        arr.roots.add("/data/tv/Tide");
        seeded("/data/tv/Tide");
        run();
        arr.silentAboutRoots = true;
        assertThat(run().acts()).extracting(RulesRun.Act::error).allMatch(it -> it.contains("the library of Series"));
    }

    @Test
    void aTorrentKeepsItsHistoryUnderItsOtherHash() throws Exception {
        var before = TestTorrents.of(box.id(), 1).state(TorrentState.METADATA);
        before.addedAt = Optional.of(world.engine.time.instant().minus(Duration.ofDays(1)));
        client.put(before.make());
        set("{}");
        watch(Duration.ofMinutes(14));
        var seen = rules().verdict(before.make().key()).orElseThrow().seen();
        assertThat(seen.strikes(TorrentRule.METADATA)).isPositive();
        world.store.plan(
                List.of(before.make()), "tag", Optional.empty(), "", TorrentEntry.State.CONFIRMED, Instant.EPOCH);
        client.torrents.clear();
        var after = TestTorrents.of(box.id(), 2).state(TorrentState.STALLED_DOWNLOAD);
        after.v1 = before.hash;
        after.addedAt = before.addedAt;
        client.put(after.make());
        watch(Duration.ofMinutes(1));
        assertThat(rules().verdict(after.make().key()).orElseThrow().seen().firstSeen())
                .isEqualTo(seen.firstSeen());
        assertThat(world.store.observations(box.id())).doesNotContainKey(before.hash);
        assertThat(world.store.ledger(box.id(), Optional.of(after.hash), Instant.EPOCH, 10))
                .extracting(TorrentEntry::act)
                .containsExactly("tag");
    }

    @Test
    void aBrakeForADiskIsOverWhenAllFilesAreBackAndNoOtherOneIs() throws Exception {
        for (int i = 1; i <= 60; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        set("{}");
        watch(Duration.ofMinutes(3));
        for (int i = 1; i <= 10; i++) {
            client.put(torrent(i, TorrentState.MISSING_FILES));
        }
        watch(Duration.ofMinutes(3));
        assertThat(rules().status(box.id()).breaker()).isPresent();
        client.put(torrent(1, TorrentState.STALLED_UPLOAD));
        watch(Duration.ofMinutes(1));
        assertThat(rules().status(box.id()).breaker()).isPresent();
        for (int i = 1; i <= 10; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        watch(Duration.ofMinutes(1));
        assertThat(rules().status(box.id()).breaker()).isEmpty();
        for (int i = 1; i <= 10; i++) {
            client.put(torrent(i, TorrentState.ERROR));
        }
        watch(Duration.ofMinutes(1));
        for (int i = 1; i <= 10; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
        }
        watch(Duration.ofMinutes(1));
        assertThat(rules().status(box.id()).breaker())
                .as("a person looks first")
                .isPresent();
    }

    @Test
    void whatIsLeftToAPersonIsToldOnceWithWhatWhereAndWhatToDo() throws Exception {
        client.put(torrent(1, TorrentState.MISSING_FILES));
        client.put(torrent(2, TorrentState.STALLED_UPLOAD));
        set("{}");
        watch(Duration.ofMinutes(20));
        rules().enable(box.id(), true, TorrentWorld.seen());
        watch(Duration.ofMinutes(1));
        var notice = Eventually.published(world.notices.latest(), all -> !all.isEmpty())
                .getFirst();
        assertThat(notice.summary()).contains("Box").contains("Tide.1").contains("files are missing");
        assertThat(notice.advice()).contains("Box");
        assertThat(notice.instances()).containsExactly(box.id());
        assertThat(notice.page()).isEqualTo("rules");
        client.put(torrent(1, TorrentState.STALLED_UPLOAD));
        Eventually.that(() -> !rules().running(box.id()));
        watch(Duration.ofMinutes(1));
        var over = Eventually.published(
                world.notices.latest(), all -> all.getFirst().over());
        assertThat(over).as("one matter").hasSize(1);
    }

    /// Two records, one server: the rules work for the first alone.
    @Test
    void rulesOfASecondRecordOfTheSameServerAreHeld() throws Exception {
        var again = world.add("qbittorrent", "Again", GuardLevel.OPEN);
        var same = new RemoteIdentity("qBittorrent", "v5.1.0", "", "", new TreeMap<>(Map.of("savePath", "/data")));
        world.engine.get().instances().recordIdentity(box.id(), same);
        world.engine.get().instances().recordIdentity(again.id(), same);
        for (int i = 1; i <= 6; i++) {
            client.put(torrent(i, TorrentState.STALLED_UPLOAD));
            world.clients.get(again.id()).put(TestTorrents.of(again.id(), i).make());
        }
        world.services.watch().now(List.of(box.id(), again.id()), true);
        assertThat(heldFor(again)).contains("the same server").contains("Box");
        assertThat(heldFor(box)).isEmpty();
        for (int i = 3; i <= 6; i++) { // other torrents: another server with the same settings
            world.clients.get(again.id()).torrents.remove(TestTorrents.hash(i));
            world.clients
                    .get(again.id())
                    .put(TestTorrents.of(again.id(), 100 + i).make());
        }
        world.services.watch().now(List.of(box.id(), again.id()), true);
        assertThat(heldFor(again)).isEmpty();
    }

    private String heldFor(Instance instance) throws Exception {
        return rules().preview(instance.id(), Optional.empty()).gates().stream()
                .filter(gate -> gate.gate().equals("same-server") && !gate.passed())
                .map(gate -> gate.reason())
                .findFirst()
                .orElse("");
    }

    /// Two programs at once would fight over torrents.
    @Test
    void rulesRestWhileQbitrrStillWorksAndHonourItsTag() throws Exception {
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        var ignored = TestTorrents.of(box.id(), 2).state(TorrentState.STALLED_DOWNLOAD);
        ignored.tags.add("qBitrr-ignored");
        client.put(ignored.make());
        set("{}");
        watch(Duration.ofMinutes(45));
        client.put(torrent(3, TorrentState.STALLED_UPLOAD));
        watch(Duration.ofMinutes(1));
        var tagged = TestTorrents.of(box.id(), 3);
        tagged.tags.add("qBitrr-imported");
        client.put(tagged.make());
        watch(Duration.ofMinutes(1));
        var held = rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(held.ended()).isEqualTo(Ended.HELD);
        assertThat(held.reason()).contains("qBitrr still");
        watch(Duration.ofMinutes(61));
        rules().run(box.id(), Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), new UnheardTask());
        assertThat(client.torrents.keySet()).containsExactly(TestTorrents.hash(2), TestTorrents.hash(3));
    }

    @Test
    void oneTorrentThatLoadsForEverHoldsNoRules() throws Exception {
        client.put(torrent(1, TorrentState.LOADING));
        client.put(torrent(2, TorrentState.STALLED_DOWNLOAD));
        client.put(torrent(3, TorrentState.STALLED_UPLOAD));
        set("{}");
        watch(Duration.ofMinutes(45));
        assertThat(run().acts()).extracting(RulesRun.Act::act).contains("remove");
        client.put(torrent(3, TorrentState.LOADING));
        assertThat(run().reason()).as("most of them: it has just started").contains("loading");
    }

    @Test
    void whoHangsDelaysNobodyElse() throws Exception {
        var hung = world.add("qbittorrent", "Hung", GuardLevel.OPEN);
        var free = new CountDownLatch(1);
        world.clients.get(hung.id()).hangs = free;
        client.put(torrent(1, TorrentState.STALLED_DOWNLOAD));
        try {
            world.services.watch().start();
            var fleet = world.services.watch().fleet();
            Eventually.published(fleet, it -> seenAt(it, box).isPresent());
            for (int look = 0; look < 4; look++) {
                var last = seenAt(fleet.get(), box);
                Eventually.that(() -> {
                    world.engine.time.advance(Duration.ofSeconds(1));
                    return !seenAt(fleet.get(), box).equals(last);
                });
            }
            assertThat(seenAt(fleet.get(), hung)).isEmpty();
            Eventually.that(() -> rules().verdict(
                            torrent(1, TorrentState.STALLED_DOWNLOAD).key())
                    .isPresent());
        } finally {
            free.countDown();
            world.services.watch().close();
        }
    }

    private static Optional<Instant> seenAt(TorrentFleet fleet, Instance client) {
        return Optional.ofNullable(fleet.sides().get(client.id())).flatMap(TorrentSide::seenAt);
    }

    @Test
    void whatAClientRefusesHasFailedAndWhatNobodyAnsweredIsUnknown() throws Exception {
        var torrent = torrent(1, TorrentState.STALLED_UPLOAD);
        client.put(torrent);
        world.services.watch().now(List.of(box.id()), true);
        var refused = world.services
                .desk()
                .act(
                        new TorrentOrder.Category("nowhere"),
                        List.of(torrent.key()),
                        TorrentWorld.seen(),
                        new UnheardTask());
        assertThat(refused.getFirst().outcome()).isEqualTo(TorrentResult.Outcome.FAILED);
        assertThat(refused.getFirst().message()).contains("Incorrect category");
        assertThat(world.store.open(box.id())).as("settled").isEmpty();
        client.loses = true;
        var lost = world.services
                .desk()
                .act(new TorrentOrder.Delete(false), List.of(torrent.key()), TorrentWorld.seen(), new UnheardTask());
        assertThat(lost.getFirst().outcome()).isEqualTo(TorrentResult.Outcome.UNKNOWN);
        assertThat(world.store.open(box.id())).as("open until it is seen").hasSize(1);
        set("{}");
        run();
        assertThat(world.store.open(box.id())).isEmpty();
        assertThat(world.store.ledger(box.id(), Optional.empty(), Instant.EPOCH, 1))
                .allMatch(entry -> entry.act().equals("delete") && entry.state() == TorrentEntry.State.CONFIRMED);
        assertThat(world.journal).noneMatch(it -> it.startsWith("Delete")); // nothing is sent again
    }
}
