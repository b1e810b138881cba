package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One command of a simulated app, as far as it has come.
final class ArrCommand {
    final int id;
    final String name;
    final JsonNode body;
    final Instant queuedAt;
    final String trigger;
    final List<String> downloads = new ArrayList<>();
    final Set<Integer> searched = new LinkedHashSet<>();

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endsAt;

    @Nullable
    Instant endedAt;

    String status = "queued";
    String result = "unknown";
    String message = "";
    String exception = "";

    ArrCommand(int id, String name, JsonNode body, Instant queuedAt, String trigger) {
        this.id = id;
        this.name = name;
        this.body = body;
        this.queuedAt = queuedAt;
        this.trigger = trigger;
    }
}
