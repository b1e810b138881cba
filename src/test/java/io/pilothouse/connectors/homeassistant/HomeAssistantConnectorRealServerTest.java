package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.realserver.RealHomeAssistant;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The health check against real servers: what the contract says was seen is seen again.
@Timeout(300)
class HomeAssistantConnectorRealServerTest {

    @TempDir
    Path dir;

    private final List<RequestLog.Entry> sent = new CopyOnWriteArrayList<>();
    private final HttpClients http = new HttpClients(Clock.systemUTC(), sent::add, "test");
    private final HomeAssistantKind kind = new HomeAssistantKind(http, Clock.systemUTC(), new Random(7));

    @AfterEach
    void close() {
        http.close();
    }

    private Connector open(RealHomeAssistant server, String token) {
        return kind.open(TestTargets.saved(kind.id(), server.address(), Map.of()), Secrets.of("token", token));
    }

    private long upgrades() {
        return sent.stream()
                .filter(entry -> entry.path().endsWith("api/websocket"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void checksOverOneConnectionAndSurvivesARestart(RealHomeAssistant.Version version) throws Exception {
        try (var server = RealHomeAssistant.start(version, dir);
                var connector = open(server, server.adminToken())) {
            assertThat(kind.recognise(http.visit(Connection.to(new Address(server.address())), "Loft")))
                    .hasValueSatisfying(seen -> assertThat(seen.certain()).isTrue());

            var answer = connector.check();
            connector.check();

            assertThat(answer.identity().version()).isEqualTo(version.number());
            assertThat(answer.identity().name()).isEqualTo("Test House");
            assertThat(answer.facts())
                    .containsEntry("state", "RUNNING")
                    .containsEntry("administrator", "true")
                    .containsKeys("entities", "components", "repairs");
            assertThat(Integer.parseInt(answer.facts().get("entities"))).isGreaterThan(50);
            assertThat(upgrades()).isEqualTo(1);

            followAndAct((LiveHome) connector);
            assertThat(upgrades()).isEqualTo(1);

            var guest = server.addUser("guest", "a guest's password");
            try (var asGuest = open(server, guest)) {
                var seen = asGuest.check();
                assertThat(seen.warnings()).extracting(ServiceWarning::source).contains("NotAdministrator");
                assertThat(kind.sameInstallation(answer.identity(), seen.identity()))
                        .isTrue();
            }

            server.restart();
            assertThat(connector.check().identity()).isEqualTo(answer.identity());
            assertThat(upgrades()).isGreaterThanOrEqualTo(3);
        }
    }

    private static void followAndAct(LiveHome home) throws Exception {
        var changed = new LinkedBlockingQueue<Set<String>>();
        home.onStates(changed::add);
        home.follow();
        changed.take(); // the snapshot
        var light = "light.bed_light";
        var wanted = home.states().get(light).state().equals("on") ? "off" : "on";

        assertThat(home.callService("light", "turn_" + wanted, Map.of("entity_id", light), Map.of()))
                .isInstanceOf(Reply.Done.class);
        while (!home.states().get(light).state().equals(wanted)) {
            changed.take();
        }
        assertThat(home.callService("light", "blink", Map.of("entity_id", light), Map.of()))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("not_found"));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongTokenIsSentOnceAndABanLeftAlone(RealHomeAssistant.Version version) throws Exception {
        try (var server = RealHomeAssistant.start(
                        version,
                        dir,
                        text -> text.replace(
                                "server_host:", "ip_ban_enabled: true, login_attempts_threshold: 3, server_host:"));
                var live = open(server, server.adminToken())) {
            live.check();
            sent.clear();
            try (var wrong = open(server, "wrong.token.here")) {
                assertThat(fault(wrong)).isEqualTo(FaultCode.SECRET_REFUSED);
                assertThat(fault(wrong)).isEqualTo(FaultCode.SECRET_REFUSED);
            }
            assertThat(upgrades()).isEqualTo(1);

            ban(server);
            try (var banned = open(server, server.adminToken())) {
                assertThat(fault(banned)).isEqualTo(FaultCode.BANNED);
                sent.clear();
                assertThat(fault(banned)).isEqualTo(FaultCode.BANNED);
                assertThat(sent).isEmpty();
            }
            assertThat(live.check().facts()).containsEntry("state", "RUNNING"); // open connections stay
        }
    }

    /// Three wrong requests; the third is answered after the ban was written down.
    private static void ban(RealHomeAssistant server) throws Exception {
        try (var stranger =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < 3; i++) {
                stranger.send(
                        HttpRequest.newBuilder(server.address().resolve("api/config"))
                                .header("Authorization", "Bearer wrong")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    private static FaultCode fault(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check).code();
    }
}
