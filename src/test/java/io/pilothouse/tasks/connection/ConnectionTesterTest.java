package io.pilothouse.tasks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.benchmark.Figure;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.tasks.health.InstanceChecker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConnectionTesterTest {

    private static final KindId SONARR = new KindId("sonarr");
    private static final KindId RADARR = new KindId("radarr");

    private final Clock clock = Clock.systemUTC();
    private final HttpClients clients = new HttpClients(clock, RequestLog.NONE, "test");
    private final ConnectorKinds kinds = new ConnectorKinds(ArrKind.all(clients));
    private final Recogniser recogniser = new Recogniser(kinds, clients);
    private final Map<InstanceId, Secrets> vault = new HashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final StoredSecrets stored = id -> {
        var secrets = vault.get(id);
        if (secrets == null) {
            throw new ProblemException(new Problem(ProblemCode.LOCKED, id + " is locked.", "Unlock it."));
        }
        return secrets;
    };
    private final OpenConnectors connectors = new OpenConnectors(kinds, stored);
    private final InstanceChecker checker = new InstanceChecker(connectors, kinds, recogniser, clock);
    private final ConnectionTester tester = freshTester();
    private DemoFleet fleet;
    private SimulatedService sonarr;

    private ConnectionTester freshTester() {
        return new ConnectionTester(
                clients, kinds, recogniser, connectors, stored, () -> instances, this::checkNow, clock);
    }

    private HealthCheck checkNow(InstanceId id) {
        return checker.check(instances.stream()
                        .filter(instance -> instance.id().equals(id))
                        .findFirst()
                        .orElseThrow())
                .check();
    }

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(3, clock);
        sonarr = fleet.add(ServiceSpec.of("sonarr", "Anime").with("size", "small"));
    }

    @AfterEach
    void close() {
        connectors.close();
        clients.close();
        fleet.close();
    }

    @Test
    void aGoodFormIsToldWhatWasFound() throws Exception {
        var result = tester.test(form(SONARR, sonarr), Optional.empty(), secrets(sonarr));

        assertThat(result.ok()).isTrue();
        assertThat(result.message()).startsWith("Sonarr 4.0.19").contains("“Anime”");
        assertThat(result.identity().orElseThrow().product()).isEqualTo("Sonarr");
        assertThat(result.latencyMillis()).isPresent();
        assertThat(result.sameAs()).isEmpty();
    }

    @Test
    void aBuildThatTellsNoVersionIsNamedWithoutAGap() {
        var own = new RemoteIdentity("Stash", "", "", "", new TreeMap<>());
        var answer = new CheckAnswer(own, List.of(), new TreeMap<>(), Optional.empty(), false);

        assertThat(ConnectionTester.found(answer)).isEqualTo("Stash answers.");
    }

    @Test
    void everyStepOfAGoodDiagnosisIsOk() throws Exception {
        var diagnosis = tester.diagnose(form(SONARR, sonarr), secrets(sonarr));

        assertThat(diagnosis.steps()).extracting(StepResult::step).containsExactly(Step.values());
        assertThat(diagnosis.steps())
                .filteredOn(step -> step.step() != Step.TLS)
                .extracting(StepResult::outcome)
                .containsOnly(StepOutcome.OK);
        assertThat(diagnosis.cause()).isEmpty();
        assertThat(diagnosis.steps().getFirst().millis()).isPresent();
    }

    /// Bar E6: each injected fault is named as what it is, at its own step, with one action.
    @TestFactory
    Stream<DynamicTest> theTwelveFaultsAreNamed() {
        return faults().map(this::table);
    }

    /// The time of bar E6, from the press of Diagnose. A service that says nothing takes as long as its instance
    /// lets it, here one second.
    @Test
    @Tag("benchmark")
    void eachFaultIsNamedWithinThreeSeconds() throws Exception {
        var seconds = new ArrayList<Double>();
        for (var faulty : faults().toList()) {
            sonarr.heal();
            var form = faulty.form().make();
            var began = System.nanoTime();
            assertThat(freshTester().diagnose(form, secrets(sonarr)).cause()).hasValue(faulty.code());
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        Figure.of("E6", "cause named, each of the injected faults once", "s")
                .median(3)
                .almostAll(3)
                .record(seconds);
    }

    private Stream<Faulty> faults() {
        return Stream.of(
                faulty("name unknown", FaultCode.NAME_UNKNOWN, () -> formAt("http://" + "a".repeat(64) + ".lan:8989")),
                faulty("wrong port", FaultCode.CONNECTION_REFUSED, () -> formAt("http://127.0.0.1:" + closedPort())),
                faulty("stopped service", FaultCode.CONNECTION_REFUSED, () -> with(new Fault.Refused())),
                faulty(
                        "http on an https port",
                        FaultCode.TLS_EXPECTED,
                        () -> with(new Fault.Certificate(CertificateKind.TRUSTED))),
                faulty("https on an http port", FaultCode.TLS_NOT_SPOKEN, () -> formAt(secure())),
                faulty("unknown authority", FaultCode.TLS_UNTRUSTED, () -> secured(CertificateKind.UNTRUSTED)),
                faulty("expired certificate", FaultCode.TLS_EXPIRED, () -> secured(CertificateKind.EXPIRED)),
                faulty(
                        "certificate of another host",
                        FaultCode.TLS_WRONG_NAME,
                        () -> secured(CertificateKind.WRONG_HOST)),
                faulty("another certificate than pinned", FaultCode.TLS_PIN_CHANGED, this::pinnedElsewhere),
                faulty("silent service", FaultCode.TOO_SLOW, () -> impatient(with(new Fault.Silent()))),
                faulty("reverse proxy without service", FaultCode.PROXY_PAGE, () -> with(new Fault.HtmlFromProxy(502))),
                faulty(
                        "sign-in elsewhere",
                        FaultCode.REDIRECTED_AWAY,
                        () -> with(new Fault.RedirectElsewhere(URI.create("http://localhost:9/login")))),
                faulty("wrong product", FaultCode.WRONG_PRODUCT, () -> with(new Fault.WrongProduct("radarr"))),
                faulty("wrong key", FaultCode.SECRET_REFUSED, () -> with(new Fault.WrongSecret())),
                faulty("wrong url base", FaultCode.WRONG_PATH, () -> formAt(sonarr.address() + "sonarr/")),
                faulty("proxy gone", FaultCode.PROXY_FAILED, this::throughGoneProxy),
                faulty("starting up", FaultCode.STARTING, this::starting));
    }

    private DynamicTest table(Faulty faulty) {
        return DynamicTest.dynamicTest(faulty.name(), () -> {
            sonarr.heal();
            var form = faulty.form().make();

            var began = System.nanoTime();
            var diagnosis = freshTester().diagnose(form, secrets(sonarr));
            var took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(diagnosis.cause()).hasValue(faulty.code());
            var failed = diagnosis.steps().stream()
                    .filter(step -> step.outcome() == StepOutcome.FAILED)
                    .toList();
            assertThat(failed)
                    .extracting(StepResult::step)
                    .containsExactly(faulty.code().step());
            assertThat(failed.getFirst().message()).isNotBlank();
            assertThat(failed.getFirst().next()).isNotBlank();
            assertThat(diagnosis.steps())
                    .filteredOn(step -> step.step().compareTo(faulty.code().step()) > 0)
                    .extracting(StepResult::outcome)
                    .containsOnly(StepOutcome.SKIPPED);
            assertThat(diagnosis.toString()).doesNotContain(sonarr.access().secretText());
            assertThat(took).isLessThan(Duration.ofSeconds(30)); // a hang, not a measurement: that is made below
        });
    }

    private record Faulty(String name, FaultCode code, Making form) {}

    @FunctionalInterface
    private interface Making {
        Configuration make() throws Exception;
    }

    private static Faulty faulty(String name, FaultCode code, Making form) {
        return new Faulty(name, code, form);
    }

    private Configuration with(Fault fault) {
        sonarr.fault(fault);
        return form(SONARR, sonarr);
    }

    private Configuration formAt(String address) {
        return Configuration.of(SONARR, "Anime", Address.of(address));
    }

    private String secure() {
        return sonarr.address().toString().replace("http:", "https:");
    }

    private Configuration secured(CertificateKind kind) {
        sonarr.fault(new Fault.Certificate(kind));
        var form = formAt(secure());
        return form.withConnection(form.connection().withTrust(new TlsTrust.Authority(fleet.authorityPem())));
    }

    private Configuration pinnedElsewhere() {
        sonarr.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        var form = formAt(secure());
        return form.withConnection(form.connection().withTrust(new TlsTrust.Pinned("0".repeat(64))));
    }

    private static Configuration impatient(Configuration form) {
        return form.withConnection(form.connection().withTimeout(Duration.ofSeconds(1)));
    }

    private Configuration starting() {
        sonarr.with(ArrSimulator.class, simulator -> {
            simulator.restart(8);
            return true;
        });
        return form(SONARR, sonarr);
    }

    private Configuration throughGoneProxy() throws IOException {
        var form = form(SONARR, sonarr);
        var direct = form.connection();
        return form.withConnection(new Connection(
                direct.address(),
                direct.second(),
                direct.timeout(),
                new ProxyChoice.Through("127.0.0.1", closedPort()),
                direct.trust(),
                direct.headers()));
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void anotherProductIsNamedWithoutSendingTheKey() throws Exception {
        var result = tester.test(form(RADARR, sonarr), Optional.empty(), secrets(sonarr));

        assertThat(result.code()).hasValue(FaultCode.WRONG_PRODUCT);
        assertThat(result.message()).isEqualTo("Anime is Sonarr, not Radarr.");
        assertThat(result.actualKind()).hasValue(SONARR);
        assertThat(sonarr.requests()).allMatch(request -> request.secret() == SecretSeen.NONE);
    }

    @Test
    void aCertificateNobodyTrustsIsShownSoThatItCanBePinned() throws Exception {
        sonarr.fault(new Fault.Certificate(CertificateKind.UNTRUSTED));
        var form = formAt(secure());

        var result = tester.test(form, Optional.empty(), secrets(sonarr));
        var shown = result.certificate().orElseThrow();
        assertThat(result.code()).hasValue(FaultCode.TLS_UNTRUSTED);
        assertThat(shown.subject()).isNotBlank();

        var pinned = form.withConnection(form.connection().withTrust(new TlsTrust.Pinned(shown.sha256())));
        assertThat(tester.test(pinned, Optional.empty(), secrets(sonarr)).ok()).isTrue();
    }

    @Test
    void aRefusedSecretIsNotTriedAgainUntilItChanges() throws Exception {
        var wrong = Map.of("apiKey", new Secret("f".repeat(32)));

        for (int i = 0; i < 3; i++) {
            assertThat(tester.test(form(SONARR, sonarr), Optional.empty(), wrong)
                            .code())
                    .hasValue(FaultCode.SECRET_REFUSED);
        }
        assertThat(sonarr.requests())
                .filteredOn(request -> request.headers().contains("x-api-key"))
                .hasSize(1);

        assertThat(tester.test(form(SONARR, sonarr), Optional.empty(), secrets(sonarr))
                        .ok())
                .isTrue();
    }

    @Test
    void aStoredInstanceIsTestedByAHealthCheckAndItsRefusedSecretToo() throws Exception {
        var id = store(sonarr, Optional.empty());
        assertThat(tester.test(id).ok()).isTrue();

        sonarr.fault(new Fault.WrongSecret());
        sonarr.forgetRequests();
        assertThat(tester.test(id).code()).hasValue(FaultCode.SECRET_REFUSED);
        assertThat(tester.test(id).code()).hasValue(FaultCode.SECRET_REFUSED);
        assertThat(sonarr.requests())
                .filteredOn(request -> request.headers().contains("x-api-key"))
                .hasSize(1);

        sonarr.heal();
        raiseVersion(id);
        assertThat(tester.test(id).ok()).isTrue();
    }

    @Test
    void theSameInstallationUnderAnotherNameIsNoticed() throws Exception {
        var seen = tester.test(form(SONARR, sonarr), Optional.empty(), secrets(sonarr))
                .identity();
        var id = store(sonarr, seen);

        var second = Configuration.of(SONARR, "Anime again", address(sonarr));
        assertThat(tester.test(second, Optional.empty(), secrets(sonarr)).sameAs())
                .containsExactly(id);
        assertThat(tester.test(second, Optional.of(id), Map.of()).sameAs()).isEmpty();
    }

    @Test
    void aLockedSecretIsSaidAndNotOverlooked() throws Exception {
        var id = store(sonarr, Optional.empty());
        vault.remove(id);

        assertThat(tester.test(id).code()).hasValue(FaultCode.SECRET_LOCKED);
        assertThat(tester.test(form(SONARR, sonarr), Optional.of(id), Map.of()).code())
                .hasValue(FaultCode.SECRET_LOCKED);
    }

    @Test
    void anotherInstallationAtTheAddressIsNotTakenForTheKnownOne() throws Exception {
        var seen = tester.test(form(SONARR, sonarr), Optional.empty(), secrets(sonarr))
                .identity();
        store(sonarr, seen);
        sonarr.fault(new Fault.OtherIdentity());

        var checked = checker.check(instances.getFirst());

        assertThat(checked.check())
                .isInstanceOfSatisfying(
                        HealthCheck.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FaultCode.IDENTITY_CHANGED));
        assertThat(checked.seen()).isPresent();
    }

    @Test
    void anInterruptedCheckIsCancelledAndSaysNothing() {
        store(sonarr, Optional.empty());
        Thread.currentThread().interrupt();
        try {
            assertThat(checker.check(instances.getFirst()).check()).isInstanceOf(HealthCheck.Cancelled.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void recognisesFromADeepLinkAndKnowsWhoIsAlreadyThere() throws Exception {
        var id = store(sonarr, Optional.empty());

        var found = tester.recognise(Address.of(sonarr.address() + "series/some-show"));

        assertThat(found.kind()).isEqualTo(SONARR);
        assertThat(found.certain()).isTrue();
        assertThat(found.address()).isEqualTo(address(sonarr));
        assertThat(found.sameAs()).containsExactly(id);
        assertThat(sonarr.requests()).allMatch(request -> request.secret() == SecretSeen.NONE);
    }

    @Test
    void recognisesInTheOtherLanguageAndBehindAnUnknownCertificate() throws Exception {
        assertThat(tester.recognise(Address.of(secure())).address()).isEqualTo(address(sonarr));

        sonarr.fault(new Fault.Certificate(CertificateKind.UNTRUSTED));
        assertThat(tester.recognise(address(sonarr)).address()).hasToString(secure());
    }

    @Test
    void recognisesAUrlBaseAndTellsTheAddressWithIt() throws Exception {
        for (var kind : List.of("radarr", "readarr")) {
            var service = fleet.add(
                    ServiceSpec.of(kind, "at " + kind).with("size", "small").with("urlBase", "/" + kind));
            var root = Address.of(service.address().resolve("/").toString());

            assertThat(tester.recognise(root).address()).isEqualTo(address(service));
        }
    }

    @Test
    void whatAnswersButIsNothingWeKnowIsNamedWhereItCanBe() {
        sonarr.fault(new Fault.HtmlFromProxy(200));

        var refused = catchThrowableOfType(ProblemException.class, () -> tester.recognise(address(sonarr)));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.WRONG_PRODUCT);
    }

    private Configuration form(KindId kind, SimulatedService service) {
        return Configuration.of(kind, service.name(), address(service));
    }

    private static Address address(SimulatedService service) {
        return Address.of(service.address().toString());
    }

    private static Map<String, Secret> secrets(SimulatedService service) {
        return Map.of("apiKey", new Secret(service.access().secretText()));
    }

    private InstanceId store(SimulatedService service, Optional<RemoteIdentity> identity) {
        var id = new InstanceId(service.kind() + "-2611210000a0" + instances.size());
        vault.put(id, new Secrets(secrets(service)));
        instances.add(new Instance(
                id,
                instances.size() + 1,
                form(new KindId(service.kind()), service),
                0,
                1,
                identity,
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty()));
        return id;
    }

    private void raiseVersion(InstanceId id) {
        instances.replaceAll(old -> old.id().equals(id)
                ? new Instance(
                        id,
                        old.num(),
                        old.configuration(),
                        old.position(),
                        old.configVersion() + 1,
                        old.identity(),
                        old.createdAt(),
                        old.updatedAt(),
                        Optional.empty(),
                        Optional.empty())
                : old);
    }
}
