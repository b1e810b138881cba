package io.pilothouse.tasks.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.qbittorrent.ImpatientKind;
import io.pilothouse.connectors.qbittorrent.TestTorrent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentOrder;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.testing.UnheardTask;
import io.pilothouse.testing.realserver.RealQBittorrent;
import io.pilothouse.testing.realserver.RealQBittorrent.Version;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the rules make of real torrents in the fourteen situations of section 17.4 of the contract. Their
/// time is moved by hand; a server's own goes on as it does, and is taken for ours from where it began.
@Timeout(300)
class TorrentSituationsRealServerTest {

    private static final String CATEGORY = "tv";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @TempDir
    Path folder;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private final HttpClients http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final List<Connector> open = new ArrayList<>();
    private TorrentWorld world;
    private TorrentWorld.Arr arr;
    private Duration skew;

    @BeforeEach
    void start() throws Exception {
        world = new TorrentWorld(folder);
        arr = world.arrs.get(world.add("sonarr", "Series", GuardLevel.OPEN).id());
        skew = Duration.between(world.engine.time.instant(), Instant.now());
    }

    @AfterEach
    void stop() {
        open.forEach(Connector::close);
        http.close();
        world.close();
    }

    // the world

    private Instance add(RealQBittorrent server, String name) throws Exception {
        var instance = world.add("qbittorrent", name, GuardLevel.OPEN);
        var kind = ImpatientKind.of(http, Clock.systemUTC());
        var connector = kind.open(
                new Target(
                        Optional.of(instance.id()),
                        kind.id(),
                        name,
                        Connection.to(new Address(server.address())),
                        new TreeMap<>(Map.of("username", RealQBittorrent.USER)),
                        Optional.empty()),
                Secrets.of("password", RealQBittorrent.PASSWORD));
        open.add(connector);
        world.real.put(instance.id(), inOurTime(connector));
        return instance;
    }

