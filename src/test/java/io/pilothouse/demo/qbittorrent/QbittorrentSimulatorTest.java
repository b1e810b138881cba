package io.pilothouse.demo.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QbittorrentSimulatorTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Browser browser = new Browser();
    private DemoFleet fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @ParameterizedTest
    @CsvSource({
        "4.5.2, 2.8.19, 200, Ok., SID",
        "4.6.7, 2.9.3, 200, Ok., SID",
        "5.0.4, 2.11.2, 200, Ok., SID",
        "5.1.0, 2.11.4, 200, Ok., SID",
        "5.2.3, 2.15.1, 204, '', QBT_SID_"
    })
    void loginAndVersionFollowTheProfile(String version, String webApi, int status, String body, String cookie)
            throws Exception {
        var service = add(version);

        assertThat(browser.get(service, "api/v2/app/version").statusCode()).isEqualTo(403);
        var login = login(service, service.access().secretText());
        assertThat(login.statusCode()).isEqualTo(status);
        assertThat(login.body()).isEqualTo(body);
        assertThat(cookie(login)).startsWith(cookie);
        assertThat(get(service, "app/version", cookie(login)).body()).isEqualTo("v" + version);
        assertThat(get(service, "app/webapiVersion", cookie(login)).body()).isEqualTo(webApi);
    }

    @Test
    void theFifthWrongPasswordBansForAnHourButOpenSessionsStay() throws Exception {
        var service = add("5.1.0");
        var open = cookie(login(service, service.access().secretText()));

        for (int i = 0; i < 5; i++) {
            assertThat(login(service, "wrong").body()).isEqualTo("Fails.");
        }
        var banned = login(service, service.access().secretText());
        assertThat(banned.statusCode()).isEqualTo(403);
        assertThat(banned.body()).contains("banned");
        assertThat(get(service, "app/version", open).statusCode()).isEqualTo(200);

        now.updateAndGet(instant -> instant.plus(Duration.ofMinutes(61)));
        assertThat(login(service, service.access().secretText()).body()).isEqualTo("Ok.");
    }

    @Test
    void from52OnAWrongPasswordIs401() throws Exception {
        assertThat(login(add("5.2.3"), "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void aRightLoginSetsTheCountBackAndARestartForgetsSessions() throws Exception {
        var service = add("4.5.2");
        for (int i = 0; i < 4; i++) {
            login(service, "wrong");
        }
        var session = cookie(login(service, service.access().secretText()));
        login(service, "wrong");
        assertThat(login(service, service.access().secretText()).body()).isEqualTo("Ok.");

        service.with(QbittorrentSimulator.class, qbittorrent -> {
            qbittorrent.restart();
            return null;
        });
        var refused = get(service, "app/version", session);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("Forbidden");
    }

    @Test
    void aBypassedCallerGetsASessionWithoutLogin() throws Exception {
        var service = fleet.add(
                ServiceSpec.of("qbittorrent", "Open").with("bypass", "true").with("size", "small"));

        var answer = browser.get(service, "api/v2/app/version");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(get(service, "app/version", cookie(answer)).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void anApiKeyOpensFrom52On() throws Exception {
        var spec = ServiceSpec.of("qbittorrent", "Key").with("apiKey", "true").with("size", "small");
        var modern = fleet.add(spec.with("version", "5.2.3"));
        var old = fleet.add(
                ServiceSpec.of("qbittorrent", "Old").with("apiKey", "true").with("size", "small"));

        assertThat(modern.access().secretText()).matches("qbt_\\w{28}");
        assertThat(bearer(modern, modern.access().secretText()).statusCode()).isEqualTo(200);
        assertThat(bearer(modern, "qbt_wrong").statusCode()).isEqualTo(403);
        assertThat(bearer(old, old.access().secretText()).statusCode()).isEqualTo(403);
    }

    @Test
    void aWrongPortInHostOrAForeignRefererIsRefusedBeforeAnything() throws Exception {
        var service = add("5.1.0");

        var foreign = browser.get(service, "api/v2/app/version", "Referer", "http://other.example/");
        assertThat(foreign.statusCode()).isEqualTo(401);
        assertThat(foreign.body()).isEqualTo("Unauthorized");
    }

    @Test
    void faultsOfSecretAndBanAreTheProductsOwn() throws Exception {
        var service = add("5.1.0");
        var session = cookie(login(service, service.access().secretText()));

        service.fault(new Fault.WrongSecret());
        assertThat(get(service, "app/version", session).statusCode()).isEqualTo(403);
        assertThat(login(service, service.access().secretText()).body()).isEqualTo("Fails.");

        service.fault(new Fault.Banned());
        assertThat(login(service, service.access().secretText()).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.1.0"})
    void deltasCarryOnlyWhatChanged(String version) throws Exception {
        var service = add(version);
        var session = cookie(login(service, service.access().secretText()));

        var full = json(service, "sync/maindata?rid=0", session);
        assertThat(full.path("full_update").asBoolean()).isTrue();
        assertThat(full.path("torrents")).hasSize(240);
        var nothing = json(service, "sync/maindata?rid=" + full.path("rid").asInt(), session);
        assertThat(nothing.properties()).extracting(java.util.Map.Entry::getKey).containsExactly("rid");

        now.updateAndGet(instant -> instant.plusSeconds(2));
        fleet.tick();
        var delta = json(service, "sync/maindata?rid=" + nothing.path("rid").asInt(), session);
        assertThat(delta.path("full_update").asBoolean()).isFalse();
        assertThat(delta.path("torrents").size()).isBetween(1, 40);
        assertThat(delta.path("torrents").elements().next().has("name")).isFalse();
    }

    @Test
    void anUnknownRidIsAnsweredInFull() throws Exception {
        var service = add("5.1.0");
        var session = cookie(login(service, service.access().secretText()));
        json(service, "sync/maindata?rid=0", session);

        assertThat(json(service, "sync/maindata?rid=77", session)
                        .path("full_update")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4.5.2, pause, stop, pausedUP", "5.1.0, stop, pause, stoppedUP"})
    void stoppingIsNamedByTheVersion(String version, String right, String wrong, String state) throws Exception {
        var service = add(version);
        var session = cookie(login(service, service.access().secretText()));
        var seeding = json(service, "torrents/info?filter=seeding&limit=1", session)
                .at("/0/hash")
                .asText();

        assertThat(act(service, "torrents/" + wrong, "hashes=" + seeding, session)
                        .statusCode())
                .isEqualTo(404);
        assertThat(act(service, "torrents/" + right, "hashes=" + seeding, session)
                        .statusCode())
                .isEqualTo(200);
        assertThat(json(service, "torrents/info?hashes=" + seeding, session)
                        .at("/0/state")
                        .asText())
                .isEqualTo(state);
        assertThat(get(service, "torrents/" + right, session).statusCode()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({"4.5.2, 49", "5.1.0, 57"})
    void theListHasTheFieldsOfItsVersion(String version, int fields) throws Exception {
        var service = add(version);
        var session = cookie(login(service, service.access().secretText()));

        assertThat(json(service, "torrents/info?limit=1", session).path(0)).hasSize(fields);
    }

    @Test
    void deletedTorrentsAreToldOnceAndGone() throws Exception {
        var service = add("5.1.0");
        var session = cookie(login(service, service.access().secretText()));
        var full = json(service, "sync/maindata", session);
        var hash = full.path("torrents").fieldNames().next();

        assertThat(act(service, "torrents/delete", "hashes=" + hash, session).statusCode())
                .isEqualTo(400);
        act(service, "torrents/delete", "deleteFiles=false&hashes=" + hash, session);

        var delta = json(service, "sync/maindata?rid=" + full.path("rid").asInt(), session);
        assertThat(delta.at("/torrents_removed/0").asText()).isEqualTo(hash);
        assertThat(get(service, "torrents/properties?hash=" + hash, session).statusCode())
                .isEqualTo(404);
    }

    @Test
    void eighteenThousandTorrentsAreListed() throws Exception {
        var service = fleet.add(ServiceSpec.of("qbittorrent", "Big").with("torrents", "18000"));
        var session = cookie(login(service, service.access().secretText()));

        assertThat(json(service, "sync/maindata", session).path("torrents")).hasSize(18_000);
    }

    private SimulatedService add(String version) throws IOException {
        return fleet.add(ServiceSpec.of("qbittorrent", "qb " + version).with("version", version));
    }

    private HttpResponse<String> login(SimulatedService service, String password)
            throws IOException, InterruptedException {
        return act(service, "auth/login", "username=admin&password=" + password, "none=0");
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private HttpResponse<String> bearer(SimulatedService service, String key) throws IOException, InterruptedException {
        return browser.get(service, "api/v2/app/version", "Authorization", "Bearer " + key);
    }

    private HttpResponse<String> act(SimulatedService service, String endpoint, String form, String cookie)
            throws IOException, InterruptedException {
        return browser.post(
                service,
                "api/v2/" + endpoint,
                form,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Cookie",
                cookie);
    }

    private HttpResponse<String> get(SimulatedService service, String endpoint, String cookie)
            throws IOException, InterruptedException {
        return browser.get(service, "api/v2/" + endpoint, "Cookie", cookie);
    }

    private JsonNode json(SimulatedService service, String endpoint, String cookie)
            throws IOException, InterruptedException {
        return Browser.json(get(service, endpoint, cookie));
    }
}
