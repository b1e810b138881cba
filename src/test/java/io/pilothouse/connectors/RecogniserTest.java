package io.pilothouse.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.testing.EveryKind;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecogniserTest {

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final Recogniser recogniser =
            new Recogniser(new ConnectorKinds(EveryKind.of(clients, Clock.systemUTC())), clients);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        clients.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Welcome to nginx!, the welcome page of nginx",
        "Login - Prowlarr, Prowlarr",
        "Jellyfin, Jellyfin",
        "FRITZ!Box, a FRITZ!Box",
        "Plex, Plex",
        "Synology NAS, a Synology disk station",
    })
    void aWellKnownStrangerIsCalledByItsName(String title, String words) {
        page("/", "<html><head><title>" + title + "</title></head></html>");

        var refused = failure("");

        assertThat(refused.code()).isEqualTo(FaultCode.UNKNOWN_PRODUCT);
        assertThat(refused.problem().summary()).isEqualTo("Loft is " + words + ", which Pilothouse does not manage.");
    }

    @Test
    void anUnknownStrangerIsQuotedShortAndHarmless() {
        page("/", "<html><title>My \u0007 page " + "x".repeat(200) + "</title></html>");

        assertThat(failure("").problem().summary())
                .contains("“My")
                .doesNotContain("\u0007")
                .hasSizeLessThan(200);
    }

    @Test
    void aServiceBelowAPathIsFoundThereAlthoughTheRootIsSomethingElse() throws Exception {
        page("/", "<html><title>Heimdall</title></html>");
        page("/tv/ping", "{\"status\":\"OK\"}");
        page("/tv/login", "<html><head><title>Login - Sonarr</title></head></html>");

        var found = recogniser.recognise(Connection.to(address("tv/series/some-show")), "Loft");

        assertThat(found.kind().value()).isEqualTo("sonarr");
        assertThat(found.address()).isEqualTo(address("tv"));
    }

    @Test
    void aFamilyBehindASignInIsLikelyButNotCertain() throws Exception {
        page("/ping", "{\"status\":\"OK\"}");
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "https://auth.example.test/?rd=x");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        refusing("/api");

        assertThat(recogniser.recognise(Connection.to(address("")), "Loft").certain())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "/other"})
    void aFamilyWhosePageHasATitleOfItsOwnIsLikelyButNotCertain(String ping) throws Exception {
        page(ping, "{\"status\":\"OK\"}");
        everywhere("<html><title>Cellar</title></html>");
        refusing("/api");

        assertThat(recogniser.recognise(Connection.to(address("")), "Loft").certain())
                .isFalse();
    }

    @Test
    void aFamilysAppThatNamesItselfAnotherIsNotTakenForThisOne() {
        page("/ping", "{\"status\":\"OK\"}");
        everywhere("<html><title>Login - Prowlarr</title></html>");
        refusing("/api");

        assertThat(failure("").code()).isEqualTo(FaultCode.UNKNOWN_PRODUCT);
    }

    @Test
    void aTextThatBeginsWithAMarkIsReadWithoutIt() throws Exception {
        page("/ping", "\uFEFF{\"status\":\"OK\"}");
        page("/login", "\uFEFF<html><head><title>Login - Sonarr</title></head></html>");

        assertThat(recogniser.recognise(Connection.to(address("")), "Loft").certain())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"403, PROXY_PAGE", "407, PROXY_FAILED", "429, THROTTLED"})
    void whoLetsNobodyInIsNotCalledSomethingUnknown(int status, FaultCode code) {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });

        assertThat(failure("").code()).isEqualTo(code);
    }

    /// A Stash that is open to the internet locks itself up at any other question.
    @Test
    void whatMayTakeHarmIsAskedHarmlesslyBeforeAnythingElse() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            var bytes = ".".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        var kinds = EveryKind.of(clients, Clock.systemUTC()).stream()
                .map(kind -> kind.id().value().equals("stash") ? asOverTheInternet(kind) : kind)
                .toList();

        var found = new Recogniser(new ConnectorKinds(kinds), clients).recognise(Connection.to(address("")), "Loft");

        assertThat(found.kind().value()).isEqualTo("stash");
        assertThat(asked).first().isEqualTo("/healthz");
        assertThat(asked).doesNotContain("/", "/ping", "/login");
    }

    @Test
    void onlyAServerOverTheInternetIsAskedSo() {
        var stash = EveryKind.of(clients, Clock.systemUTC()).stream()
                .filter(kind -> kind.id().value().equals("stash"))
                .findFirst()
                .orElseThrow();

        assertThat(stash.harmlessPage(Address.of("http://203.0.113.5:9999/"))).hasValue("healthz");
        assertThat(stash.harmlessPage(Address.of("http://192.168.1.5:9999/"))).isEmpty();
    }

    private static ConnectorKind asOverTheInternet(ConnectorKind kind) {
        return (ConnectorKind) Proxy.newProxyInstance(
                RecogniserTest.class.getClassLoader(),
                new Class<?>[] {ConnectorKind.class},
                (_, method, arguments) -> method.getName().equals("harmlessPage")
                        ? Optional.of("healthz")
                        : method.invoke(kind, arguments));
    }

    @Test
    void whoRefusesEverythingAlikeIsNotTakenForTheFamily() {
        refusing("/");

        assertThat(failure("").code()).isEqualTo(FaultCode.PROXY_PAGE);
    }

    @Test
    void anErrorInFrontIsNotTakenForAnotherProduct() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });

        assertThat(failure("").code()).isEqualTo(FaultCode.PROXY_PAGE);
    }

    private ConnectorException failure(String path) {
        return catchThrowableOfType(
                ConnectorException.class, () -> recogniser.recognise(Connection.to(address(path)), "Loft"));
    }

    private Address address(String path) {
        return Address.of("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }

    private void refusing(String path) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
    }

    private void everywhere(String html) {
        server.createContext("/", exchange -> {
            var bytes = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void page(String path, String body) {
        server.createContext(path, exchange -> {
            var exact = exchange.getRequestURI().getPath().equals(path);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
            exchange.sendResponseHeaders(exact ? 200 : 404, exact ? bytes.length : -1);
            if (exact) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
    }
}
