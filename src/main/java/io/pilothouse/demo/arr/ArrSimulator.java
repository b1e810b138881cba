package io.pilothouse.demo.arr;

import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Lazy;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One *arr app: the checklist of section 18 of its contract, as far as the package says.
public final class ArrSimulator implements Simulator {

    /// What changes by itself as time passes.
    private static final Set<String> OF_ACTIVITY = Set.of(
            "command",
            "queue",
            "history",
            "blocklist",
            "wanted",
            "series",
            "episode",
            "movie",
            "artist",
            "album",
            "author",
            "book");

    private static final Set<String> OF_EXTRAS = Set.of(
            "release",
            "manualimport",
            "calendar",
            "system/task",
            "system/backup",
            "log",
            "episodefile",
            "trackfile",
            "moviefile",
            "movie/list",
            "movie/bulk");

    private final ArrApp app;
    private final Setting setting;
    private final String key;
    private final String version;
    private final String urlBase;
    private final Lazy<ArrLibrary> library;
    private final Lazy<ArrRecords> records;
    private final Lazy<ArrActivity> activity;
    private final Lazy<ArrActivityApi> activityApi;
    private final Lazy<ArrEdits> edits;
    private final Lazy<ArrSetup> setup;
    private final Lazy<ArrExtras> extras;
    private List<Warning> warnings;
    private Instant startedAt;
    private int startingRequests;

    /// One line of the app's own health page.
    ///
    /// @param type `notice`, `warning` or `error`
    public record Warning(String source, String type, String message) {}

    public ArrSimulator(ArrApp app, Setting setting) {
        this.app = app;
        this.setting = setting;
        key = setting.secret("key", 32, Setting.HEX);
        version = setting.spec().option("version", app.version);
        urlBase = setting.spec().option("urlBase", "");
        library = new Lazy<>(() -> new ArrLibrary(app, setting));
        records = new Lazy<>(() -> new ArrRecords(app, library()));
        activity = new Lazy<>(() -> new ArrActivity(app, setting, library()));
        activityApi = new Lazy<>(() -> new ArrActivityApi(app, library(), records.get(), activity.get()));
        edits = new Lazy<>(() -> new ArrEdits(app, library(), records.get()));
        setup = new Lazy<>(() -> new ArrSetup(app, setting));
        extras = new Lazy<>(() -> new ArrExtras(
                app,
                library(),
                records.get(),
                activity.get(),
                setting.start().minus(Duration.ofHours(30)),
                listsWanted()));
        startedAt = setting.clock().instant().minus(Duration.ofHours(30));
        warnings = setting.random("health").nextInt(3) == 0
                ? List.of(new Warning(
                        "IndexerLongTermStatusCheck",
                        "warning",
                        "Indexers unavailable due to failures for more than 6 hours: ExampleIndexer"))
                : List.of();
    }

    @Override
    public Access access() {
        return Access.key("apiKey", key);
    }

    public ArrLibrary library() {
        return library.get();
    }

    /// Posts a command as somebody else would: a person at the app's own page, another program.
    ///
    /// @param body JSON
    /// @return its number
    public int post(String body) {
        var now = setting.clock().instant();
        var fields = Json.parse(body);
        activity.get().advance(now);
        return activity.get().post(fields.path("name").asText(), fields, "manual", now).id;
    }

    /// What really became of every search, whatever clients were told; oldest first.
    public List<ArrActivity.Search> searches() {
        activity.get().advance(setting.clock().instant());
        return activity.get().searches();
    }

    /// The warnings the app reports from now on. A complaint that no indexer can be searched is true:
    /// searches then find nothing and leave no trace.
    public void warn(List<Warning> now) {
        warnings = List.copyOf(now);
        activity.get()
                .askIndexers(now.stream()
                        .noneMatch(it -> it.source().equals("IndexerSearchCheck")
                                && it.type().equals("error")));
    }

    /// The app restarts: the next requests find it starting, then its start time is new.
    public void restart(int startingFor) {
        startingRequests = startingFor;
        startedAt = setting.clock().instant();
        if (activity.made()) {
            activity.get().advance(startedAt);
            activity.get().commands().restart(startedAt);
        }
    }

