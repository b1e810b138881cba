package io.pilothouse.demo.stash;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Lazy;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One Stash server.
public final class StashSimulator implements Simulator {

    private static final String PANIC =
            "Internal system error. Error <runtime error: invalid memory address or nil pointer dereference>";
    private static final int SCHEMA = 75;

    /// Root fields that answer whatever the state of the database.
    private static final Set<String> ALWAYS = Set.of("version", "systemStatus", "configuration", "jobQueue", "__type");

    private final Setting setting;
    private final String version;
    private final StashTypes types;
    private final Lazy<StashLibrary> library;
    private final String key;
    private final boolean keyless;
    private String status;
    private boolean locked;

    public StashSimulator(Setting setting) {
        this.setting = setting;
        version = setting.spec().option("version", "v0.30.1");
        types = new StashTypes(Integer.parseInt(version.split("\\.")[1]));
        library = new Lazy<>(() -> new StashLibrary(setting));
        key = "eyJhbGciOiJIUzI1NiJ9." + setting.secret("key", 40, Setting.LETTERS) + "."
                + setting.secret("sign", 43, Setting.LETTERS);
        keyless = setting.spec().flag("keyless");
        status = setting.spec().option("status", "OK");
    }

    @Override
    public Access access() {
        return keyless ? Access.OPEN : Access.key("apiKey", key);
    }

    public StashLibrary library() {
        return library.get();
    }

    /// `OK`, `SETUP` or `NEEDS_MIGRATION`.
    public void status(String next) {
        status = next;
    }

