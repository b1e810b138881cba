package io.pilothouse.demo.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Questions about what was, and streams of it that go on. Section 16.
final class PastCommands {

    /// A stream without a filter sends so much first, and what is older after it.
    private static final Duration FIRST_PART = Duration.ofHours(24);

    private static final Duration IN_PARTS = Duration.ofHours(25);

    private final HomeAssistantSimulator home;

    PastCommands(HomeAssistantSimulator home) {
        this.home = home;
    }

    sealed interface Answer {

        record Wrong(String code, String text) implements Answer {}

        record Once(Object result) implements Answer {}

        /// @param goesOn empty for a stream that ended in the past
        record Stream(List<Map<String, @Nullable Object>> events, Optional<Following> goesOn) implements Answer {}
    }

    /// What a stream that goes on tells of a change.
    ///
    /// @param entityIds empty for all
    record Following(boolean logbook, Set<String> entityIds) {

        Optional<Map<String, @Nullable Object>> told(Entity before, Entity after) {
            if (!entityIds.isEmpty() && !entityIds.contains(after.id())) {
                return Optional.empty();
            }
            if (!logbook) {
                var row = Json.object("s", after.state(), "lu", Entity.seconds(after.lastUpdated()));
                if (!after.lastChanged().equals(after.lastUpdated())) {
                    row.put("lc", Entity.seconds(after.lastChanged()));
                }
                return Optional.of(Json.object("states", Json.object(after.id(), List.of(row))));
            }
            // what reads numbers is not in the logbook
            if (before.state().equals(after.state()) || after.attributes().containsKey("unit_of_measurement")) {
                return Optional.empty();
            }
            return Optional.of(Json.object(
                    "events",
                    List.of(Json.object(
                            "when",
                            Entity.seconds(after.lastUpdated()),
                            "entity_id",
                            after.id(),
                            "state",
                            after.state()))));
        }
    }

    Answer of(String type, JsonNode message) {
        Instant from;
        Optional<Instant> end;
        try {
            from = OffsetDateTime.parse(message.path("start_time").asText()).toInstant();
            end = message.has("end_time")
                    ? Optional.of(OffsetDateTime.parse(message.path("end_time").asText())
                            .toInstant())
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return new Answer.Wrong("invalid_start_time", "Invalid start_time");
        }
        boolean stream = type.endsWith("stream");
        if (stream && from.isAfter(home.now())) {
            return new Answer.Wrong("invalid_start_time", "Invalid start_time");
        }
        if (end.filter(from::isAfter).isPresent()) {
            return new Answer.Wrong("invalid_end_time", "Invalid end_time");
        }
        var to = end.orElse(home.now());
        var named = HomeAssistantSimulator.targets(
                message.path(type.startsWith("recorder") ? "statistic_ids" : "entity_ids"));
        var of = named.isEmpty()
                ? home.house().entities()
                : named.stream()
                        .flatMap(name -> home.house().find(name).stream())
                        .toList();
        var following = stream && end.filter(it -> !it.isAfter(home.now())).isEmpty()
                ? Optional.of(new Following(type.startsWith("logbook"), Set.copyOf(named)))
                : Optional.<Following>empty();
        return switch (type) {
            case "history/history_during_period" -> new Answer.Once(home.book().history(of, from, to, home.now()));
            case "history/stream" ->
                named.isEmpty()
                        ? new Answer.Stream(List.of(), Optional.empty())
                        : new Answer.Stream(
                                List.of(part("states", home.book().history(of, from, to, home.now()), from, to)),
                                following);
            case "logbook/get_events" -> new Answer.Once(home.book().logbook(of, from, to));
            case "logbook/event_stream" -> new Answer.Stream(logbook(of, named.isEmpty(), from, to), following);
            default ->
                new Answer.Once(home.book()
                        .statistics(of, from, to, row(message.path("period").asText())));
        };
    }

    private List<Map<String, @Nullable Object>> logbook(List<Entity> of, boolean all, Instant from, Instant to) {
        if (!all || Duration.between(from, to).compareTo(IN_PARTS) <= 0) {
            return List.of(part("events", home.book().logbook(of, from, to), from, to));
        }
        var between = to.minus(FIRST_PART);
        var parts = new ArrayList<Map<String, @Nullable Object>>();
        var newest = part("events", home.book().logbook(of, between, to), between, to);
        newest.put("partial", true);
        parts.add(newest);
        parts.add(part("events", home.book().logbook(of, from, between), from, between));
        return parts;
    }

    private static Map<String, @Nullable Object> part(String key, Object what, Instant from, Instant to) {
        return Json.object(key, what, "start_time", Entity.seconds(from), "end_time", Entity.seconds(to));
    }

    private static Duration row(String period) {
        return switch (period) {
            case "5minute" -> Duration.ofMinutes(5);
            case "day" -> Duration.ofDays(1);
            case "week" -> Duration.ofDays(7);
            case "month" -> Duration.ofDays(30);
            default -> Duration.ofHours(1);
        };
    }
}