    @Override
    public void tick(Instant now) {
        if (activity.made()) {
            activity.get().advance(now);
        }
    }

    @Override
    public Reply answer(Request request) {
        if (startingRequests > 0) {
            startingRequests--;
            var message = app.appName + " is starting up, please try again later";
            return request.path().contains("/api/")
                    ? Reply.json(503, Json.object("errorMessage", message))
                    : Reply.text(503, message);
        }
        if (!urlBase.isEmpty()) {
            if (!request.path().toLowerCase(Locale.ROOT).startsWith(urlBase.toLowerCase(Locale.ROOT))) {
                var query = request.query().isEmpty() ? "" : "?" + request.query();
                return Reply.redirect(app.redirect, urlBase + request.path() + query);
            }
            var below = request.path().substring(urlBase.length());
            return route(request.withPath(below.isEmpty() ? "/" : below));
        }
        return route(request);
    }

    private Reply route(Request request) {
        var path = request.path();
        if (path.equals("/ping")) {
            return ping(request);
        }
        if (path.equals("/login")) {
            return Reply.html(200, page("Login - " + app.appName));
        }
        if (!path.equals("/api") && !path.startsWith("/api/")) {
            return webPage(request);
        }
        if (setting.bansCaller()) {
            return Reply.empty(403);
        }
        if (!carriesKey(request)) {
            return Reply.empty(401);
        }
        return api(request).withHeader("X-Application-Version", version);
    }

    private boolean carriesKey(Request request) {
        return !setting.refusesSecret()
                && (request.parameter("apikey").filter(key::equals).isPresent()
                        || request.header("X-Api-Key").filter(key::equals).isPresent()
                        || request.header("Authorization")
                                .filter(("Bearer " + key)::equals)
                                .isPresent());
    }

    private Reply ping(Request request) {
        boolean head = request.method().equals("HEAD");
        if (head && !app.answersHeadPing()) {
            return Reply.empty(405);
        }
        return Reply.json(200, Json.object("status", "OK"));
    }

    private Reply webPage(Request request) {
        return switch (setting.spec().option("authentication", "forms")) {
            case "none", "external" -> Reply.html(200, page(app.appName));
            case "basic" -> Reply.empty(401).withHeader("WWW-Authenticate", "Basic realm=\"" + app.appName + "\"");
            default -> Reply.redirect(302, setting.address().get() + "login?returnUrl=" + request.path());
        };
    }

    private static String page(String title) {
        return """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head>\
                <body><div id="root"></div></body></html>""".formatted(title);
    }

