package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTitles;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.SearchesWanted.Wish;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.arr.Past;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.arr.Upkeep;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.PublishedApi;
import io.pilothouse.testing.TurningClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Library, calendar, upkeep, queue care and the passes without a list, on all six simulated apps; what they
/// are asked is what they publish.
class ArrShelfTest {

    private static final Instant NOW = Instant.parse("2026-07-01T00:00:00Z");

    /// Reads that the published document of an app does not know, as its contract says (sections 8, 19).
    private static final Map<ArrApp, List<String>> UNPUBLISHED =
            Map.of(ArrApp.EROS, List.of("/wanted/missing", "/movie/list", "/movie/bulk"));

    private final TurningClock clock = new TurningClock(NOW);
    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private DemoFleet fleet;
    private SimulatedService service;
    private SearchesWanted searches;
    private KeepsTitles shelf;
    private TendsQueue tender;

    @BeforeEach
    void start() throws Exception {
        fleet = DemoFleet.empty(11, clock);
    }

    @AfterEach
    void stop() {
        fleet.close();
        clients.close();
    }

    private void open(ArrApp app) throws Exception {
        service = fleet.add(
                ServiceSpec.of(app.kind().value(), "Loft").with("size", "400").with("luck", "100"));
        searches = ArrServices.open(clients, service);
        shelf = (KeepsTitles) searches;
        tender = (TendsQueue) searches;
        service.forgetRequests();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void theLibraryIsWhatTheAppHas(ArrApp app) throws Exception {
        open(app);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);

        var titles = shelf.library();

        assertThat(titles).hasSameSizeAs(library.parents()).allSatisfy(title -> {
            var parent = library.parent(Integer.parseInt(title.item().id())).orElseThrow();
            var units = library.units().stream()
                    .filter(it -> it.parentId() == parent.id())
                    .toList();
            boolean has = units.stream().anyMatch(it -> it.hasFile());
            assertThat(title.name()).isEqualTo(parent.title());
            assertThat(title.monitored()).isEqualTo(parent.monitored());
            assertThat(title.profile()).isIn("HD-1080p", "Any");
            assertThat(title.have() > 0).isEqualTo(has);
            assertThat(title.missing()).isBetween(0, units.size() * 11);
            assertThat(title.sizeBytes())
                    .isEqualTo(units.stream()
                            .mapToLong(it -> it.hasFile() ? it.sizeBytes() : 0)
                            .sum());
            assertThat(title.page()).matches("[a-z]+/.+");
            assertThat(title.addedAt()).contains(parent.added());
        });
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void theCalendarHasWhatComesOutInItsSpan(ArrApp app) throws Exception {
        open(app);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var from = NOW.minus(Duration.ofDays(400));

        var coming = shelf.calendar(from, NOW.plus(Duration.ofDays(400)), true);

        assertThat(coming)
                .extracting(it -> it.item().id())
                .containsExactlyInAnyOrderElementsOf(library.units().stream()
                        .filter(it ->
                                !it.released().isBefore(from) && !it.released().isAfter(NOW.plus(Duration.ofDays(400))))
                        .map(it -> String.valueOf(it.id()))
                        .toList());
        assertThat(coming).extracting(Coming::at).isSorted();
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void theAppsOwnUpkeepIsRead(ArrApp app) throws Exception {
        open(app);

        var upkeep = shelf.upkeep();

        assertThat(upkeep.chores()).hasSize(4).allMatch(it -> it.took().isPresent());
        assertThat(upkeep.backups()).hasSize(3);
        assertThat(upkeep.log()).isNotEmpty();
        assertThat(upkeep.folders()).isNotEmpty();
        assertThat(upkeep.disks()).isNotEmpty();
        assertThat(upkeep.lacks())
                .doesNotContain(Upkeep.Lack.WANTED_LISTS, Upkeep.Lack.BLOCKLIST)
                .matches(lacks -> lacks.contains(Upkeep.Lack.FORMAT_SCORES) == (app == ArrApp.READARR));
        assertThat(shelf.doNow("RssSync").id()).isNotEmpty();
        assertThatThrownBy(() -> shelf.doNow("ApplicationUpdate")).isInstanceOf(IllegalArgumentException.class);
        published(app);
    }

    @ParameterizedTest
    @CsvSource({
        "radarr, 5.5.3.8819, false, WANTED_LISTS",
        "sonarr, 4.0.8.1874, true, SEARCH_ORDER",
        "sonarr, 4.0.19.2979, true, "
    })
    void whatAVersionLacksIsTold(String kind, String version, String lists, Upkeep.Lack lack) throws Exception {
        var older = fleet.add(ServiceSpec.of(kind, "Attic")
                .with("size", "300")
                .with("wanted", lists)
                .with("version", version));

        var upkeep = ((KeepsTitles) ArrServices.open(clients, older)).upkeep();

        assertThat(upkeep.lacks()).isEqualTo(lack == null ? Set.of() : Set.of(lack));
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void monitoringIsSwitchedForParentsAndForSingleItems(ArrApp app) throws Exception {
        open(app);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var title =
                shelf.library().stream().filter(Title::monitored).findFirst().orElseThrow();
        shelf.monitor(List.of(title.item()), false);
        assertThat(library.parent(Integer.parseInt(title.item().id()))
                        .orElseThrow()
                        .monitored())
                .isFalse();
        if (app != ArrApp.RADARR && app != ArrApp.EROS) {
            var unit = library.units().stream()
                    .filter(it -> it.monitored())
                    .findFirst()
                    .orElseThrow();
            var type = searches.wanted(new Wish(Pass.MISSING, searches.units().getFirst(), Order.NEWEST, ""), 1)
                    .rows()
                    .getFirst()
                    .item()
                    .type();
            shelf.monitor(List.of(new ItemKey(type, String.valueOf(unit.id()))), false);
            assertThat(library.unit(unit.id()).orElseThrow().monitored()).isFalse();
        }
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void whatTheIndexersHaveIsSaidAndOneOfItCanBeTaken(ArrApp app) throws Exception {
        open(app);
        var rows = searches.wanted(new Wish(Pass.MISSING, searches.units().getFirst(), Order.OLDEST_SEARCH, ""), 1)
                .rows();
        var found = rows.stream()
                .filter(it -> Integer.parseInt(it.item().id()) % 3 != 0)
                .findFirst()
                .orElseThrow()
                .item();
        var nowhere = rows.stream()
                .filter(it -> Integer.parseInt(it.item().id()) % 3 == 0)
                .findFirst()
                .orElseThrow()
                .item();

        assertThat(searches.refusals(nowhere)).isEmpty();
        assertThat(searches.refusals(found))
                .hasSize(2)
                .allMatch(it -> !it.reasons().isEmpty());
        var releases = shelf.releases(found);
        shelf.grab(releases.getFirst());
        assertThat(searches.queue().onTheirWay()).contains(found);
        clock.pass(Duration.ofMinutes(31));
        assertThatThrownBy(() -> shelf.grab(releases.getLast())).isInstanceOf(ConnectorException.class);
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void thePartsOfATitleAndWhatHappenedToThemAreTold(ArrApp app) throws Exception {
        open(app);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var unit = library.units().stream()
                .filter(it -> !it.released().isAfter(clock.instant()))
                .findFirst()
                .orElseThrow();
        var parent = library.parent(unit.parentId()).orElseThrow();
        boolean film = app == ArrApp.RADARR || app == ArrApp.EROS;
        var title = shelf.library().stream()
                .filter(it -> it.item().id().equals(String.valueOf(parent.id())))
                .findFirst()
                .orElseThrow();

        var children = shelf.children(title.item());

        var parts = library.units().stream()
                .filter(it -> !film && it.parentId() == parent.id())
                .count();
        assertThat((long) children.size()).isEqualTo(parts);
        assertThat(children).allSatisfy(child -> {
            var own = library.unit(Integer.parseInt(child.item().id())).orElseThrow();
            assertThat(child.have()).isEqualTo(own.hasFile());
            assertThat(child.name()).isEqualTo(own.title());
            assertThat(child.monitored()).isEqualTo(own.monitored());
        });
        var wanted =
                searches
                        .wanted(new Wish(Pass.MISSING, searches.units().getFirst(), Order.OLDEST_SEARCH, ""), 1)
                        .rows()
                        .stream()
                        .filter(it -> Integer.parseInt(it.item().id()) % 3 != 0 && it.available())
                        .findFirst()
                        .orElseThrow();
        shelf.grab(shelf.releases(wanted.item()).getFirst());
        clock.pass(Duration.ofHours(12));
        assertThat(shelf.past(wanted.item()))
                .extracting(Past::what)
                .contains(Past.What.GRABBED)
                .isNotEmpty();
        assertThat(shelf.past(wanted.parent().orElse(wanted.item())))
                .extracting(Past::what)
                .contains(Past.What.GRABBED);
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void profilesFormatsIndexersAndNamingAreTold(ArrApp app) throws Exception {
        open(app);

        var setup = shelf.setup();

        assertThat(setup.profiles()).isNotEmpty().allSatisfy(it -> {
            assertThat(it.name()).isNotEmpty();
            assertThat(it.cutoff()).isEqualTo("Bluray-1080p");
            assertThat(it.qualities()).containsExactly("Bluray-1080p", "WEBDL-1080p"); // the best first
        });
        assertThat(setup.formats()) // a tidy app has a profile and a format more
                .containsExactlyElementsOf(
                        setup.profiles().size() == 3
                                ? List.of("x265", "Repack or proper", "HDR10+")
                                : List.of("x265", "Repack or proper"));
        assertThat(setup.indexers()).extracting(it -> it.protocol()).containsExactly("torrent", "usenet");
        assertThat(setup.clients()).extracting(it -> it.product()).contains("qBittorrent");
        assertThat(setup.naming()).isNotEmpty().doesNotContainKey("id");
        published(app);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void aBlockedDownloadIsImportedByHandAndARemovedOneCanBeLetBack(ArrApp app) throws Exception {
        open(app);
        var blocked = blockedDownload();
        var files = tender.importable(blocked);
        assertThat(files).isNotEmpty().allMatch(TendsQueue.Importable::clear);
        tender.importNow(files);
        clock.pass(Duration.ofMinutes(1));
        assertThat(searches.queue().items()).noneMatch(it -> it.downloadId().equals(blocked));

        assertThat(tender.blocklists()).isTrue();
        var other = searches.queue().items().stream()
                .filter(it -> !it.downloadId().isEmpty() && !it.items().isEmpty())
                .findFirst()
                .orElseThrow();
        searches.removeFromQueue(other.queueIds(), true, true, false);
        var held = tender.blocklist(500).stream()
                .filter(it -> it.title().equals(other.title()))
                .toList();
        assertThat(held).isNotEmpty();
        tender.unblock(held.stream().map(TendsQueue.Blocked::id).toList());
        assertThat(tender.blocklist(500)).noneMatch(it -> it.title().equals(other.title()));
        published(app);
    }

    /// Searches until a download waits for a person.
    private String blockedDownload() throws Exception {
        var rows = searches.wanted(new Wish(Pass.MISSING, searches.units().getFirst(), Order.OLDEST_SEARCH, ""), 1)
                .rows();
        for (var row : rows) {
            searches.search(row.item());
            clock.pass(Duration.ofSeconds(30));
        }
        clock.pass(Duration.ofHours(2));
        searches.search(rows.getFirst().item());
        clock.pass(Duration.ofSeconds(30));
        return searches.queue().items().stream()
                .filter(it -> it.status().equals("completed") && it.trouble())
                .findFirst()
                .orElseThrow()
                .downloadId();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void whatIsBelowTheScoreAndWhatLacksTheTagIsFoundWithoutAList(ArrApp app) throws Exception {
        open(app);
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var tag = all(Pass.TAG, "keep");
        assertThat(tag)
                .extracting(it -> Integer.parseInt(it.item().id()))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(library.parents().stream()
                        .filter(it -> it.monitored() && !it.tags().contains(3))
                        .filter(it ->
                                library.units().stream().anyMatch(unit -> unit.parentId() == it.id() && unit.hasFile()))
                        .map(it -> it.id())
                        .toList());
        if (app == ArrApp.READARR) {
            assertThat(searches.passes()).doesNotContain(Pass.FORMAT);
            return;
        }
        belowItsScore(app);
        published(app);
    }

    /// Radarr before 5.3.3 and older builds of Whisparr v3 tell of the file of one film at a time, and Sonarr
    /// before 4.0.10 does not put files into episodes.
    @ParameterizedTest
    @CsvSource({"RADARR, 5.2.6.8376, false", "EROS, 3.0.0.600, false", "SONARR, 4.0.8.1874, true"})
    void whatIsBelowTheScoreIsFoundOnOlderBuildsToo(ArrApp app, String version, String wanted) throws Exception {
        service = fleet.add(ServiceSpec.of(app.kind().value(), "Loft")
                .with("size", "60")
                .with("version", version)
                .with("wanted", wanted));
        searches = ArrServices.open(clients, service);

        belowItsScore(app);
        assertThat(searches.pageCost(Pass.FORMAT)).isLessThanOrEqualTo(11);
    }

    private void belowItsScore(ArrApp app) throws Exception {
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var format = all(Pass.FORMAT, "");
        assertThat(format)
                .extracting(it -> Integer.parseInt(it.item().id()))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(library.units().stream()
                        .filter(it -> it.hasFile() && it.id() % 5 == 0)
                        .filter(it -> app == ArrApp.RADARR || app == ArrApp.EROS || it.monitored())
                        .filter(it -> {
                            var parent = library.parent(it.parentId()).orElseThrow();
                            return parent.monitored() && parent.qualityProfileId() == 1;
                        })
                        .map(it -> it.id())
                        .toList());
        assertThat(all(Pass.FORMAT, "")).containsExactlyInAnyOrderElementsOf(format); // by the list read before
    }

    @Test
    void aWalkThroughTheLibraryGoesByWhatASeriesIsNow() throws Exception {
        open(ArrApp.SONARR);
        var wish = new Wish(Pass.FORMAT, searches.units().getFirst(), Order.OLDEST_SEARCH, "");
        var before = all(Pass.FORMAT, "");
        var gone = Integer.parseInt(before.getFirst().parent().orElseThrow().id());
        service.with(ArrSimulator.class, it -> {
            it.library().remove(gone);
            return null;
        });
        service.forgetRequests();

        var again = all(Pass.FORMAT, "");

        assertThat(again)
                .isNotEmpty()
                .noneMatch(it -> it.parent().orElseThrow().id().equals(String.valueOf(gone)));
        assertThat(service.requests()).noneMatch(it -> it.path().endsWith("/series"));
        assertThat(searches.pageCost(Pass.FORMAT)).isEqualTo(2);
        service.forgetRequests();
        searches.wanted(wish, 2);
        assertThat(service.requests().size()).isLessThanOrEqualTo(2);
    }

    private List<Candidate> all(Pass pass, String tag) throws Exception {
        var unit =
                pass == Pass.TAG ? searches.units().getLast() : searches.units().getFirst();
        var rows = new ArrayList<Candidate>();
        var wish = new Wish(pass, unit, Order.OLDEST_SEARCH, tag);
        int pages = 1;
        for (int page = 1; page <= pages; page++) {
            var answer = searches.wanted(wish, page);
            pages = answer.pages();
            rows.addAll(answer.rows());
        }
        return rows;
    }

    private void published(ArrApp app) throws Exception {
        var document =
                switch (app) {
                    case SONARR -> "sonarr-v3";
                    case RADARR -> "radarr-v3";
                    case LIDARR -> "lidarr-v1";
                    case READARR -> "readarr-v1";
                    case WHISPARR -> "whisparr-v2-api-v3";
                    case EROS -> "whisparr-v3-eros-api-v3";
                };
        var api = PublishedApi.find(document);
        assumeTrue(api.isPresent(), "no reference files beside the project");
        var unknown = UNPUBLISHED.getOrDefault(app, List.of());
        assertThat(service.requests().stream()
                        .filter(it -> it.path().startsWith("/api/")
                                && unknown.stream().noneMatch(it.path()::endsWith)))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(api.get().objections(it).stream()
                                .filter(no -> !it.path().endsWith("/command"))) // whose own fields are not published
                        .describedAs("%s %s?%s %s", it.method(), it.path(), it.query(), it.body())
                        .isEmpty());
    }
}
