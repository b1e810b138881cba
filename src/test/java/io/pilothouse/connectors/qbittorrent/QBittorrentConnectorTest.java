package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.qbittorrent.QbittorrentSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QBittorrentConnectorTest {

    private static final InstanceId ID = new InstanceId("qbittorrent-2607011200abc");

    // answers carry the real time in their headers, so the test's time begins there
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final HttpClients http = new HttpClients(clock, RequestLog.NONE, "test");
    private final QBittorrentKind kind = new QBittorrentKind(http, clock);
    private DemoFleet fleet;
    private int added;

    @BeforeEach
    void openFleet() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    @AfterEach
    void closeFleet() {
        fleet.close();
        http.close();
    }

    private SimulatedService add(String version, String... options) throws IOException {
        var spec = ServiceSpec.of("qbittorrent", "Loft " + ++added).with("version", version);
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        return fleet.add(spec);
    }

    private Connector open(SimulatedService service, Secrets secrets) {
        return kind.open(target(service, Optional.of(ID)), secrets);
    }

    private Target target(SimulatedService service, Optional<InstanceId> id) {
        return new Target(
                id,
                kind.id(),
                "Loft",
                Connection.to(new Address(service.address())),
                new TreeMap<>(Map.of("username", "admin")),
                Optional.empty());
    }

    private static long count(SimulatedService service, String path) {
        return service.requests().stream()
                .filter(request -> request.path().equals("/api/v2/" + path))
                .count();
    }

    private static FaultCode fault(Connector connector) {
        try {
            connector.check();
            throw new AssertionError("the check passed");
        } catch (ConnectorException e) {
            assertThat(e.problem().summary()).contains("Loft");
            return e.code();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"4.5.2, 2.8.19", "4.6.7, 2.9.3", "5.0.4, 2.11.2", "5.1.0, 2.11.4", "5.2.3, 2.15.1"})
    void tellsVersionTorrentsSpeedsAndSpace(String version, String webApi) throws Exception {
        var service = add(version, "torrents", "30");
        try (var connector = open(service, TestTargets.right(service))) {
            var answer = connector.check();

            assertThat(answer.identity().product()).isEqualTo("qBittorrent");
            assertThat(answer.identity().version()).isEqualTo("v" + version);
            assertThat(answer.facts())
                    .containsEntry("version", "v" + version)
                    .containsEntry("webApiVersion", webApi)
                    .containsEntry("torrents", "30")
                    .containsKeys(
                            "downloading",
                            "seeding",
                            "downloadBytesPerSecond",
                            "uploadBytesPerSecond",
                            "freeBytes",
                            "connection");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.2.3"})
    void oneLoginServesManyChecks(String version) throws Exception {
        var service = add(version);
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            connector.check();
            connector.check();

            assertThat(count(service, "auth/login")).isEqualTo(1);
            assertThat(count(service, "app/version")).isEqualTo(3); // recognition, knock, version
            assertThat(service.requests().stream()
                            .filter(request -> request.path().endsWith("maindata"))
                            .map(LoggedRequest::body))
                    .first()
                    .isEqualTo("rid=0");
            assertThat(service.requests().stream()
                            .filter(request -> request.path().endsWith("maindata"))
                            .filter(request -> request.body().equals("rid=0")))
                    .hasSize(1);
        }
        assertThat(count(service, "auth/logout")).isEqualTo(1);
    }

    @Test
    void aRestartedServerIsLoggedInToAgainOnceAndReadWhole() throws Exception {
        var service = add("5.1.0", "torrents", "12");
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            service.with(QbittorrentSimulator.class, simulator -> {
                simulator.restart();
                return null;
            });
            service.forgetRequests();

            assertThat(connector.check().facts()).containsEntry("torrents", "12");
            assertThat(count(service, "auth/login")).isEqualTo(1);
            assertThat(count(service, "app/webapiVersion")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.2.3"})
    void aWrongPasswordIsTriedExactlyOnce(String version) throws Exception {
        var service = add(version);
        try (var connector = open(service, Secrets.of("password", "s3cret"))) {
            for (int i = 0; i < 10; i++) {
                assertThat(fault(connector)).isEqualTo(FaultCode.SECRET_REFUSED);
                now.updateAndGet(time -> time.plus(Duration.ofMinutes(30)));
            }
            assertThat(count(service, "auth/login")).isEqualTo(1);
        }
    }

    @Test
    void theRefusalNamesTheUserAndHidesThePassword() throws Exception {
        var service = add("5.1.0");
        try (var connector = open(service, Secrets.of("password", "s3cret"))) {
            assertThatThrownBy(connector::check).isInstanceOfSatisfying(ConnectorException.class, refused -> {
                assertThat(refused.problem().summary()).contains("Loft").contains("admin");
                assertThat(refused.problem().toString() + refused).doesNotContain("s3cret");
            });
        }
    }

    @Test
    void nothingIsSentWhileThisComputerIsBanned() throws Exception {
        var service = add("5.1.0");
        for (int i = 0; i < 5; i++) {
            try (var connector = open(service, Secrets.of("password", "wrong"))) {
                fault(connector);
            }
        }
        try (var connector = open(service, TestTargets.right(service))) {
            assertThatThrownBy(connector::check).isInstanceOfSatisfying(ConnectorException.class, banned -> {
                assertThat(banned.code()).isEqualTo(FaultCode.BANNED);
                assertThat(banned.retryAfter()).contains(Session.USUAL_BAN);
            });
            service.forgetRequests();
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(60)));
            assertThat(fault(connector)).isEqualTo(FaultCode.BANNED);
            assertThat(service.requests()).isEmpty();

            now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
            assertThat(connector.check().facts()).containsKey("torrents");
        }
    }

    @Test
    void aSessionThatIsOpenGoesOnWorkingWhileOthersAreBanned() throws Exception {
        var service = add("5.1.0");
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            for (int i = 0; i < 5; i++) {
                try (var wrong = open(service, Secrets.of("password", "wrong"))) {
                    fault(wrong);
                }
            }
            assertThat(connector.check().facts()).containsKey("torrents");
        }
    }

    @Test
    void twoServersOnOneHostBothStayLoggedIn() throws Exception {
        var first = add("5.1.0", "torrents", "7");
        var second = add("5.1.0", "torrents", "9");
        try (var one = open(first, TestTargets.right(first));
                var two = open(second, TestTargets.right(second))) {
            one.check();
            two.check();
            assertThat(one.check().facts()).containsEntry("torrents", "7");
            assertThat(two.check().facts()).containsEntry("torrents", "9");
            assertThat(count(first, "auth/login") + count(second, "auth/login")).isEqualTo(2);
        }
    }

    @Test
    void aServerThatAsksForNoPasswordGivesOneSessionOnly() throws Exception {
        var service = add("5.1.0", "bypass", "true");
        try (var connector = open(service, Secrets.NONE)) {
            connector.check();
            connector.check();

            assertThat(count(service, "auth/login")).isZero();
            assertThat(service.requests().stream()
                            .filter(request -> request.path().endsWith("maindata"))
                            .filter(request -> request.body().equals("rid=0")))
                    .hasSize(1);
            assertThat(connector.check().warnings())
                    .extracting(ServiceWarning::source)
                    .contains("NoLoginNeeded");
        }
    }

    @Test
    void aServerThatWantsAPasswordSaysSoWhenThereIsNone() throws Exception {
        var service = add("5.1.0");
        try (var connector = open(service, Secrets.NONE)) {
            assertThat(fault(connector)).isEqualTo(FaultCode.SECRET_MISSING);
            assertThat(count(service, "auth/login")).isZero();
        }
    }

    @Test
    void anApiKeyNeedsNoLogin() throws Exception {
        var service = add("5.2.3", "apiKey", "true");
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(connector.check().facts()).containsEntry("version", "v5.2.3");
            assertThat(count(service, "auth/login")).isZero();
        }
        try (var connector = open(service, Secrets.of("apiKey", "qbt_wrong"))) {
            assertThat(fault(connector)).isEqualTo(FaultCode.SECRET_REFUSED);
        }
    }

    @Test
    void aServerBelowTheOldestVersionIsTooOld() throws Exception {
        var service = add("4.3.9");
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(fault(connector)).isEqualTo(FaultCode.TOO_OLD);
        }
    }

    @Test
    void anUnsavedFormReadsNoTorrents() throws Exception {
        var service = add("5.1.0");
        try (var connector = kind.open(target(service, Optional.empty()), TestTargets.right(service))) {
            assertThat(connector.check().facts()).containsKey("connection").doesNotContainKey("torrents");
            assertThat(count(service, "sync/maindata")).isZero();
        }
    }

    @Test
    void aHostHeaderTheServerRefusesIsNamedAndCuredByAnother() throws Exception {
        var service = add("5.1.0");
        var settings = new TreeMap<>(Map.of("username", "admin", "hostHeader", "nas.lan:9999"));
        var wrong = new Target(
                Optional.of(ID),
                kind.id(),
                "Loft",
                Connection.to(new Address(service.address())),
                settings,
                Optional.empty());
        try (var connector = kind.open(wrong, TestTargets.right(service))) {
            assertThat(fault(connector)).isEqualTo(FaultCode.HOST_REFUSED);
            assertThat(count(service, "auth/login")).isZero();
        }
        settings.put("hostHeader", "nas.lan");
        try (var connector = kind.open(wrong, TestTargets.right(service))) {
            assertThat(connector.check().facts()).containsKey("torrents");
        }
    }

    @Test
    void noPasswordGoesToAnotherProduct() throws Exception {
        var service = add("5.1.0");
        service.fault(new Fault.WrongProduct("sonarr"));
        try (var connector = open(service, Secrets.of("password", "s3cret"))) {
            assertThat(fault(connector)).isEqualTo(FaultCode.UNKNOWN_PRODUCT);
        }
        assertThat(service.requests()).noneMatch(request -> request.path().contains("login"));
    }

    @Test
    void isRecognisedWithoutASecret() throws Exception {
        var closed = add("5.1.0");
        var open = add("4.5.2", "bypass", "true");

        assertThat(kind.recognise(http.visit(Connection.to(new Address(closed.address())), "Loft")))
                .hasValueSatisfying(seen -> {
                    assertThat(seen.version()).isEmpty();
                    assertThat(seen.certain()).isTrue();
                });
        assertThat(kind.recognise(http.visit(Connection.to(new Address(open.address())), "Loft")))
                .hasValueSatisfying(seen -> assertThat(seen.version()).isEqualTo("v4.5.2"));
        var sonarr = fleet.add(ServiceSpec.of("sonarr", "Attic"));
        assertThat(kind.recognise(http.visit(Connection.to(new Address(sonarr.address())), "Attic")))
                .isEmpty();
    }

    @Test
    void aChangedFolderIsTheSameInstallationAndBothChangedIsAnother() {
        var known = identity("8999", "/downloads");

        assertThat(kind.sameInstallation(known, identity("8999", "/data"))).isTrue();
        assertThat(kind.sameInstallation(known, identity("6881", "/data"))).isFalse();
    }

    private static RemoteIdentity identity(String port, String path) {
        return new RemoteIdentity(
                "qBittorrent", "v5.1.0", "", "", new TreeMap<>(Map.of("listenPort", port, "savePath", path)));
    }
}
