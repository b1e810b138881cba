package io.pilothouse.demo.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a simulator answers to one request. Immutable.
///
/// @param manner how it goes out
public record Reply(int status, Map<String, List<String>> headers, byte[] body, Manner manner) {

    /// How an answer goes out over the wire.
    public sealed interface Manner {

        record Whole() implements Manner {}

        /// As a whole, but this much later, in real time.
        record Late(Duration by) implements Manner {}

        /// The connection ends without a byte of an answer.
        record Dropped() implements Manner {}

        /// The connection ends after this many bytes of the body; the announced length is the full one.
        record Cut(int bytes) implements Manner {}

        /// Nothing ever comes.
        record Never() implements Manner {}
    }

    private static final Manner WHOLE = new Manner.Whole();

    public Reply(int status, Map<String, List<String>> headers, byte[] body) {
        this(status, headers, body, WHOLE);
    }

    /// This reply, sent in another manner.
    public Reply sent(Manner other) {
        return new Reply(status, headers, body, other);
    }

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
        return new Reply(status, more, body, manner);
    }

    Reply withBody(byte[] other) {
        return new Reply(status, headers, other, manner);
    }

    Reply withContentType(String type) {
        var changed = new LinkedHashMap<>(headers);
        changed.put("Content-Type", List.of(type));
        return new Reply(status, changed, body, manner);
    }
}
