package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

/// What an app says in the body of an error (section 4 of the contract). Its `description` is a stack trace
/// and never read.
final class ArrObjection {

    private static final int LONGEST = 200;

    private ArrObjection() {}

    /// @return its words in one line; empty when it gives none
    static Optional<String> words(JsonNode body) {
        var said = new ArrayList<String>();
        if (body.isArray()) { // a validation that failed
            body.forEach(it -> add(said, it.path("errorMessage").asText("")));
        } else if (body.isObject()) {
            Stream.of("message", "errorMessage", "title")
                    .map(key -> body.path(key).asText(""))
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .ifPresent(text -> add(said, text));
            body.path("errors").forEach(each -> each.forEach(it -> add(said, it.asText(""))));
        } else if (body.isTextual()) {
            add(said, body.asText().replaceAll("<[^>]*>", " "));
        }
        var line = String.join(" ", said).replaceAll("\\s+", " ").strip();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…");
    }

    private static void add(ArrayList<String> said, String text) {
        if (!text.isBlank()) {
            said.add(text.strip());
        }
    }
}
