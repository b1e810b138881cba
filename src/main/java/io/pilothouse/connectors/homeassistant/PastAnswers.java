package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.number;
import static io.pilothouse.connectors.homeassistant.Answers.seconds;
import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.HomeTimes;
import io.pilothouse.domain.home.Past.Entry;
import io.pilothouse.domain.home.Past.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// History, statistics and logbook (contract section 16).
final class PastAnswers {

    private PastAnswers() {}

    /// Those without rows are missing.
    static Map<String, List<Point>> byEntity(JsonNode states) {
        var byEntity = new LinkedHashMap<String, List<Point>>();
        states.properties().forEach(entry -> byEntity.put(entry.getKey(), states(entry.getValue())));
        return byEntity;
    }

    /// Here `lu` is always there, and `lc` only where it differs: the reverse of the live feed.
    static List<Point> states(JsonNode rows) {
        var points = new ArrayList<Point>();
        for (var row : rows) {
            var at = seconds(row.path("lc")).or(() -> seconds(row.path("lu")));
            if (at.isPresent()) {
                var state = row.path("s").asText();
                points.add(new Point(at.get(), state, number(state), OptionalDouble.empty(), OptionalDouble.empty()));
            }
        }
        return points;
    }

    static List<Point> statistics(JsonNode rows) {
        var points = new ArrayList<Point>();
        for (var row : rows) {
            var value = number(row.path("mean"));
            if (value.isEmpty()) {
                value = number(row.path("state"));
            }
            if (value.isEmpty()) {
                value = number(row.path("sum"));
            }
            var at = start(row.path("start"));
            if (at.isPresent()) {
                points.add(new Point(at.get(), "", value, number(row.path("min")), number(row.path("max"))));
            }
        }
        return points;
    }

    /// Milliseconds; servers before 2023.2 wrote text.
    private static Optional<Instant> start(JsonNode node) {
        return node.isNumber() ? Optional.of(Instant.ofEpochMilli(node.asLong())) : HomeTimes.read(node.asText());
    }

    /// Newest first.
    static List<Entry> logbook(JsonNode list) {
        var entries = new ArrayList<Entry>();
        for (var one : list) {
            var at = seconds(one.path("when"))
                    .or(() -> HomeTimes.read(one.path("when").asText()));
            if (at.isEmpty()) {
                continue;
            }
            var entity = word(one, "entity_id");
            entries.add(new Entry(
                    at.get(),
                    entity,
                    text(one, "name").orElse(entity),
                    text(one, "message").or(() -> text(one, "state")).orElse(""),
                    cause(one)));
        }
        return entries.reversed();
    }

    private static String cause(JsonNode one) {
        if (text(one, "context_service").isPresent()) {
            return word(one, "context_domain") + "." + word(one, "context_service");
        }
        return text(one, "context_name")
                .or(() -> text(one, "context_entity_id"))
                .or(() -> text(one, "source"))
                .orElse("");
    }
}
