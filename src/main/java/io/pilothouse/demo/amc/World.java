package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.amc.AmcSimulator.Switches;
import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Everything that a scenario holds, from its start on; a reset makes another.
final class World {

    private static final List<String> ENDS =
            List.of("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "SUCCEEDED", "REJECTED", "SUCCEEDED", "CANCELLED");

    final VirtualClock clock;
    final LoginWithAmazon login;
    final Cloud cloud;
    final Executions executions;
    final FaultRules faults;
    final Api api;
    final Downloads downloads;
    Switches switches;
    private final Map<String, Map<String, JsonNode>> workflows = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> schedules = new TreeMap<>();
    private final Set<String> termsMissing = new HashSet<>();
    private final RemoteSchedules firing;

    /// @param scenario instead of the spec's own; empty for that
    World(Setting spec, String scenario) {
        var setting = scenario.isEmpty() ? spec : with(spec, scenario);
        clock = new VirtualClock(
                setting.clock(), Double.parseDouble(setting.spec().option("factor", "1")));
        boolean harbour = setting.spec().option("scenario", "").equals("harbour");
        login = new LoginWithAmazon(setting, clock, harbour ? List.of("A", "B") : List.of("A"));
        cloud = new Cloud(setting, clock.now());
        executions = new Executions(setting.random("executions"), clock);
        faults = new FaultRules(setting.random("faults"));
        switches = Switches.usual(setting);
        downloads = new Downloads(setting, this);
        api = new Api(setting, this);
        firing = new RemoteSchedules(clock.now().minus(Duration.ofDays(3)));
        if (setting.spec().option("terms", "true").equals("false")) {
            acceptTerms(false);
        }
        if (harbour) {
            termsMissing.add("ENTITY1PH0USEC3");
            faults.add(new FaultRules.Rule(FaultRules.Kind.SLOW, "*", "amcpilot009", -1, 0.5, 300, ""));
            faults.add(new FaultRules.Rule(FaultRules.Kind.STATUS, "*", "amcpilot009", -1, 0.2, 503, ""));
        }
        for (var instance : cloud.instances()) {
            samples(instance);
        }
        remoteSchedules(cloud.own());
        past(harbour ? 40 : 12);
    }

    private static Setting with(Setting spec, String scenario) {
        return new Setting(
                spec.spec().with("scenario", scenario),
                spec.clock(),
                spec.start(),
                spec.identitySeed(),
                spec.accessSeed(),
                spec.fault(),
                spec.newSecret(),
                spec.address(),
                spec.aside(),
                spec.swarm());
    }

    boolean termsAccepted(Cloud.Account account) {
        return !termsMissing.contains(account.entityId()) && !termsMissing.contains("*");
    }

    void acceptTerms(boolean accepted) {
        if (accepted) {
            termsMissing.clear();
        } else {
            termsMissing.add("*");
        }
    }

    void advance() {
        var now = clock.now();
        cloud.advance(now);
        schedules.forEach((instanceId, all) -> {
            for (var schedule : all.values()) {
                firing.advance(instanceId, schedule, now, (fired, slot) -> fire(instanceId, fired, slot));
            }
        });
        executions.advance(now);
    }

    private void fire(String instanceId, JsonNode schedule, Instant slot) {
        var workflowId = schedule.path("workflowId").asText();
        var workflow = workflowsOf(instanceId).get(workflowId);
        if (workflow == null) {
            return;
        }
        boolean fails = schedule.path("scheduleId").asText().endsWith("failing");
        var plan = Plan.USUAL.running(fails ? Duration.ofMinutes(10) : Duration.ofHours(6));
        executions.scheduled(
                cloud.find(instanceId).orElseThrow(),
                workflowId,
                workflow,
                fails ? plan.ending("FAILED", "Unable to complete the workflow execution.") : plan,
                slot);
    }

    Map<String, JsonNode> workflowsOf(String instanceId) {
        return workflows.computeIfAbsent(instanceId, _ -> new TreeMap<>());
    }

    Map<String, JsonNode> schedulesOf(String instanceId) {
        return schedules.computeIfAbsent(instanceId, _ -> new TreeMap<>());
    }

    private void samples(Cloud.Instance instance) {
        workflow(
                instance,
                "ph.reach-by-campaign",
                "SELECT campaign, SUM(impressions) AS impressions FROM sponsored_ads_traffic GROUP BY campaign");
        workflow(
                instance,
                "analytics-3f0c8f0a-52a7-4c2e-9b9e-3c1a6d3b7f10",
                "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign");
    }

    private void workflow(Cloud.Instance instance, String id, String sql) {
        workflowsOf(instance.id()).put(id, json(Json.object("workflowId", id, "sqlQuery", sql)));
    }

    private void remoteSchedules(Cloud.Instance instance) {
        workflow(
                instance,
                "ph.spend-daily",
                "SELECT campaign, SUM(spend) AS spend FROM sponsored_ads_traffic GROUP BY campaign");
        schedule(instance, "ph.reach-daily", "ph.reach-by-campaign", 6);
        schedule(instance, "ph.spend-failing", "ph.spend-daily", 7);
        workflow(
                instance,
                "ph.clicks-daily",
                "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign");
        schedule(instance, "ph.clicks-silent", "ph.clicks-daily", 8);
    }

    private void schedule(Cloud.Instance instance, String id, String workflowId, int hour) {
        schedulesOf(instance.id())
                .put(
                        id,
                        json(Json.object(
                                "scheduleId", id,
                                "workflowId", workflowId,
                                "aggregationPeriod", "Daily",
                                "aggregationHourUtc", hour,
                                "scheduleEnabled", true)));
    }

    /// Runs of the last sixty days, older ones first.
    private void past(int count) {
        var able = cloud.instances().stream()
                .filter(instance -> instance.creationStatus().equals("COMPLETED")
                        && !instance.account().entityId().equals(Cloud.FOREIGN))
                .toList();
        if (able.isEmpty()) {
            return;
        }
        for (int i = 0; i < count; i++) {
            var instance = able.get(i % Math.min(3, able.size()));
            var at = clock.now().minus(Duration.ofHours(60L * 24 - 36L * i));
            var end = ENDS.get(i % ENDS.size());
            var last = LocalDate.ofInstant(at, ZoneOffset.UTC).minusDays(2);
            var workflow = workflowsOf(instance.id()).get("ph.reach-by-campaign");
            executions.past(
                    instance,
                    "ph.reach-by-campaign",
                    workflow,
                    json(Json.object(
                            "timeWindowStart", last.minusDays(7) + "T00:00:00",
                            "timeWindowEnd", last + "T00:00:00",
                            "timeWindowTimeZone", "UTC")),
                    Plan.USUAL
                            .running(Duration.ofSeconds(40 + i * 7L % 300))
                            .ending(end, end.equals("REJECTED") ? "Unsupported scalar operation: NTILE" : "Timed out"),
                    at);
        }
    }

    static JsonNode json(Map<String, ?> object) {
        return Json.parse(Json.bytes(object));
    }
}
