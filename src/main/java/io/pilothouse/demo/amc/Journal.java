package io.pilothouse.demo.amc;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// What was asked and answered, without anything secret: header names only, no query, no body.
public final class Journal {

    private static final int LONGEST = 20_000;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /// @param headers names, lower case, sorted
    /// @param note    `INTERNAL_ID_LEAK`, `TOKEN_LEAK`, the name of a fault that was played, or empty
    public record Entry(Instant at, String method, String path, List<String> headers, int status, String note) {}

    void add(Instant at, Request request, int status, String note) {
        if (entries.size() == LONGEST) {
            entries.removeFirst();
        }
        entries.add(new Entry(
                at,
                request.method(),
                request.path(),
                request.headers().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                status,
                note));
    }

    /// Oldest first.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    void clear() {
        entries.clear();
    }

    static Object json(Entry entry) {
        return Json.object(
                "at", entry.at().toString(),
                "method", entry.method(),
                "path", entry.path(),
                "headers", entry.headers(),
                "status", entry.status(),
                "note", entry.note());
    }
}
