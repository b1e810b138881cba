package io.pilothouse.demo.amc;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The Advertising API as AMC's clients see it, with its token endpoint and its result store.
public final class AmcSimulator implements Simulator {

    private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern INTERNAL_ID = Pattern.compile("amc-\\d{10}[a-z0-9]{3}");
    private static final String RESULTS = "/results/";

    private final Setting setting;
    private final LoginWithAmazon login;
    private final Cloud cloud;
    private final Executions executions;
    private final Map<String, Map<String, JsonNode>> workflows = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> schedules = new TreeMap<>();
    private boolean termsAccepted;
    private int throttled;
    private long second;
    private int inSecond;

    public AmcSimulator(Setting setting) {
        this.setting = setting;
        login = new LoginWithAmazon(setting);
        cloud = new Cloud(setting);
        executions = new Executions(setting.random("executions"));
        termsAccepted = !setting.spec().option("terms", "true").equals("false");
        for (var instance : cloud.instances()) {
            var sample = Json.object(
                    "workflowId", "ph.reach-by-campaign",
                    "sqlQuery",
                            "SELECT campaign, SUM(impressions) AS impressions FROM sponsored_ads_traffic GROUP BY campaign");
            workflowsOf(instance).put("ph.reach-by-campaign", Json.parse(Json.bytes(sample)));
        }
    }

    @Override
    public Access access() {
        var own = cloud.own();
        var settings = new LinkedHashMap<String, String>();
        settings.put("accountId", own.account().entityId());
        settings.put("entityId", own.account().entityId());
        settings.put("marketplaceId", own.account().marketplaceId());
        settings.put("instanceId", own.id());
        settings.put("region", own.account().region());
        return new Access("", login.secrets(), settings);
    }

    public LoginWithAmazon login() {
        return login;
    }

    /// The next requests to the API are answered 429.
    public void throttle(int requests) {
        throttled = requests;
    }

    public void acceptTerms(boolean accepted) {
        termsAccepted = accepted;
    }

    /// Instances whose creation was in progress are ready.
    public void completeCreation() {
        cloud.complete();
    }

    @Override
    public void tick(Instant now) {
        executions.advance(now);
    }

    @Override
    public Reply answer(Request request) {
        executions.advance(now());
        if (request.path().equals("/auth/o2/token")) {
            return login.token(request);
        }
        if (request.path().startsWith(RESULTS)) {
            return download(request);
        }
        if (!request.path().startsWith("/amc/") && !request.path().equals("/adsAccounts/list")) {
            return refusal(404, "Not Found");
        }
        if (throttledNow()) {
            return refusal(429, "Too Many Requests").withHeader("Retry-After", "1");
        }
        if (!login.opens(request)) {
            return refusal(401, "Not authorized to access this advertiser");
        }
        if (setting.bansCaller()) {
            return refusal(403, "Unauthorized request.");
        }
        return mediaTypes(request).orElseGet(() -> api(request));
    }

    private Instant now() {
        return setting.clock().instant();
    }

    private boolean throttledNow() {
        if (throttled > 0) {
            throttled--;
            return true;
        }
        int rate = Integer.parseInt(setting.spec().option("ratePerSecond", "0"));
        if (second != now().getEpochSecond()) {
            second = now().getEpochSecond();
            inSecond = 0;
        }
        return rate > 0 && ++inSecond > rate;
    }

    private static Optional<Reply> mediaTypes(Request request) {
        var accept = request.header("Accept").orElse("*/*");
        if (!accept.contains("json") && !accept.contains("*/*")) {
            return Optional.of(refusal(406, "Not Acceptable"));
        }
        boolean typed = request.header("Content-Type")
                .filter(type -> type.contains("json"))
                .isPresent();
        return request.body().length > 0 && !typed
                ? Optional.of(refusal(415, "Unsupported Media Type"))
                : Optional.empty();
    }

