package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.demo.stash.StashSimulator;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StashConnectorTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final HttpClients http = new HttpClients(clock, RequestLog.NONE, "test");
    private final StashKind kind = new StashKind(http, clock);
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
        var spec = ServiceSpec.of("stash", "Loft").with("size", "small");
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        return fleet.add(spec);
    }

    private Connector open(String address, Secrets secrets, Optional<RemoteIdentity> identity) {
        var target = TestTargets.saved(kind.id(), URI.create(address), Map.of());
        return kind.open(identity.map(known -> TestTargets.known(target, known)).orElse(target), secrets);
    }

    private Connector open(SimulatedService service, Secrets secrets) {
        return open(service.address().toString(), secrets, Optional.empty());
    }

    private static ConnectorException failure(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.26.2", "v0.27.2", "v0.28.1", "v0.29.3", "v0.30.1"})
    void countsWhatTheLibraryHolds(String version) throws Exception {
        var service = add("version", version);
        try (var connector = open(service, TestTargets.right(service))) {
            var answer = connector.check();

            assertThat(answer.identity().version()).isEqualTo(version);
            assertThat(answer.facts())
                    .containsEntry("version", version)
                    .containsEntry("scenes", "60")
                    .containsKeys("images", "performers", "tags", "scenesBytes", "libraryFolders");
            assertThat(answer.warnings())
                    .extracting(ServiceWarning::source)
                    .isEqualTo(version.equals("v0.26.2") ? List.of("NoLibrary") : List.of());
            assertThat(answer.identity().facts()).containsKey("databasePath").hasSizeGreaterThan(4);
        }
    }

    @Test
    void countsAreAskedSeldomAndTheStateAlways() throws Exception {
        var service = add();
        try (var connector = open(service, TestTargets.right(service))) {
            connector.check();
            service.forgetRequests();
            connector.check();
            assertThat(withKey(service)).hasSize(1);

            now.updateAndGet(time -> time.plus(StashConnector.COUNTS_EVERY));
            service.forgetRequests();
            connector.check();
            assertThat(withKey(service)).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aServerWithoutALoginGetsNoKey() throws Exception {
        var service = add("keyless", "true");
        try (var connector = open(service, Secrets.of("apiKey", "an.old.key"))) {
            assertThat(connector.check().warnings())
                    .extracting(ServiceWarning::source)
                    .containsExactly("NoLogin");
            connector.check();
        }
        assertThat(service.requests()).allMatch(request -> request.secret() == SecretSeen.NONE);
    }

    @Test
    void aServerThatWantsAKeySaysSoWhenThereIsNone() throws Exception {
        var service = add();
        try (var connector = open(service, Secrets.NONE)) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.SECRET_MISSING);
        }
    }

    @Test
    void aRefusedKeyIsSentOnce() throws Exception {
        var service = add();
        try (var connector = open(service, Secrets.of("apiKey", "wrong"))) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.SECRET_REFUSED);
            service.forgetRequests();
            assertThat(failure(connector).code()).isEqualTo(FaultCode.SECRET_REFUSED);
            assertThat(service.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SETUP", "NEEDS_MIGRATION"})
    void aServerThatIsNotReadySaysWhatItWaitsFor(String status) throws Exception {
        var service = add("status", status);
        try (var connector = open(service, TestTargets.right(service))) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.NOT_READY);

            service.with(StashSimulator.class, simulator -> {
                simulator.status("OK");
                return null;
            });
            assertThat(connector.check().facts()).containsKey("scenes");
        }
    }

    @Test
    void aLockedServerSaysHowToUnlockIt() throws Exception {
        var service = add();
        service.fault(new Fault.Banned());
        try (var connector = open(service, TestTargets.right(service))) {
            var failure = failure(connector);

            assertThat(failure.code()).isEqualTo(FaultCode.PERMISSION_MISSING);
            assertThat(failure.problem().advice()).contains("config.yml");
        }
    }

    @Test
    void overTheInternetNothingIsSentWithoutAKey() throws Exception {
        // 192.0.2.0/24 and its like are for documentation: nothing could answer there
        try (var connector = open("http://203.0.113.7:9999/", Secrets.NONE, Optional.empty())) {
            assertThat(failure(connector).code()).isEqualTo(FaultCode.SECRET_MISSING);
        }
    }

    @Test
    void theSameLibraryIsKnownAgainAndAnotherIsNot() throws Exception {
        var service = add();
        RemoteIdentity known;
        try (var connector = open(service, TestTargets.right(service))) {
            known = connector.check().identity();
        }
        try (var connector = open(service.address().toString(), TestTargets.right(service), Optional.of(known))) {
            assertThat(kind.sameInstallation(known, connector.check().identity()))
                    .isTrue();
        }
        service.fault(new Fault.OtherIdentity());
        try (var connector = open(service.address().toString(), TestTargets.right(service), Optional.of(known))) {
            assertThat(kind.sameInstallation(known, connector.check().identity()))
                    .isFalse();
        }
    }

    @Test
    void isRecognisedWithoutAKey() throws Exception {
        var service = add();
        assertThat(kind.recognise(
                        http.visit(Connection.to(Address.of(service.address().toString())), "Loft")))
                .hasValueSatisfying(seen -> assertThat(seen.certain()).isTrue());
        assertThat(service.requests()).allMatch(request -> request.secret() == SecretSeen.NONE);
    }

    private static List<LoggedRequest> withKey(SimulatedService service) {
        return service.requests().stream()
                .filter(request -> request.secret() == LoggedRequest.SecretSeen.OWN)
                .toList();
    }
}
