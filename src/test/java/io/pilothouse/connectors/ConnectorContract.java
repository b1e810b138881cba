package io.pilothouse.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.CertificateKind;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.TaskId;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every kind must do when its service misbehaves. The test of a kind extends this, names the
/// service, and adds what is special to it. The service is the demo fleet's simulator: real HTTP on a
/// loopback port.
public abstract class ConnectorContract {

    /// Larger than any service of the fleet sends, small enough to be quick.
    private static final long HUGE = 40L << 20;

    protected final List<RequestLog.Entry> log = Collections.synchronizedList(new ArrayList<>());
    protected final HttpClients clients = new HttpClients(Clock.systemUTC(), log::add, "test");
    protected DemoFleet fleet;
    protected SimulatedService service;
    private final List<Connector> opened = new ArrayList<>();

    /// What to simulate; its name is `Loft`.
    protected abstract ServiceSpec spec();

    protected abstract ConnectorKind kind();

    /// A kind of service that is certainly another one.
    protected String otherKind() {
        return "stash";
    }

    /// @return what a wrong secret means
    protected FaultCode refusal() {
        return FaultCode.SECRET_REFUSED;
    }

    /// @return the form of a version, as a regular expression
    protected String versionForm() {
        return "v?\\d+(\\.\\d+)+.*";
    }

    /// @return the beginning of the paths at which the service answers with JSON
    protected String jsonPath() {
        return "/";
    }

    /// Settings that the kind needs, beside those the simulator tells.
    protected Map<String, String> settings() {
        var settings = new HashMap<>(service.access().settings());
        if (!service.access().username().isEmpty()) {
            settings.put("username", service.access().username());
        }
        return settings;
    }