    private Reply api(Request request) {
        var parts = Arrays.asList(request.path().substring(1).split("/"));
        if (request.path().equals("/amc/accounts")) {
            return listed(request, "amcAccounts", cloud.accounts(), Cloud::json);
        }
        if (request.path().equals("/adsAccounts/list")) {
            return Reply.json(Json.object("adsAccounts", adsAccounts(), "nextToken", null));
        }
        if (request.path().equals("/amc/audiences/connections/terms")) {
            return terms(request);
        }
        var entity = request.header("Amazon-Advertising-API-AdvertiserId").orElse("");
        if (entity.isBlank()) {
            return refusal(400, "entityId provided is null");
        }
        var marketplace = request.header("Amazon-Advertising-API-MarketplaceId").orElse("");
        if (marketplace.isBlank()) {
            return refusal(400, "marketplaceId provided is null");
        }
        if (request.path().equals("/amc/instances")) {
            return termsAccepted
                    ? listed(request, "instances", cloud.instancesOf(entity), this::json)
                    : termsRequired();
        }
        return parts.size() < 3 ? refusal(404, "Not Found") : ofInstance(request, parts, entity, marketplace);
    }

    private Reply ofInstance(Request request, List<String> parts, String entity, String marketplace) {
        var id = parts.get(2);
        if (UUID.matcher(id).matches() || INTERNAL_ID.matcher(id).matches()) {
            return refusal(403, "Unauthorized request.");
        }
        var found = cloud.find(id);
        if (found.isEmpty()) {
            return refusal(404, "Instance " + id + " does not exist.");
        }
        var instance = found.get();
        if (!instance.account().entityId().equals(entity) || entity.equals(Cloud.FOREIGN)) {
            return refusal(403, "Unauthorized request.");
        }
        if (!instance.account().marketplaceId().equals(marketplace)) {
            return refusal(404, "Instance " + id + " does not exist.");
        }
        if (parts.get(1).equals("instances")) {
            return parts.size() == 3
                    ? Reply.json(Json.object("instance", json(instance)))
                    : parts.get(3).equals("advertisers")
                            ? listed(request, "advertisers", Cloud.advertisers(instance), Function.identity())
                            : refusal(404, "Not Found");
        }
        if (!parts.get(1).equals("reporting") || parts.size() < 4) {
            return refusal(404, "Not Found");
        }
        if (!termsAccepted) {
            return termsRequired();
        }
        return switch (parts.get(3)) {
            case "dataSources" -> dataSources(request, parts, instance);
            case "workflows" -> definitions(request, parts, "workflow", workflowsOf(instance));
            case "schedules" -> definitions(request, parts, "schedule", schedulesOf(instance));
            case "workflowExecutions" -> executions(request, parts, instance);
            default -> refusal(404, "Not Found");
        };
    }

    private Map<String, JsonNode> workflowsOf(Cloud.Instance instance) {
        return workflows.computeIfAbsent(instance.id(), _ -> new TreeMap<>());
    }

    private Map<String, JsonNode> schedulesOf(Cloud.Instance instance) {
        return schedules.computeIfAbsent(instance.id(), _ -> new TreeMap<>());
    }

    private Map<String, @Nullable Object> json(Cloud.Instance instance) {
        var root = setting.address().get().toString();
        return Cloud.json(instance, root.substring(0, root.length() - 1));
    }

    private List<Object> adsAccounts() {
        return cloud.accounts().stream()
                .map(account -> (Object) Json.object(
                        "adsAccountId",
                                "amzn1.ads-account.g." + account.entityId().toLowerCase(java.util.Locale.ROOT),
                        "accountName", account.name(),
                        "status", "CREATED",
                        "countryCodes", List.of(account.country()),
                        "alternateIds",
                                List.of(Json.object("countryCode", account.country(), "entityId", account.entityId()))))
                .toList();
    }

    private Reply terms(Request request) {
        if (request.method().equals("PATCH")) {
            termsAccepted = Json.parse(request.body()).path("hasAccepted").asBoolean();
            return Reply.empty(204);
        }
        return Reply.json(Json.object(
                "hasAccepted", termsAccepted, "agreementToken", "sim-terms", "agreementContent", "<h1>Terms</h1>"));
    }

    private static Reply termsRequired() {
        return refusal(403, "AMC terms and conditions must be accepted before using this API.");
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
                .orElse(refusal(400, "Data source with ID " + parts.get(4) + " does not exist."));
    }

