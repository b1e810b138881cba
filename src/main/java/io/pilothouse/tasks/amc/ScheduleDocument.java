package io.pilothouse.tasks.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A schedule as people write and read it: JSON with `name`, `workflow`, `parameters`, `instances` or
/// `brand`, `trigger` (five cron fields, `every-days:14:2026-01-01@08:00`, `first-workday@08:00`,
/// `last-workday@08:00`), `zone`, `window`, `lagDays`, `missed`, `overlap`, `deadline`.
public final class ScheduleDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> KEYS = Set.of(
            "id",
            "name",
            "workflow",
            "parameters",
            "instances",
            "brand",
            "trigger",
            "zone",
            "window",
            "lagDays",
            "missed",
            "overlap",
            "deadline");

    private ScheduleDocument() {}

    /// Finds an instance that a document names.
    @FunctionalInterface
    public interface Naming {
        Instance find(String words) throws ProblemException;
    }

    /// @throws ProblemException naming the key that is wrong
    public static Schedule read(String id, String json, Naming naming, ZoneId usualZone, Instant now)
            throws ProblemException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw problem("The schedule is no JSON: " + e.getOriginalMessage());
        }
        for (var key : node.properties()) {
            if (!KEYS.contains(key.getKey())) {
                throw problem("In the schedule “" + key.getKey() + "” is not known.");
            }
        }
        for (var needed : List.of("workflow", "trigger")) {
            if (node.path(needed).asText("").isBlank()) {
                throw problem("In the schedule “" + needed + "” is missing.");
            }
        }
        var instances = new ArrayList<InstanceId>();
        for (var words : node.path("instances")) {
            instances.add(naming.find(words.asText()).id());
        }
        var parameters = new TreeMap<String, String>();
        node.path("parameters")
                .properties()
                .forEach(it -> parameters.put(it.getKey(), it.getValue().asText()));
        try {
            return new Schedule(
                    id,
                    node.path("name").asText(id),
                    node.path("workflow").asText(),
                    parameters,
                    instances,
                    node.path("brand").asText(""),
                    Trigger.of(node.path("trigger").asText()),
                    node.has("zone") ? ZoneId.of(node.path("zone").asText()) : usualZone,
                    WindowRule.of(node.path("window").asText("last-days:7")),
                    Math.clamp(node.path("lagDays").asInt(2), 0, 60),
                    choice(Missed.values(), node.path("missed").asText("latest"), "missed"),
                    choice(Overlap.values(), node.path("overlap").asText("queue"), "overlap"),
                    deadline(node.path("deadline").asText("6h")),
                    now,
                    0,
                    "");
        } catch (IllegalArgumentException e) {
            throw problem("The schedule cannot be read. " + e.getMessage());
        } catch (DateTimeException e) {
            throw problem("The schedule cannot be read. " + e.getMessage() + ".");
        }
    }

    private static <E extends Enum<E>> E choice(E[] values, String word, String key) {
        return Arrays.stream(values)
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("“" + key + "” cannot be " + word + "."));
    }

    private static Duration deadline(String text) {
        if (!text.matches("\\d{1,3}[mhd]")) {
            throw new IllegalArgumentException("“deadline” is written 30m, 6h or 2d.");
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /// The same values as [#read] takes, in order.
    public static Map<String, @Nullable Object> values(Schedule schedule) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("id", schedule.id());
        values.put("name", schedule.name());
        values.put("workflow", schedule.workflow());
        values.put("parameters", new TreeMap<>(schedule.parameters()));
        values.put(
                "instances",
                schedule.instances().stream().map(InstanceId::value).toList());
        values.put("brand", schedule.brand());
        values.put("trigger", schedule.trigger().word());
        values.put("zone", schedule.zone().getId());
        values.put("window", schedule.window().word());
        values.put("lagDays", schedule.lagDays());
        values.put("missed", schedule.missed().word());
        values.put("overlap", schedule.overlap().word());
        values.put("deadline", word(schedule.deadline()));
        return values;
    }

    /// The same values as JSON.
    public static String write(Schedule schedule) {
        var values = values(schedule);
        values.remove("id");
        return MAPPER.valueToTree(values).toPrettyString();
    }

    private static String word(Duration deadline) {
        long minutes = deadline.toMinutes();
        return minutes % 1_440 == 0 ? minutes / 1_440 + "d" : minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }

    private static ProblemException problem(String summary) {
        return new ProblemException(new Problem(ProblemCode.BAD_VALUE, summary, "Correct the schedule."));
    }
}
