package io.pilothouse.demo.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.SimulatedService;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket to a simulated Home Assistant; waits for what comes.
final class Line implements WebSocket.Listener {

    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    Line(Browser browser, SimulatedService service) {
        var address = service.address().toString().replace("http:", "ws:") + "api/websocket";
        socket = browser.client()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), this)
                .join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            frames.add(Json.parse(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    void say(String message) {
        socket.sendText(message, true).join();
    }

    /// The next frame, within ten seconds.
    JsonNode next() throws InterruptedException {
        var frame = frames.poll(10, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("nothing came");
        }
        return frame;
    }

    /// Sends and takes the next frame.
    JsonNode ask(String message) throws InterruptedException {
        say(message);
        return next();
    }

    Line authenticated(String token) throws InterruptedException {
        next();
        var answer = ask("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
        if (!answer.path("type").asText().equals("auth_ok")) {
            throw new AssertionError("not let in: " + answer);
        }
        return this;
    }
}