    /// Workflows and schedules: whole definitions under an id the caller chose.
    private Reply definitions(Request request, List<String> parts, String what, Map<String, JsonNode> all) {
        var key = what + "Id";
        if (parts.size() == 4) {
            if (request.method().equals("GET")) {
                return listed(request, what + "s", List.copyOf(all.values()), Function.identity());
            }
            var body = Json.parse(request.body());
            var id = body.path(key).asText();
            if (id.isBlank()) {
                return refusal(422, key + " is required");
            }
            if (all.containsKey(id)) {
                return refusal(400, capital(what) + " with ID " + id + " already exists.");
            }
            all.put(id, body);
            return Reply.of(200, "application/octet-stream", "{}".getBytes(StandardCharsets.US_ASCII));
        }
        var id = parts.get(4);
        var known = all.get(id);
        if (known == null) {
            return refusal(404, capital(what) + " with ID " + id + " does not exist.");
        }
        return switch (request.method()) {
            case "GET" -> single(what, known);
            case "PUT" -> {
                all.put(id, Json.parse(request.body()));
                yield Reply.json(Map.of());
            }
            case "DELETE" -> {
                all.remove(id);
                yield Reply.json(Map.of());
            }
            default -> refusal(405, "Method Not Allowed");
        };
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private Reply executions(Request request, List<String> parts, Cloud.Instance instance) {
        if (parts.size() == 4) {
            return request.method().equals("POST") ? start(request, instance) : list(request, instance);
        }
        var found = executions.find(instance.id(), parts.get(4));
        if (found.isEmpty()) {
            return refusal(400, "Workflow execution with ID " + parts.get(4) + " does not exist.");
        }
        var execution = found.get();
        if (parts.size() == 6 && parts.get(5).equals("downloadUrls")) {
            return execution.status().equals("SUCCEEDED")
                    ? Reply.json(Json.object(
                            "downloadUrls", List.of(address(execution)),
                            "metadataDownloadUrls", List.of(),
                            "nextToken", null))
                    : refusal(404, "Execution with ID " + execution.id() + " is unavailable for download.");
        }
        if (request.method().equals("PUT")) {
            if (!execution.inProgress()) {
                return refusal(400, "Execution with ID " + execution.id() + " has already ended.");
            }
            executions.cancel(execution, now());
            return Reply.json(Map.of());
        }
        return single("workflowExecution", Executions.json(execution));
    }

    private Reply start(Request request, Cloud.Instance instance) {
        var body = Json.parse(request.body());
        boolean embedded = body.path("workflow").isObject();
        if (embedded == body.path("workflowId").isTextual()) {
            return refusal(400, "Exactly one of workflow and workflowId must be provided.");
        }
        for (var field : List.of("timeWindowStart", "timeWindowEnd")) {
            var text = body.path(field).asText("");
            if (!text.isEmpty() && !text.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}")) {
                return refusal(400, field + " must match yyyy-MM-dd'T'HH:mm:ss");
            }
        }
        var saved = workflowsOf(instance).get(body.path("workflowId").asText());
        if (!embedded && saved == null) {
            return refusal(400, "Workflow with ID " + body.path("workflowId").asText() + " does not exist.");
        }
        var workflow = embedded ? body.path("workflow") : saved;
        var workflowId = workflow.path("workflowId").asText("transient_" + now().toEpochMilli());
        var sql = workflow.path("sqlQuery").asText("");
        var wrong = unknownTable(sql, instance);
        if (wrong.isPresent()) {
            int column = wrong.get().start(1) + 1;
            return refusal(
                    400,
                    "Was unable to compile workflow " + workflowId
                            + " because it was found to be invalid: From line 1, column "
                            + column + " to line 1, column " + wrong.get().end(1) + ": Object '"
                            + wrong.get().group(1)
                            + "' not found");
        }
        var execution = executions.start(instance.id(), workflowId, sql, body, now());
        return single("workflowExecution", Executions.json(execution));
    }

