package io.pilothouse.demo.arr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArrSimulatorTest {

    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private final Browser browser = new Browser();
    private DemoFleet fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(3, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @CsvSource({
        "sonarr, api/v3, Sonarr, 4",
        "radarr, api/v3, Radarr, 6",
        "lidarr, api/v1, Lidarr, 2",
        "readarr, api/v1, Readarr, 0",
        "whisparr, api/v3, Whisparr, 2",
        "eros, api/v3, Whisparr, 3"
    })
    void eachAppSaysWhatItIs(String kind, String prefix, String appName, String major) throws Exception {
        var service = add(kind);

        var answer = get(service, prefix + "/system/status");
        assertThat(answer.headers().firstValue("X-Application-Version")).isPresent();
        var status = Browser.json(answer);
        assertThat(status.path("appName").asText()).isEqualTo(appName);
        assertThat(status.path("version").asText()).startsWith(major + ".");
        assertThat(status.path("instanceName").asText()).isEqualTo(kind);
        assertThat(Browser.json(get(service, "api")).path("current").asText()).isEqualTo(prefix.substring(4));
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void withoutKeyThereIsAnEmpty401ButPingAndLoginPageAnswer(ArrApp app) throws Exception {
        var service = add(app.kind);

        var refused = browser.get(service, app.prefix.substring(1) + "/system/status");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEmpty();
        assertThat(refused.headers().firstValue("X-Application-Version")).isEmpty();
        assertThat(Browser.json(browser.get(service, "ping")).path("status").asText())
                .isEqualTo("OK");
        assertThat(browser.get(service, "login").body()).contains("<title>Login - " + app.appName + "</title>");
        assertThat(browser.get(service, "").statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @CsvSource({"sonarr, 307", "readarr, 302", "whisparr, 302", "eros, 307"})
    void aMissingUrlBaseIsRedirectedTo(String kind, int status) throws Exception {
        var service = fleet.add(ServiceSpec.of(kind, kind).with("size", "small").with("urlBase", "/media"));

        var answer = browser.get(service, "/api/v3/system/status?x=1");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location")).hasValue("/media/api/v3/system/status?x=1");
        assertThat(service.address().getPath()).isEqualTo("/media/");
        assertThat(browser.get(service, "ping").statusCode()).isEqualTo(200);
    }

    @Test
    void whileStartingEveryRequestIs503() throws Exception {
        var service = add("radarr");
        service.with(ArrSimulator.class, radarr -> {
            radarr.restart(1);
            return null;
        });

        var starting = get(service, "api/v3/system/status");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(Browser.json(starting).path("errorMessage").asText())
                .isEqualTo("Radarr is starting up, please try again later");
        assertThat(Browser.json(get(service, "api/v3/system/status"))
                        .path("startTime")
                        .asText())
                .isEqualTo(NOW.toString());
    }

    @Test
    void warningsAppearAsTheAppSaysThem() throws Exception {
        var service = add("sonarr");
        service.with(ArrSimulator.class, sonarr -> {
            sonarr.warn(
                    List.of(new ArrSimulator.Warning("RootFolderCheck", "error", "Missing root folder: /media/tv")));
            return null;
        });

        var health = json(service, "api/v3/health");
        assertThat(health).hasSize(1);
        assertThat(health.at("/0/source").asText()).isEqualTo("RootFolderCheck");
        assertThat(health.at("/0/type").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void wantedPagesAreTenLongAndCoverEveryRecordOnce(ArrApp app) throws Exception {
        var service = fleet.add(ServiceSpec.of(app.kind, app.kind));
        var path = app.prefix.substring(1) + "/wanted/missing?sortKey=releaseDate&sortDirection=ascending&page=";

        var first = json(service, path + 1);
        int total = first.path("totalRecords").asInt();
        assertThat(first.path("records")).hasSize(10);
        assertThat(total).isGreaterThan(10);

        var ids = new ArrayList<Integer>();
        for (int page = 1; (page - 1) * 10 < total; page++) {
            json(service, path + page)
                    .path("records")
                    .forEach(record -> ids.add(record.path("id").asInt()));
        }
        assertThat(ids).hasSize(total).doesNotHaveDuplicates();
        assertThat(json(service, path + 9999).path("records")).isEmpty();
    }

    @Test
    void theParentIsEmbeddedOnlyWhenAskedFor() throws Exception {
        var service = fleet.add(ServiceSpec.of("sonarr", "sonarr"));

        assertThat(json(service, "api/v3/wanted/missing")
                        .at("/records/0/series")
                        .isMissingNode())
                .isTrue();
        assertThat(json(service, "api/v3/wanted/missing?includeSeries=true")
                        .at("/records/0/series/title")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void missingEpisodesOfASeriesAreItsStatisticsDifference() throws Exception {
        var service = fleet.add(ServiceSpec.of("sonarr", "sonarr"));

        int bySeries = 0;
        for (var series : json(service, "api/v3/series")) {
            var statistics = series.path("statistics");
            if (series.path("monitored").asBoolean()) {
                bySeries += statistics.path("episodeCount").asInt()
                        - statistics.path("episodeFileCount").asInt();
            }
        }
        assertThat(json(service, "api/v3/wanted/missing?pageSize=1")
                        .path("totalRecords")
                        .asInt())
                .isEqualTo(bySeries);
    }

    @Test
    void moviesAreListedAsMissingBeforeTheyAreReleased() throws Exception {
        var radarr = fleet.add(ServiceSpec.of("radarr", "radarr"));

        var records = json(radarr, "api/v3/wanted/missing?pageSize=1000").path("records");
        assertThat(records).anyMatch(movie -> !movie.path("isAvailable").asBoolean());
        assertThat(records)
                .allMatch(movie -> !movie.path("hasFile").asBoolean()
                        && movie.path("monitored").asBoolean());
    }

    @Test
    void buildsWithoutWantedListsAnswer404() throws Exception {
        var eros =
                fleet.add(ServiceSpec.of("eros", "eros").with("size", "small").with("wanted", "false"));

        assertThat(get(eros, "api/v3/wanted/missing?page=1&pageSize=1").statusCode())
                .isEqualTo(404);
    }

    @Test
    void tagsAreLowerCasedAndFoundAgain() throws Exception {
        var service = add("sonarr");

        var created = post(service, "api/v3/tag", "{\"label\":\"Hunted\"}");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(Browser.json(created).path("label").asText()).isEqualTo("hunted");
        assertThat(Browser.json(post(service, "api/v3/tag", "{\"label\":\"hunted\"}"))
                        .path("id"))
                .isEqualTo(Browser.json(created).path("id"));
        assertThat(post(service, "api/v3/tag", "{\"label\":\"Hunted\"}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void theWrongApiVersionAndUnknownResourcesAreEmpty404s() throws Exception {
        var service = add("lidarr");

        assertThat(get(service, "api/v3/system/status").statusCode()).isEqualTo(404);
        assertThat(get(service, "api/v1/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(ArrApp.class)
    void theOverviewListsAnswer(ArrApp app) throws Exception {
        var service = add(app.kind);
        var prefix = app.prefix.substring(1);

        assertThat(json(service, prefix + "/diskspace").at("/1/totalSpace").asLong())
                .isPositive();
        assertThat(json(service, prefix + "/rootfolder").at("/0/path").asText()).isEqualTo(app.root);
        assertThat(json(service, prefix + "/qualityprofile")).hasSizeBetween(2, 3);
        assertThat(json(service, prefix + "/queue/status").path("totalCount").isInt())
                .isTrue();
        assertThat(json(service, prefix + "/" + app.shape.resource)).isNotEmpty();
        assertThat(json(service, prefix + "/" + app.shape.resource + "/1")
                        .path("id")
                        .asInt())
                .isEqualTo(1);
    }

    private SimulatedService add(String kind) throws IOException {
        return fleet.add(ServiceSpec.of(kind, kind).with("size", "small"));
    }

    private HttpResponse<String> get(SimulatedService service, String path) throws IOException, InterruptedException {
        return browser.get(service, path, "X-Api-Key", service.access().secretText());
    }

    private HttpResponse<String> post(SimulatedService service, String path, String body)
            throws IOException, InterruptedException {
        return browser.post(
                service, path, body, "X-Api-Key", service.access().secretText(), "Content-Type", "application/json");
    }

    private JsonNode json(SimulatedService service, String path) throws IOException, InterruptedException {
        return Browser.json(get(service, path));
    }
}
