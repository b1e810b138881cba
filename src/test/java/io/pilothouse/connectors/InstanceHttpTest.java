package io.pilothouse.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ExtraHeader;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceHttpTest {

    private static final Secret KEY = new Secret("s3cret-key");

    private final List<RequestLog.Entry> log = Collections.synchronizedList(new ArrayList<>());
    private final HttpClients clients = new HttpClients(Clock.systemUTC(), log::add, "1.2.3");
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/who", 200, "gadget");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        clients.close();
    }

    @Test
    void sendsPathQueryHeadersAndBodyAsAsked() throws Exception {
        answer("/base/things/a b", 200, "{\"n\":1}");
        try (var http = open(Address.of(root() + "base"))) {
            var answer = http.send(Call.of(
                            "PUT",
                            "things/" + Call.segment("a b"),
                            Optional.of(new Call.Content("application/json", "{}".getBytes(StandardCharsets.UTF_8))))
                    .query("tag", "x&y")
                    .query("tag", "ü")
                    .header("X-One", "1"));

            assertThat(http.tree(answer).path("n").asInt()).isEqualTo(1);
        }
        assertThat(seen.getLast())
                .startsWith("PUT /base/things/a%20b?tag=x%26y&tag=%C3%BC")
                .contains("X-one=[1]", "Content-type=[application/json]", "User-agent=[Pilothouse/1.2.3]")
                .doesNotContain("Upgrade", "Http2-settings");
    }

    @Test
    void decodesACompressedAnswerAndLimitsWhatComesOut() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write("\"aaaaaaaaaaaaaaaaaaaa\"".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        }
        server.createContext("/zipped", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.size());
            exchange.getResponseBody().write(bytes.toByteArray());
            exchange.close();
        });
        try (var http = open()) {
            assertThat(http.send(Call.get("zipped")).body()).hasSize(22 * 50_000);
            assertThat(failure(() -> http.send(Call.get("zipped").atMost(100_000)))
                            .code())
                    .isEqualTo(FaultCode.TOO_LARGE);
        }
    }

    @Test
    void aBodyThatDripsForEverEndsAtTheTimeLimit() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                while (!Thread.currentThread().isInterrupted()) {
                    out.write('a');
                    out.flush();
                }
            }
        });
        try (var http = open()) {
            var failure = failure(() ->
                    http.send(Call.get("drip").within(Duration.ofMillis(400)).atMost(Long.MAX_VALUE >> 32)));
            assertThat(failure.code()).isEqualTo(FaultCode.TOO_SLOW);
        }
    }

    @Test
    void theSecretWaitsUntilTheProductWasSeenAndIsRecordedNowhere() throws Exception {
        answer("/data", 200, "{}");
        try (var http = open()) {
            http.send(signed("data"));
            http.send(signed("data"));
        }

        assertThat(seen).extracting(line -> line.split(" ")[1]).containsExactly("/who", "/data", "/data");
        assertThat(seen.getFirst()).doesNotContain(KEY.value());
        assertThat(seen.getLast()).contains(KEY.value());
        assertThat(log.toString()).doesNotContain(KEY.value());
    }

    @Test
    void afterATroubleTheProductMustBeSeenAgain() throws Exception {
        answer("/data", 200, "{}");
        try (var http = open()) {
            http.send(signed("data"));
            int port = server.getAddress().getPort();
            server.stop(0);
            assertThat(failure(() -> http.send(signed("data"))).code()).isEqualTo(FaultCode.CONNECTION_REFUSED);

            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            answer("/who", 200, "somebody else");
            answer("/data", 200, "{}");
            server.start();
            seen.clear();

            assertThat(failure(() -> http.send(signed("data"))).code()).isEqualTo(FaultCode.UNKNOWN_PRODUCT);
        }
        assertThat(seen).noneMatch(line -> line.contains(KEY.value()));
    }

    @Test
    void aRefusalEndsAllCallsWithTheSecretButNoOthers() throws Exception {
        answer("/data", 401, "");
        answer("/open", 200, "{}");
        try (var http = open()) {
            assertThat(failure(() -> http.ok(signed("data"))).code()).isEqualTo(FaultCode.SECRET_REFUSED);
            seen.clear();
            assertThat(failure(() -> http.ok(signed("data"))).code()).isEqualTo(FaultCode.SECRET_REFUSED);
            assertThat(seen).isEmpty();
            assertThat(http.ok(Call.get("open")).status()).isEqualTo(200);
        }
    }

    @Test
    void whoStillAsksAfterTheEndIsTold() {
        var http = open();
        http.close();
        var failure = failure(() -> http.send(Call.get("data")));
        assertThat(failure.code()).isEqualTo(FaultCode.CONNECTION_REFUSED);
        assertThat(failure.code().neverArrived()).isTrue();
        assertThat(failure.problem().summary()).contains(http.label());
        assertThat(seen).isEmpty();
    }

    @Test
    void aRedirectAtHomeIsFollowedForReadsOnly() throws Exception {
        redirect("/old", "/new?x=1");
        answer("/new", 200, "{}");
        try (var http = open()) {
            assertThat(http.send(Call.get("old")).uri().getPath()).isEqualTo("/new");
            assertThat(http.send(Call.postJson("old", "{}")).status()).isEqualTo(302);
        }
    }

    @Test
    void aRedirectOutOfTheAddressesFolderDoesNotGetTheSecret() throws Exception {
        answer("/base/who", 200, "gadget");
        redirect("/base/data", "/elsewhere");
        answer("/elsewhere", 200, "{}");
        try (var http = open(Address.of(root() + "base"))) {
            assertThat(http.send(signed("data")).status()).isEqualTo(302);
        }
        assertThat(seen).noneMatch(line -> line.contains(" /elsewhere"));
    }

    @Test
    void aRedirectElsewhereNamesTheHostAndTheSignInPage() {
        redirect("/data", "https://auth.example.test/?rd=https%3A%2F%2Fnas");
        try (var http = open()) {
            var failure = failure(() -> http.send(Call.get("data")));
            assertThat(failure.code()).isEqualTo(FaultCode.REDIRECTED_AWAY);
            assertThat(failure.problem().summary()).contains("auth.example.test", "Authelia");
        }
    }

    @Test
    void redirectsInACircleEnd() throws Exception {
        redirect("/round", "/round");
        try (var http = open()) {
            assertThat(http.send(Call.get("round")).redirect()).isTrue();
        }
        assertThat(seen).hasSize(6);
    }

    @Test
    void secretHeadersGoOnlyWhereASignInStandsInFront() throws Exception {
        server.removeContext("/who");
        server.createContext("/who", exchange -> {
            note(exchange);
            var passed = "pass".equals(exchange.getRequestHeaders().getFirst("X-Pass"));
            reply(exchange, passed ? 200 : 403, passed ? "gadget" : "<html><title>Sign in</title></html>");
        });
        answer("/data", 200, "{}");
        var headers = List.of(new ExtraHeader("X-Open", "yes", false), new ExtraHeader("X-Pass", "", true));
        try (var http = open(connection(root()).headers(headers), Secrets.of("header:X-Pass", "pass"))) {
            http.send(signed("data"));
        }

        assertThat(seen.get(0)).contains("X-open=[yes]").doesNotContain("X-pass");
        assertThat(seen.get(1)).contains("X-pass=[pass]").doesNotContain(KEY.value());
        assertThat(seen.get(2)).contains("X-pass=[pass]", KEY.value());
    }

    @Test
    void secretHeadersStayHomeWhereNoSignInAsksForThem() throws Exception {
        answer("/data", 200, "{}");
        var headers = List.of(new ExtraHeader("X-Pass", "", true));
        try (var http = open(connection(root()).headers(headers), Secrets.of("header:X-Pass", "pass"))) {
            http.send(signed("data"));
        }

        assertThat(seen).noneMatch(line -> line.contains("X-pass"));
    }

    @Test
    void theSecondAddressIsUsedWhenTheFirstCannotBeReachedAndNotOtherwise() throws Exception {
        answer("/data", 200, "{}");
        var dead = "http://127.0.0.1:" + closedPort() + "/";
        try (var http = open(connection(dead).second(root()), Secrets.NONE)) {
            http.send(signed("data"));
            assertThat(http.usedSecondAddress()).isTrue();

            var before = log.size();
            http.send(signed("data"));
            assertThat(log.subList(before, log.size()))
                    .describedAs("the first address is not tried at every call")
                    .noneMatch(entry -> entry.status() == 0);
        }
        answer("/broken", 500, "");
        seen.clear();
        try (var http = open(connection(root()).second(root().replace("127.0.0.1", "localhost")), Secrets.NONE)) {
            assertThat(http.send(Call.get("broken")).status()).isEqualTo(500);
        }
        assertThat(seen).hasSize(1);
    }

    /// What was written may have arrived: the second address would do it again.
    @Test
    void aConnectionThatIsResetAfterTheCallIsNoReasonForTheSecondAddress() throws Exception {
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (true) { // until the test closes it
                    try (var socket = listening.accept()) {
                        socket.getInputStream().read(new byte[4_096]);
                        socket.setSoLinger(true, 0); // closing resets
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            var resetting = "http://127.0.0.1:" + listening.getLocalPort() + "/";
            try (var http = open(connection(resetting).second(root()), Secrets.NONE)) {
                var failure = failure(() -> http.send(Call.postJson("data", "{}")));
                assertThat(failure.code()).isEqualTo(FaultCode.CONNECTION_CUT);
            }
        }
        assertThat(seen).isEmpty();
    }

    /// A person who typed the port of something else is not sent to look for a lost connection.
    @Test
    void whatIsNoHttpAtAllMakesNoSense() throws Exception {
        try (var listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (true) { // until the test closes it
                    try (var socket = listening.accept()) {
                        socket.getOutputStream().write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
                        socket.getInputStream().readAllBytes();
                    } catch (IOException _) {
                        return;
                    }
                }
            });
            try (var http = open(connection("http://127.0.0.1:" + listening.getLocalPort() + "/"), Secrets.NONE)) {
                assertThat(failure(() -> http.send(Call.get("data"))).code()).isEqualTo(FaultCode.MALFORMED);
            }
        }
    }

    @Test
    void throttlingIsReadInSecondsAndAsADate() throws Exception {
        server.createContext("/busy", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            reply(exchange, 429, "");
        });
        try (var http = open()) {
            var failure = failure(() -> http.ok(Call.get("busy")));
            assertThat(failure.code()).isEqualTo(FaultCode.THROTTLED);
            assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(7));
        }
    }

    @Test
    void instancesShareNoCookies() throws Exception {
        server.createContext("/cookie", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().set("Set-Cookie", "SID=abc; path=/");
            reply(exchange, 200, "{}");
        });
        try (var one = open();
                var other = open()) {
            one.send(Call.get("cookie"));
            one.send(Call.get("cookie"));
            other.send(Call.get("cookie"));
        }
        assertThat(seen).noneMatch(line -> line.contains("Cookie"));
    }

    @Test
    void anAuthorityThatIsNoneIsAMistakeOfTheSettings() {
        var bad = new Connection(
                Address.of(root().replace("http:", "https:")),
                Optional.empty(),
                Duration.ofSeconds(2),
                new ProxyChoice.None(),
                new TlsTrust.Authority("no certificate"),
                List.of());
        try (var http = clients.open(new Gadget(), target(bad), Secrets.NONE)) {
            assertThat(failure(() -> http.send(Call.get("data"))).code()).isEqualTo(FaultCode.CONFIGURATION);
        }
    }

    @Test
    void failuresOfTheNetworkAreToldApartByTheirTypes() {
        var direct =
                new Faults("Loft", Address.of("http://nas.lan:8989"), Duration.ofSeconds(10), Optional.empty(), 1_000);
        for (var expected : Map.<IOException, FaultCode>of(
                        caused(new ConnectException(), new UnresolvedAddressException()),
                        FaultCode.NAME_UNKNOWN,
                        caused(new ConnectException(), new java.net.UnknownHostException()),
                        FaultCode.NAME_UNKNOWN,
                        caused(new ConnectException(), new NoRouteToHostException()),
                        FaultCode.NO_ROUTE,
                        caused(new ConnectException(), new SocketException("unreachable")),
                        FaultCode.NO_ROUTE,
                        caused(new ConnectException(), new ConnectException()),
                        FaultCode.CONNECTION_REFUSED,
                        new HttpConnectTimeoutException(""),
                        FaultCode.NO_ANSWER,
                        new HttpTimeoutException(""),
                        FaultCode.TOO_SLOW,
                        new IOException("reset"),
                        FaultCode.CONNECTION_CUT,
                        caused(new IOException("no bytes"), new SocketException("Connection reset")),
                        FaultCode.CONNECTION_CUT,
                        caused(new IOException(), new BoundedBody.TooLarge()),
                        FaultCode.TOO_LARGE)
                .entrySet()) {
            var fault = direct.of(expected.getKey());
            assertThat(fault.code())
                    .describedAs(
                            "%s caused by %s",
                            expected.getKey(), expected.getKey().getCause())
                    .isEqualTo(expected.getValue());
            assertThat(fault.problem().summary()).contains("Loft");
            assertThat(fault.getCause()).isSameAs(expected.getKey());
        }
    }

    private static IOException caused(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    /// A product that shows the word "gadget" to anybody.
    private final class Gadget implements ConnectorKind {

        @Override
        public KindId id() {
            return new KindId("gadget");
        }

        @Override
        public String displayName() {
            return "Gadget";
        }

        @Override
        public Optional<Integer> usualPort() {
            return Optional.empty();
        }

        @Override
        public List<SecretField> secretFields() {
            return List.of();
        }

        @Override
        public List<SettingField> settingFields() {
            return List.of();
        }

        @Override
        public Optional<String> secretPage() {
            return Optional.empty();
        }

        @Override
        public Optional<Recognition> recognise(Visit visit) throws ConnectorException, InterruptedException {
            return visit.get("who").body().equals("gadget")
                    ? Optional.of(new Recognition(id(), displayName(), "", true, visit.address()))
                    : Optional.empty();
        }

        @Override
        public Connector open(Target target, Secrets secrets) {
            var http = clients.open(this, target, secrets);
            return new Connector() {
                @Override
                public CheckAnswer check() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {
                    http.close();
                }
            };
        }
    }

    /// A connection that goes straight, with what a test adds.
    private record Plan(String address, Optional<Address> second, List<ExtraHeader> headers) {

        Plan second(String other) {
            return new Plan(address, Optional.of(Address.of(other)), headers);
        }

        Plan headers(List<ExtraHeader> more) {
            return new Plan(address, second, more);
        }

        Connection connection() {
            return new Connection(
                    Address.of(address),
                    second,
                    Duration.ofSeconds(10),
                    new ProxyChoice.None(),
                    new TlsTrust.System(),
                    headers);
        }
    }

    private static Plan connection(String address) {
        return new Plan(address, Optional.empty(), List.of());
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private InstanceHttp open() {
        return open(Address.of(root()));
    }

    private InstanceHttp open(Address address) {
        return open(connection(address.toString()), Secrets.NONE);
    }

    private InstanceHttp open(Plan plan, Secrets secrets) {
        return clients.open(new Gadget(), target(plan.connection()), secrets);
    }

    private static Target target(Connection connection) {
        return new Target(
                Optional.empty(), new KindId("gadget"), "Loft", connection, new TreeMap<>(), Optional.empty());
    }

    private static Call signed(String path) {
        return Call.get(path).secretHeader("X-Key", "", KEY);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            note(exchange);
            reply(exchange, status, body);
        });
    }

    private void redirect(String path, String to) {
        server.createContext(path, exchange -> {
            note(exchange);
            exchange.getResponseHeaders().set("Location", to);
            reply(exchange, 302, "");
        });
    }

    private void note(HttpExchange exchange) {
        seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().entrySet());
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws ConnectorException, InterruptedException;
    }

    private static ConnectorException failure(Sending sending) {
        return catchThrowableOfType(ConnectorException.class, sending::run);
    }
}
