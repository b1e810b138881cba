package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.realserver.RealQBittorrent;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The health check against real servers: what the contract says was seen is seen again.
class QBittorrentConnectorRealServerTest {

    @TempDir
    Path dir;

    private final List<RequestLog.Entry> sent = new CopyOnWriteArrayList<>();
    private final HttpClients http = new HttpClients(Clock.systemUTC(), sent::add, "test");
    private final QBittorrentKind kind = new QBittorrentKind(http, Clock.systemUTC());

    @AfterEach
    void close() {
        http.close();
    }

    private Connector open(RealQBittorrent server, Secrets secrets) {
        return kind.open(
                TestTargets.saved(kind.id(), server.address(), Map.of("username", RealQBittorrent.USER)), secrets);
    }

    private static Secrets right() {
        return Secrets.of("password", RealQBittorrent.PASSWORD);
    }

    private long logins() {
        return sent.stream()
                .filter(entry -> entry.path().endsWith("auth/login"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void logsInOnceAndTellsHowItIs(RealQBittorrent.Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, dir);
                var connector = open(server, right())) {
            var recognised = kind.recognise(http.visit(Connection.to(new Address(server.address())), "Loft"));
            assertThat(recognised)
                    .hasValueSatisfying(seen -> assertThat(seen.certain()).isTrue());

            var answer = connector.check();
            var again = connector.check();

            assertThat(answer.identity().version()).isEqualTo("v" + version.number());
            assertThat(answer.identity().facts())
                    .containsEntry("savePath", server.downloads().toString());
            assertThat(answer.facts()).containsEntry("torrents", "0").containsKeys("connection", "freeBytes");
            assertThat(again.identity()).isEqualTo(answer.identity());
            assertThat(logins()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRestartCostsOneMoreLogin(RealQBittorrent.Version version) throws Exception {
        try (var server = RealQBittorrent.start(version, dir);
                var connector = open(server, right())) {
            connector.check();
            server.restart();
            connector.check();
            connector.check();

            assertThat(logins()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsSentOnceAndABanStopsEverything(RealQBittorrent.Version version) throws Exception {
        var settings = Map.of("Preferences/WebUI\\MaxAuthenticationFailCount", "2");
        try (var server = RealQBittorrent.start(version, dir, settings)) {
            for (int i = 0; i < 2; i++) {
                try (var connector = open(server, Secrets.of("password", "wrong"))) {
                    assertThat(fault(connector)).isEqualTo(FaultCode.SECRET_REFUSED);
                    assertThat(fault(connector)).isEqualTo(FaultCode.SECRET_REFUSED);
                }
            }
            assertThat(logins()).isEqualTo(2);

            try (var connector = open(server, right())) {
                assertThat(fault(connector)).isEqualTo(FaultCode.BANNED);
                sent.clear();
                assertThat(fault(connector)).isEqualTo(FaultCode.BANNED);
                assertThat(sent).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAsksForNoPasswordKeepsOneSession(RealQBittorrent.Version version) throws Exception {
        var settings = Map.of("Preferences/WebUI\\LocalHostAuth", "false");
        try (var server = RealQBittorrent.start(version, dir, settings);
                var connector = open(server, Secrets.NONE)) {
            connector.check();

            assertThat(connector.check().warnings())
                    .extracting(ServiceWarning::source)
                    .contains("NoLoginNeeded");
            assertThat(logins()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedHostNameIsNamed(RealQBittorrent.Version version) throws Exception {
        var settings = Map.of("Preferences/WebUI\\ServerDomains", "example.test");
        try (var server = RealQBittorrent.start(version, dir, settings)) {
            var target = new Target(
                    Optional.of(new InstanceId("qbittorrent-2607011200abc")),
                    kind.id(),
                    "Loft",
                    Connection.to(
                            Address.of("http://localhost:" + server.address().getPort() + "/")),
                    new TreeMap<>(Map.of("username", RealQBittorrent.USER)),
                    Optional.empty());
            try (var connector = kind.open(target, right())) {
                assertThat(fault(connector)).isEqualTo(FaultCode.HOST_REFUSED);
                assertThat(logins()).isZero();
            }
            target.settings().put("hostHeader", "example.test");
            try (var connector = kind.open(target, right())) {
                assertThat(connector.check().identity().version()).isEqualTo("v" + version.number());
            }
        }
    }

    private static FaultCode fault(Connector connector) {
        var thrown = new FaultCode[1];
        assertThatThrownBy(connector::check)
                .isInstanceOfSatisfying(ConnectorException.class, e -> thrown[0] = e.code());
        return thrown[0];
    }
}
