package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.demo.service.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The runs of all instances, moved on by the virtual clock: pending, running, perhaps publishing, then
/// ended. At most [#AT_ONCE] run in one instance and [#PER_ACCOUNT] in one account. Sections 6.6, 7 and
/// 11.4.
public final class Executions {

    private static final int AT_ONCE = 10;
    private static final int PER_ACCOUNT = 200;

    private volatile boolean timed = true;
    private boolean unlisted;
    private final SplittableRandom random;
    private final VirtualClock clock;
    private final Map<String, Execution> executions = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Deque<Plan> next = new ArrayDeque<>();
    private final Map<String, Instant> freed = new HashMap<>();
    private int created;

    /// How a run goes.
    ///
    /// @param end        status it ends with: `SUCCEEDED`, `FAILED`, `REJECTED`, `CANCELLED`; empty: never
    /// @param reason     `statusReason` of a bad end
    /// @param pending    before it starts
    /// @param running    after that
    /// @param publishing between running and the end; zero for none
    /// @param odd        a status shown instead of `RUNNING`; empty for none
    /// @param rows       of its result; negative for the usual few
    /// @param parts      files of the result, 1 to 5
    /// @param late       before its result can be downloaded
    /// @param columns    of the result; empty for those that the SQL names
    public record Plan(
            String end,
            String reason,
            Duration pending,
            Duration running,
            Duration publishing,
            String odd,
            int rows,
            int parts,
            boolean gzip,
            Duration late,
            List<String> columns) {

        public static final Plan USUAL = new Plan(
                "SUCCEEDED",
                "",
                Duration.ofSeconds(5),
                Duration.ofSeconds(40),
                Duration.ZERO,
                "",
                -1,
                1,
                false,
                Duration.ZERO,
                List.of());

        public Plan ending(String status, String why) {
            return new Plan(status, why, pending, running, publishing, odd, rows, parts, gzip, late, columns);
        }

        public Plan running(Duration time) {
            return new Plan(end, reason, pending, time, publishing, odd, rows, parts, gzip, late, columns);
        }

        public Plan publishing(Duration time) {
            return new Plan(end, reason, pending, running, time, odd, rows, parts, gzip, late, columns);
        }

        public Plan odd(String status) {
            return new Plan(end, reason, pending, running, publishing, status, rows, parts, gzip, late, columns);
        }

        public Plan late(Duration time) {
            return new Plan(end, reason, pending, running, publishing, odd, rows, parts, gzip, time, columns);
        }

        /// @param names columns instead of the SQL's, for files that must differ
        public Plan result(int count, int files, boolean packed, String... names) {
            return new Plan(end, reason, pending, running, publishing, odd, count, files, packed, late, List.of(names));
        }

        static Plan read(JsonNode json, Plan from) {
            var columns = new ArrayList<String>();
            json.path("columns").forEach(name -> columns.add(name.asText()));
            return new Plan(
                    json.path("end").asText(from.end()),
                    json.path("reason").asText(from.reason()),
                    seconds(json, "pendingSeconds", from.pending()),
                    seconds(json, "runningSeconds", from.running()),
                    seconds(json, "publishingSeconds", from.publishing()),
                    json.path("odd").asText(from.odd()),
                    json.path("rows").asInt(from.rows()),
                    Math.clamp(json.path("parts").asInt(from.parts()), 1, 5),
                    json.path("gzip").asBoolean(from.gzip()),
                    seconds(json, "lateSeconds", from.late()),
                    List.copyOf(columns));
        }

        private static Duration seconds(JsonNode json, String key, Duration otherwise) {
            return json.has(key) ? Duration.ofSeconds(json.path(key).asLong()) : otherwise;
        }
    }

