package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.PortProbe;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.PortRelay;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What stands between us and the server: mapped ports, proxies, certificates (contract, acceptance 5). In no
/// case does the password leave before it is clear who answers.
class QBittorrentDoorTest {

    private final HttpClients http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final QBittorrentKind kind = new QBittorrentKind(http, Clock.systemUTC());
    private DemoFleet fleet;
    private SimulatedService service;

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(3, Clock.systemUTC());
        service = fleet.add(
                ServiceSpec.of("qbittorrent", "Loft").with("version", "5.1.0").with("torrents", "5"));
    }

    @AfterEach
    void close() {
        fleet.close();
        http.close();
    }

    private Connector connect(Connection connection, Map<String, String> more) {
        var settings = new TreeMap<>(more);
        settings.put("username", service.access().username());
        return kind.open(
                new Target(
                        Optional.of(new InstanceId("qbittorrent-2607011200abc")),
                        kind.id(),
                        "Loft",
                        connection,
                        settings,
                        Optional.empty()),
                TestTargets.right(service));
    }

    private ConnectorException refused(Connection connection) {
        try (var connector = connect(connection, Map.of())) {
            return catchThrowableOfType(ConnectorException.class, connector::check);
        }
    }

    private void assertNoPasswordSent() {
        assertThat(service.requests()).noneMatch(request -> request.secret() != SecretSeen.NONE);
    }

    @Test
    void aForwardedPortIsNamedAndCuredByTheHostHeader() throws Exception {
        try (var forwarded = new PortRelay(service.address().getPort())) {
            var connection = Connection.to(new Address(forwarded.address()));

            var failure = refused(connection);

            assertThat(failure.code()).isEqualTo(FaultCode.HOST_REFUSED);
            assertThat(failure.problem().advice()).contains("Host header to send");
            assertNoPasswordSent();
            try (var cured = connect(connection, Map.of("hostHeader", "127.0.0.1"))) {
                assertThat(cured.check().facts()).containsEntry("torrents", "5");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 401, 403, 502})
    void aPageOfAProxyIsNoServer(int status) {
        service.fault(new Fault.HtmlFromProxy(status));

        assertThat(refused(Connection.to(new Address(service.address()))).code())
                .isEqualTo(FaultCode.PROXY_PAGE);
        assertNoPasswordSent();
    }

    @Test
    void aPlainWebServerIsNotQBittorrent() {
        service.fault(new Fault.WrongProduct("sonarr")); // no page at our path, as of any web server

        assertThat(refused(Connection.to(new Address(service.address()))).code())
                .isEqualTo(FaultCode.UNKNOWN_PRODUCT);
        assertNoPasswordSent();
    }

    @Test
    void aCertificateOfAnotherNameIsTakenOnlyWhenPinnedAndOnlyAsLongAsItIsTheSame() throws Exception {
        service.fault(new Fault.Certificate(CertificateKind.WRONG_HOST));
        var secure = Address.of(service.address().toString().replace("http:", "https:"));
        var known = Connection.to(secure).withTrust(new TlsTrust.Authority(fleet.authorityPem()));
        assertThat(refused(known).code()).isEqualTo(FaultCode.TLS_WRONG_NAME);
        assertNoPasswordSent();

        var shown = new PortProbe(secure, Duration.ofSeconds(10)).certificate().orElseThrow();
        var pinned = Connection.to(secure).withTrust(new TlsTrust.Pinned(shown.sha256()));
        try (var connector = connect(pinned, Map.of())) {
            assertThat(connector.check().facts()).containsEntry("torrents", "5");
        }

        service.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        service.forgetRequests();
        assertThat(refused(pinned).code()).isEqualTo(FaultCode.TLS_PIN_CHANGED);
        assertNoPasswordSent();
    }

    @Test
    void theOtherSchemeIsProposed() {
        service.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        var plain = refused(Connection.to(new Address(service.address())));
        assertThat(plain.code()).isEqualTo(FaultCode.TLS_EXPECTED);
        assertThat(plain.problem().advice())
                .contains("https://127.0.0.1:" + service.address().getPort());

        service.heal();
        var secure =
                refused(Connection.to(Address.of(service.address().toString().replace("http:", "https:"))));
        assertThat(secure.code()).isEqualTo(FaultCode.TLS_NOT_SPOKEN);
        assertThat(secure.problem().advice())
                .contains("http://127.0.0.1:" + service.address().getPort());
        assertNoPasswordSent();
    }
}
