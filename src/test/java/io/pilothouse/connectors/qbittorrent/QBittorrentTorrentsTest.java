package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentOutcome;
import io.pilothouse.domain.torrent.TorrentState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QBittorrentTorrentsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final HttpClients http = new HttpClients(clock, RequestLog.NONE, "test");
    private final QBittorrentKind kind =
            new QBittorrentKind(http, clock, time -> now.updateAndGet(instant -> instant.plus(time)));
    private DemoFleet fleet;
    private SimulatedService service;
    private @Nullable QBittorrentConnector connector;

    @BeforeEach
    void openFleet() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    /// Whatever was asked for: what means everything is never sent, nor what a server takes for somebody else
    /// (contract section 18).
    @AfterEach
    void nothingForbiddenWasSent() {
        if (service == null) {
            return; // nothing was asked for
        }
        assertThat(service.requests()).allSatisfy(request -> {
            assertThat(request.headers()).doesNotContain("transfer-encoding", "referer", "origin");
            assertThat(request.body() + "&")
                    .doesNotContain("hashes=all&", "hashes=&", "hash=*", "hash=%2A")
                    .doesNotContain("web_ui_password");
            if (request.method().equals("POST")) {
                assertThat(request.headers()).contains("content-length");
            }
            if (request.path().endsWith("removeTags")) {
                assertThat(request.body()).containsPattern("tags=[^&,]");
            }
        });
    }

    @AfterEach
    void closeFleet() {
        if (connector != null) {
            connector.close();
        }
        fleet.close();
        http.close();
    }

    private KeepsTorrents open(String version) throws IOException {
        return open(version, 40);
    }

    private KeepsTorrents open(String version, int torrents) throws IOException {
        return open(ServiceSpec.of("qbittorrent", "Loft")
                .with("version", version)
                .with("torrents", Integer.toString(torrents)));
    }

    private KeepsTorrents open(ServiceSpec spec) throws IOException {
        service = fleet.add(spec);
        connector = (QBittorrentConnector) kind.open(
                TestTargets.saved(
                        kind.id(),
                        service.address(),
                        Map.of("username", service.access().username())),
                TestTargets.right(service));
        return connector;
    }

    private static List<String> some(KeepsTorrents torrents, int count) throws Exception {
        return torrents.poll().torrents().values().stream()
                .filter(torrent -> !torrent.state().stopped())
                .map(torrent -> torrent.key().hash())
                .sorted()
                .limit(count)
                .toList();
    }

    private List<LoggedRequest> posts(String action) {
        return service.requests().stream()
                .filter(request -> request.path().equals("/api/v2/torrents/" + action))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"4.5.2, pause, resume", "4.6.7, pause, resume", "5.0.4, stop, start", "5.2.3, stop, start"})
    void stopsAndStartsByTheWordsOfTheVersion(String version, String stop, String start) throws Exception {
        var torrents = open(version);
        var hashes = TorrentHashes.of(some(torrents, 3));

        var stopped = torrents.act(new TorrentAct.Stop(hashes));
        assertThat(stopped).isEqualTo(new TorrentOutcome(Set.copyOf(hashes.hashes()), Set.of(), Set.of()));
        assertThat(torrents.latest()
                        .orElseThrow()
                        .torrents()
                        .get(hashes.hashes().getFirst())
                        .state()
                        .stopped())
                .isTrue();
        assertThat(torrents.act(new TorrentAct.Start(hashes)).complete()).isTrue();

        assertThat(posts(stop)).hasSize(1);
        assertThat(posts(start)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "4.6.7", "5.1.0", "5.2.3"})
    void aCategoryGetsAnotherFolderAndKeepsItsOther(String version) throws Exception {
        var torrents = open(ServiceSpec.of("qbittorrent", "Loft")
                .with("version", version)
                .with("torrents", "40")
                .with("bypass", "true"));
        assertThat(torrents.createCategory("tv-a", "/downloads/a")).isTrue();
        byHand("createCategory", "category=tv-b&savePath=/b&downloadPathEnabled=true&downloadPath=/loading");
        var one = some(torrents, 1).getFirst();
        var hash = TorrentHashes.of(one);
        torrents.act(new TorrentAct.SetCategory(hash, "tv-a"));
        assertThat(torrents.act(new TorrentAct.SetAutomatic(hash, true)).complete())
                .isTrue();
        assertThat(torrents.poll().torrents().get(one).savePath()).isEqualTo("/downloads/a");

        assertThat(torrents.editCategory("tv-a", "/downloads/new")).isTrue();
        assertThat(torrents.editCategory("tv-a", "/downloads/new/"))
                .as("the same")
                .isFalse();
        var moved = torrents.poll();
        assertThat(moved.categories().get("tv-a").savePath()).isEqualTo("/downloads/new");
        assertThat(moved.torrents().get(one).automatic()).isFalse();
        assertThat(moved.torrents().get(one).savePath())
                .isEqualTo(version.startsWith("4.5") ? "/downloads/new" : "/downloads/a");

        assertThat(torrents.editCategory("tv-b", "/c")).isTrue();
        assertThat(torrents.poll().categories().get("tv-b").downloadPath())
                .as("said again, else it would be forgotten")
                .contains("/loading");
        assertThat(catchThrowableOfType(ConnectorException.class, () -> torrents.editCategory("none", "/c"))
                        .code())
                .isEqualTo(FaultCode.REFUSED);

        torrents.removeCategory("tv-a");
        assertThat(torrents.poll().categories()).doesNotContainKey("tv-a").containsKey("tv-b");
        assertThat(torrents.poll().torrents().get(one).category()).isEmpty();
    }

    /// What somebody else does to a server that asks for no login.
    private void byHand(String action, String form) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(service.address() + "api/v2/torrents/" + action))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void filesFollowTheirCategoryWhereTheClientIsSetSo() throws Exception {
        var torrents = open("5.1.0");
        torrents.changePreferences(Map.of("category_changed_tmm_enabled", true));
        torrents.createCategory("tv-a", "/downloads/a");
        var one = some(torrents, 1).getFirst();
        torrents.act(new TorrentAct.SetCategory(TorrentHashes.of(one), "tv-a"));
        torrents.act(new TorrentAct.SetAutomatic(TorrentHashes.of(one), true));

        torrents.editCategory("tv-a", "/downloads/new");

        assertThat(torrents.poll().torrents().get(one).savePath()).isEqualTo("/downloads/new");
        assertThat(torrents.poll().torrents().get(one).automatic()).isTrue();
    }

    @Test
    void anEffectThatIsNotSeenIsNotClaimed() throws Exception {
        var torrents = open("5.1.0");
        var hashes = TorrentHashes.of(some(torrents, 2));

        // no queue is kept there
        var failure = catchThrowableOfType(ConnectorException.class, () -> torrents.act(new TorrentAct.ToTop(hashes)));
        assertThat(failure.code()).isEqualTo(FaultCode.REFUSED);
    }

    @Test
    void aCheckIsSeenWhileItLastsAndFindsWhatIsThere() throws Exception {
        var torrents = open("5.1.0");
        var hash = one(torrents, it -> it.state() == TorrentState.STOPPED_UPLOAD)
                .key()
                .hash();
        torrents.act(new TorrentAct.Recheck(TorrentHashes.of(hash)));
        var during = torrents.poll().torrents().get(hash);
        assertThat(during.state()).isEqualTo(TorrentState.CHECKING_UPLOAD);
        assertThat(during.completed()).isZero();
        now.updateAndGet(instant -> instant.plusSeconds(2));
        var after = torrents.poll().torrents().get(hash);
        assertThat(after.state()).as("stopped again").isEqualTo(TorrentState.STOPPED_UPLOAD);
        assertThat(after.completed()).isEqualTo(after.size());
    }

    /// One in error is not checked, and none without metadata: both are believed after half a minute, however
    /// small they are (contract section 11.2).
    @Test
    void aCheckThatIsNeverSeenIsBelieved() throws Exception {
        var torrents = open("5.1.0", 1000);
        var large = one(torrents, it -> it.state() == TorrentState.ERROR && it.size() > 1L << 30);
        assertThat(large.size()).isPositive();
        assertThat(checkedIn(torrents, large)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        var hash = torrents.add(new TorrentAddition(
                        new TorrentAddition.Link("magnet:?xt=urn:btih:" + "a".repeat(40)),
                        "",
                        "",
                        new TreeSet<>(),
                        false))
                .hash()
                .orElseThrow();
        var small = one(torrents, it -> it.key().hash().equals(hash));
        assertThat(small.size()).isZero();
        assertThat(checkedIn(torrents, small)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    private static Torrent one(KeepsTorrents torrents, Predicate<Torrent> which) throws Exception {
        return torrents.poll().torrents().values().stream()
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private Duration checkedIn(KeepsTorrents torrents, Torrent torrent) throws Exception {
        var begin = now.get();
        var outcome = torrents.act(
                new TorrentAct.Recheck(TorrentHashes.of(torrent.key().hash())));
        assertThat(outcome.confirmed()).hasSize(1);
        return Duration.between(begin, now.get());
    }

    @Test
    void whatIsGoneIsToldApart() throws Exception {
        var torrents = open("5.1.0");
        var there = some(torrents, 1).getFirst();
        var gone = "0".repeat(40);

        var outcome = torrents.act(new TorrentAct.Delete(TorrentHashes.of(there, gone), false));

        assertThat(outcome).isEqualTo(new TorrentOutcome(Set.of(there), Set.of(gone), Set.of()));
        assertThat(posts("delete").getFirst().body()).contains("deleteFiles=false");
        assertThat(torrents.act(new TorrentAct.Stop(TorrentHashes.of(gone))).gone())
                .containsExactly(gone);
        assertThat(posts("stop")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.1.0"})
    void categoriesAndTagsFollow(String version) throws Exception {
        var torrents = open(version);
        var hashes = TorrentHashes.of(some(torrents, 2));
        var tag = new TreeSet<>(Set.of("pilothouse-test"));

        assertThat(torrents.createCategory("from-here", "/from")).isTrue();
        assertThat(torrents.createCategory("from-here", "/from")).isFalse();
        assertThat(torrents.act(new TorrentAct.SetCategory(hashes, "from-here")).complete())
                .isTrue();
        assertThat(torrents.act(new TorrentAct.AddTags(hashes, tag)).complete()).isTrue();
        assertThat(tagged(torrents)).isEqualTo(hashes.hashes());
        assertThat(torrents.act(new TorrentAct.RemoveTags(hashes, tag)).complete())
                .isTrue();
        assertThat(tagged(torrents)).isEmpty();

        var unknown = catchThrowableOfType(
                ConnectorException.class, () -> torrents.act(new TorrentAct.SetCategory(hashes, "nowhere")));
        assertThat(unknown.problem().summary()).contains("Loft").contains("Incorrect category name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.1.0", "5.2.3"})
    void namesMayBeOfAnyScript(String version) throws Exception {
        var torrents = open(version);
        var one = some(torrents, 1).getFirst();
        var hash = TorrentHashes.of(one);
        for (var name : List.of("Сериалы & Фильмы", "番組/アニメ", "مسلسلات", "a+b=c%20?#|;", "🎬 é")) {
            var tags = new TreeSet<>(Set.of(name));
            assertThat(torrents.createCategory(name, "/données/" + name)).isTrue();
            assertThat(torrents.createCategory(name, "")).as("it is there").isFalse();
            assertThat(torrents.act(new TorrentAct.SetCategory(hash, name)).complete())
                    .isTrue();
            assertThat(torrents.act(new TorrentAct.AddTags(hash, tags)).complete())
                    .isTrue();
            var now = torrents.poll();
            assertThat(now.categories().get(name).savePath()).isEqualTo("/données/" + name);
            assertThat(now.torrents().get(one).category()).isEqualTo(name);
            assertThat(now.torrents().get(one).tags()).contains(name);
            assertThat(torrents.act(new TorrentAct.RemoveTags(hash, tags)).complete())
                    .isTrue();
        }
    }

    private static List<String> tagged(KeepsTorrents torrents) {
        return torrents.latest().orElseThrow().torrents().values().stream()
                .filter(torrent -> torrent.tags().contains("pilothouse-test"))
                .map(Torrent::key)
                .map(key -> key.hash())
                .sorted()
                .toList();
    }

    @Test
    void manyTorrentsGoInParts() {
        var many = IntStream.range(0, 1_200)
                .mapToObj(number -> String.format("%040x", number))
                .toList();

        assertThat(TorrentHashes.of(many).parts(Commands.MOST_HASHES))
                .extracting(part -> part.hashes().size())
                .containsExactly(500, 500, 200);
    }

    @Test
    void wordsThatMeanEverythingCannotBeSaid() {
        var one = TorrentHashes.of("a".repeat(40));

        assertThatIllegalArgumentException().isThrownBy(() -> TorrentHashes.of("all"));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentHashes.of("*"));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentHashes.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new TorrentAct.RemoveTags(one, new TreeSet<>()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TorrentAct.RemoveTags(one, new TreeSet<>(Set.of(","))));
        assertThatIllegalArgumentException().isThrownBy(() -> new TorrentAddition.Link("file:///etc/passwd"));
    }

    @Test
    void whatIsNoTorrentIsNotSent() throws Exception {
        var torrents = open("5.1.0");
        var addition = new TorrentAddition(new TorrentAddition.File(new byte[] {1, 2}), "", "", new TreeSet<>(), true);

        var failure = catchThrowableOfType(ConnectorException.class, () -> torrents.add(addition));

        assertThat(failure.code()).isEqualTo(FaultCode.CONFIGURATION);
        assertThat(posts("add")).isEmpty();
    }

    /// The hashes of its pieces are any bytes, also such as mean something in a form.
    @Test
    void aFileIsAddedWhateverBytesItHas() throws Exception {
        var torrents = open("5.1.0");
        var pieces = "%zz&=%2".repeat(3).substring(0, 20);
        var file =
                "d8:announce9:http://xy4:infod6:lengthi9e4:name4:file12:piece lengthi16384e6:pieces20:" + pieces + "ee";
        var added = torrents.add(new TorrentAddition(
                new TorrentAddition.File(file.getBytes(StandardCharsets.US_ASCII)), "", "", new TreeSet<>(), true));
        assertThat(torrents.latest().orElseThrow().torrents())
                .containsKey(added.hash().orElseThrow());
    }

    @Test
    void manyAreAddedWithOneWaitForAll() throws Exception {
        var torrents = open("5.1.0");
        torrents.poll();
        var hashes = IntStream.range(0, 40)
                .mapToObj(number -> String.format("%040x", 1 + number))
                .toList();
        var additions = hashes.stream()
                .map(hash -> new TorrentAddition(
                        new TorrentAddition.Link("magnet:?xt=urn:btih:" + hash), "", "", new TreeSet<>(), true))
                .toList();
        assertThat(torrents.add(additions.getFirst()).there()).isFalse();
        service.forgetRequests();
        assertThat(torrents.add(additions.getFirst()))
                .isEqualTo(new TorrentAdded(Optional.of(hashes.getFirst()), true));
        assertThat(posts("add")).isEmpty();
        var begin = now.get();

        torrents.addAll(additions);

        assertThat(torrents.latest().orElseThrow().torrents()).containsKeys(hashes.toArray(String[]::new));
        assertThat(posts("add")).as("one is there already").hasSize(39);
        assertThat(service.requests())
                .filteredOn(request -> request.path().endsWith("sync/maindata"))
                .hasSizeLessThan(10);
        assertThat(Duration.between(begin, now.get())).isLessThan(Duration.ofSeconds(10));
    }

    /// Before 5.0 the list does not tell who is private: single torrents are asked about, five a second.
    @Test
    void whoIsPrivateIsAskedOfOldServersOnceAndFewAtATime() throws Exception {
        var torrents = open("4.6.7");
        assertThat(torrents.poll().torrents().values())
                .allMatch(torrent -> torrent.isPrivate().isEmpty());
        torrents.poll();
        assertThat(asked()).as("the same second").isEqualTo(5);
        var told = torrents.poll();
        for (int look = 0; look < 20; look++) {
            now.updateAndGet(instant -> instant.plusSeconds(3));
            told = torrents.poll();
        }
        var withMetadata =
                told.torrents().values().stream().filter(Torrent::hasMetadata).toList();
        assertThat(withMetadata)
                .allMatch(torrent -> torrent.isPrivate().isPresent())
                .anyMatch(torrent -> torrent.isPrivate().get())
                .anyMatch(torrent -> !torrent.isPrivate().get());
        long once = asked();
        assertThat(once).isEqualTo(withMetadata.size());
        now.updateAndGet(instant -> instant.plus(Duration.ofHours(2))); // everything is read anew
        var again = torrents.poll();
        assertThat(again.changes().full()).isTrue();
        assertThat(again.torrents().values().stream().filter(Torrent::hasMetadata))
                .allMatch(torrent -> torrent.isPrivate().isPresent());
        assertThat(asked()).isEqualTo(once);
    }

    private long asked() {
        return service.requests().stream()
                .filter(request -> request.path().endsWith("torrents/properties"))
                .count();
    }

    @Test
    void aForkThatTellsAnotherVersionIsStoppedAndStartedAllTheSame() throws Exception {
        var torrents = open(
                ServiceSpec.of("qbittorrent", "Loft").with("version", "5.1.0").with("webApi", "2.9.3"));
        var one = TorrentHashes.of(some(torrents, 1));
        assertThat(torrents.act(new TorrentAct.Stop(one)).noEffect()).isEmpty();
        assertThat(torrents.act(new TorrentAct.Start(one)).noEffect()).isEmpty();
        assertThat(posts("pause")).as("tried once, then remembered").hasSize(1);
        assertThat(posts("resume")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "4.6.7", "5.0.5", "5.1.0", "5.2.3"})
    void shareLimitsAreTakenByEveryVersion(String version) throws Exception {
        var torrents = open(version);
        var outcome = torrents.act(new TorrentAct.SetShareLimits(
                TorrentHashes.of(some(torrents, 2)), new ShareLimits(2.5, 90, -2, "Default", "Default")));
        assertThat(outcome.confirmed()).hasSize(2);
    }

    /// The server has built its answer, and it never came: what it told then is not told again.
    @ParameterizedTest
    @ValueSource(strings = {"5.1.0", "5.2.3"})
    void afterALostAnswerEverythingIsReadAnew(String version) throws Exception {
        var torrents = open(version);
        torrents.poll();
        service.fault(new Fault.CutOff(20), "/api/v2/sync/maindata");
        for (int tick = 0; tick < 3; tick++) {
            now.updateAndGet(instant -> instant.plusSeconds(20));
            fleet.tick();
            assertThat(catchThrowableOfType(ConnectorException.class, torrents::poll))
                    .isNotNull();
        }
        service.heal();
        var after = torrents.poll();
        assertThat(after.changes().full()).isTrue();
        try (var fresh = kind.open(
                TestTargets.saved(
                        kind.id(),
                        service.address(),
                        Map.of("username", service.access().username())),
                TestTargets.right(service))) {
            boolean same =
                    after.torrents().equals(((KeepsTorrents) fresh).poll().torrents());
            assertThat(same).isTrue();
        }
    }

    /// Contract section 8.3: a new session is the only cure.
    @Test
    void whatOnlyAnOldSessionListsIsGoneAfterTwoCounts() throws Exception {
        var torrents = open(ServiceSpec.of("qbittorrent", "Loft")
                .with("version", "5.1.0")
                .with("torrents", "5")
                .with("ghost", "true"));
        assertThat(torrents.poll().torrents()).hasSize(6);
        for (int minute = 0; minute < 2; minute++) {
            now.updateAndGet(instant -> instant.plusSeconds(61));
            assertThat(torrents.poll().torrents()).hasSize(6);
        }
        assertThat(torrents.poll().torrents()).hasSize(5);
        for (int minute = 0; minute < 3; minute++) {
            now.updateAndGet(instant -> instant.plusSeconds(61));
            torrents.poll();
        }
        assertThat(service.requests())
                .filteredOn(request -> request.path().endsWith("auth/login"))
                .as("the new session is kept")
                .hasSize(2);
    }

    /// Contract section 3.6: a key is one session, and each of two programs makes the other's look a whole one.
    @Test
    void aKeyThatAnotherProgramUsesIsNoticedAndOnlyListsAreReadThen() throws Exception {
        var torrents = open(ServiceSpec.of("qbittorrent", "Loft")
                .with("version", "5.2.3")
                .with("torrents", "5")
                .with("apiKey", "true"));
        try (var other =
                kind.open(TestTargets.saved(kind.id(), service.address(), Map.of()), TestTargets.right(service))) {
            for (int look = 0; look < 4; look++) {
                assertThat(torrents.poll().delta()).isTrue();
                assertThat(((KeepsTorrents) other).poll().torrents()).hasSize(5);
                now.updateAndGet(instant -> instant.plusSeconds(10));
            }
        }
        var list = torrents.poll();
        assertThat(list.delta()).isFalse();
        assertThat(list.torrents()).hasSize(5);
        assertThat(((QBittorrentConnector) torrents).check().warnings())
                .extracting(warning -> warning.source())
                .contains("SharedKey")
                .doesNotContain("NoDelta");
    }

    @Test
    void aServerWhoseAnswersAllTakeLongSaysSo() throws Exception {
        var torrents = open("5.1.0", 5);
        service.fault(new Fault.Slow(Duration.ofMillis(510)), "/api/v2/sync/maindata");
        for (int look = 0; look < 4; look++) {
            torrents.poll();
        }
        assertThat(torrents.slow()).isFalse();
        torrents.poll();
        assertThat(torrents.slow()).isTrue();
        assertThat(((QBittorrentConnector) torrents).check().warnings())
                .extracting(warning -> warning.source())
                .contains("Slow");
        service.heal();
        torrents.poll();
        assertThat(torrents.slow()).isFalse();
    }

    @Test
    void afterALongSleepEverythingIsReadAnew() throws Exception {
        var torrents = open("5.1.0");
        torrents.poll();
        now.updateAndGet(instant -> instant.plusSeconds(60));
        assertThat(torrents.poll().changes().full()).isFalse();
        now.updateAndGet(instant -> instant.plusSeconds(240));
        assertThat(torrents.poll().changes().full()).isTrue();
    }
}