    private KeepsTorrents inOurTime(Connector connector) {
        return (KeepsTorrents) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KeepsTorrents.class}, (_, method, arguments) -> {
                    try {
                        var answer = method.invoke(connector, arguments);
                        return answer instanceof Optional<?> some ? some.map(this::inOurTime) : inOurTime(answer);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Object inOurTime(Object answer) {
        return answer instanceof TorrentSnapshot it
                ? new TorrentSnapshot(
                        it.instance(),
                        it.session(),
                        world.engine.time.instant(),
                        it.took(),
                        skew,
                        it.torrents(),
                        it.categories(),
                        it.tags(),
                        it.transfer(),
                        it.changes(),
                        it.delta())
                : answer;
    }

    private KeepsTorrents line(Instance client) {
        return world.real.get(client.id());
    }

    private Torrent added(Instance client, TestTorrent torrent, String folderThere, boolean stopped) throws Exception {
        var hash = line(client)
                .add(new TorrentAddition(
                        new TorrentAddition.File(torrent.file()), folderThere, CATEGORY, new TreeSet<>(), stopped))
                .hash()
                .orElseThrow();
        return line(client).poll().torrents().get(hash);
    }

    private Torrent added(Instance client, String name) throws Exception {
        return added(client, TestTorrent.of(name, 300_000), "", false);
    }

    private Torrent await(Instance client, String hash, Predicate<Torrent> wanted) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            var now = line(client).poll().torrents().get(hash);
            if (now != null && wanted.test(now)) {
                return now;
            }
            assertThat(System.nanoTime()).as("still " + now).isLessThan(end);
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private Torrent await(Instance client, Torrent torrent, TorrentState state) throws Exception {
        return await(client, torrent.key().hash(), it -> it.state() == state);
    }

    private Map<String, Torrent> now(Instance client) throws Exception {
        return line(client).poll().torrents();
    }

    /// Looks once a minute, as the watch does.
    private void watch(Instance client, Duration time) throws Exception {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            world.engine.time.advance(Duration.ofMinutes(1));
            world.services.watch().now(List.of(client.id()), true);
        }
    }

    private void rules(Instance client, String rules) throws Exception {
        world.services.rules().set(client.id(), "{\"rules\":{" + rules + "}}", TorrentWorld.seen());
        world.services.watch().now(List.of(client.id()), true);
        world.services.rules().preview(client.id(), Optional.empty());
    }

    private RulesRun run(Instance client) throws Exception {
        world.services.watch().now(List.of(client.id()), true);
        return world.services
                .rules()
                .run(client.id(), Optional.empty(), Origin.WINDOW, TorrentWorld.seen(), new UnheardTask());
    }

    private void decided(Torrent torrent, TorrentRule rule) {
        var verdict = world.services.rules().verdict(torrent.key()).orElseThrow();
        assertThat(verdict.deciding())
                .as(torrent.name() + ": " + verdict.reason())
                .contains(rule);
    }

    // the situations

    /// Stopped, stalled, without metadata, forced, complete but empty, and with a dead tracker.
    @ParameterizedTest
    @EnumSource
    void whatLoads(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            var box = add(server, "Box");
            var stalled = added(box, "stalled.bin");
            var stopped = added(box, TestTorrent.of("stopped.bin", 300_000), "", true);
            var forced = added(box, "forced.bin");
            var empty = added(box, "empty.bin");
            var magnet = line(box)
                    .add(new TorrentAddition(
                            new TorrentAddition.Link("magnet:?xt=urn:btih:" + "ab".repeat(20)),
                            "",
                            CATEGORY,
                            new TreeSet<>(),
                            false))
                    .hash()
                    .orElseThrow();
            await(box, stalled, TorrentState.STALLED_DOWNLOAD);
            await(box, stopped, TorrentState.STOPPED_DOWNLOAD);
            line(box).act(new TorrentAct.Force(TorrentHashes.of(forced.key().hash()), true));
            await(box, forced, TorrentState.FORCED_DOWNLOAD);
            line(box).filePriority(empty.key().hash(), Set.of(0), 0);
            await(box, empty.key().hash(), it -> it.family() == TorrentFamily.SEEDING);
            await(box, magnet, it -> it.state() == TorrentState.METADATA);
            arr.queued(stalled, "downloading", "warning");
            rules(box, "\"upkeep\":{\"mode\":\"act\",\"deadTrackerTag\":\"no-tracker\"}");
            assertThat(now(box).get(stalled.key().hash()).isPrivate())
                    .as("asked before 5.0")
                    .contains(false);

            watch(box, Duration.ofMinutes(12));
            run(box);
            decided(stalled, TorrentRule.STALLED);
            decided(stopped, TorrentRule.STOPPED_BY_USER);
            decided(forced, TorrentRule.EXEMPT);
            assertThat(now(box)).as("too early for all of them").hasSize(5);
            watch(box, Duration.ofMinutes(40));
            world.journal.clear();
            run(box);

            assertThat(now(box))
                    .doesNotContainKeys(stalled.key().hash(), magnet)
                    .containsKeys(
                            stopped.key().hash(),
                            forced.key().hash(),
                            empty.key().hash());
            assertThat(world.journal).containsExactly("forget blocklist=true search=true");
            assertThat(now(box).get(stopped.key().hash()).state()).isEqualTo(TorrentState.STOPPED_DOWNLOAD);
            assertThat(now(box).get(empty.key().hash()).tags()).contains("no-tracker");
            assertThat(now(box).get(forced.key().hash()).tags())
                    .as("left alone")
                    .isEmpty();
            assertThat(now(box).get(empty.key().hash()).complete()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWaitsInTheQueueIsNotStalled(Version version) throws Exception {
        var queueing = Map.of(
                "BitTorrent/Session\\QueueingSystemEnabled", "true", "BitTorrent/Session\\MaxActiveDownloads", "1");
        try (var server = RealQBittorrent.start(version, first, queueing)) {
            var box = add(server, "Box");
            var one = added(box, "one.bin");
            var other = added(box, "other.bin");
            await(box, one, TorrentState.STALLED_DOWNLOAD);
            await(box, other, TorrentState.QUEUED_DOWNLOAD);
            rules(box, "");
            watch(box, Duration.ofMinutes(45));
            run(box);
            assertThat(now(box)).containsOnlyKeys(other.key().hash());
        }
    }

    /// Seeding, seeding by force, and stopped: all are imported, and only the first is stopped at its end.
    @ParameterizedTest
    @EnumSource
    void whatIsWhole(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            for (var name : List.of("seeds.bin", "forced.bin", "stopped.bin")) {
                TestTorrent.of(name, 300_000).writeInto(server.downloads());
            }
            var box = add(server, "Box");
            var seeds = added(box, "seeds.bin");
            var forced = added(box, "forced.bin");
            var stopped = added(box, "stopped.bin");
            for (var torrent : List.of(seeds, forced, stopped)) {
                await(box, torrent, TorrentState.STALLED_UPLOAD);
                arr.queued(torrent, "importPending", "ok");
            }
            line(box).act(new TorrentAct.Force(TorrentHashes.of(forced.key().hash()), true));
            line(box).act(new TorrentAct.Stop(TorrentHashes.of(stopped.key().hash())));
            await(box, forced, TorrentState.FORCED_UPLOAD);
            await(box, stopped, TorrentState.STOPPED_UPLOAD);
            rules(box, "\"seeding-end\":{\"mode\":\"act\",\"action\":\"stop\",\"seeding\":\"1s\"}");
            world.journal.clear();
            watch(box, Duration.ofMinutes(2));
            run(box);
            assertThat(world.journal).as("one question for all").containsExactly("refresh");
            watch(box, Duration.ofMinutes(6));
            arr.queue.clear();
            arr.history.add(
                    new ArrHistory(world.engine.time.instant(), ArrHistory.What.IMPORTED, "Tide", "episode:1", "", ""));
            run(box);
            assertThat(now(box).values()).allMatch(torrent -> torrent.tags().contains(RuleEngine.IMPORTED));
            assertThat(now(box).get(stopped.key().hash()).state()).isEqualTo(TorrentState.STOPPED_UPLOAD);
            await(
                    box,
                    seeds.key().hash(),
                    it -> it.seedingTime().compareTo(Duration.ofSeconds(1)) >= 0); // by its clock
            watch(box, Duration.ofMinutes(20));
            run(box);
            assertThat(now(box).get(seeds.key().hash()).state()).isEqualTo(TorrentState.STOPPED_UPLOAD);
            assertThat(now(box).get(forced.key().hash()).state()).isEqualTo(TorrentState.FORCED_UPLOAD);
        }
    }

    /// Checked, checked again, and moved: waited for.
    @ParameterizedTest
    @EnumSource
    void whatIsUnderWay(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            var zeros = TestTorrent.zeros("zeros.bin", 512);
            try (var sparse = new RandomAccessFile(
                    server.downloads().resolve(zeros.name()).toFile(), "rw")) {
                sparse.setLength(512L * (4 << 20));
            }
            var box = add(server, "Box");
            rules(box, "");
            var large = added(box, zeros, "", false);
            await(box, large, TorrentState.CHECKING_DOWNLOAD);
            watch(box, Duration.ofMinutes(1));
            decided(large, TorrentRule.TRANSIENT);
            await(box, large, TorrentState.STALLED_UPLOAD);
            server.order("torrents/recheck", Map.of("hashes", large.key().hash()));
            await(box, large, TorrentState.CHECKING_UPLOAD);
            watch(box, Duration.ofMinutes(1));
            decided(large, TorrentRule.TRANSIENT);
            assertThat(run(box).acts()).isEmpty();
            await(box, large, TorrentState.STALLED_UPLOAD);

            var there = Files.createDirectories(server.downloads().resolve("there"));
            server.order("torrents/setLocation", Map.of("hashes", large.key().hash(), "location", there.toString()));
            if (version == Version.V4_5_2) { // newer ones show it only as long as it takes
                await(box, large, TorrentState.MOVING);
                watch(box, Duration.ofMinutes(1));
                decided(large, TorrentRule.TRANSIENT);
            }
            var moved = await(
                    box,
                    large.key().hash(),
                    it -> it.state() == TorrentState.STALLED_UPLOAD
                            && it.savePath().equals(there.toString()));
            assertThat(moved.complete()).isTrue();
            assertThat(there.resolve(zeros.name())).exists();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatLostItsFiles(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first)) {
            var clip = TestTorrent.of("clip.bin", 300_000);
            clip.writeInto(server.downloads());
            var box = add(server, "Box");
            var lost = added(box, clip, "", false);
            await(box, lost, TorrentState.STALLED_UPLOAD);
            rules(box, "");
            server.stop();
            Files.delete(server.downloads().resolve(clip.name()));
            server.restart();
            await(box, lost, TorrentState.MISSING_FILES);
            watch(box, Duration.ofMinutes(12));
            decided(lost, TorrentRule.MISSING_FILES);
            watch(box, Duration.ofMinutes(20));
            assertThat(run(box).acts()).as("a person is told").isEmpty();
            assertThat(world.services.rules().verdict(lost.key()).orElseThrow().step())
                    .contains(new RuleStep.Tell());
            assertThat(now(box)).hasSize(1);
            rules(box, "\"missing-files\":{\"mode\":\"act\",\"action\":\"remove\"}");
            run(box);
            assertThat(now(box)).isEmpty();
        }
    }

    /// Its folder would lie below a file: it is started twice in a week, then told of, and never checked again.
    @ParameterizedTest
    @EnumSource
    void whatCannotBeWritten(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first);
                var peer = RealQBittorrent.start(version, second)) {
            var clip = TestTorrent.of("clip.bin", 300_000);
            clip.writeInto(peer.downloads());
            Files.writeString(server.downloads().resolve("file"), "in the way");
            var box = add(server, "Box");
            var other = add(peer, "Peer");
            await(other, added(other, clip, "", false), TorrentState.STALLED_UPLOAD);
            var broken =
                    added(box, clip, server.downloads().resolve("file/below").toString(), false);
            var meet = Map.of("hashes", clip.hash(), "peers", peer.peer());
            server.order("torrents/addPeers", meet);
            await(box, broken, TorrentState.ERROR);
            rules(box, "");
            watch(box, Duration.ofMinutes(12));
            assertThat(run(box).acts()).extracting(RulesRun.Act::act).containsExactly("resume");
            for (int week = 0; week < 2; week++) {
                server.order("torrents/addPeers", meet);
                await(box, broken, TorrentState.ERROR);
                watch(box, Duration.ofMinutes(1));
                decided(broken, TorrentRule.ERROR);
                watch(box, Duration.ofHours(7));
                await(box, broken, TorrentState.ERROR); // what was started is looked through first
                run(box);
            }
            var verdict = world.services.rules().verdict(broken.key()).orElseThrow();
            assertThat(verdict.step()).as(verdict.reason()).contains(new RuleStep.Tell());
            assertThat(world.store.ledger(box.id(), Optional.of(clip.hash()), Instant.EPOCH, 10))
                    .extracting(TorrentEntry::act)
                    .containsExactly("resume", "resume");
        }
    }

    /// A magnet link of version 1 whose torrent turns out to be of both: one torrent, with its history.
    @ParameterizedTest
    @EnumSource
    void whatGetsAnotherHash(Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, first);
                var peer = RealQBittorrent.start(version, second)) {
            var hybrid = TestTorrent.hybrid("both.bin");
            hybrid.writeInto(peer.downloads());
            var box = add(server, "Box");
            var other = add(peer, "Peer");
            await(other, hybrid.hash(), added(other, hybrid, "", false));
            var magnet = line(box)
                    .add(new TorrentAddition(
                            new TorrentAddition.Link("magnet:?xt=urn:btih:" + hybrid.firstHash()),
                            "",
                            CATEGORY,
                            new TreeSet<>(),
                            false))
                    .hash()
                    .orElseThrow();
            assertThat(magnet).isEqualTo(hybrid.firstHash()).isNotEqualTo(hybrid.hash());
            await(box, magnet, it -> it.state() == TorrentState.METADATA);
            rules(box, "");
            watch(box, Duration.ofMinutes(14));
            var before = now(box).get(magnet);
            var seen =
                    world.services.rules().verdict(before.key()).orElseThrow().seen();
            assertThat(seen.strikes(TorrentRule.METADATA)).isPositive();
            world.services
                    .desk()
                    .act(
                            new TorrentOrder.Tag(new TreeSet<>(Set.of("mine"))),
                            List.of(before.key()),
                            TorrentWorld.seen(),
                            new UnheardTask());

            server.order("torrents/addPeers", Map.of("hashes", magnet, "peers", peer.peer()));
            var after = await(box, hybrid.hash(), it -> it.state() == TorrentState.STALLED_UPLOAD);
            watch(box, Duration.ofMinutes(2));

            assertThat(world.services.watch().fleet().get().torrents(List.of(box.id())))
                    .extracting(torrent -> torrent.key().hash())
                    .containsExactly(hybrid.hash());
            assertThat(world.services
                            .rules()
                            .verdict(after.key())
                            .orElseThrow()
                            .seen()
                            .firstSeen())
                    .isEqualTo(seen.firstSeen());
            assertThat(world.store.observations(box.id())).doesNotContainKey(magnet);
            assertThat(world.store.ledger(box.id(), Optional.of(hybrid.hash()), Instant.EPOCH, 10))
                    .extracting(TorrentEntry::act)
                    .containsExactly("tag");
        }
    }

    private void await(Instance client, String hash, Torrent added) throws Exception {
        assertThat(added.key().hash()).isEqualTo(hash);
        await(client, added, TorrentState.STALLED_UPLOAD);
    }
}
