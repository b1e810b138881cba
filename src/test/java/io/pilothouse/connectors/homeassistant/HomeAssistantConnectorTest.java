package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HomeAssistantConnectorTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final List<RequestLog.Entry> sent = new CopyOnWriteArrayList<>();
    private final HttpClients http = new HttpClients(clock, sent::add, "test");
    private final HomeAssistantKind kind = new HomeAssistantKind(http, clock, new Random(7));
    private DemoFleet fleet;

    @BeforeEach
    void openFleet() throws IOException {
        fleet = DemoFleet.empty(3, clock);
    }

    @AfterEach
    void closeFleet() {
        fleet.close();
        http.close();
    }

    private SimulatedService add(String... options) throws IOException {
        var spec = ServiceSpec.of("homeassistant", "Loft");
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        return fleet.add(spec);
    }

    private Connector open(SimulatedService service, Secrets secrets) {
        return kind.open(TestTargets.saved(kind.id(), service.address(), Map.of()), secrets);
    }

    private static ConnectorException failure(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check);
    }

    private long upgrades() {
        return sent.stream()
                .filter(entry -> entry.path().equals("/api/websocket"))
                .count();
    }

    private static List<String> sources(List<ServiceWarning> warnings) {
        return warnings.stream().map(ServiceWarning::source).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022.2.0", "2024.3.3", "2026.2.3"})
    void tellsVersionStateEntitiesAndPlace(String version) throws Exception {
        var service = add("version", version);
        try (var connector = open(service, TestTargets.right(service))) {
            var answer = connector.check();

            assertThat(answer.identity().version()).isEqualTo(version);
            assertThat(answer.identity().name()).isNotBlank();
            assertThat(answer.identity().facts()).containsKey("userId");
            assertThat(answer.facts())
                    .containsEntry("version", version)
                    .containsEntry("state", "RUNNING")
                    .containsEntry("administrator", "true")
                    .containsEntry("transport", "websocket")
                    .containsKey("location");
        }
    }

    @Test
    void allChecksShareOneConnectionAndOneAuthentication() throws Exception {
        var service = add();
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            connector.check();
            connector.check();
        }
        assertThat(upgrades()).isEqualTo(1);
        assertThat(service.requests())
                .extracting(LoggedRequest::path)
                .contains("/manifest.json")
                .doesNotContain("/api/", "/api/config");
    }

    @Test
    void aRestartedServerIsConnectedToAgain() throws Exception {
        var service = add();
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            service.with(HomeAssistantSimulator.class, simulator -> {
                simulator.restart();
                return null;
            });

            assertThat(connector.check().facts()).containsEntry("state", "RUNNING");
            assertThat(upgrades()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedTokenIsSentExactlyOnce() throws Exception {
        var service = add("banThreshold", "3");
        try (var connector = open(service, Secrets.of("token", "wrong.token.s3cret"))) {
            for (int i = 0; i < 10; i++) {
                var failure = failure(connector);
                assertThat(failure.code()).isEqualTo(FaultCode.SECRET_REFUSED);
                assertThat(failure.problem().summary()).contains("Loft");
                assertThat(failure.toString() + failure.problem()).doesNotContain("s3cret");
                now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
            }
        }
        assertThat(upgrades()).isEqualTo(1);
    }

    @Test
    void aBanIsLeftAloneForAQuarterOfAnHourAndThenOnlyLookedAt() throws Exception {
        var service = add();
        service.fault(new Fault.Banned());
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.BANNED);
            service.forgetRequests();

            now.updateAndGet(time -> time.plus(Duration.ofMinutes(14)));
            assertThat(failure(connector).retryAfter()).contains(Duration.ofMinutes(1));
            assertThat(service.requests()).isEmpty();

            now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
            assertThat(failure(connector).code()).isEqualTo(FaultCode.BANNED);
            assertThat(service.requests()).extracting(LoggedRequest::path).containsOnly("/manifest.json");

            service.heal();
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(16)));
            assertThat(connector.check().facts()).containsEntry("state", "RUNNING");
        }
    }

    @Test
    void aUserWhoIsNoAdministratorIsANotice() throws Exception {
        var service = add("admin", "false");
        try (var connector = open(service, TestTargets.right(service))) {
            var answer = connector.check();

            assertThat(answer.facts()).containsEntry("administrator", "false");
            assertThat(sources(answer.warnings())).contains("NotAdministrator");
        }
    }

    @Test
    void openRepairsAreToldWithTheirPage() throws Exception {
        var service = add();
        service.with(HomeAssistantSimulator.class, simulator -> {
            simulator.issue("token_old", "error");
            return null;
        });
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(connector.check().warnings())
                    .contains(new ServiceWarning(
                            Severity.ERROR,
                            "repair:hue/token_old",
                            "Repair of hue: token old.",
                            Optional.of(service.address() + "config/repairs")));
        }
    }

    /// As the house itself says it, which is asked once and not at every check.
    @Test
    void aRepairIsCalledByItsTitle() throws Exception {
        var service = add();
        service.with(HomeAssistantSimulator.class, simulator -> {
            simulator.issue("bridge_v1", "warning");
            return null;
        });
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            assertThat(connector.check().warnings())
                    .extracting(ServiceWarning::text)
                    .contains("Repair of hue: The old bridge is no longer supported.");
        }
        assertThat(service.with(HomeAssistantSimulator.class, HomeAssistantSimulator::received))
                .filteredOn(received -> received.type().equals("frontend/get_translations"))
                .hasSize(1);
    }

    @Test
    void theTextsOfItsActionsAreAskedInTheLanguageOfTheWindow() throws Exception {
        var service = add();
        try (var connector = open(service, TestTargets.right(service))) {
            var home = (LiveHome) connector;
            home.services("de");
            home.services("de");
            home.services();
        }
        assertThat(service.with(HomeAssistantSimulator.class, HomeAssistantSimulator::received))
                .filteredOn(received -> received.type().equals("frontend/get_translations"))
                .extracting(HomeAssistantSimulator.Received::language)
                .containsExactly("de", "en");
    }

    @Test
    void aServerThatIsStartingSaysSo() throws Exception {
        var service = add();
        service.with(HomeAssistantSimulator.class, simulator -> {
            simulator.state("NOT_RUNNING");
            return null;
        });
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.STARTING);
        }
    }

    @Test
    void followsTheHouseLiveAndActsInIt() throws Exception {
        var service = add("version", "2026.2.3");
        try (var connector = open(service, TestTargets.right(service))) {
            var home = (LiveHome) connector;
            var changed = new LinkedBlockingQueue<Set<String>>();
            home.onStates(changed::add);
            home.follow();
            changed.take(); // the snapshot
            var light = home.states().keySet().stream()
                    .filter(id -> id.startsWith("light."))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            var wanted = home.states().get(light).state().equals("on") ? "off" : "on";

            assertThat(home.callService("light", "turn_" + wanted, Map.of("entity_id", light), Map.of()))
                    .isInstanceOf(Reply.Done.class);
            while (!home.states().get(light).state().equals(wanted)) {
                changed.take();
            }
            assertThat(home.callService("light", "blink", Map.of(), Map.of())).isInstanceOf(Reply.Refused.class);
            connector.check();
            assertThat(upgrades()).isEqualTo(1);
        }
    }

    @Test
    void withoutATokenNothingIsAsked() throws Exception {
        var service = add();
        try (var connector = open(service, Secrets.NONE)) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.SECRET_MISSING);
            assertThat(service.requests()).isEmpty();
        }
    }

    @Test
    void aServerBelowTheOldestVersionIsTooOldAndGetsNoToken() throws Exception {
        var service = add("version", "2021.6.4");
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.TOO_OLD);
        }
    }

    @Test
    void anotherUserAloneIsANoteAndAnotherHouseIsAnother() {
        var known = identity("Home", "u1");

        assertThat(kind.sameInstallation(known, identity("Home", "u2"))).isTrue();
        assertThat(kind.sameInstallation(known, identity("Cabin", "u1"))).isTrue();
        assertThat(kind.sameInstallation(known, identity("Cabin", "u2"))).isFalse();
        assertThat(kind.sameInstallation(known, identity("", "u2"))).isTrue(); // recovery mode
    }

    private static RemoteIdentity identity(String name, String user) {
        return new RemoteIdentity("Home Assistant", "2026.2.3", name, "", new TreeMap<>(Map.of("userId", user)));
    }

    @Test
    void theEndOfATokenIsReadFromIt() {
        // {"iss":"a","iat":1,"exp":1784361600}
        var token = new Secret("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIiwiaWF0IjoxLCJleHAiOjE3ODQzNjE2MDB9.c2ln");

        assertThat(Overview.tokenEnds(token)).contains(Instant.ofEpochSecond(1_784_361_600));
        assertThat(Overview.tokenEnds(new Secret("no.token.here"))).isEmpty();
        assertThat(Overview.tokenEnds(new Secret("short"))).isEmpty();
    }
}