    @Override
    public Reply answer(Request request) {
        var path = request.path();
        if (path.equals("/healthz")) {
            return Reply.text(200, ".");
        }
        if (keyless && request.header("X-Forwarded-For").isPresent()) {
            locked = true;
            return Reply.text(
                    403, "You have attempted to access Stash over the internet, and authentication is not enabled.");
        }
        if (locked || setting.bansCaller()) {
            return Reply.text(403, "Stash is exposed to the public internet without authentication.");
        }
        if (path.equals("/login")) {
            return Reply.html(200, "<!DOCTYPE html><html><head><title>Login</title></head><body>Stash</body></html>");
        }
        if (path.equals("/graphql") && request.header("Upgrade").isPresent()) {
            return graphQlError(400, "unable to upgrade", null);
        }
        var given = request.header("ApiKey").filter(value -> !value.isBlank()).or(() -> request.parameter("apikey"));
        boolean wrong = given.isPresent() && (keyless || !given.get().equals(key) || setting.refusesSecret());
        if (wrong) {
            return unauthorized();
        }
        if (given.isEmpty() && (!keyless || setting.refusesSecret())) {
            boolean page = !path.equals("/graphql") && !hasExtension(path);
            return page
                    ? Reply.redirect(302, "/login?returnURL=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                    : unauthorized();
        }
        if (path.equals("/graphql")) {
            return graphQl(request).withHeader("Cache-Control", "no-store");
        }
        return hasExtension(path)
                ? Reply.empty(404)
                : Reply.html(200, "<!DOCTYPE html><html><head><title>Stash</title></head><body></body></html>");
    }

    private static boolean hasExtension(String path) {
        return path.substring(path.lastIndexOf('/') + 1).contains(".");
    }

    private static Reply unauthorized() {
        return Reply.empty(401).withHeader("WWW-Authenticate", "FormBased");
    }

    private Reply graphQl(Request request) {
        if (!request.method().equals("POST")
                || !request.header("Content-Type").orElse("").startsWith("application/json")) {
            return graphQlError(400, "transport not supported", null);
        }
        var body = Json.parse(request.body());
        if (!body.isObject() || !body.path("query").isTextual()) {
            return graphQlError(400, "json request body could not be decoded", null);
        }
        try {
            var document = GraphQlDocument.parse(body.path("query").asText());
            var wanted = body.path("operationName").asText("");
            var operation = document.operations().stream()
                    .filter(candidate -> wanted.isEmpty()
                            || wanted.equals("null")
                            || candidate.name().equals(wanted))
                    .findFirst();
            if (operation.isEmpty()) {
                return graphQlError(422, "operation " + wanted + " not found", "GRAPHQL_VALIDATION_FAILED");
            }
            var execution = new GraphQlExecution(types, document, variables(body.path("variables")));
            execution.check(operation.get());
            return Reply.json(Json.object("data", execution.run(operation.get(), this::resolve)));
        } catch (GraphQlDocument.Unreadable e) {
            return graphQlError(422, String.valueOf(e.getMessage()), "GRAPHQL_PARSE_FAILED");
        } catch (GraphQlExecution.Invalid e) {
            return graphQlError(422, String.valueOf(e.getMessage()), "GRAPHQL_VALIDATION_FAILED");
        } catch (GraphQlExecution.Failed e) {
            return graphQlError(200, String.valueOf(e.getMessage()), null);
        }
    }

    private static Reply graphQlError(int httpStatus, String message, @Nullable String code) {
        var error = Json.object("message", message);
        if (code != null) {
            error.put("extensions", Json.object("code", code));
        }
        return Reply.json(httpStatus, Json.object("errors", List.of(error), "data", null));
    }

    private static Map<String, @Nullable Object> variables(JsonNode given) {
        var variables = new LinkedHashMap<String, @Nullable Object>();
        given.properties().forEach(entry -> variables.put(entry.getKey(), plain(entry.getValue())));
        return variables;
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            return variables(node);
        }
        if (node.isArray()) {
            var list = new ArrayList<@Nullable Object>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.asDouble();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.isNull() ? null : node.asText();
    }

    private @Nullable Object resolve(String field, Map<String, @Nullable Object> arguments)
            throws GraphQlExecution.Failed {
        if (!status.equals("OK") && !ALWAYS.contains(field)) {
            throw new GraphQlExecution.Failed(PANIC);
        }
        return switch (field) {
            case "version" -> Json.object("version", version, "hash", "b23b0267a", "build_time", "2025-12-18 01:02:03");
            case "systemStatus" -> systemStatus();
            case "stats" -> library().statistics();
            case "configuration" -> configuration();
            case "jobQueue", "findJob" -> null;
            case "__type" ->
                types.introspect(String.valueOf(arguments.get("name"))).orElse(null);
            case "__typename" -> "Query";
            case "findScene" ->
                library().rows("scenes").stream()
                        .filter(row -> String.valueOf(arguments.get("id")).equals(row.get("id")))
                        .findFirst()
                        .orElse(null);
            default -> find(field, arguments);
        };
    }

    private Map<String, @Nullable Object> systemStatus() {
        int database =
                switch (status) {
                    case "SETUP" -> 0;
                    case "NEEDS_MIGRATION" -> SCHEMA - 2;
                    default -> SCHEMA;
                };
        return Json.object(
                "status", status,
                "databaseSchema", database,
                "appSchema", SCHEMA,
                "databasePath", "/config/stash-go.sqlite",
                "os", "linux");
    }

    private Map<String, @Nullable Object> configuration() {
        return Json.object(
                "general",
                        Json.object(
                                "stashes",
                                List.of(Json.object(
                                        "path", "/data/" + setting.spec().name(),
                                        "excludeVideo", false,
                                        "excludeImage", false)),
                                "databasePath",
                                "/config/stash-go.sqlite",
                                "backupDirectoryPath",
                                "",
                                "generatedPath",
                                "/generated",
                                "apiKey",
                                keyless ? "" : key,
                                "username",
                                keyless ? "" : "admin",
                                "password",
                                "********",
                                "parallelTasks",
                                1,
                                "videoFileNamingAlgorithm",
                                "OSHASH",
                                "stashBoxes",
                                List.of(Json.object("name", "Box", "endpoint", "https://box.example/graphql"))),
                "interface", Json.object("language", "en-GB"));
    }

    private Map<String, @Nullable Object> find(String field, Map<String, @Nullable Object> arguments)
            throws GraphQlExecution.Failed {
        var type = field.equals("findSceneMarkers")
                ? "scene_markers"
                : field.substring(4).toLowerCase(java.util.Locale.ROOT);
        if (arguments.get("ids") instanceof List<?> ids && !ids.isEmpty()) {
            var chosen = new ArrayList<Map<String, @Nullable Object>>();
            for (var id : ids) {
                chosen.add(library().rows(type).stream()
                        .filter(row -> String.valueOf(id).equals(row.get("id")))
                        .findFirst()
                        .orElseThrow(() -> new GraphQlExecution.Failed(
                                type.substring(0, type.length() - 1) + " with id " + id + " not found")));
            }
            return Json.object("count", chosen.size(), type, chosen);
        }
        var rows = new ArrayList<>(library().rows(type));
        for (var argument : arguments.entrySet()) {
            if (argument.getKey().endsWith("_filter") && argument.getValue() instanceof Map<?, ?> where) {
                rows.removeIf(row -> !passes(row, where));
            }
        }
        int count = rows.size();
        var page = arguments.get("filter") instanceof Map<?, ?> filter ? filter : Map.of();
        sort(rows, type, page);
        long size = page.get("per_page") instanceof Long given ? given : 25;
        long number = page.get("page") instanceof Long given ? Math.max(1, given) : 1;
        var chosen = size < 0
                ? rows
                : rows.stream().skip((number - 1) * size).limit(size).toList();
        return Json.object("count", count, type, chosen);
    }

    private void sort(List<Map<String, @Nullable Object>> rows, String type, Map<?, ?> page)
            throws GraphQlExecution.Failed {
        var sort = page.get("sort") instanceof String given ? given : "";
        Comparator<Map<String, @Nullable Object>> order =
                switch (sort) {
                    case "id" -> Comparator.comparingLong(StashSimulator::id);
                    case "created_at", "updated_at" -> Comparator.comparing(row -> String.valueOf(row.get(sort)));
                    case "" -> Comparator.comparing(row -> String.valueOf(row.get("name")));
                    default -> throw new GraphQlExecution.Failed("invalid sort: " + sort);
                };
        if (sort.isEmpty() && Set.of("scenes", "images", "galleries").contains(type)) {
            Collections.shuffle(rows, new java.util.Random(setting.clock().millis()));
            return;
        }
        rows.sort("DESC".equals(page.get("direction")) ? order.reversed() : order);
    }

    private static long id(Map<String, @Nullable Object> row) {
        return Long.parseLong(String.valueOf(row.get("id")));
    }

    /// Time stamps are compared as the texts they are.
    private static boolean passes(Map<String, @Nullable Object> row, Map<?, ?> where) {
        if (where.get("id") instanceof Map<?, ?> rule && rule.get("value") instanceof Long value) {
            int compared = Long.compare(id(row), value);
            if (!holds(rule, compared)) {
                return false;
            }
        }
        for (var stamp : List.of("created_at", "updated_at")) {
            if (where.get(stamp) instanceof Map<?, ?> rule
                    && !holds(rule, String.valueOf(row.get(stamp)).compareTo(String.valueOf(rule.get("value"))))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Map<?, ?> rule, int compared) {
        return switch (String.valueOf(rule.get("modifier"))) {
            case "GREATER_THAN" -> compared > 0;
            case "LESS_THAN" -> compared < 0;
            case "NOT_EQUALS" -> compared != 0;
            default -> compared == 0;
        };
    }
}