    /// @param sql      the text as sent, the seed of its result
    /// @param category `AD_HOC` or `SCHEDULED`
    record Execution(
            String id,
            Cloud.Instance instance,
            String workflowId,
            JsonNode workflow,
            JsonNode request,
            Plan plan,
            String category,
            String status,
            Instant created,
            Instant updated,
            @Nullable Instant started,
            @Nullable Instant ended) {

        Execution with(String next, Instant at) {
            return new Execution(
                    id,
                    instance,
                    workflowId,
                    workflow,
                    request,
                    plan,
                    category,
                    next,
                    created,
                    at,
                    started == null && next.equals("RUNNING") ? at : started,
                    ends(next) ? at : null);
        }

        boolean inProgress() {
            return !ends(status);
        }

        String sql() {
            return workflow.path("sqlQuery").asText("");
        }

        boolean dryRun() {
            return request.path("dryRun").asBoolean();
        }
    }

    private static boolean ends(String status) {
        return switch (status) {
            case "SUCCEEDED", "FAILED", "REJECTED", "CANCELLED" -> true;
            default -> false;
        };
    }

    Executions(SplittableRandom random, VirtualClock clock) {
        this.random = random;
        this.clock = clock;
    }

    /// The next run that is created goes like this; several wait in line.
    public void plan(Plan plan) {
        next.add(plan);
    }

    /// Whether answers say how long a run took; the contract promises it only after success.
    public void timed(boolean on) {
        timed = on;
    }

    /// How many runs were created by requests, dry ones included.
    public int created() {
        return created;
    }

    Plan nextPlan(Plan otherwise) {
        var planned = next.poll();
        return planned == null ? otherwise : planned;
    }

    Execution start(
            Cloud.Instance instance, String workflowId, JsonNode workflow, JsonNode request, Plan plan, Instant at) {
        created++;
        return put(instance, workflowId, workflow, request, plan, "AD_HOC", at);
    }

    /// A run that Amazon started by itself.
    Execution scheduled(Cloud.Instance instance, String workflowId, JsonNode workflow, Plan plan, Instant at) {
        return put(instance, workflowId, workflow, MissingNode.getInstance(), plan, "SCHEDULED", at);
    }

    /// A run of the past, as it ended.
    void past(Cloud.Instance instance, String workflowId, JsonNode workflow, JsonNode request, Plan plan, Instant at) {
        var execution = put(instance, workflowId, workflow, request, plan, "AD_HOC", at);
        var started = at.plus(plan.pending());
        executions.put(
                execution.id(), execution.with("RUNNING", started).with(plan.end(), started.plus(plan.running())));
        open.remove(execution.id());
    }

