package io.pilothouse.demo.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService sonarr;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(1, Clock.systemUTC());
        sonarr = fleet.add(ServiceSpec.of("sonarr", "Series").with("size", "small"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void aRefusingServiceClosesItsPortAndOpensItAgain() throws Exception {
        status();

        sonarr.fault(new Fault.Refused());
        assertThatThrownBy(this::status).isInstanceOf(ConnectException.class);

        sonarr.heal();
        assertThat(status().statusCode()).isEqualTo(200);
    }

    @Test
    void aSilentServiceTakesTheRequestAndNeverAnswers() throws Exception {
        sonarr.fault(new Fault.Silent());

        var request = browser.request(sonarr.address().resolve("ping")).timeout(Duration.ofMillis(300));
        assertThatThrownBy(() -> browser.send(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(sonarr.requests()).extracting(LoggedRequest::path).containsExactly("/ping");

        sonarr.heal();
        assertThat(status().statusCode()).isEqualTo(200);
    }

    @Test
    void aSlowServiceAnswersInFullAfterTheDelay() throws Exception {
        sonarr.fault(new Fault.Slow(Duration.ofMillis(250)));

        long before = System.nanoTime();
        assertThat(Browser.json(status()).path("appName").asText()).isEqualTo("Sonarr");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void aCutOffAnswerEndsBeforeItsAnnouncedLength() {
        sonarr.fault(new Fault.CutOff(20));

        assertThatThrownBy(this::status).isInstanceOf(IOException.class).isNotInstanceOf(ConnectException.class);
    }

    @Test
    void theBeginningOfACutOffAnswerArrives() throws Exception {
        sonarr.fault(new Fault.CutOff(20));

        var request = browser.request(sonarr.address().resolve("api/v3/system/status"), key());
        var response = browser.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            assertThat(new String(body.readNBytes(20), StandardCharsets.UTF_8)).startsWith("{\"appName\":\"Sonarr\"");
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void statusAndProxyFaultsAnswerWithTheirStatus() throws Exception {
        sonarr.fault(new Fault.ServerError(503));
        assertThat(status().statusCode()).isEqualTo(503);

        sonarr.fault(new Fault.HtmlFromProxy(502));
        var page = status();
        assertThat(page.statusCode()).isEqualTo(502);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).contains("nginx");
    }

    @Test
    void malformedJsonKeepsStatusAndTypeButCannotBeRead() throws Exception {
        sonarr.fault(new Fault.MalformedJson());

        var answer = status();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{");
        assertThat(Browser.json(answer).isMissingNode()).isTrue();
    }

    @Test
    void aWrongContentTypeLeavesTheBodyAlone() throws Exception {
        sonarr.fault(new Fault.WrongContentType("text/plain"));

        var answer = status();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(Browser.json(answer).path("appName").asText()).isEqualTo("Sonarr");
    }

    @Test
    void aHugeAnswerIsAsLongAsAsked() throws Exception {
        sonarr.fault(new Fault.Huge(3_000_000));

        var request = browser.request(sonarr.address().resolve("api/v3/health"), key());
        var response = browser.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.body().length).isBetween(3_000_000, 3_100_000);
    }

    @Test
    void anotherProductAnswersAtTheSameAddress() throws Exception {
        sonarr.fault(new Fault.WrongProduct("radarr"));
        assertThat(browser.get(sonarr, "login").body()).contains("Login - Radarr");

        sonarr.heal();
        assertThat(browser.get(sonarr, "login").body()).contains("Login - Sonarr");
    }

    @Test
    void anotherInstanceOfTheSameProductTakesTheSameSecret() throws Exception {
        var before = Browser.json(browser.get(sonarr, "api/v3/series", key()));

        sonarr.fault(new Fault.OtherIdentity());

        assertThat(Browser.json(status()).path("instanceName").asText()).isEqualTo("Series 2");
        assertThat(Browser.json(browser.get(sonarr, "api/v3/series", key()))).isNotEqualTo(before);
    }

    @Test
    void aRedirectLeadsElsewhere() throws Exception {
        sonarr.fault(new Fault.RedirectElsewhere(URI.create("http://127.0.0.1:9/portal")));

        var answer = status();
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("http://127.0.0.1:9/portal");
    }

    @Test
    void aWrongSecretIsTheProductsOwnRefusal() throws Exception {
        sonarr.fault(new Fault.WrongSecret());

        var answer = status();
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aFaultOfOnePathLeavesTheOthersAlone() throws Exception {
        sonarr.fault(new Fault.ServerError(500), "/api/v3/series");

        assertThat(status().statusCode()).isEqualTo(200);
        assertThat(browser.get(sonarr, "api/v3/series", key()).statusCode()).isEqualTo(500);
    }

    @Test
    void certificatesAreTrustedExpiredOrForeignAsTheirKindSays() throws Exception {
        var trusting = new Browser(HttpClient.newBuilder().sslContext(trustingTheFleet()));
        var secure = fleet.add(
                ServiceSpec.of("radarr", "Movies").with("size", "small").withTls(CertificateKind.NINE_DAYS_LEFT));
        assertThat(trusting.get(secure, "ping").statusCode()).isEqualTo(200);

        for (var bad : List.of(CertificateKind.EXPIRED, CertificateKind.UNTRUSTED, CertificateKind.WRONG_HOST)) {
            secure.fault(new Fault.Certificate(bad));
            var fresh = new Browser(HttpClient.newBuilder().sslContext(trustingTheFleet()));
            assertThatThrownBy(() -> fresh.get(secure, "ping"))
                    .describedAs("%s", bad)
                    .isInstanceOf(SSLHandshakeException.class);
        }

        secure.heal();
        assertThat(trusting.get(secure, "ping").statusCode()).isEqualTo(200);
    }

    @Test
    void aPlainServiceCanBeMadeToSpeakTls() throws Exception {
        sonarr.fault(new Fault.Certificate(CertificateKind.TRUSTED));
        var trusting = new Browser(HttpClient.newBuilder().sslContext(trustingTheFleet()));

        var secure = URI.create(sonarr.address().toString().replace("http:", "https:") + "ping");
        assertThat(trusting.send(trusting.request(secure)).statusCode()).isEqualTo(200);
        assertThatThrownBy(this::status).isInstanceOf(IOException.class);
    }

    @Test
    void theLogTellsWhoseSecretARequestCarried() throws Exception {
        var radarr = fleet.add(ServiceSpec.of("radarr", "Movies").with("size", "small"));

        browser.get(sonarr, "ping");
        status();
        browser.get(radarr, "api/v3/system/status", key());

        assertThat(sonarr.requests())
                .extracting(LoggedRequest::secret)
                .containsExactly(LoggedRequest.SecretSeen.NONE, LoggedRequest.SecretSeen.OWN);
        assertThat(radarr.requests())
                .extracting(LoggedRequest::secret)
                .containsExactly(LoggedRequest.SecretSeen.FOREIGN);
        assertThat(sonarr.requests().getLast().headers()).contains("x-api-key");
    }

    @Test
    void everyFaultSurvivesTheControlFormat() {
        for (var fault : List.of(
                new Fault.Refused(),
                new Fault.Silent(),
                new Fault.Slow(Duration.ofMillis(7)),
                new Fault.CutOff(3),
                new Fault.ServerError(501),
                new Fault.MalformedJson(),
                new Fault.WrongContentType("a/b"),
                new Fault.HtmlFromProxy(200),
                new Fault.Huge(9),
                new Fault.WrongProduct("stash"),
                new Fault.OtherIdentity(),
                new Fault.RedirectElsewhere(URI.create("http://127.0.0.1/")),
                new Fault.Certificate(CertificateKind.UNTRUSTED),
                new Fault.WrongSecret(),
                new Fault.Banned())) {
            assertThat(Fault.from(Json.parse(Json.bytes(Fault.json(fault))))).isEqualTo(fault);
        }
    }

    private HttpResponse<String> status() throws IOException, InterruptedException {
        return browser.get(sonarr, "api/v3/system/status", key());
    }

    private String[] key() {
        return new String[] {"X-Api-Key", sonarr.access().secretText()};
    }

    private SSLContext trustingTheFleet() throws Exception {
        var authority = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(fleet.authorityPem().getBytes(StandardCharsets.US_ASCII)));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("fleet", authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
