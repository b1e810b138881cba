package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.LibraryLine.News;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket with `graphql-transport-ws` (contract for Stash, section 9), from the upgrade to its end.
/// The server says nothing while nothing happens, so a ping is sent every half minute.
final class StashEar implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration PING_EVERY = Duration.ofSeconds(30);
    /// Events are small; more than this is no event.
    private static final int LARGEST = 1 << 20;
    /// More than these wait only when nobody listens; the rest are dropped, as they are hints.
    private static final int WAITING = 1_000;
    private static final String END = "";

    private final WebSocket socket;
    private final LinkedBlockingQueue<String> arrived;

    private StashEar(WebSocket socket, LinkedBlockingQueue<String> arrived) {
        this.socket = socket;
        this.arrived = arrived;
    }

    /// @throws IOException if it cannot be opened
    static StashEar open(HttpClient http, URI address, Map<String, String> headers)
            throws IOException, InterruptedException {
        var listener = new Heard();
        var builder = http.newWebSocketBuilder().connectTimeout(CONNECT_WITHIN).subprotocols("graphql-transport-ws");
        headers.forEach(builder::header);
        var opening = builder.buildAsync(address, listener);
        try {
            return new StashEar(opening.get(CONNECT_WITHIN.toMillis() * 2, TimeUnit.MILLISECONDS), listener.arrived);
        } catch (InterruptedException e) {
            opening.thenAccept(WebSocket::abort);
            throw e;
        } catch (TimeoutException | ExecutionException e) {
            opening.thenAccept(WebSocket::abort);
            throw new IOException("no WebSocket", e);
        }
    }

    /// @param news called on this thread, until the server or the network ends the connection
    /// @throws IOException if the other side is silent or speaks otherwise
    void hear(Consumer<News> news) throws IOException, InterruptedException {
        send(JSON.createObjectNode().put("type", "connection_init"));
        boolean answered = true;
        while (true) {
            var text = arrived.poll(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            if (text == null) {
                if (!answered) {
                    throw new IOException("no answer to a ping");
                }
                answered = false;
                send(JSON.createObjectNode().put("type", "ping"));
                continue;
            }
            if (text.equals(END)) {
                return;
            }
            answered = true;
            var message = JSON.readTree(text);
            switch (message.path("type").asText()) {
                case "connection_ack" -> subscribe();
                case "ping" -> send(JSON.createObjectNode().put("type", "pong"));
                case "next" -> tell(message.path("payload").path("data"), news);
                default -> {} // pong, complete, error: hints are missing, the polls remain
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void subscribe() throws IOException, InterruptedException {
        int id = 0;
        for (var document : LibraryDocuments.NEWS) {
            var message =
                    JSON.createObjectNode().put("id", String.valueOf(++id)).put("type", "subscribe");
            message.putObject("payload").put("query", document.text());
            send(message);
        }
    }

    private void send(ObjectNode message) throws IOException, InterruptedException {
        try {
            socket.sendText(message.toString(), true).get();
        } catch (ExecutionException e) {
            throw new IOException("the WebSocket takes nothing", e);
        }
    }

    private static void tell(JsonNode data, Consumer<News> news) {
        if (data.path("jobsSubscribe").path("job").isObject()) {
            news.accept(
                    new News.Job(LibraryReading.job(data.path("jobsSubscribe").path("job"))));
        }
        if (data.path("scanCompleteSubscribe").asBoolean(false)) {
            news.accept(new News.Scanned());
        }
    }

    /// Collects what arrives.
    private static final class Heard implements WebSocket.Listener {

        private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        private StringBuilder parts = new StringBuilder();

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            if (parts.length() + part.length() <= LARGEST) {
                parts.append(part);
            }
            if (last) {
                if (arrived.size() < WAITING && !parts.isEmpty()) {
                    arrived.add(parts.toString());
                }
                parts = new StringBuilder();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            arrived.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            arrived.add(END);
        }
    }
}
