package io.pilothouse.testing.realserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Home Assistant's WebSocket, one question at a time. Knows nothing of the connector under test, so
/// that a mistake there is not repeated here.
final class HomeAssistantSocket implements AutoCloseable {

    /// As patient as [RealHomeAssistant]: a server that has just started on a busy machine is slow.
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(90);

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final ObjectMapper json;
    private final WebSocket socket;
    private int lastId;

    /// Connects and authenticates.
    ///
    /// @throws IOException also when the token was refused
    HomeAssistantSocket(HttpClient http, ObjectMapper json, URI address, String token)
            throws IOException, InterruptedException {
        this.json = json;
        try {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + address.getAuthority() + "/api/websocket"), new Collector())
                    .get(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no WebSocket at " + address, e);
        }
        try {
            expect("auth_required");
            send(Map.of("type", "auth", "access_token", token));
            expect("auth_ok");
        } catch (IOException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /// @return the `result` of the answer
    /// @throws IOException also when the server answered with an error
    JsonNode ask(String type, Map<String, ?> fields) throws IOException, InterruptedException {
        var message = new LinkedHashMap<String, Object>(fields);
        message.put("id", ++lastId);
        message.put("type", type);
        send(message);
        var answer = next();
        if (!answer.path("success").asBoolean()) {
            throw new IOException(type + " failed: " + answer.path("error"));
        }
        return answer.path("result");
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((_, _) -> socket.abort());
    }

    private void send(Map<String, ?> message) throws IOException, InterruptedException {
        try {
            socket.sendText(json.writeValueAsString(message), true).get(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the WebSocket did not take a message", e);
        }
    }

    private void expect(String type) throws IOException, InterruptedException {
        var message = next();
        if (!message.path("type").asText().equals(type)) {
            throw new IOException("expected " + type + ", came " + message.path("type"));
        }
    }

    private JsonNode next() throws IOException, InterruptedException {
        var message = messages.poll(ANSWERS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new IOException("the WebSocket stayed silent for " + ANSWERS_WITHIN.toSeconds() + " s");
        }
        return json.readTree(message);
    }

    private final class Collector implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
