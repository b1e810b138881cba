package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Socket;
import io.pilothouse.demo.service.SocketPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The server's side of `graphql-transport-ws`: silent while nothing happens, a pong for a ping.
final class StashSocket implements SocketPeer {

    private final Socket socket;
    private final StashJobs jobs;
    private final List<BiConsumer<String, Map<String, @Nullable Object>>> listening = new ArrayList<>();

    StashSocket(Socket socket, StashJobs jobs) {
        this.socket = socket;
        this.jobs = jobs;
    }

    @Override
    public void opened() {}

    @Override
    public void received(String text) {
        var message = Json.parse(text);
        switch (message.path("type").asText()) {
            case "connection_init" -> socket.send("{\"type\":\"connection_ack\"}");
            case "ping" -> socket.send("{\"type\":\"pong\"}");
            case "subscribe" ->
                subscribe(
                        message.path("id").asText(),
                        message.at("/payload/query").asText());
            default -> {}
        }
    }

    private void subscribe(String id, String query) {
        if (query.contains("jobsSubscribe")) {
            BiConsumer<String, Map<String, @Nullable Object>> listener =
                    (type, job) -> next(id, Json.object("jobsSubscribe", Json.object("type", type, "job", job)));
            listening.add(listener);
            jobs.listen(listener);
        } else if (query.contains("scanCompleteSubscribe")) {
            BiConsumer<String, Map<String, @Nullable Object>> listener = (type, job) -> {
                var what = String.valueOf(job.get("description"));
                if (type.equals("REMOVE") && (what.startsWith("Scanning") || what.startsWith("Cleaning"))) {
                    next(id, Json.object("scanCompleteSubscribe", true));
                }
            };
            listening.add(listener);
            jobs.listen(listener);
        }
    }

    private void next(String id, Map<String, @Nullable Object> data) {
        socket.send(Json.text(Json.object("id", id, "type", "next", "payload", Json.object("data", data))));
    }

    @Override
    public void closed() {
        listening.forEach(jobs::forget);
        listening.clear();
    }
}
