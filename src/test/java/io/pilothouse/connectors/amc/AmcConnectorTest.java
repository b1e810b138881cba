package io.pilothouse.connectors.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.RemoteIds;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmcConnectorTest {

    private static final InstanceId OURS = new InstanceId("amc-2611211500abc");

    private final Clock clock = Clock.fixed(Instant.parse("2027-06-15T12:00:00Z"), ZoneOffset.UTC);
    private final HttpClients clients = new HttpClients(clock, RequestLog.NONE, "test");
    private final AmcKind kind = new AmcKind(clients, clock);
    private DemoFleet fleet;
    private SimulatedService service;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(5, clock);
        service = fleet.add(ServiceSpec.of("amc", "Harbour"));
    }

    @AfterEach
    void stop() {
        fleet.close();
        clients.close();
    }

    @Test
    void oneCheckProvesTheInstanceAndTheReports() throws Exception {
        var answer = open().check();

        assertThat(paths()).containsSubsequence("/auth/o2/token", instancePath(), workflowsPath());
        assertThat(answer.identity().id()).isEqualTo(access().get("entityId") + "/" + access().get("instanceId"));
        assertThat(answer.facts()).containsKeys("amcInstanceName", "customerName", "marketplaceId");
    }

    /// R9: all names are there, so that a wrong link is seen; the list of accounts is asked for once an hour.
    @Test
    void theAccountIsCalledByItsName() throws Exception {
        var facts = open().check().facts();
        assertThat(facts)
                .containsEntry("accountName", "Harbour account")
                .containsEntry("customerName", "Harbour account")
                .containsEntry("amcInstanceName", "Harbour");
        open().check();
        assertThat(asked("/amc/accounts")).isEqualTo(1);
    }

    /// How often it was asked with a token of ours.
    private long asked(String path) {
        return service.requests().stream()
                .filter(it -> it.path().equals(path) && it.secret() == LoggedRequest.SecretSeen.OWN)
                .count();
    }

    /// Section 20: an address of one instance alone was switched off; nothing is sent there any more.
    @Test
    void aRetiredAddressIsNamedAndNotAsked() {
        var there = kind.open(
                new Target(
                        Optional.of(OURS),
                        new KindId("amc"),
                        "Harbour",
                        Connection.to(Address.of("https://abc123.execute-api.us-east-1.amazonaws.com/prod")),
                        new TreeMap<>(access()),
                        Optional.empty()),
                secrets());

        assertThat(failure(there).code()).isEqualTo(FaultCode.REFUSED);
        assertThat(failure(there).problem().summary()).contains("switched off");
        assertThat(catchThrowableOfType(AmcException.class, () -> ((AnswersQuestions) there).facts())
                        .code())
                .isEqualTo(AmcCode.RETIRED_API);
    }

    @Test
    void ourOwnIdNeverLeavesTheProgram() throws Exception {
        open().check();

        assertThat(service.requests())
                .noneMatch(request -> (request.path() + request.query() + request.body()).contains(OURS.toString()));
    }

    @Test
    void twentyCallsAtOnceShareOneToken() throws Exception {
        var checks = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                checks.add(threads.submit(() -> open().check()));
            }
            for (var check : checks) {
                check.get();
            }
        }

        assertThat(paths()).filteredOn("/auth/o2/token"::equals).hasSizeLessThanOrEqualTo(21); // looks and one refresh
        assertThat(refreshes()).isEqualTo(1);
    }

    @Test
    void aDeadTokenIsReplacedOnceAndTheCallRepeated() throws Exception {
        var connector = open();
        connector.check();
        simulator(simulator -> {
            simulator.login().revokeAccess();
            return simulator;
        });

        connector.check();

        assertThat(refreshes()).isEqualTo(2);
    }

    @Test
    void aRevokedConsentIsTriedOnceForAllInstancesOfTheCredential() {
        service.fault(new io.pilothouse.demo.service.Fault.WrongSecret());

        assertThat(failure(open()).code()).isEqualTo(FaultCode.LOGIN_REFUSED);
        var asked = tokenRequests();
        assertThat(failure(open()).code()).isEqualTo(FaultCode.LOGIN_REFUSED);
        assertThat(tokenRequests()).isEqualTo(asked);
    }

    @Test
    void termsThatAreNotAcceptedAreNamed() {
        simulator(simulator -> {
            simulator.acceptTerms(false);
            return simulator;
        });

        assertThat(failure(open()).code()).isEqualTo(FaultCode.TERMS_REQUIRED);
    }

    @Test
    void anotherEntityIsDeniedAndAnUnknownInstanceNotFound() {
        assertThat(failure(open(with("entityId", "ENTITY1PH0FOREIGN"))).code()).isEqualTo(FaultCode.PERMISSION_MISSING);
        assertThat(failure(open(with("instanceId", "amcnowhere1"))).code()).isEqualTo(FaultCode.REFUSED);
        assertThat(failure(open(with("marketplaceId", "A1PA6795UKMFR9X"))).code())
                .isEqualTo(FaultCode.REFUSED);
    }

    @Test
    void withoutAccountOrMarketplaceNothingIsSent() {
        for (var field : List.of("marketplaceId", "instanceId")) {
            assertThat(failure(open(with(field, ""))).code()).isEqualTo(FaultCode.CONFIGURATION);
        }
        var unlinked = new HashMap<>(access());
        unlinked.remove("entityId");
        unlinked.remove("accountId");
        assertThat(failure(open(unlinked)).code()).isEqualTo(FaultCode.CONFIGURATION);
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void theAccountIdStandsInForAMissingEntityId() throws Exception {
        assertThat(open(with("entityId", "")).check().identity().id()).startsWith(access().get("accountId"));
    }

    @Test
    void aMissingCredentialIsSaidBeforeAnythingIsSent() {
        var half = new HashMap<>(secrets().byField());
        half.remove("refreshToken");

        assertThat(failure(open(access(), new Secrets(half))).code()).isEqualTo(FaultCode.SECRET_MISSING);
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void throttlingTellsHowLongToWait() throws Exception {
        var connector = open();
        connector.check();
        simulator(simulator -> {
            simulator.throttle(5);
            return simulator;
        });

        var failure = failure(connector);
        assertThat(failure.code()).isEqualTo(FaultCode.THROTTLED);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(1));
    }

    @Test
    void aConsentThatEndsSoonIsWarnedAbout() throws Exception {
        assertThat(open(with("consentedOn", "2026-07-01")).check().warnings())
                .extracting(ServiceWarning::source)
                .contains("CONSENT_ENDS");
        assertThat(open(with("consentedOn", "2027-06-01")).check().warnings())
                .extracting(ServiceWarning::source)
                .doesNotContain("CONSENT_ENDS");
        assertThat(open(with("consentedOn", "2026-06-01")).check().warnings()) // consents of then did not end
                .extracting(ServiceWarning::source)
                .doesNotContain("CONSENT_ENDS");
    }

    @Test
    void amazonsOwnHostsHaveTheirOwnTokenEndpoints() throws Exception {
        var target = new Target(
                Optional.empty(),
                new KindId("amc"),
                "Real",
                Connection.to(Address.of("https://advertising-api-eu.amazon.com")),
                new TreeMap<>(access()),
                Optional.empty());

        assertThat(AmcAccess.of(target, secrets()).login()).hasToString("https://api.amazon.co.uk/");
    }

    /// Section 2: what the console shows names the instance, and what it showed before 2024 is dead.
    @Test
    void anAddressOfTheConsoleSaysRegionAndInstanceAndARetiredOneIsExplained() {
        var kind = new AmcKind(new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test"), Clock.systemUTC());
        assertThat(kind.settingsIn(Address.of("https://advertising-api-eu.amazon.com/amc/reporting/amcpilot003")))
                .isEqualTo(Map.of("instanceId", "amcpilot003", "region", "eu"));
        assertThat(kind.settingsIn(Address.of("https://advertising-api.amazon.com/")))
                .isEmpty();
        assertThat(kind.settingsIn(Address.of("https://nas.lan/amc/reporting/amcpilot003")))
                .isEmpty();

        var retired = Address.of("https://abc123.execute-api.us-east-1.amazonaws.com/prod");
        assertThat(kind.objection(retired))
                .hasValueSatisfying(it -> assertThat(it.summary()).contains("advertising-api.amazon.com"));
        assertThat(kind.objection(Address.of("https://advertising-api.amazon.com/")))
                .isEmpty();
    }

    @Test
    void idsOfOursAreRefusedWhereIdsOfAmazonBelong() {
        assertThat(RemoteIds.objection("amcpilot001")).isEmpty();
        assertThat(RemoteIds.objection(" ENTITY1PH0USEA1 ")).isEmpty();
        assertThat(RemoteIds.objection("amc-2611211500abc")).isPresent();
        assertThat(RemoteIds.objection("0f8fad5b-d9cb-469f-a165-70867728950e")).isPresent();
        assertThat(RemoteIds.objection("amc/pilot")).isPresent();
        assertThat(RemoteIds.objection("")).isPresent();
    }

    private Connector open() {
        return open(access());
    }

    private Connector open(Map<String, String> settings) {
        return open(settings, secrets());
    }

    private Connector open(Map<String, String> settings, Secrets secrets) {
        return kind.open(
                new Target(
                        Optional.of(OURS),
                        new KindId("amc"),
                        "Harbour",
                        Connection.to(Address.of(service.address().toString())),
                        new TreeMap<>(settings),
                        Optional.empty()),
                secrets);
    }

    private Map<String, String> access() {
        return service.access().settings();
    }

    private Map<String, String> with(String name, String value) {
        var settings = new HashMap<>(access());
        settings.put(name, value);
        return settings;
    }

    private Secrets secrets() {
        var secrets = new HashMap<String, Secret>();
        service.access().secrets().forEach((field, value) -> secrets.put(field, new Secret(value)));
        return new Secrets(secrets);
    }

    private void simulator(UnaryOperator<AmcSimulator> change) {
        service.with(AmcSimulator.class, change::apply);
    }

    private int refreshes() {
        return service.with(AmcSimulator.class, simulator -> simulator.login().refreshes());
    }

    private long tokenRequests() {
        return service.requests().stream()
                .filter(request -> request.path().equals("/auth/o2/token"))
                .filter(request -> request.body().contains("refresh_token"))
                .count();
    }

    private List<String> paths() {
        return service.requests().stream().map(LoggedRequest::path).toList();
    }

    private String instancePath() {
        return "/amc/instances/" + access().get("instanceId");
    }

    private String workflowsPath() {
        return "/amc/reporting/" + access().get("instanceId") + "/workflows";
    }

    private static ConnectorException failure(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check);
    }
}