    private Reply api(Request request) {
        if (request.path().equals("/api")) {
            return Reply.json(Json.object("current", app.prefix.substring(5), "deprecated", List.of()));
        }
        if (!request.path().startsWith(app.prefix + "/")) {
            return Reply.empty(404);
        }
        if (request.header("Accept")
                .filter(accept -> !accept.contains("json") && !accept.contains("*/*"))
                .isPresent()) {
            return Reply.empty(406);
        }
        var resource = request.path().substring(app.prefix.length() + 1).toLowerCase(Locale.ROOT);
        var now = setting.clock().instant();
        if (resource.equals("queue/status") && !activity.made()) {
            return Reply.json(ArrActivity.firstQueueStatus(setting));
        }
        if (OF_ACTIVITY.contains(resource.split("/")[0])) {
            activity.get().advance(now);
            var reply = activityApi.get().answer(request, resource, now);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        if (OF_EXTRAS.contains(resource)) {
            activity.get().advance(now);
            var reply = extras.get().answer(request, resource, now);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        var set = setup.get().answer(request, resource);
        if (set.isPresent()) {
            return set.get();
        }
        if (!request.method().equals("GET") || resource.startsWith("tag")) {
            var reply = edits.get().answer(request, resource, now);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        if (!request.method().equals("GET")) {
            return Reply.empty(405);
        }
        return switch (resource) {
            case "system/status" -> Reply.json(status());
            case "health" -> Reply.json(health());
            case "diskspace" -> Reply.json(diskSpace());
            case "rootfolder" -> Reply.json(rootFolders());
            case "downloadclient" -> Reply.json(List.of(torrentClient()));
            case "remotepathmapping" -> Reply.json(remotePaths());
            case "filesystem" -> Reply.json(folder(request.parameter("path").orElse("/")));
            case "wanted/missing" -> wanted(request, this::missing);
            case "wanted/cutoff" -> wanted(request, ArrLibrary.Unit::belowCutoff);
            case "episode", "album", "book" -> units(request, resource);
            default -> library(resource);
        };
    }

    /// Its entry for qBittorrent: the one of its fleet, else by the name that containers give it.
    private Map<String, @Nullable Object> torrentClient() {
        var client = setting.swarm().client();
        var field =
                switch (app) {
                    case SONARR, WHISPARR -> "tvCategory";
                    case RADARR, EROS -> "movieCategory";
                    case LIDARR, READARR -> "musicCategory";
                };
        return Json.sparse(
                "id",
                1,
                "name",
                "qBittorrent",
                "implementation",
                "QBittorrent",
                "implementationName",
                "qBittorrent",
                "configContract",
                "QBittorrentSettings",
                "enable",
                true,
                "protocol",
                "torrent",
                "priority",
                1,
                "removeCompletedDownloads",
                false,
                "removeFailedDownloads",
                true,
                "tags",
                List.of(),
                "fields",
                List.of(
                        Json.object(
                                "order",
                                0,
                                "name",
                                "host",
                                "value",
                                client.map(URI::getHost).orElse("qbittorrent")),
                        Json.object(
                                "order",
                                1,
                                "name",
                                "port",
                                "value",
                                client.map(URI::getPort).orElse(8080)),
                        Json.object("order", 2, "name", "useSsl", "value", false),
                        Json.object("order", 3, "name", "urlBase", "value", ""),
                        Json.object(
                                "order",
                                4,
                                "name",
                                field,
                                "value",
                                setting.spec().option("category", app.usualCategory()))));
    }

    /// One pair of folders, from the option `remotePath` (`/downloads=/data/downloads`).
    private List<Map<String, @Nullable Object>> remotePaths() {
        var pair = setting.spec().option("remotePath", "").split("=", 2);
        return pair.length < 2
                ? List.of()
                : List.of(Json.object(
                        "id",
                        1,
                        "host",
                        setting.swarm().client().map(URI::getHost).orElse("qbittorrent"),
                        "remotePath",
                        pair[0] + "/",
                        "localPath",
                        pair[1] + "/"));
    }

    /// It sees the folders of all clients, under the other path where it has one, with all that it grabbed.
    private Map<String, @Nullable Object> folder(String path) {
        var pair = setting.spec().option("remotePath", "").split("=", 2);
        var local = pair.length < 2 ? "/downloads" : pair[1];
        boolean seen = path.startsWith(local);
        var there = new TreeSet<String>();
        if (seen) {
            there.addAll(activity.get().titles());
            var remote = (pair.length < 2 ? "/downloads" : pair[0]) + path.substring(local.length());
            there.addAll(setting.swarm().names(remote.replaceAll("/+$", "")));
        }
        return Json.object(
                "parent",
                "/",
                "directories",
                List.of(),
                "files",
                there.stream()
                        .map(name -> Json.object("type", "file", "name", name, "path", path + name, "size", 1))
                        .toList());
    }

    private Map<String, @Nullable Object> status() {
        var database = setting.spec().option("database", "sqLite");
        var sqlite = database.equals("sqLite") ? "3.49.2" : null;
        return Json.sparse(
                "appName",
                app.appName,
                "instanceName",
                setting.spec().name() + (setting.identitySeed() == setting.accessSeed() ? "" : " 2"),
                "version",
                version,
                "buildTime",
                "2026-06-20T09:12:44Z",
                "isDebug",
                false,
                "isProduction",
                true,
                "isAdmin",
                false,
                "isUserInteractive",
                false,
                "startupPath",
                "/app/" + app.kind + "/bin",
                "appData",
                "/config",
                "osName",
                "alpine",
                "osVersion",
                "3.22.0",
                "isNetCore",
                true,
                "isLinux",
                true,
                "isOsx",
                false,
                "isWindows",
                false,
                "isDocker",
                true,
                "mode",
                "console",
                "branch",
                "main",
                "authentication",
                setting.spec().option("authentication", "forms"),
                "sqliteVersion",
                app == ArrApp.SONARR || app == ArrApp.WHISPARR ? sqlite : null,
                "migrationVersion",
                218,
                "urlBase",
                urlBase,
                "runtimeVersion",
                "6.0.36",
                "runtimeName",
                ".NET",
                "startTime",
                startedAt.toString(),
                "packageVersion",
                version + "-ls301",
                "packageAuthor",
                "packager",
                "packageUpdateMechanism",
                "docker",
                "databaseVersion",
                Objects.requireNonNullElse(sqlite, "16.4"),
                "databaseType",
                database);
    }

    private List<Object> health() {
        return warnings.stream()
                .map(warning -> (Object) Json.object(
                        "source", warning.source(),
                        "type", warning.type(),
                        "message", warning.message(),
                        "wikiUrl", "https://wiki.servarr.com/" + app.appName.toLowerCase(Locale.ROOT) + "/system"))
                .toList();
    }

    private List<Object> diskSpace() {
        var random = setting.random("disk");
        long total = 8_000_000_000_000L + random.nextLong(8_000_000_000_000L);
        return List.of(
                Json.object(
                        "path", "/config", "label", "", "freeSpace", 41_000_000_000L, "totalSpace", 64_000_000_000L),
                Json.object(
                        "path",
                        app.root,
                        "label",
                        "",
                        "freeSpace",
                        total / 5 + random.nextLong(total / 5),
                        "totalSpace",
                        total));
    }

    private List<Object> rootFolders() {
        long free = 2_400_000_000_000L;
        return List.of(
                app.shape == ArrApp.Shape.ARTISTS || app.shape == ArrApp.Shape.AUTHORS
                        ? Json.object(
                                "id",
                                1,
                                "name",
                                "Main",
                                "path",
                                app.root,
                                "defaultMetadataProfileId",
                                1,
                                "defaultQualityProfileId",
                                1,
                                "defaultMonitorOption",
                                "all",
                                "defaultNewItemMonitorOption",
                                "all",
                                "defaultTags",
                                List.of(),
                                "accessible",
                                true,
                                "freeSpace",
                                free,
                                "totalSpace",
                                free * 4)
                        : Json.object(
                                "id",
                                1,
                                "path",
                                app.root,
                                "accessible",
                                true,
                                "freeSpace",
                                free,
                                "unmappedFolders",
                                List.of()));
    }

    private Reply library(String resource) {
        var now = setting.clock().instant();
        var parts = resource.split("/");
        if (!parts[0].equals(app.shape.resource)) {
            return Reply.empty(404);
        }
        if (parts.length == 1) {
            return Reply.json(library().parents().stream()
                    .map(parent -> records.get().parent(parent, now))
                    .toList());
        }
        return library().parents().stream()
                .filter(parent -> String.valueOf(parent.id()).equals(parts[1]))
                .findFirst()
                .map(parent -> Reply.json(records.get().parent(parent, now)))
                .orElse(Reply.json(404, Json.object("message", "NotFound")));
    }

    private Reply units(Request request, String resource) {
        if (!resource.equals(app.shape.unit.toLowerCase(Locale.ROOT))) {
            return Reply.empty(404);
        }
        boolean files =
                request.parameter("includeEpisodeFile").filter("true"::equals).isPresent();
        var parent = app.shape.resource + "Id";
        if (app.shape == ArrApp.Shape.SERIES && request.parameter(parent).isEmpty()) {
            return Reply.json(400, Json.object("message", "seriesId or episodeIds must be provided"));
        }
        var now = setting.clock().instant();
        int wanted = request.number(parent, 0);
        Stream<ArrLibrary.Unit> chosen =
                wanted == 0 ? library().units().stream() : library().unitsOf(wanted);
        boolean embeds = app == ArrApp.SONARR && allowsLastSearch(); // both came with the same builds
        return Reply.json(chosen.map(unit -> unit(unit, files && embeds, now)).toList());
    }

    private Map<String, @Nullable Object> unit(ArrLibrary.Unit unit, boolean withFile, Instant now) {
        var record = records.get().unit(unit, false, now);
        if (withFile && unit.hasFile()) {
            record.put("episodeFile", records.get().file(unit));
        }
        return record;
    }

    /// Movies are listed before they are released; everything else only after (section 9.3).
    private boolean missing(ArrLibrary.Unit unit) {
        return !unit.hasFile()
                && (app.shape == ArrApp.Shape.MOVIES
                        || !unit.released().isAfter(setting.clock().instant()));
    }

    private boolean listsWanted() {
        return !setting.spec().option("wanted", "true").equals("false");
    }

    private Reply wanted(Request request, Predicate<ArrLibrary.Unit> rule) {
        if (!listsWanted()) {
            return Reply.empty(404);
        }
        var sortKey = request.parameter("sortKey").orElse("");
        if (sortKey.endsWith("lastSearchTime") && !allowsLastSearch() && !hasAllowList()) {
            return Reply.json(
                    500,
                    Json.object(
                            "message", "SQL logic error no such column: " + sortKey, "description", "at System.Data"));
        }
        var now = setting.clock().instant();
        boolean monitored =
                request.parameter("monitored").filter("false"::equals).isEmpty();
        boolean embedded = request.parameter("include" + app.shape.parent)
                .filter("true"::equals)
                .isPresent();
        var all = library().units().stream()
                .filter(rule)
                .filter(unit -> monitored == isMonitored(unit))
                .sorted(order(request))
                .toList();
        int page = Math.max(1, request.number("page", 1));
        int size = Math.max(1, request.number("pageSize", 10));
        return Reply.json(ArrActivityApi.page(
                request,
                page,
                size,
                perFile(request, all),
                "",
                unit -> records.get().unit(unit, embedded, now)));
    }

    /// Readarr lists a book below its cutoff once for each of its files (section 5).
    private List<ArrLibrary.Unit> perFile(Request request, List<ArrLibrary.Unit> units) {
        if (app != ArrApp.READARR || !request.path().endsWith("/cutoff")) {
            return units;
        }
        return units.stream()
                .flatMap(unit -> unit.id() % 3 == 0 ? Stream.of(unit, unit) : Stream.of(unit))
                .toList();
    }

    private boolean hasAllowList() {
        return app == ArrApp.SONARR || app == ArrApp.RADARR || app == ArrApp.EROS;
    }

    /// Sonarr from 4.0.9, Radarr from 5.11, Lidarr from 2.7 (section 9.2).
    private boolean allowsLastSearch() {
        var numbers =
                Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return switch (app) {
            case SONARR -> numbers[0] > 4 || numbers[0] == 4 && (numbers[1] > 0 || numbers[2] >= 9);
            case RADARR -> numbers[0] > 5 || numbers[0] == 5 && numbers[1] >= 11;
            case LIDARR -> numbers[0] > 2 || numbers[0] == 2 && numbers[1] >= 7;
            case EROS -> true;
            case READARR, WHISPARR -> false;
        };
    }

    /// Never searched ones come first on SQLite and last on PostgreSQL.
    private Comparator<ArrLibrary.Unit> order(Request request) {
        boolean postgres = setting.spec().option("database", "sqLite").equals("postgreSQL");
        var never = postgres ? Instant.MAX : Instant.MIN;
        var byLastSearch = request.parameter("sortKey")
                .filter(key -> key.endsWith("lastSearchTime") && allowsLastSearch())
                .isPresent();
        Function<ArrLibrary.Unit, Instant> time =
                byLastSearch ? unit -> Objects.requireNonNullElse(unit.lastSearch(), never) : ArrLibrary.Unit::released;
        var order = Comparator.comparing(time).thenComparing(ArrLibrary.Unit::id);
        return request.parameter("sortDirection").filter("ascending"::equals).isPresent() ? order : order.reversed();
    }

    private boolean isMonitored(ArrLibrary.Unit unit) {
        boolean parent = library().parent(unit.parentId()).orElseThrow().monitored();
        return app.shape == ArrApp.Shape.MOVIES ? parent : parent && unit.monitored();
    }
}