    private static Optional<Matcher> unknownTable(String sql, Cloud.Instance instance) {
        var known = Cloud.tables(instance).stream().map(Cloud.Table::id).toList();
        var matcher = TABLE.matcher(sql);
        while (matcher.find()) {
            if (!known.contains(matcher.group(1).toLowerCase(java.util.Locale.ROOT))) {
                return Optional.of(matcher);
            }
        }
        return Optional.empty();
    }

    private Reply list(Request request, Cloud.Instance instance) {
        var workflowId = request.parameter("workflowId");
        var since = request.parameter("minCreationTime");
        if (workflowId.isEmpty() && since.isEmpty()) {
            return refusal(400, "Either workflowId or minCreationTime must be provided.");
        }
        boolean cancelledToo =
                request.parameter("includeCancelled").filter("true"::equals).isPresent();
        Instant earliest;
        try {
            earliest = since.map(text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC))
                    .orElse(Instant.EPOCH);
        } catch (DateTimeParseException _) {
            return refusal(400, "minCreationTime must match yyyy-MM-dd'T'HH:mm:ss");
        }
        var chosen = executions.of(instance.id()).stream()
                .filter(execution -> cancelledToo || !execution.status().equals("CANCELLED"))
                .filter(execution -> workflowId.isEmpty() || workflowId.get().equals(execution.workflowId()))
                .filter(execution -> !execution.created().isBefore(earliest))
                .toList();
        return listed(request, "executions", chosen, Executions::json);
    }

    private String address(Executions.Execution execution) {
        long issued = now().getEpochSecond();
        return setting.address().get() + RESULTS.substring(1) + execution.instanceId() + "/" + execution.id()
                + "/part%2F1+of+1.csv?X-Amz-Date=" + issued + "&X-Amz-Expires=600&X-Amz-Signature="
                + signature(execution.id(), issued);
    }

    private String signature(String id, long issued) {
        return setting.secret("signature " + id + issued, 32, Setting.HEX);
    }

    private Reply download(Request request) {
        if (request.header("Authorization").isPresent()) {
            return Reply.of(
                    400,
                    "application/xml",
                    "<Error><Code>InvalidArgument</Code></Error>".getBytes(StandardCharsets.US_ASCII));
        }
        var parts = request.path().substring(RESULTS.length()).split("/");
        var issued = request.number("X-Amz-Date", 0);
        var execution = parts.length < 2 ? Optional.<Executions.Execution>empty() : executions.find(parts[0], parts[1]);
        boolean signed = execution.isPresent()
                && request.parameter("X-Amz-Signature")
                        .filter(signature(parts[1], issued)::equals)
                        .isPresent();
        if (!signed || !Executions.fresh(issued, now())) {
            return Reply.of(
                    403,
                    "application/xml",
                    "<Error><Code>AccessDenied</Code></Error>".getBytes(StandardCharsets.US_ASCII));
        }
        return Reply.of(200, "text/csv", Executions.result(execution.orElseThrow()));
    }

    /// Single objects come bare, as in Amazon's samples, or wrapped, as in its OpenAPI document.
    private Reply single(String wrapper, Object object) {
        return Reply.json(setting.spec().flag("wrapped") ? Json.object(wrapper, object) : object);
    }

    /// One page; the token is opaque and holds characters that must be encoded.
    private static <T> Reply listed(Request request, String name, List<T> all, Function<T, ?> json) {
        int limit = Math.clamp(request.number("limit", 100), 1, 100);
        int from = request.parameter("nextToken").map(AmcSimulator::offset).orElse(0);
        var page = new ArrayList<Object>();
        all.stream().skip(from).limit(limit).forEach(element -> page.add(json.apply(element)));
        var next = from + limit < all.size() ? token(from + limit) : null;
        return Reply.json(Json.object(name, page, "nextToken", next));
    }

    private static String token(int offset) {
        return "/+" + Base64.getEncoder().encodeToString(("offset:" + offset).getBytes(StandardCharsets.US_ASCII))
                + "=";
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

    private static Reply refusal(int status, String details) {
        return Reply.json(status, Json.object("code", String.valueOf(status), "details", details));
    }
}