    private Execution put(
            Cloud.Instance instance,
            String workflowId,
            JsonNode workflow,
            JsonNode request,
            Plan plan,
            String category,
            Instant at) {
        var id = new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() >>> 2 | 1L << 63).toString();
        var execution = new Execution(
                id, instance, workflowId, workflow, request, plan, category, "PENDING", at, at, null, null);
        executions.put(id, execution);
        open.add(id);
        return execution;
    }

    Optional<Execution> find(String instanceId, String id) {
        return Optional.ofNullable(executions.get(id))
                .filter(execution -> execution.instance().id().equals(instanceId));
    }

    /// Lists name no run, until that is over: one that was made shows up later.
    public void unlisted(boolean now) {
        unlisted = now;
    }

    /// As lists have it, newest first.
    List<Execution> of(String instanceId) {
        if (unlisted) {
            return List.of();
        }
        var own = new ArrayList<>(executions.values().stream()
                .filter(execution -> execution.instance().id().equals(instanceId))
                .sorted(java.util.Comparator.comparing(Execution::created))
                .toList());
        return own.reversed();
    }

    /// How many runs an instance was asked for since a moment, dry ones left out.
    long adHocSince(String instanceId, Instant since) {
        return executions.values().stream()
                .filter(it -> it.instance().id().equals(instanceId)
                        && it.category().equals("AD_HOC")
                        && !it.dryRun()
                        && !it.created().isBefore(since))
                .count();
    }

    void cancel(Execution execution, Instant now) {
        executions.put(execution.id(), execution.with("CANCELLED", now));
        open.remove(execution.id());
    }

    /// Somebody cancels all that is under way, in Amazon's console.
    public void cancelAll() {
        var now = clock.now();
        executions.values().stream()
                .filter(execution -> execution.ended() == null)
                .toList()
                .forEach(execution -> cancel(execution, now));
    }

    /// Forgets a run, as if the service had lost it.
    public void lose(String id) {
        executions.remove(id);
        open.remove(id);
    }

    /// Lets everything happen that is due, in the order of time.
    void advance(Instant now) {
        var next = nextEvent();
        while (next.isPresent() && !next.get().at().isAfter(now)) {
            var moved = next.get().moved();
            executions.put(moved.id(), moved);
            if (!moved.inProgress()) {
                open.remove(moved.id());
                freed.put(moved.instance().id(), next.get().at());
                freed.put(moved.instance().account().entityId(), next.get().at());
            }
            next = nextEvent();
        }
    }

    private record Event(Instant at, Execution moved) {}

    private Optional<Event> nextEvent() {
        var running = new HashMap<String, Integer>();
        for (var id : open) {
            var execution = executions.get(id);
            if (!execution.status().equals("PENDING") && execution.category().equals("AD_HOC")) {
                running.merge(execution.instance().id(), 1, Integer::sum);
                running.merge(execution.instance().account().entityId(), 1, Integer::sum);
            }
        }
        Event first = null;
        for (var id : open) {
            var event = eventOf(executions.get(id), running);
            if (event.isPresent() && (first == null || event.get().at().isBefore(first.at()))) {
                first = event.get();
            }
        }
        return Optional.ofNullable(first);
    }

    private Optional<Event> eventOf(Execution execution, Map<String, Integer> running) {
        var plan = execution.plan();
        var started = execution.started();
        if (started == null) {
            var instance = execution.instance().id();
            var account = execution.instance().account().entityId();
            boolean full =
                    running.getOrDefault(instance, 0) >= AT_ONCE || running.getOrDefault(account, 0) >= PER_ACCOUNT;
            if (full && execution.category().equals("AD_HOC")) {
                return Optional.empty();
            }
            var at = later(
                    execution.created().plus(pace(execution, plan.pending())),
                    later(freed.getOrDefault(instance, Instant.MIN), freed.getOrDefault(account, Instant.MIN)));
            return Optional.of(new Event(at, execution.with("RUNNING", at)));
        }
        if (plan.end().isEmpty()) {
            return Optional.empty();
        }
        var ran = started.plus(pace(execution, plan.running()));
        if (plan.publishing().isPositive() && !execution.status().equals("PUBLISHING")) {
            return Optional.of(new Event(ran, execution.with("PUBLISHING", ran)));
        }
        var ended = ran.plus(clock.pace(plan.publishing()));
        return Optional.of(new Event(ended, execution.with(plan.end(), ended)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Duration pace(Execution execution, Duration usual) {
        return execution.dryRun() ? clock.pace(Duration.ofSeconds(1)) : clock.pace(usual);
    }

    /// @return whether its result can be downloaded now
    boolean ready(Execution execution, Instant now) {
        var ended = execution.ended();
        return execution.status().equals("SUCCEEDED")
                && ended != null
                && !execution.dryRun()
                && !execution.request().path("skipPublish").asBoolean()
                && !ended.plus(clock.pace(execution.plan().late())).isAfter(now);
    }

    Map<String, @Nullable Object> json(Execution execution, boolean withWorkflow) {
        var request = execution.request();
        var zone = request.path("timeWindowTimeZone").asText("UTC");
        var start = request.path("timeWindowStart").asText("");
        var end = request.path("timeWindowEnd").asText("");
        var odd = execution.plan().odd();
        var json = Json.object(
                "workflowExecutionId", execution.id(),
                "workflowId", execution.workflowId(),
                "status", execution.status().equals("RUNNING") && !odd.isEmpty() ? odd : execution.status(),
                "createTime", execution.created().toString(),
                "lastUpdatedTime", execution.updated().toString(),
                "waitUntil", execution.created().minus(Duration.ofHours(1)).toString(),
                "expireTime", execution.created().plus(Duration.ofDays(1)).toString(),
                "timeWindowStart", instant(start, zone),
                "timeWindowEnd", instant(end, zone),
                "timeWindowStartOriginal", start,
                "timeWindowEndOriginal", end,
                "timeWindowTimeZoneOriginal", zone,
                "executionCategory", execution.category(),
                "parameterValues",
                        request.path("parameterValues").isObject() ? request.path("parameterValues") : Map.of(),
                "dataGaps", List.of(),
                "disableAggregationControls", false,
                "workflowExecutionTimeoutSeconds",
                        request.path("workflowExecutionTimeoutSeconds").asInt(21_600),
                "simExtra", null);
        if (withWorkflow) {
            json.put("workflow", execution.workflow());
        }
        var ended = execution.ended();
        var started = execution.started();
        switch (execution.status()) {
            case "SUCCEEDED" -> {
                if (timed && ended != null && started != null) {
                    json.put("executionTime", Duration.between(started, ended).toSeconds());
                }
                json.put("validatedTime", execution.created().plusMillis(412).toString());
                json.put("outputS3URI", "N/A");
                if (!execution.dryRun()) {
                    json.put("outputColumns", outputColumns(execution));
                }
            }
            case "FAILED", "REJECTED" ->
                json.put("statusReason", execution.plan().reason());
            default -> {}
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

    private static List<Sql.Column> columns(Execution execution) {
        var columns = new ArrayList<Sql.Column>();
        if (execution.plan().columns().isEmpty()) {
            columns.addAll(new Sql(execution.sql()).outputs());
        }
        for (var name : execution.plan().columns()) {
            var parts = name.split(":");
            columns.add(new Sql.Column(
                    parts[0],
                    parts.length > 1 && !parts[1].equals("STRING") && !parts[1].equals("DATE"),
                    parts.length > 1 ? parts[1] : "STRING"));
        }
        var marker =
                execution.workflow().path("filteredMetricsDiscriminatorColumn").asText("");
        if (!marker.isEmpty()) {
            columns.add(new Sql.Column(marker, false, "BOOLEAN"));
        }
        return columns;
    }

    private static List<Object> outputColumns(Execution execution) {
        var list = new ArrayList<Object>();
        for (var column : columns(execution)) {
            var json = Json.object(
                    "name", column.name(),
                    "columnType", column.metric() ? "METRIC" : "DIMENSION",
                    "dataType", column.type());
            if (column.type().equals("DECIMAL")) {
                json.put("precision", 38);
                json.put("scale", 17);
            }
            list.add(json);
        }
        return list;
    }

    /// The rows of a run; they follow from its instance, SQL, parameters and window alone.
    static Rows result(Execution execution) {
        var request = execution.request();
        var start = request.path("timeWindowStart").asText("");
        var end = request.path("timeWindowEnd").asText("");
        long seed = (execution.instance().id()
                        + execution.sql().strip().replaceAll("\\s+", " ")
                        + request.path("parameterValues")
                        + start
                        + end)
                .hashCode();
        var sql = new Sql(execution.sql());
        boolean nothing = sql.endsWithSemicolon() || tooYoungOrOld(execution, end, start);
        int usual = 5 + new SplittableRandom(seed).nextInt(20);
        int rows = nothing ? 0 : execution.plan().rows() >= 0 ? execution.plan().rows() : usual;
        var workflow = execution.workflow();
        boolean blanks = workflow.path("privacyFilteringBehavior").asText("").equals("REMOVE_VALUES")
                || !workflow.path("filteredMetricsDiscriminatorColumn")
                        .asText("")
                        .isEmpty();
        return new Rows(
                seed,
                columns(execution),
                rows,
                execution.plan().parts(),
                Rows.days(start, end),
                Rows.day(start),
                execution.instance().account().currency(),
                blanks,
                execution.plan().gzip());
    }

    /// Nothing has arrived yet, or nothing is kept so long.
    private static boolean tooYoungOrOld(Execution execution, String end, String start) {
        if (start.isEmpty()) {
            return false;
        }
        var today = execution.created().atZone(ZoneId.of("UTC")).toLocalDate();
        return !Rows.day(start).isBefore(today.minusDays(1)) || !Rows.day(end).isAfter(today.minusMonths(13));
    }
}
