package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.amc.AmcSimulator.Asked;
import io.pilothouse.demo.amc.Executions.Execution;
import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API behind the token: sections 6.1 to 6.9.
final class Api {

    private static final String LOCAL_TIME = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}";

    private final Setting setting;
    private final World world;

    Api(Setting setting, World world) {
        this.setting = setting;
        this.world = world;
    }

    /// @param letter of the credential that asks
    Reply answer(Request request, Asked asked, String letter) {
        switch (asked.endpoint()) {
            case "accounts" -> {
                var listed = world.cloud.accountsOf(letter).stream()
                        .filter(it -> !it.selfService() || !world.switches.selfServiceHidden())
                        .toList();
                return listed(request, "amcAccounts", listed, Cloud::json);
            }
            case "adsAccounts" -> {
                return listed(request, "adsAccounts", world.cloud.accountsOf(letter), Api::adsAccount);
            }
            case "terms" -> {
                return terms(request, letter);
            }
            default -> {}
        }
        var entity = request.header("Amazon-Advertising-API-AdvertiserId").orElse("");
        if (entity.isBlank()) {
            return AmcSimulator.refusal(400, "entityId provided is null");
        }
        var marketplace = request.header("Amazon-Advertising-API-MarketplaceId").orElse("");
        if (marketplace.isBlank()) {
            return AmcSimulator.refusal(400, "marketplaceId provided is null");
        }
        if (asked.endpoint().equals("instances")) {
            return instances(request, letter, entity, marketplace);
        }
        return asked.instanceId().isEmpty()
                ? AmcSimulator.refusal(404, "Not Found")
                : ofInstance(request, asked, letter, entity, marketplace);
    }

    private Reply instances(Request request, String letter, String entity, String marketplace) {
        var account = world.cloud.accountsOf(letter).stream()
                .filter(it -> it.entityId().equals(entity))
                .findFirst();
        if (account.isEmpty()) {
            return AmcSimulator.refusal(403, "Unauthorized request.");
        }
        if (!account.get().marketplaceId().equals(marketplace)) {
            return AmcSimulator.refusal(404, "No such entity in this marketplace.");
        }
        return account.get().selfService() || world.termsAccepted(account.get())
                ? listed(request, "instances", world.cloud.instancesOf(account.get()), this::json)
                : AmcSimulator.termsRequired();
    }

    private Reply ofInstance(Request request, Asked asked, String letter, String entity, String marketplace) {
        var id = asked.instanceId();
        if (AmcSimulator.ours(id)) {
            return AmcSimulator.refusal(403, "Unauthorized request.");
        }
        var found = world.cloud.find(id);
        if (found.isEmpty()) {
            return AmcSimulator.refusal(404, "Instance " + id + " does not exist.");
        }
        var instance = found.get();
        var account = instance.account();
        if (!account.entityId().equals(entity) || !account.letter().equals(letter) || entity.equals(Cloud.FOREIGN)) {
            return AmcSimulator.refusal(403, "Unauthorized request.");
        }
        if (!account.marketplaceId().equals(marketplace)) {
            int status = world.switches.wrongMarket();
            return AmcSimulator.refusal(status, "Instance " + id + " does not exist.");
        }
        var parts = asked.parts();
        if (parts.get(1).equals("instances")) {
            return switch (asked.endpoint()) {
                case "instance" -> Reply.json(Json.object("instance", json(instance)));
                case "advertisers" -> listed(request, "advertisers", Cloud.advertisers(instance), Function.identity());
                default -> AmcSimulator.refusal(404, "Not Found");
            };
        }
        if (!world.termsAccepted(account)) {
            return AmcSimulator.termsRequired();
        }
        if (!instance.creationStatus().equals("COMPLETED")) {
            return AmcSimulator.refusal(400, "Instance " + id + " is not ready.");
        }
        return switch (parts.size() < 4 ? "" : parts.get(3)) {
            case "dataSources" -> dataSources(request, parts, instance);
            case "workflows" -> definitions(request, parts, "workflow", instance);
            case "schedules" -> definitions(request, parts, "schedule", instance);
            case "workflowExecutions" -> executions(request, parts, instance);
            default -> AmcSimulator.refusal(404, "Not Found");
        };
    }

    private Map<String, @Nullable Object> json(Cloud.Instance instance) {
        var root = setting.address().get().toString();
        return Cloud.json(instance, root.substring(0, root.length() - 1));
    }

    private static Object adsAccount(Cloud.Account account) {
        return Json.object(
                "adsAccountId", "amzn1.ads-account.g." + account.entityId().toLowerCase(Locale.ROOT),
                "accountName", account.name(),
                "status", "CREATED",
                "countryCodes", List.of(account.country()),
                "alternateIds",
                        List.of(
                                Json.object("countryCode", account.country(), "entityId", account.entityId()),
                                Json.object("countryCode", account.country(), "profileId", 1)));
    }

    private Reply terms(Request request, String letter) {
        if (request.method().equals("PATCH")) {
            world.acceptTerms(Json.parse(request.body()).path("hasAccepted").asBoolean());
            return Reply.empty(204);
        }
        return Reply.json(Json.object(
                "hasAccepted",
                world.cloud.accountsOf(letter).stream().allMatch(world::termsAccepted),
                "agreementToken",
                "sim-terms",
                "agreementContent",
                "<h1>Terms</h1>"));
    }

    private Reply dataSources(Request request, List<String> parts, Cloud.Instance instance) {
        var tables = Cloud.tables(instance);
        if (parts.size() == 4) {
            return listed(request, "dataSources", tables, Cloud::json);
        }
        return tables.stream()
                .filter(table -> table.id().equals(parts.get(4)))
                .findFirst()
                .map(table -> single("dataSource", Cloud.json(table)))
                .orElse(AmcSimulator.refusal(400, "Data source with ID " + parts.get(4) + " does not exist."));
    }

    /// Workflows and schedules: whole definitions under an id the caller chose.
    private Reply definitions(Request request, List<String> parts, String what, Cloud.Instance instance) {
        var all = what.equals("workflow") ? world.workflowsOf(instance.id()) : world.schedulesOf(instance.id());
        var key = what + "Id";
        if (parts.size() == 4) {
            if (request.method().equals("GET")) {
                return listed(request, what + "s", List.copyOf(all.values()), Function.identity());
            }
            var body = Json.parse(request.body());
            var id = body.path(key).asText();
            if (id.isBlank()) {
                return AmcSimulator.refusal(422, key + " is required");
            }
            if (all.containsKey(id)) {
                return AmcSimulator.refusal(400, capital(what) + " with ID " + id + " already exists.");
            }
            return stored(all, id, body, what, instance);
        }
        var id = parts.get(4);
        var known = all.get(id);
        if (known == null) {
            return AmcSimulator.refusal(404, capital(what) + " with ID " + id + " does not exist.");
        }
        return switch (request.method()) {
            case "GET" -> single(what, known);
            case "PUT" -> stored(all, id, Json.parse(request.body()), what, instance);
            case "DELETE" -> deleted(all, id, what, instance);
            default -> AmcSimulator.refusal(405, "Method Not Allowed");
        };
    }

    private Reply stored(Map<String, JsonNode> all, String id, JsonNode body, String what, Cloud.Instance instance) {
        if (what.equals("schedule")
                && !world.workflowsOf(instance.id())
                        .containsKey(body.path("workflowId").asText())) {
            return AmcSimulator.refusal(
                    400, "Workflow with ID " + body.path("workflowId").asText() + " does not exist.");
        }
        if (what.equals("workflow") && body.path("outputFormat").isTextual()) {
            return AmcSimulator.refusal(422, "outputFormat must be an object");
        }
        all.put(id, body);
        return Reply.of(200, "application/octet-stream", "{}".getBytes(StandardCharsets.US_ASCII));
    }

    private Reply deleted(Map<String, JsonNode> all, String id, String what, Cloud.Instance instance) {
        boolean used = what.equals("workflow")
                && world.schedulesOf(instance.id()).values().stream()
                        .anyMatch(
                                schedule -> schedule.path("workflowId").asText().equals(id));
        if (used) {
            return AmcSimulator.refusal(400, "Workflow with ID " + id + " is used by a schedule.");
        }
        all.remove(id);
        return Reply.json(Map.of());
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private Reply executions(Request request, List<String> parts, Cloud.Instance instance) {
        if (parts.size() == 4) {
            return request.method().equals("POST") ? start(request, instance) : list(request, instance);
        }
        var found = world.executions.find(instance.id(), parts.get(4));
        if (found.isEmpty()) {
            return AmcSimulator.refusal(400, "Workflow execution with ID " + parts.get(4) + " does not exist.");
        }
        var execution = found.get();
        if (parts.size() == 6 && parts.get(5).equals("downloadUrls")) {
            return world.downloads.addresses(execution);
        }
        if (request.method().equals("PUT")) {
            if (!Json.parse(request.body()).path("status").asText().equals("CANCELLED")) {
                return AmcSimulator.refusal(422, "status must be CANCELLED");
            }
            if (!execution.inProgress()) {
                return AmcSimulator.refusal(400, "Execution with ID " + execution.id() + " has already ended.");
            }
            world.executions.cancel(execution, world.clock.now());
            return Reply.json(Map.of());
        }
        return single("workflowExecution", world.executions.json(execution, flag(request, "includeWorkflow")));
    }

    private static boolean flag(Request request, String name) {
        return request.parameter(name).filter("true"::equals).isPresent();
    }

    private Reply start(Request request, Cloud.Instance instance) {
        var body = Json.parse(request.body());
        boolean embedded = body.path("workflow").isObject();
        if (embedded == body.path("workflowId").isTextual()) {
            return AmcSimulator.refusal(400, "Exactly one of workflow and workflowId must be provided.");
        }
        var time = wrongTime(body);
        if (time.isPresent()) {
            return time.get();
        }
        var saved = world.workflowsOf(instance.id()).get(body.path("workflowId").asText());
        if (!embedded && saved == null) {
            return AmcSimulator.refusal(
                    400, "Workflow with ID " + body.path("workflowId").asText() + " does not exist.");
        }
        var workflow = embedded ? body.path("workflow") : saved;
        var now = world.clock.now();
        var workflowId = workflow.path("workflowId").asText("transient_" + now.toEpochMilli());
        int limit = world.switches.dailyLimit();
        if (limit > 0
                && !body.path("dryRun").asBoolean()
                && world.executions.adHocSince(instance.id(), now.truncatedTo(ChronoUnit.DAYS)) >= limit) {
            return AmcSimulator.refusal(
                    400, "The limit of " + limit + " ad-hoc workflow executions per day has been reached.");
        }
        var plan = usualPlan();
        var wrong = compiled(workflow, workflowId, instance, body);
        if (wrong.isPresent()
                && !world.switches.lateRefusal()
                && !body.path("dryRun").asBoolean()) {
            return notCompiled(wrong.get());
        }
        var rejection = wrong.or(() -> new Sql(workflow.path("sqlQuery").asText("")).rejection())
                .or(() -> instance.type().equals("SANDBOX")
                                && !body.path("requireSyntheticData").asBoolean()
                        ? Optional.of("Executions on a sandbox must set requireSyntheticData.")
                        : Optional.empty());
        var chosen = rejection.map(why -> plan.ending("REJECTED", why)).orElse(plan);
        var execution = world.executions.start(instance, workflowId, workflow, body, chosen, now);
        return single("workflowExecution", world.executions.json(execution, false));
    }

    private Plan usualPlan() {
        var spec = setting.spec();
        var usual = Plan.USUAL.result(
                Integer.parseInt(spec.option("rows", "-1")),
                Integer.parseInt(spec.option("parts", "1")),
                spec.flag("gzip"));
        return world.executions.nextPlan(usual);
    }

    private static Optional<Reply> wrongTime(JsonNode body) {
        for (var field : List.of("timeWindowStart", "timeWindowEnd")) {
            var text = body.path(field).asText("");
            if (!text.isEmpty() && !text.matches(LOCAL_TIME)) {
                return Optional.of(AmcSimulator.refusal(400, field + " must match yyyy-MM-dd'T'HH:mm:ss"));
            }
        }
        var start = body.path("timeWindowStart").asText("");
        var end = body.path("timeWindowEnd").asText("");
        if (!start.isEmpty() && !end.isEmpty() && start.compareTo(end) >= 0) {
            return Optional.of(AmcSimulator.refusal(400, "timeWindowStart must be before timeWindowEnd"));
        }
        return Optional.empty();
    }

    private Optional<String> compiled(JsonNode workflow, String workflowId, Cloud.Instance instance, JsonNode body) {
        Set<String> tables =
                Cloud.tables(instance).stream().map(Cloud.Table::id).collect(Collectors.toSet());
        var declared = new HashSet<String>();
        workflow.path("inputParameters")
                .forEach(parameter -> declared.add(parameter.path("name").asText()));
        var refusal = new Sql(workflow.path("sqlQuery").asText("")).refusal(tables, declared);
        return refusal.or(() -> withoutValue(workflow, body))
                .map(why ->
                        "Was unable to compile workflow " + workflowId + " because it was found to be invalid: " + why);
    }

    private static Optional<String> withoutValue(JsonNode workflow, JsonNode body) {
        for (var parameter : workflow.path("inputParameters")) {
            var name = parameter.path("name").asText();
            if (!body.path("parameterValues").has(name) && !parameter.hasNonNull("defaultValue")) {
                return Optional.of("no value for parameter '" + name + "'");
            }
        }
        return Optional.empty();
    }

    private Reply notCompiled(String why) {
        return world.switches.detailsAsObject()
                ? Reply.json(
                        400, Json.object("code", "400", "details", Json.object("message", why, "line", 1, "column", 1)))
                : AmcSimulator.refusal(400, why);
    }

    private Reply list(Request request, Cloud.Instance instance) {
        var workflowId = request.parameter("workflowId");
        if (workflowId.isEmpty() && request.parameter("minCreationTime").isEmpty()) {
            return AmcSimulator.refusal(400, "Either workflowId or minCreationTime must be provided.");
        }
        Instant earliest;
        Instant latest;
        try {
            var zone = ZoneId.of(request.parameter("timeZone").orElse("UTC"));
            earliest = time(request, "minCreationTime", zone).orElse(Instant.EPOCH);
            latest = time(request, "maxCreationTime", zone).orElse(Instant.MAX);
        } catch (DateTimeException _) {
            return AmcSimulator.refusal(400, "minCreationTime and maxCreationTime must match yyyy-MM-dd'T'HH:mm:ss");
        }
        boolean cancelledToo = flag(request, "includeCancelled");
        boolean withWorkflow = flag(request, "includeWorkflow");
        var chosen = new ArrayList<>(world.executions.of(instance.id()).stream()
                .filter(execution -> cancelledToo || !execution.status().equals("CANCELLED"))
                .filter(execution -> workflowId.isEmpty() || workflowId.get().equals(execution.workflowId()))
                .filter(execution -> !execution.created().isBefore(earliest)
                        && !execution.created().isAfter(latest))
                .toList());
        List<Execution> ordered = flag(request, "sortAscending") ? chosen.reversed() : chosen;
        return listed(request, "executions", ordered, execution -> world.executions.json(execution, withWorkflow));
    }

    private static Optional<Instant> time(Request request, String name, ZoneId zone) {
        return request.parameter(name)
                .map(text -> LocalDateTime.parse(text).atZone(zone).toInstant());
    }

    /// Single objects come bare, as in Amazon's samples, or wrapped, as in its OpenAPI document.
    private Reply single(String wrapper, Object object) {
        return Reply.json(world.switches.wrapped() ? Json.object(wrapper, object) : object);
    }

    /// One page; the token is opaque and holds characters that must be encoded. The accounts page has no
    /// limit of its own to choose.
    private static <T> Reply listed(Request request, String name, List<T> all, Function<T, ?> json) {
        int limit = Math.clamp(request.number("limit", 100), 1, 100);
        var body = request.body().length > 0 ? Json.parse(request.body()) : Json.parse("{}");
        var token = request.parameter("nextToken")
                .or(() -> Optional.of(body.path("nextToken").asText("")))
                .filter(text -> !text.isEmpty());
        int from = token.map(Api::offset).orElse(0);
        var page = new ArrayList<Object>();
        all.stream().skip(from).limit(limit).forEach(element -> page.add(json.apply(element)));
        var next = from + limit < all.size() ? token(from + limit) : null;
        return Reply.json(Json.object(name, page, "nextToken", next));
    }

    private static String token(int offset) {
        return "/+" + Base64.getEncoder().encodeToString(FaultRules.ascii("offset:" + offset)) + "=";
    }

    private static int offset(String token) {
        try {
            var inner = token.substring(2, token.length() - 1);
            var text = new String(Base64.getDecoder().decode(inner), StandardCharsets.US_ASCII);
            return Integer.parseInt(text.substring("offset:".length()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return 0;
        }
    }
}
