package io.pilothouse.demo.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a simulator answers to one request. Immutable.
public record Reply(int status, Map<String, List<String>> headers, byte[] body) {

    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of("Content-Type", List.of(contentType)), body);
    }

    public static Reply json(int status, @Nullable Object body) {
        return of(status, "application/json; charset=utf-8", Json.bytes(body));
    }

    public static Reply json(@Nullable Object body) {
        return json(200, body);
    }

    public static Reply text(int status, String body) {
        return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply html(int status, String body) {
        return of(status, "text/html; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply redirect(int status, String location) {
        return empty(status).withHeader("Location", location);
    }

    /// This reply with one more header line.
    public Reply withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        var values = new ArrayList<>(more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, List.copyOf(values));
        return new Reply(status, more, body);
    }

    Reply withBody(byte[] other) {
        return new Reply(status, headers, other);
    }

    Reply withContentType(String type) {
        var changed = new LinkedHashMap<>(headers);
        changed.put("Content-Type", List.of(type));
        return new Reply(status, changed, body);
    }
}
