package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.SearchesWanted.Phase;
import io.pilothouse.connectors.SearchesWanted.What;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.PublishedApi;
import io.pilothouse.testing.TurningClock;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is wanted, queued, searched and remembered by each of the six apps, against the simulators.
class ArrSearchTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private final TurningClock clock = new TurningClock(NOW);
    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private DemoFleet fleet;
    private SimulatedService service;
    private SearchesWanted searches;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(11, clock);
    }

    @AfterEach
    void stop() {
        fleet.close();
        clients.close();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void everyMissingItemIsReadOnceWithItsParentTagsAndDates(ArrApp app) throws Exception {
        open(app, "1200", "0");
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var expected = library.units().stream()
                .filter(it -> !it.hasFile() && monitored(app, it.id()))
                .filter(it -> isMovies(app) || !it.released().isAfter(NOW))
                .map(it -> String.valueOf(it.id()))
                .collect(Collectors.toSet());

        var rows = all(Pass.MISSING, searches.units().getFirst());

        assertThat(rows).extracting(it -> it.item().id()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(rows).allSatisfy(row -> {
            var unit = library.unit(Integer.parseInt(row.item().id())).orElseThrow();
            var parent = library.parent(unit.parentId()).orElseThrow();
            assertThat(row.monitored()).isTrue();
            assertThat(row.title()).contains(unit.title()).contains(parent.title());
            assertThat(row.tags())
                    .containsExactlyInAnyOrderElementsOf(parent.tags().stream()
                            .map(tag -> List.of("hd", "kids", "keep").get(tag - 1))
                            .toList());
            assertThat(row.profile()).isEqualTo(String.valueOf(parent.qualityProfileId()));
            assertThat(row.root()).startsWith("/media/");
            assertThat(row.available()).isEqualTo(!unit.released().isAfter(NOW));
            assertThat(row.releasedAt().orElseThrow())
                    .isBetween(unit.released().minus(Duration.ofDays(1)), unit.released());
            if (!isMovies(app)) {
                assertThat(row.parent().orElseThrow().id()).isEqualTo(String.valueOf(parent.id()));
            }
            boolean told = app != ArrApp.READARR && app != ArrApp.WHISPARR;
            assertThat(row.lastSearchAt()).isEqualTo(told ? Optional.ofNullable(unit.lastSearch()) : Optional.empty());
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = ArrApp.class,
            names = {"SONARR", "RADARR", "LIDARR", "EROS"})
    void theLongestUnsearchedComeFirst(ArrApp app) throws Exception {
        open(app, "1200", "0");

        var times = all(Pass.MISSING, searches.units().getFirst()).stream()
                .map(it -> it.lastSearchAt().orElse(Instant.MIN))
                .toList();

        assertThat(times).isSorted().contains(Instant.MIN);
    }

    @ParameterizedTest
    @CsvSource({"sonarr, 4.0.8.1874", "radarr, 5.10.4.9218", "lidarr, 2.6.4.4402"})
    void olderVersionsAreAskedInAnOrderTheyKnow(String kind, String version) throws Exception {
        service = fleet.add(ServiceSpec.of(kind, "Loft").with("size", "300").with("version", version));
        searches = ArrServices.open(clients, service);

        page(Pass.MISSING, 1);

        assertThat(lastQuery("wanted/missing")).doesNotContain("lastSearchTime");
    }

    @Test
    void onPostgresTheOrderIsByDate() throws Exception {
        service = fleet.add(ServiceSpec.of("sonarr", "Loft").with("size", "300").with("database", "postgreSQL"));
        searches = ArrServices.open(clients, service);

        page(Pass.MISSING, 1);

        assertThat(lastQuery("wanted/missing")).contains("sortKey=episodes.airDateUtc");
    }

    @Test
    void aBookListedOncePerFileIsOneCandidate() throws Exception {
        open(ArrApp.READARR, "1200", "0");

        var rows = all(Pass.CUTOFF, Unit.BOOK);

        assertThat(rows).extracting(Candidate::item).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"radarr, 5.5.3.8819", "eros, 3.0.2.512"})
    void buildsWithoutWantedListsAreReadFromTheLibrary(String kind, String version) throws Exception {
        service = fleet.add(ServiceSpec.of(kind, "Loft")
                .with("size", "500")
                .with("wanted", "false")
                .with("version", version));
        searches = ArrServices.open(clients, service);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);

        for (var pass : List.of(Pass.MISSING, Pass.CUTOFF)) {
            var rows = all(pass, searches.units().getFirst());

            assertThat(rows)
                    .extracting(it -> Integer.parseInt(it.item().id()))
                    .isNotEmpty()
                    .containsExactlyElementsOf(library.units().stream()
                            .filter(it -> pass == Pass.MISSING ? !it.hasFile() : it.belowCutoff())
                            .map(it -> it.id())
                            .filter(id -> library.parent(id).orElseThrow().monitored())
                            .filter(id -> pass == Pass.MISSING
                                    || library.parent(id).orElseThrow().qualityProfileId()
                                            == 1) // the one that upgrades
                            .toList());
        }
        assertThat(service.requests().stream()
                        .filter(it -> it.path().endsWith("/movie") || it.path().endsWith("/movie/list")))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void aSearchIsFollowedFromTheCommandThroughTheQueueIntoTheHistory(ArrApp app) throws Exception {
        open(app, "1200", "100");
        var wanted = all(Pass.MISSING, searches.units().getFirst()).stream()
                .filter(Candidate::available)
                .limit(12)
                .map(Candidate::item)
                .toList();
        for (var item : wanted) {
            var command = searches.search(item);
            assertThat(command.phase()).isIn(Phase.QUEUED, Phase.RUNNING);
            assertThat(searches.search(item).id()).isEqualTo(command.id());
            clock.pass(Duration.ofSeconds(20));
        }

        assertThat(searches.commands())
                .hasSize(wanted.size())
                .allMatch(it -> it.grabbed().equals(java.util.OptionalInt.of(1)));
        var queue = searches.queue();
        assertThat(queue.onTheirWay()).containsAll(wanted);
        assertThat(queue.downloads()).isEqualTo(wanted.size());
        assertThat(queue.items()).allSatisfy(it -> {
            assertThat(it.progress().orElseThrow()).isBetween(0.0, 1.0);
            assertThat(it.downloadId()).isNotEmpty();
        });
        var id = searches.commands().getFirst().id();
        clock.pass(Duration.ofHours(3));
        assertThat(searches.commands()).isEmpty();
        assertThat(searches.command(id).orElseThrow().phase()).isEqualTo(Phase.COMPLETED);
        assertThat(searches.command(id).orElseThrow().grabbed()).isEmpty();
        var happenings = searches.historySince(NOW);
        for (var item : wanted) {
            assertThat(happenings)
                    .anyMatch(it -> it.what() == What.GRABBED
                            && it.items().contains(item)
                            && !it.indexer().isEmpty());
        }
        assertThat(happenings.stream().map(SearchesWanted.Happening::what))
                .contains(What.IMPORTED, What.DOWNLOAD_FAILED);
        clock.pass(Duration.ofDays(1));
        assertThat(searches.command(id)).isEmpty();
    }

    @Test
    void aSeasonOfWhichEnoughIsMissingIsAskedAsAWholeAndKnownAgainLater() throws Exception {
        open(ArrApp.SONARR, "3000", "100");
        var singles = all(Pass.MISSING, Unit.EPISODE);

        var packs = searches.packs(singles);

        assertThat(packs).isNotEmpty().allSatisfy(pack -> {
            assertThat(pack.item().type()).isEqualTo("season");
            assertThat(pack.covers()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(pack.title()).contains(", season ");
        });
        var pack = packs.getFirst();
        searches.search(pack.item());
        clock.pass(Duration.ofMinutes(2));
        var download = searches.queue().items().stream()
                .filter(it -> it.items().contains(pack.item()))
                .findFirst()
                .orElseThrow();
        assertThat(download.items()).containsAll(pack.covers());
        assertThat(download.queueIds()).hasSameSizeAs(pack.covers());
        assertThat(searches.queue().downloads()).isEqualTo(1);

        var afterARestart = ArrServices.open(clients, service);
        assertThat(afterARestart.historySince(NOW))
                .allMatch(it -> it.what() == What.GRABBED && it.items().contains(pack.item()));
    }

    @Test
    void aPendingItemIsOneDownloadWithoutAnId() throws Exception {
        service = fleet.add(ServiceSpec.of("sonarr", "Attic").with("size", "900"));
        searches = ArrServices.open(clients, service);

        var queue = searches.queue();

        var records =
                service.with(ArrSimulator.class, it -> it.library().units().size());
        assertThat(records).isPositive();
        assertThat(queue.items().stream().filter(it -> it.downloadId().isEmpty()))
                .allMatch(it -> it.state().equals("delay"));
        assertThat(new HashSet<>(queue.items())).hasSize(queue.downloads());
    }

    @Test
    void whatCameByItselfIsNotTakenForOurs() throws Exception {
        service = fleet.add(ServiceSpec.of("radarr", "Loft")
                .with("size", "300")
                .with("emptyQueue", "true")
                .with("rssMinutes", "60"));
        searches = ArrServices.open(clients, service);
        searches.queue();
        clock.pass(Duration.ofHours(2));
        searches.queue();

        assertThat(searches.historySince(NOW))
                .isNotEmpty()
                .noneMatch(it -> it.what() == What.GRABBED)
                .anyMatch(it -> it.what() == What.GRABBED_OTHERWISE);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void manyParentsAreTaggedInOneCallAndTheTagMadeOnce(ArrApp app) throws Exception {
        open(app, "600", "0");
        var rows = page(Pass.MISSING, 1).rows();
        var parents = rows.stream()
                .map(it -> it.parent().orElse(it.item()))
                .distinct()
                .limit(4)
                .toList();
        service.forgetRequests();

        searches.tag(parents, " Hunted ");
        page(Pass.MISSING, 1);
        searches.tag(parents, "hunted");

        assertThat(count("POST", "/tag")).isEqualTo(1);
        assertThat(count("PUT", "/editor")).isEqualTo(2);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        assertThat(parents)
                .allMatch(it -> library.parent(Integer.parseInt(it.id()))
                        .orElseThrow()
                        .tags()
                        .contains(4));
    }

    @Test
    void aDownloadLeavesTheQueueAndASecondTimeIsNoError() throws Exception {
        open(ArrApp.RADARR, "300", "100");
        var item = all(Pass.MISSING, Unit.MOVIE).stream()
                .filter(Candidate::available)
                .findFirst()
                .orElseThrow()
                .item();
        searches.search(item);
        clock.pass(Duration.ofMinutes(1));
        var ids = searches.queue().items().getFirst().queueIds();

        searches.removeFromQueue(ids, true, true, false);
        searches.removeFromQueue(ids, true, true, false);

        assertThat(searches.queue().downloads()).isZero();
        assertThat(searches.historySince(NOW)).anyMatch(it -> it.what() == What.DOWNLOAD_FAILED);
    }

    @Test
    void withoutAnIndexerASearchIsBlocked() throws Exception {
        open(ArrApp.SONARR, "100", "0");
        service.with(ArrSimulator.class, it -> {
            it.warn(List.of(new ArrSimulator.Warning("IndexerSearchCheck", "error", "No indexers are enabled")));
            return null;
        });

        assertThat(searches.searchBlocked()).hasValue("No indexers are enabled");
    }

    @Test
    void anotherAppBehindTheSamePathsIsNoticedBeforeAnythingIsSearched() throws Exception {
        open(ArrApp.SONARR, "100", "0");
        searches.searchBlocked();
        service.fault(new Fault.WrongProduct("radarr"));

        var failure = catchThrowableOfType(ConnectorException.class, () -> searches.searchBlocked());

        assertThat(failure.code()).isIn(FaultCode.WRONG_PRODUCT, FaultCode.SECRET_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "SONARR, sonarr-v3",
        "RADARR, radarr-v3",
        "LIDARR, lidarr-v1",
        "READARR, readarr-v1",
        "WHISPARR, whisparr-v2-api-v3",
        "EROS, whisparr-v3-eros-api-v3",
    })
    void everyRequestIsOneThatTheAppPublishes(ArrApp app, String document) throws Exception {
        var published = PublishedApi.find(document);
        assumeTrue(published.isPresent(), "the OpenAPI documents are not at hand");
        open(app, "600", "100");
        var item = all(Pass.MISSING, searches.units().getFirst()).stream()
                .filter(Candidate::available)
                .findFirst()
                .orElseThrow();
        searches.searchBlocked();
        all(Pass.CUTOFF, searches.units().getFirst());
        for (var unit : searches.units()) {
            searches.search(
                    switch (unit) {
                        case SEASON ->
                            new ItemKey("season", item.parent().orElseThrow().id() + ":1");
                        case SERIES, ARTIST, AUTHOR -> item.parent().orElseThrow();
                        default -> item.item();
                    });
        }
        clock.pass(Duration.ofMinutes(2));
        searches.commands();
        searches.command("10001");
        searches.historySince(NOW);
        searches.tag(List.of(item.parent().orElse(item.item())), "hunted");
        searches.removeFromQueue(searches.queue().items().getFirst().queueIds(), true, true, false);

        var requests = service.requests().stream()
                .filter(request -> request.path().startsWith("/api/"))
                .filter(request ->
                        app != ArrApp.EROS || !request.path().contains("/wanted/")) // newer than the document
                .toList();
        assertThat(requests).hasSizeGreaterThan(10);
        assertThat(requests)
                .allSatisfy(request -> assertThat(
                                published.get().objections(request).stream().filter(it -> !ofCommand(request, it)))
                        .describedAs(request.method() + " " + request.path())
                        .isEmpty());
    }

    /// The published schema of a command does not list the command's own fields (section 11.1).
    private static boolean ofCommand(LoggedRequest request, String objection) {
        return request.path().endsWith("/command") && objection.startsWith("unknown field ");
    }

    private void open(ArrApp app, String size, String luck) throws Exception {
        service = fleet.add(ServiceSpec.of(app.kind().value(), "Loft")
                .with("size", size)
                .with("luck", luck)
                .with("emptyQueue", "true"));
        searches = ArrServices.open(clients, service);
    }

    private SearchesWanted.WantedPage page(Pass pass, int page) throws ConnectorException, InterruptedException {
        return searches.wanted(new Wish(pass, searches.units().getFirst(), Order.OLDEST_SEARCH, ""), page);
    }

    private List<Candidate> all(Pass pass, Unit unit) throws ConnectorException, InterruptedException {
        var rows = new ArrayList<Candidate>();
        for (int page = 1; ; page++) {
            var answer = searches.wanted(new Wish(pass, unit, Order.OLDEST_SEARCH, ""), page);
            rows.addAll(answer.rows());
            if (page >= answer.pages()) {
                return rows;
            }
        }
    }

    private boolean monitored(ArrApp app, int unit) {
        return service.with(ArrSimulator.class, it -> {
            var found = it.library().unit(unit).orElseThrow();
            boolean parent = it.library().parent(found.parentId()).orElseThrow().monitored();
            return parent && (isMovies(app) || found.monitored());
        });
    }

    private static boolean isMovies(ArrApp app) {
        return app == ArrApp.RADARR || app == ArrApp.EROS;
    }

    private String lastQuery(String path) {
        return service.requests().reversed().stream()
                .filter(it -> it.path().endsWith(path))
                .findFirst()
                .orElseThrow()
                .query();
    }

    private long count(String method, String path) {
        return service.requests().stream()
                .filter(it -> it.method().equals(method) && it.path().endsWith(path))
                .count();
    }
}
