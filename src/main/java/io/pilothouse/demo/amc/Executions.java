package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The runs of all instances, moved on by the clock: pending, running, then ended. At most
/// [#AT_ONCE] run in one instance. Section 6.6 and 7.
final class Executions {

    private static final int AT_ONCE = 10;
    private static final Duration QUEUED = Duration.ofSeconds(5);
    private static final Duration RUNS = Duration.ofSeconds(40);
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final SplittableRandom random;
    private final Map<String, Execution> executions = new LinkedHashMap<>();

    /// @param sql the text as sent, the seed of its result
    record Execution(
            String id,
            String instanceId,
            String workflowId,
            String sql,
            JsonNode request,
            String status,
            Instant created,
            Instant updated,
            @Nullable Instant started) {

        Execution with(String next, Instant now) {
            return new Execution(
                    id,
                    instanceId,
                    workflowId,
                    sql,
                    request,
                    next,
                    created,
                    now,
                    next.equals("RUNNING") ? now : started);
        }

        boolean inProgress() {
            return status.equals("PENDING") || status.equals("RUNNING");
        }
    }

    Executions(SplittableRandom random) {
        this.random = random;
    }

    Execution start(String instanceId, String workflowId, String sql, JsonNode request, Instant now) {
        var id = new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
        var execution = new Execution(id, instanceId, workflowId, sql, request, "PENDING", now, now, null);
        executions.put(id, execution);
        return execution;
    }

    Optional<Execution> find(String instanceId, String id) {
        return Optional.ofNullable(executions.get(id))
                .filter(execution -> execution.instanceId().equals(instanceId));
    }

    /// Newest first.
    List<Execution> of(String instanceId) {
        var own = new ArrayList<>(executions.values().stream()
                .filter(execution -> execution.instanceId().equals(instanceId))
                .toList());
        return own.reversed();
    }

    void cancel(Execution execution, Instant now) {
        executions.put(execution.id(), execution.with("CANCELLED", now));
    }

    void advance(Instant now) {
        for (var execution : List.copyOf(executions.values())) {
            var started = execution.started();
            if (execution.status().equals("RUNNING")
                    && started != null
                    && !started.plus(RUNS).isAfter(now)) {
                executions.put(execution.id(), execution.with("SUCCEEDED", started.plus(RUNS)));
            }
        }
        for (var execution : List.copyOf(executions.values())) {
            if (execution.status().equals("PENDING")
                    && !execution.created().plus(QUEUED).isAfter(now)
                    && running(execution.instanceId()) < AT_ONCE) {
                executions.put(execution.id(), execution.with("RUNNING", now));
            }
        }
    }

    private long running(String instanceId) {
        return executions.values().stream()
                .filter(execution -> execution.instanceId().equals(instanceId))
                .filter(execution -> execution.status().equals("RUNNING"))
                .count();
    }

    static Map<String, @Nullable Object> json(Execution execution) {
        var request = execution.request();
        var zone = request.path("timeWindowTimeZone").asText("UTC");
        var start = request.path("timeWindowStart").asText("");
        var end = request.path("timeWindowEnd").asText("");
        var json = Json.object(
                "workflowExecutionId", execution.id(),
                "workflowId", execution.workflowId(),
                "status", execution.status(),
                "createTime", execution.created().toString(),
                "lastUpdatedTime", execution.updated().toString(),
                "waitUntil", execution.created().minus(Duration.ofHours(1)).toString(),
                "expireTime", execution.created().plus(Duration.ofDays(1)).toString(),
                "timeWindowStart", instant(start, zone),
                "timeWindowEnd", instant(end, zone),
                "timeWindowStartOriginal", start,
                "timeWindowEndOriginal", end,
                "timeWindowTimeZoneOriginal", zone,
                "executionCategory", "AD_HOC",
                "parameterValues", request.path("parameterValues"),
                "dataGaps", List.of(),
                "disableAggregationControls", false,
                "workflowExecutionTimeoutSeconds",
                        request.path("workflowExecutionTimeoutSeconds").asInt(21_600));
        if (execution.status().equals("SUCCEEDED")) {
            json.put("executionTime", RUNS.toSeconds());
            json.put("outputS3URI", "N/A");
            json.put("outputColumns", outputColumns());
        }
        return json;
    }

    private static @Nullable String instant(String local, String zone) {
        try {
            return local.isEmpty()
                    ? null
                    : LocalDateTime.parse(local)
                            .atZone(ZoneId.of(zone))
                            .toInstant()
                            .toString();
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static List<Object> outputColumns() {
        return List.of(
                Json.object("name", "campaign", "columnType", "DIMENSION", "dataType", "STRING"),
                Json.object("name", "impressions", "columnType", "METRIC", "dataType", "LONG"),
                Json.object("name", "clicks", "columnType", "METRIC", "dataType", "LONG"),
                Json.object(
                        "name", "spend", "columnType", "METRIC", "dataType", "DECIMAL", "precision", 38, "scale", 17));
    }

    /// The rows of a run; they follow from its instance, SQL, parameters and window alone.
    static byte[] result(Execution execution) {
        var request = execution.request();
        var seed = (execution.instanceId()
                        + execution.sql().strip().replaceAll("\\s+", " ")
                        + request.path("parameterValues")
                        + request.path("timeWindowStart")
                        + request.path("timeWindowEnd"))
                .hashCode();
        var random = new SplittableRandom(seed);
        var csv = new StringBuilder("campaign,impressions,clicks,spend\n");
        for (int i = 0; i < 5 + random.nextInt(20); i++) {
            long impressions = 100 + random.nextLong(2_000_000);
            long clicks = impressions / (40 + random.nextInt(200));
            boolean suppressed = random.nextInt(12) == 0;
            csv.append("\"Campaign ")
                    .append(i + 1)
                    .append("\",")
                    .append(impressions)
                    .append(',');
            csv.append(suppressed ? "" : clicks).append(',');
            csv.append(clicks * 31)
                    .append('.')
                    .append("%02d".formatted(random.nextInt(100)))
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The secret part of a download address and the moment it dies.
    static boolean fresh(long issuedSeconds, Instant now) {
        return Instant.ofEpochSecond(issuedSeconds).plus(FRESH).isAfter(now);
    }
}
