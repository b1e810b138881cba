package io.pilothouse.demo.arr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.TurningClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the simulated apps do by the clock (points 6 to 11 of section 18 of their contract).
class ArrActivityTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private final Browser browser = new Browser();
    private final TurningClock clock = new TurningClock(NOW);
    private DemoFleet fleet;
    private SimulatedService service;
    private ArrApp app = ArrApp.SONARR;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void aCommandWaitsRunsEndsAndIsForgotten(ArrApp each) throws Exception {
        start(each, "100");
        var body = searchFor(missing());

        var posted = post("command", body);
        assertThat(posted.statusCode()).isEqualTo(201);
        int id = Browser.json(posted).path("id").asInt();
        assertThat(Browser.json(posted).path("status").asText()).isEqualTo("started");
        assertThat(Browser.json(post("command", body)).path("id").asInt()).isEqualTo(id);

        clock.pass(Duration.ofSeconds(30));
        var ended = json("command/" + id);
        assertThat(ended.path("status").asText()).isEqualTo("completed");
        assertThat(ended.path("message").asText()).endsWith(" 1 reports downloaded.");
        assertThat(ids(json("command"))).contains(id);
        assertThat(Browser.json(post("command", body)).path("id").asInt()).isGreaterThan(id);

        clock.pass(Duration.ofMinutes(6));
        assertThat(ids(json("command"))).doesNotContain(id);
        assertThat(json("command/" + id).has("message")).isFalse();
        assertThat(json("command/" + id).path("result").asText()).isEqualTo("unknown");
        clock.pass(Duration.ofDays(1));
        assertThat(get("command/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void onlySoManyCommandsRunAtOnceAndAWaitingOneCanBeTakenBack() throws Exception {
        start(ArrApp.RADARR, "0");
        var movies = service.with(ArrSimulator.class, it -> it.library().units());
        var ids = new ArrayList<Integer>();
        for (var movie : movies.subList(0, 4)) {
            ids.add(Browser.json(post("command", "{\"name\":\"moviessearch\",\"movieIds\":[" + movie.id() + "]}"))
                    .path("id")
                    .asInt());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(statuses()).containsExactly("started", "started", "queued", "queued");
        assertThat(delete("command/" + ids.getFirst(), "").statusCode()).isEqualTo(409);
        assertThat(delete("command/" + ids.get(3), "").statusCode()).isEqualTo(200);
        clock.pass(Duration.ofSeconds(30));
        assertThat(statuses()).containsExactly("completed", "completed", "completed", "cancelled");
    }

    @Test
    void aRestartOrphansWhatRanAndKeepsWhatWaited() throws Exception {
        start(ArrApp.RADARR, "0");
        for (int i = 1; i <= 3; i++) {
            post("command", "{\"name\":\"MoviesSearch\",\"movieIds\":[" + i + "]}");
        }
        service.with(ArrSimulator.class, it -> {
            it.restart(0);
            return null;
        });

        assertThat(statuses()).containsExactly("started");
        assertThat(json("command/10001").path("status").asText()).isEqualTo("orphaned");
        assertThat(json("command/10001").has("message")).isFalse();
    }

    @Test
    void badCommandsAreAnsweredAsTheAppsDo() throws Exception {
        start(ArrApp.LIDARR, "0");

        assertThat(post("command", "{\"name\":\"EpisodeSearch\"}").statusCode()).isEqualTo(500);
        assertThat(post("command", "{\"name\":\"AlbumSearch\",\"albumIds\":[\"x\"]}")
                        .statusCode())
                .isEqualTo(400);
        int misspelt = Browser.json(post("command", "{\"name\":\"ArtistSearch\",\"artistIds\":[1]}"))
                .path("id")
                .asInt();
        int stale = Browser.json(post("command", "{\"name\":\"AlbumSearch\",\"albumIds\":[1,99999]}"))
                .path("id")
                .asInt();
        clock.pass(Duration.ofMinutes(1));
        assertThat(json("command/" + misspelt).path("status").asText()).isEqualTo("failed");
        assertThat(json("command/" + stale).path("message").asText()).isEqualTo("Failed");
        assertThat(json("history").path("totalRecords").asInt()).isZero();
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void whatIsGrabbedComesThroughTheQueueIntoTheLibraryAndTheHistory(ArrApp each) throws Exception {
        start(each, "100");
        var missing = units().stream().filter(this::isMissing).limit(30).toList();
        for (var unit : missing) {
            post("command", searchFor(unit));
        }
        clock.pass(Duration.ofMinutes(3));
        var unitField = each.shape.unit.toLowerCase(java.util.Locale.ROOT) + "Id";
        var details = json("queue/details");
        assertThat(details).hasSizeBetween(missing.size() - 5, missing.size());
        assertThat(details)
                .allMatch(row ->
                        row.path("size").isDouble() && row.hasNonNull("downloadId") && row.hasNonNull(unitField));

        clock.pass(Duration.ofHours(4));
        var events = json("history/since?date=" + NOW);
        var ends = new HashSet<String>();
        events.forEach(it -> ends.add(it.path("eventType").asText()));
        assertThat(ends).contains("grabbed", "downloadFailed", ArrEvent.IMPORTED.word(each));
        for (var search : service.with(ArrSimulator.class, ArrSimulator::searches)) {
            assertThat(search.status()).isEqualTo("completed");
            for (var grab : search.grabs()) {
                var unit = service.with(
                        ArrSimulator.class,
                        it -> it.library().unit(grab.units().getFirst()).orElseThrow());
                assertThat(unit.hasFile()).isEqualTo(grab.end().equals("imported"));
                assertThat(unit.lastSearch()).isAfter(NOW);
            }
        }
        assertThat(json("blocklist").path("totalRecords").asInt()).isPositive();
        assertThat(json("history?eventType=1&pageSize=100").path("totalRecords").asInt())
                .isEqualTo(missing.size());
        assertThat(json("queue?page=99").path("page").asInt())
                .isEqualTo(1 + (json("queue").path("totalRecords").asInt() - 1) / 10);
    }

    @Test
    void aSeasonPackIsOneDownloadWithARecordForEachEpisode() throws Exception {
        start(ArrApp.SONARR, "100", "2000");
        var library = service.with(ArrSimulator.class, ArrSimulator::library);
        var season = library.units().stream()
                .filter(this::isMissing)
                .filter(unit -> library.unitsOf(unit.parentId())
                                .filter(it -> it.group() == unit.group() && isMissing(it))
                                .count()
                        >= 3)
                .findFirst()
                .orElseThrow();

        post(
                "command",
                "{\"name\":\"SeasonSearch\",\"seriesId\":" + season.parentId() + ",\"seasonNumber\":" + season.group()
                        + "}");
        clock.pass(Duration.ofMinutes(2));

        var rows = json("queue/details?seriesId=" + season.parentId());
        var downloads = new TreeSet<String>();
        var ids = new TreeSet<Integer>();
        rows.forEach(row -> {
            downloads.add(row.path("downloadId").asText());
            ids.add(row.path("id").asInt());
        });
        assertThat(rows.size()).isGreaterThanOrEqualTo(3);
        assertThat(downloads).hasSize(1);
        assertThat(ids).hasSize(rows.size());
        assertThat(json("command/10001").path("message").asText())
                .isEqualTo("Season search completed. 1 reports downloaded.");
    }

    @Test
    void takingOutOfTheQueueBlocksTheReleaseAndSearchesAgainUnlessToldNotTo() throws Exception {
        start(ArrApp.SONARR, "100");
        post("command", searchFor(missing()));
        clock.pass(Duration.ofMinutes(1));
        int row = json("queue/details").at("/0/id").asInt();

        assertThat(delete("queue/1", "").statusCode()).isEqualTo(404);
        assertThat(delete("queue/bulk?blocklist=true&skipRedownload=false", "{\"ids\":[1," + row + "]}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(json("queue/details")).isEmpty();
        assertThat(json("blocklist").path("totalRecords").asInt()).isEqualTo(1);
        assertThat(json("command")).anyMatch(it -> it.path("status").asText().equals("started"));
        assertThat(json("history?eventType=4").path("totalRecords").asInt()).isEqualTo(1);
    }

    @Test
    void theEditorTagsManyAtOnceAndRefusesAStaleId() throws Exception {
        start(ArrApp.SONARR, "0");

        var edited = put("series/editor", "{\"seriesIds\":[1,2],\"tags\":[3],\"applyTags\":\"add\"}");
        assertThat(edited.statusCode()).isEqualTo(202);
        assertThat(json("series/1").path("tags").toString()).contains("3");
        assertThat(put("series/editor", "{\"seriesIds\":[1,999],\"tags\":[1]}").statusCode())
                .isEqualTo(500);
        assertThat(delete("tag/3", "").statusCode()).isEqualTo(409);
    }

    @Test
    void sortingByTheLastSearchIsAnErrorWhereTheVersionDoesNotKnowIt() throws Exception {
        app = ArrApp.LIDARR;
        service = fleet.add(
                ServiceSpec.of("lidarr", "lidarr").with("size", "small").with("version", "2.6.4.4402"));

        assertThat(get("wanted/missing?sortKey=albums.lastSearchTime").statusCode())
                .isEqualTo(500);
        assertThat(get("wanted/missing?sortKey=releaseDate").statusCode()).isEqualTo(200);
    }

    private void start(ArrApp which, String luck) throws IOException {
        start(which, luck, which.shape == ArrApp.Shape.MOVIES ? "600" : "900");
    }

    private void start(ArrApp which, String luck, String size) throws IOException {
        app = which;
        service = fleet.add(ServiceSpec.of(which.kind, which.kind)
                .with("size", size)
                .with("luck", luck)
                .with("emptyQueue", "true"));
    }

    private List<ArrLibrary.Unit> units() {
        return service.with(ArrSimulator.class, it -> it.library().units());
    }

    private boolean isMissing(ArrLibrary.Unit unit) {
        return !unit.hasFile()
                && unit.monitored()
                && unit.released().isBefore(NOW)
                && service.with(
                        ArrSimulator.class,
                        it -> it.library().parent(unit.parentId()).orElseThrow().monitored());
    }

    private ArrLibrary.Unit missing() {
        return units().stream().filter(this::isMissing).findFirst().orElseThrow();
    }

    private String searchFor(ArrLibrary.Unit unit) {
        return "{\"name\":\"" + ArrSearches.unitSearch(app) + "\",\"" + ArrSearches.idsField(app) + "\":[" + unit.id()
                + "]}";
    }

    private static List<Integer> ids(JsonNode array) {
        var ids = new ArrayList<Integer>();
        array.forEach(it -> ids.add(it.path("id").asInt()));
        return ids;
    }

    private List<String> statuses() throws IOException, InterruptedException {
        var statuses = new ArrayList<String>();
        json("command").forEach(it -> statuses.add(it.path("status").asText()));
        return statuses;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return Browser.json(get(path));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    private HttpResponse<String> delete(String path, String body) throws IOException, InterruptedException {
        return send("DELETE", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var address = service.address().resolve(app.prefix.substring(1) + "/" + path);
        return browser.send(
                browser.request(address, "X-Api-Key", service.access().secretText(), "Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }
}
