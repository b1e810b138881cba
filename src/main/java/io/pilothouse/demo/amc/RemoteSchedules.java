package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/// When Amazon's own schedules fire: daily or weekly at an hour of UTC. One whose id ends in `silent`
/// never does, which is what people must be told about. Section 6.8.
final class RemoteSchedules {

    private final Map<String, Instant> doneUntil = new HashMap<>();
    private final Instant start;

    /// @param start slots before it are over
    RemoteSchedules(Instant start) {
        this.start = start;
    }

    /// @param fire takes the schedule and when it was due
    void advance(String instanceId, JsonNode schedule, Instant now, BiConsumer<JsonNode, Instant> fire) {
        var id = schedule.path("scheduleId").asText();
        if (!schedule.path("scheduleEnabled").asBoolean(true) || id.endsWith("silent")) {
            return;
        }
        var key = instanceId + "/" + id;
        var from = doneUntil.getOrDefault(key, start);
        var slot = from.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
        while (!slot.isAfter(now)) {
            if (due(schedule, slot)) {
                fire.accept(schedule, slot);
            }
            doneUntil.put(key, slot);
            slot = slot.plus(Duration.ofHours(1));
        }
    }

    private static boolean due(JsonNode schedule, Instant slot) {
        var time = slot.atOffset(ZoneOffset.UTC);
        if (time.getHour() != schedule.path("aggregationHourUtc").asInt(0)) {
            return false;
        }
        if (!schedule.path("aggregationPeriod").asText("Daily").equalsIgnoreCase("Weekly")) {
            return true;
        }
        var day = schedule.path("aggregationStartDay").asText("Monday").toUpperCase(Locale.ROOT);
        return time.getDayOfWeek() == DayOfWeek.valueOf(day);
    }
}