    protected Secrets secrets() {
        var secrets = new HashMap<String, Secret>();
        service.access().secrets().forEach((field, value) -> secrets.put(field, new Secret(value)));
        return new Secrets(secrets);
    }

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(7, Clock.systemUTC());
        service = fleet.add(spec());
    }

    @AfterEach
    void stop() {
        opened.forEach(Connector::close);
        fleet.close();
        clients.close();
    }

    @Test
    void aGoodServiceIsKnownByNameAndVersion() throws Exception {
        var answer = check(open());

        assertThat(answer.identity().product()).isNotBlank();
        assertThat(answer.identity().version()).matches(versionForm());
        assertThat(answer.facts()).isNotEmpty();
    }

    @Test
    void theFirstRequestCarriesNoSecret() throws Exception {
        check(open());

        assertThat(service.requests().getFirst().secret()).isEqualTo(SecretSeen.NONE);
    }

    @Test
    void everyRequestIsRecordedWithItsTask() throws Exception {
        ScopedValue.where(RequestContext.CURRENT, new RequestContext(new TaskId(17)))
                .call(() -> check(open()));

        assertThat(log)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.task()).hasValue(new TaskId(17)));
        assertThat(log.toString()).doesNotContain(secretValues());
    }

    @Test
    void aStoppedServiceIsNamed() {
        service.fault(new Fault.Refused());

        assertFault(FaultCode.CONNECTION_REFUSED);
    }

    @Test
    void aSilentServiceEndsAtTheTimeLimit() {
        service.fault(new Fault.Silent());

        var impatient = open(Connection.to(address()).withTimeout(Duration.ofSeconds(1)));
        assertThat(failure(impatient).code()).isEqualTo(FaultCode.TOO_SLOW);
    }

    @Test
    void anAnswerThatIsCutOffIsNotTakenForWhole() {
        service.fault(new Fault.CutOff(1));

        assertFault(FaultCode.CONNECTION_CUT);
    }

    @Test
    void anErrorOfTheServiceIsItsOwn() {
        service.fault(new Fault.ServerError(500));

        assertFault(FaultCode.SERVER_ERROR);
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aGatewayPageOfAReverseProxyIsRecognised() {
        service.fault(new Fault.HtmlFromProxy(502));

        assertFault(FaultCode.PROXY_PAGE);
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aSignInPageInFrontGetsNoSecret() {
        service.fault(new Fault.HtmlFromProxy(401));

        assertFault(FaultCode.PROXY_PAGE);
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aWelcomePageIsNotTheProduct() {
        service.fault(new Fault.HtmlFromProxy(200));

        assertThat(failure().code()).isIn(FaultCode.UNKNOWN_PRODUCT, FaultCode.PROXY_PAGE, FaultCode.WRONG_PATH);
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aRedirectElsewhereIsNamedAndNotFollowed() throws IOException {
        var elsewhere = fleet.add(ServiceSpec.of(otherKind(), "Elsewhere"));
        service.fault(new Fault.RedirectElsewhere(
                URI.create(elsewhere.address().toString().replace("127.0.0.1", "localhost"))));

        assertFault(FaultCode.REDIRECTED_AWAY);
        assertThat(failure().problem().summary()).contains("localhost");
        assertThat(elsewhere.requests()).isEmpty();
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aRedirectAfterRecognitionDoesNotTakeTheSecretAlong() throws Exception {
        var elsewhere = fleet.add(ServiceSpec.of(otherKind(), "Elsewhere"));
        var connector = open();
        check(connector);

        service.fault(new Fault.RedirectElsewhere(
                URI.create(elsewhere.address().toString().replace("127.0.0.1", "localhost"))));

        assertThat(failure(connector).code()).isEqualTo(FaultCode.REDIRECTED_AWAY);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void anotherProductGetsNoSecret() {
        service.fault(new Fault.WrongProduct(otherKind()));

        assertFault(FaultCode.UNKNOWN_PRODUCT);
        assertThat(service.requests()).extracting(LoggedRequest::secret).containsOnly(SecretSeen.NONE);
    }

    @Test
    void aProductThatChangesAfterATroubleGetsNoSecret() throws Exception {
        var connector = open();
        check(connector);
        service.fault(new Fault.Refused());
        failure(connector);
        service.fault(new Fault.WrongProduct(otherKind()));
        service.forgetRequests();

        assertThat(failure(connector).code()).isEqualTo(FaultCode.UNKNOWN_PRODUCT);
        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aProductThatChangesUnnoticedGetsNoSecret() throws Exception {
        var connector = open();
        check(connector);
        service.fault(new Fault.WrongProduct(otherKind()));
        service.forgetRequests();

        failure(connector);

        assertThat(sentSecrets()).isEmpty();
    }

    @Test
    void aRefusedSecretIsNotSentAgain() {
        service.fault(new Fault.WrongSecret());
        var connector = open();

        assertThat(failure(connector).code()).isEqualTo(refusal());
        var sent = sentSecrets().size();
        assertThat(failure(connector).code()).isEqualTo(refusal());
        assertThat(sentSecrets()).hasSize(sent);
    }

    @Test
    void malformedAnswersAreSaidToBeSo() throws Exception {
        var connector = open();
        check(connector);

        service.fault(new Fault.MalformedJson(), jsonPath());

        assertThat(failure(connector).code()).isEqualTo(FaultCode.MALFORMED);
    }

    @Test
    void anAnswerWithoutEndIsGivenUp() throws Exception {
        var connector = open();
        check(connector);

        service.fault(new Fault.Huge(HUGE));

        assertThat(failure(connector).code()).isEqualTo(FaultCode.TOO_LARGE);
    }

    @Test
    void aWrongContentTypeDoesNotMatter() throws Exception {
        service.fault(new Fault.WrongContentType("application/octet-stream"));

        assertThat(check(open()).identity().product()).isNotBlank();
    }

    @Test
    void aServiceThatRecoversIsGoodAgainOnTheSameConnector() throws Exception {
        var connector = open();
        service.fault(new Fault.ServerError(502));
        failure(connector);
        service.heal();

        assertThat(check(connector).identity().product()).isNotBlank();
    }

    @Test
    void anUnknownCertificateIsRefusedAndAPinnedOneIsTaken() throws Exception {
        service.fault(new Fault.Certificate(CertificateKind.UNTRUSTED));
        var secure = Address.of(service.address().toString().replace("http:", "https:"));

        assertThat(failure(open(Connection.to(secure))).code()).isEqualTo(FaultCode.TLS_UNTRUSTED);

        var shown = new PortProbe(secure, Duration.ofSeconds(2)).certificate().orElseThrow();
        var pinned = Connection.to(secure).withTrust(new TlsTrust.Pinned(shown.sha256()));
        assertThat(check(open(pinned)).certificateEnds()).hasValue(shown.ends());
    }

    @Test
    void messagesNameTheInstanceAndHideTheSecret() {
        for (var fault : List.of(
                new Fault.Refused(),
                new Fault.ServerError(500),
                new Fault.HtmlFromProxy(503),
                new Fault.WrongSecret(),
                new Fault.CutOff(1))) {
            service.fault(fault);
            var failure = failure();
            assertThat(failure.problem().summary()).contains("Loft");
            assertThat(failure.problem().advice()).isNotBlank();
            assertThat(textOf(failure)).doesNotContain(secretValues());
            service.heal();
        }
    }

    @Test
    void interruptingEndsACallAtOnce() throws Exception {
        service.fault(new Fault.Silent());
        var connector = open(Connection.to(address()).withTimeout(Duration.ofMinutes(5)));
        var outcome = new java.util.concurrent.CompletableFuture<Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                connector.check();
            } catch (ConnectorException | InterruptedException e) {
                outcome.complete(e);
            }
        });
        while (service.requests().isEmpty()) { // until the request has arrived
            Thread.onSpinWait();
        }

        thread.interrupt();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    protected Address address() {
        return Address.of(service.address().toString());
    }

    protected final Connector open() {
        return open(Connection.to(address()));
    }

    protected final Connector open(Connection connection) {
        return open(connection, secrets());
    }

    protected final Connector open(Connection connection, Secrets secrets) {
        var connector = kind().open(
                        new Target(
                                Optional.empty(),
                                new KindId(service.kind()),
                                "Loft",
                                connection,
                                new TreeMap<>(settings()),
                                Optional.empty()),
                        secrets);
        opened.add(connector);
        return connector;
    }

    protected final CheckAnswer check(Connector connector) throws ConnectorException, InterruptedException {
        return connector.check();
    }

    protected final void assertFault(FaultCode code) {
        assertThat(failure().code()).isEqualTo(code);
    }

    protected final ConnectorException failure() {
        return failure(open());
    }

    protected final ConnectorException failure(Connector connector) {
        return catchThrowableOfType(ConnectorException.class, connector::check);
    }

    /// Requests that carried a secret, ours or another's.
    protected final List<LoggedRequest> sentSecrets() {
        return service.requests().stream()
                .filter(request -> request.secret() != SecretSeen.NONE)
                .toList();
    }

    private CharSequence[] secretValues() {
        return service.access().secrets().values().toArray(CharSequence[]::new);
    }

    private static String textOf(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
