package io.pilothouse.demo.stash;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Lazy;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import io.pilothouse.demo.service.Socket;
import io.pilothouse.demo.service.SocketPeer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One Stash server.
public final class StashSimulator implements Simulator {

    static final String PANIC =
            "Internal system error. Error <runtime error: invalid memory address or nil pointer dereference>";
    private static final int SCHEMA = 75;

    /// Root fields that answer whatever the state of the database.
    private static final Set<String> ALWAYS =
            Set.of("version", "systemStatus", "configuration", "jobQueue", "findJob", "__type");

    private final Setting setting;
    private final String version;
    private final StashTypes types;
    private final Lazy<StashLibrary> library;
    private final StashJobs jobs;
    private final StashFinds finds;
    private final StashChanges changes;
    private final String key;
    private final boolean keyless;
    private final List<String> violations = new ArrayList<>();
    private String status;
    private boolean locked;
    private String failure = "";
    private int failures;

    public StashSimulator(Setting setting) {
        this.setting = setting;
        version = setting.spec().option("version", "v0.30.1");
        types = new StashTypes(Integer.parseInt(version.split("\\.")[1]));
        library = new Lazy<>(() -> new StashLibrary(setting));
        jobs = new StashJobs(setting.clock());
        finds = new StashFinds(library::get, setting.clock(), violations);
        changes = new StashChanges(library::get, jobs, setting.clock());
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

    public StashJobs jobs() {
        return jobs;
    }

    /// The next listing of that type is empty, once, as if nothing were there.
    public void emptyOnce(String type) {
        finds.emptyOnce(type);
    }

    /// The next questions about the library fail with this text.
    public void fail(String message, int times) {
        failure = message;
        failures = times;
    }

    /// The server fails at this row from now on, whenever more than its id and stamps is asked for.
    public void breakRow(String type, long id) {
        library().update(type, id, row -> row.put(GraphQlExecution.BROKEN, true));
    }

    /// The server can tell this row again.
    public void mendRow(String type, long id) {
        library().update(type, id, row -> row.remove(GraphQlExecution.BROKEN));
    }

    /// The next listing of that type ends after so many rows, once, as if there were no more.
    public void endOnceAfter(String type, int rows) {
        finds.endOnceAfter(type, rows);
    }

    /// What a client did that it must never do, for example `per_page: -1`.
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /// As after a restart of the server: the jobs are forgotten, their numbers begin again.
    public void restart() {
        jobs.restart();
    }

    @Override
    public void tick(java.time.Instant now) {
        jobs.tick();
    }

    @Override
    public Optional<SocketPeer> openSocket(Request request, Socket socket) {
        var given = request.header("ApiKey").filter(value -> !value.isBlank()).or(() -> request.parameter("apikey"));
        boolean right = given.isPresent()
                ? !keyless && given.get().equals(key) && !setting.refusesSecret()
                : keyless && !setting.refusesSecret();
        return request.path().equals("/graphql") && right
                ? Optional.of(new StashSocket(socket, jobs))
                : Optional.empty();
    }

    @Override
    public Reply answer(Request request) {
        var path = request.path();
        if (path.equals("/healthz")) {
            return Reply.text(200, ".");
        }
        if (keyless && request.header("X-Forwarded-For").isPresent()) {
            violations.add("X-Forwarded-For");
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
            return graphQl(request).withHeader("Cache-Control", "no-store").withHeader("Date", httpDate());
        }
        var media = StashMedia.answer(request, library.get(), status.equals("OK"));
        if (media.isPresent()) {
            return media.get();
        }
        return hasExtension(path)
                ? Reply.empty(404)
                : Reply.html(200, "<!DOCTYPE html><html><head><title>Stash</title></head><body></body></html>");
    }

    private String httpDate() {
        return java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                setting.clock().instant().atZone(java.time.ZoneOffset.UTC));
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
        if (failures > 0 && !ALWAYS.contains(field)) {
            failures--;
            throw new GraphQlExecution.Failed(failure);
        }
        return switch (field) {
            case "version" -> Json.object("version", version, "hash", "b23b0267a", "build_time", "2025-12-18 01:02:03");
            case "systemStatus" -> systemStatus();
            case "stats" -> library().statistics();
            case "configuration" -> configuration();
            case "jobQueue" -> jobs.queue();
            case "findJob" -> jobs.find(arguments);
            case "__type" ->
                types.introspect(String.valueOf(arguments.get("name"))).orElse(null);
            case "__typename" -> "Query";
            case "logs" -> List.of();
            case "findSavedFilters" -> savedFilters();
            case "sceneStreams" -> streams(String.valueOf(arguments.get("id")));
            default -> field.startsWith("find") ? finds.find(field, arguments) : changes.make(field, arguments);
        };
    }

    /// In the form of the server's own page, which knows more than the server does.
    private static List<Object> savedFilters() {
        return List.of(
                savedFilter(
                        "1",
                        "SCENES",
                        "Tidy, well rated",
                        Json.object("q", "", "sort", "rating", "direction", "DESC", "per_page", 40),
                        Json.object(
                                "organized",
                                Json.object("modifier", "EQUALS", "value", "true"),
                                "rating100",
                                Json.object("modifier", "GREATER_THAN", "value", Json.object("value", 59)))),
                savedFilter(
                        "2",
                        "SCENES",
                        "First tag in 4K",
                        Json.object("q", null, "sort", "date", "direction", "DESC", "per_page", 40),
                        Json.object(
                                "tags",
                                Json.object(
                                        "modifier",
                                        "INCLUDES_ALL",
                                        "value",
                                        Json.object(
                                                "items",
                                                List.of(Json.object("id", "1", "label", "first")),
                                                "excluded",
                                                List.of(),
                                                "depth",
                                                0)),
                                "resolution",
                                Json.object("modifier", "EQUALS", "value", "FOUR_K"),
                                "orientation",
                                Json.object("value", List.of("Landscape")))),
                savedFilter(
                        "3",
                        "PERFORMERS",
                        "By name",
                        Json.object("q", "a", "sort", "name", "direction", "ASC", "per_page", 40),
                        Json.object()));
    }

    private static Object savedFilter(String id, String mode, String name, Object find, Object object) {
        return Json.object(
                "__typename", "SavedFilter",
                "id", id,
                "mode", mode,
                "name", name,
                "object_filter", object,
                "find_filter", find);
    }

    private List<Object> streams(String id) {
        return List.of(
                Json.object(
                        "__typename", "SceneStreamEndpoint",
                        "url", setting.address().get() + "scene/" + id + "/stream" + (keyless ? "" : "?apikey=" + key),
                        "mime_type", "video/mp4",
                        "label", "Direct stream"),
                Json.object(
                        "__typename", "SceneStreamEndpoint",
                        "url",
                                setting.address().get() + "scene/" + id + "/stream.m3u8"
                                        + (keyless ? "" : "?apikey=" + key),
                        "mime_type", "application/vnd.apple.mpegurl",
                        "label", "HLS"));
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
}
