package io.pilothouse.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.LoggedRequest.SecretSeen;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.EveryKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Bar D11: no kind's secret reaches a product other than its own. Every kind meets every other kind, and
/// a row of products that Pilothouse does not know.
class WrongProductZooTest {

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final List<ConnectorKind> kinds = EveryKind.of(clients, Clock.systemUTC());
    private final Map<String, SimulatedService> fleetByKind = new LinkedHashMap<>();
    private DemoFleet fleet;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(13, Clock.systemUTC());
        for (var kind : kinds) {
            var id = kind.id().value();
            fleetByKind.put(id, fleet.add(ServiceSpec.of(id, id).with("size", "small")));
        }
    }

    @AfterEach
    void stop() {
        fleet.close();
        clients.close();
    }

    @Test
    void noSecretReachesAnotherKind() {
        for (var kind : kinds) {
            for (var other : fleetByKind.values()) {
                if (!sameProduct(kind.id().value(), other.kind())) {
                    other.forgetRequests();
                    var failure = failure(kind, Address.of(other.address().toString()));
                    var who = kind.id() + " at " + other.kind();
                    assertThat(failure.code())
                            .describedAs(who)
                            .isIn(
                                    FaultCode.UNKNOWN_PRODUCT,
                                    FaultCode.WRONG_PRODUCT,
                                    FaultCode.WRONG_PATH,
                                    FaultCode.PROXY_PAGE); // a product's own sign-in looks like one in front
                    assertThat(other.requests())
                            .describedAs(who)
                            .extracting(LoggedRequest::secret)
                            .containsOnly(SecretSeen.NONE);
                }
            }
        }
    }

    /// The two Whisparrs show nothing that tells them apart before the key does.
    private static boolean sameProduct(String one, String other) {
        var whisparrs = List.of("whisparr", "eros");
        return one.equals(other) || (whisparrs.contains(one) && whisparrs.contains(other));
    }

    @Test
    void whateverAnswersInsteadIsNamed() throws Exception {
        var recogniser = new Recogniser(new ConnectorKinds(kinds), clients);
        for (var kind : kinds) {
            for (var other : fleetByKind.values()) {
                if (!sameProduct(kind.id().value(), other.kind())) {
                    var address = Address.of(other.address().toString());
                    var named = recogniser.explain(failure(kind, address), Connection.to(address), "Loft", kind.id());
                    assertThat(named.code())
                            .describedAs(kind.id() + " at " + other.kind())
                            .isEqualTo(FaultCode.WRONG_PRODUCT);
                }
            }
        }
    }

    @Test
    void everyKindIsRecognisedAsItself() throws Exception {
        var recogniser = new Recogniser(new ConnectorKinds(kinds), clients);
        for (var service : fleetByKind.values()) {
            var found = recogniser.recognise(
                    Connection.to(Address.of(service.address().toString())), service.name());
            assertThat(sameProduct(found.kind().value(), service.kind()))
                    .describedAs(service.kind() + " is taken for " + found)
                    .isTrue();
            assertThat(service.requests()).extracting(LoggedRequest::secret).containsOnly(SecretSeen.NONE);
        }
    }

    @TestFactory
    Stream<DynamicTest> noSecretReachesAStranger() {
        return Stream.of(
                        new Stranger("nginx", 200, "text/html", "<html><title>Welcome to nginx!</title></html>"),
                        new Stranger("a router", 200, "text/html", "<html><title>FRITZ!Box</title></html>"),
                        new Stranger("Prowlarr", 200, "text/html", "<html><title>Login - Prowlarr</title></html>"),
                        new Stranger("says yes to everything", 200, "application/json", "{\"status\":\"OK\"}"),
                        new Stranger("an empty object", 200, "application/json", "{}"),
                        new Stranger("an empty list", 200, "application/json", "[]"),
                        new Stranger("plain words", 200, "text/plain", "v4.6.7"),
                        new Stranger("nothing at all", 204, "text/plain", ""),
                        new Stranger("not found", 404, "application/json", "{\"message\":\"Not Found\"}"),
                        new Stranger("forbidden", 403, "text/plain", "Forbidden"),
                        new Stranger("a GraphQL of another", 200, "application/json", "{\"data\":{\"me\":null}}"),
                        new Stranger("an error", 500, "text/plain", "boom"),
                        new Stranger("a cloud", 403, "application/json", "{\"message\":\"Missing token\"}"))
                .map(stranger -> DynamicTest.dynamicTest(stranger.name, () -> meets(stranger)));
    }

    private record Stranger(String name, int status, String type, String body) {}

    private void meets(Stranger stranger) throws IOException {
        var seen = new ConcurrentLinkedQueue<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, stranger, seen));
        server.start();
        try {
            var address = Address.of("http://127.0.0.1:" + server.getAddress().getPort());
            for (var kind : kinds) {
                seen.clear();
                var failure = failure(kind, address);
                assertThat(failure)
                        .describedAs(kind.id() + " took " + stranger.name)
                        .isNotNull();
                for (var secret : secrets(kind).byField().values()) {
                    assertThat(seen)
                            .describedAs(kind.id() + " at " + stranger.name)
                            .noneMatch(text -> text.contains(secret.value()));
                }
                assertThat(seen).isNotEmpty();
            }
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, Stranger stranger, ConcurrentLinkedQueue<String> seen)
            throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        seen.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet() + " " + body);
        var bytes = stranger.body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", stranger.type);
        exchange.sendResponseHeaders(stranger.status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            if (bytes.length > 0) {
                out.write(bytes);
            }
        }
    }

    private ConnectorException failure(ConnectorKind kind, Address address) {
        var service = fleetByKind.get(kind.id().value());
        var settings = new HashMap<>(service.access().settings());
        if (!service.access().username().isEmpty()) {
            settings.put("username", service.access().username());
        }
        try (var connector = kind.open(
                new Target(
                        Optional.empty(),
                        kind.id(),
                        "Loft",
                        Connection.to(address),
                        new TreeMap<>(settings),
                        Optional.empty()),
                secrets(kind))) {
            return catchThrowableOfType(ConnectorException.class, connector::check);
        }
    }

    private Secrets secrets(ConnectorKind kind) {
        var secrets = new HashMap<String, Secret>();
        fleetByKind
                .get(kind.id().value())
                .access()
                .secrets()
                .forEach((field, value) -> secrets.put(field, new Secret(value)));
        return new Secrets(secrets);
    }
}
