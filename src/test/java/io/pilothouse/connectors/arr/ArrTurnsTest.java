package io.pilothouse.connectors.arr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Background requests to instances on one host go out two at a time; a health check waits for nobody.
class ArrTurnsTest {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void twoAtATimeForAllInstancesOfAHostAndChecksBesideThem() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test")) {
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            var lines = new ArrayList<ArrConnector>();
            for (int i = 0; i < 4; i++) {
                lines.add((ArrConnector) ArrKind.all(clients)
                        .getFirst()
                        .open(
                                TestTargets.saved(ArrApp.SONARR.kind(), address, Map.of()),
                                new Secrets(Map.of("apiKey", new Secret("0123456789abcdef")))));
            }
            var asked = new ArrayList<Future<SearchesWanted.Queue>>();
            for (var line : lines) {
                asked.add(threads.submit(line::queue));
                asked.add(threads.submit(line::queue));
            }
            Eventually.that(() -> inFlight.get() == 2);

            assertThat(lines.getFirst().check().identity().version()).isEqualTo("4.0.19.2979");

            assertThat(most.get()).isEqualTo(2);
            answer.countDown();
            for (var each : asked) {
                assertThat(each.get().downloads()).isZero();
            }
            assertThat(most.get()).isEqualTo(2);
            lines.forEach(ArrConnector::close);
        } finally {
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        boolean slow = path.endsWith("/queue/details");
        if (slow) {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            inFlight.decrementAndGet();
        }
        var text =
                switch (path) {
                    case "/ping" -> "{\"status\":\"OK\"}";
                    case "/login" -> "<html><head><meta name=\"description\" content=\"Sonarr\"></head></html>";
                    case "/api/v3/system/status" -> "{\"appName\":\"Sonarr\",\"version\":\"4.0.19.2979\"}";
                    default -> "[]";
                };
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", path.equals("/login") ? "text/html" : "application/json");
        exchange.sendResponseHeaders(path.endsWith("/queue/status") ? 404 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
