package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one app answers beside its lists and its activity: interactive search, importing by hand, calendar,
/// files, parts of large libraries, its own tasks, log and backups (sections 7.5, 8, 12.1, 12.4, 13).
final class ArrExtras {

    /// How long results of an interactive search can be grabbed.
    private static final Duration CACHED = Duration.ofMinutes(30);

    private final ArrApp app;
    private final ArrLibrary library;
    private final ArrRecords records;
    private final ArrActivity activity;
    private final Instant startedAt;
    private final boolean manyFilms;
    private final Map<String, Cached> releases = new HashMap<>();

    private record Cached(int unit, String title, Instant until) {}

    /// @param manyFilms whether files of several films can be asked for at once
    ArrExtras(
            ArrApp app,
            ArrLibrary library,
            ArrRecords records,
            ArrActivity activity,
            Instant startedAt,
            boolean manyFilms) {
        this.manyFilms = manyFilms;
        this.app = app;
        this.library = library;
        this.records = records;
        this.activity = activity;
        this.startedAt = startedAt;
    }

    /// @param resource below the API, lower case
    /// @return empty when the resource is none of these
    Optional<Reply> answer(Request request, String resource, Instant now) {
        boolean get = request.method().equals("GET");
        return switch (resource) {
            case "release" -> Optional.of(get ? releases(request, now) : grab(request, now));
            case "manualimport" -> Optional.of(get ? importable(request) : Reply.empty(405));
            case "calendar" -> Optional.of(get ? calendar(request, now) : Reply.empty(405));
            case "system/task" -> Optional.of(get ? Reply.json(tasks(now)) : Reply.empty(405));
            case "system/backup" -> Optional.of(get ? Reply.json(backups(now)) : Reply.empty(405));
            case "log" -> Optional.of(get ? log(request, now) : Reply.empty(405));
            case "episodefile", "trackfile" -> files(request, resource);
            case "moviefile" ->
                app.shape == ArrApp.Shape.MOVIES && get ? Optional.of(filmFiles(request)) : Optional.empty();
            case "movie/list" -> onlyEros(get).map(_ -> ids());
            case "movie/bulk" -> onlyEros(request.method().equals("POST")).map(_ -> bulk(request, now));
            default -> Optional.empty();
        };
    }

    private Optional<Boolean> onlyEros(boolean method) {
        return app == ArrApp.EROS && method ? Optional.of(true) : Optional.empty();
    }

    private Reply ids() {
        return Reply.json(library.parents().stream().map(ArrLibrary.Parent::id).toList());
    }

    private Reply bulk(Request request, Instant now) {
        var found = new ArrayList<Object>();
        Json.parse(request.body())
                .forEach(id -> library.parent(id.asInt()).ifPresent(it -> found.add(records.parent(it, now))));
        return Reply.json(found);
    }

    // interactive search

    private Reply releases(Request request, Instant now) {
        var unit = request.number(app.shape.unit.toLowerCase(java.util.Locale.ROOT) + "Id", 0);
        var parent = request.number(app.shape.resource + "Id", 0);
        int season = request.number("seasonNumber", -1);
        if (app.shape == ArrApp.Shape.SERIES && unit == 0 && season < 0) {
            return Reply.json(400, Json.object("message", "episodeId or seriesId and seasonNumber must be provided"));
        }
        var asked = unit > 0
                ? library.unit(unit).stream()
                : library.unitsOf(parent).filter(it -> season < 0 || it.group() == season);
        return Reply.json(asked.flatMap(it -> releases(it, now)).toList());
    }

    /// A third of what is missing is nowhere; of the rest what there is is not good enough.
    private Stream<Map<String, @Nullable Object>> releases(ArrLibrary.Unit unit, Instant now) {
        if (unit.id() % 3 == 0) {
            return Stream.of();
        }
        return Stream.of(1, 2).map(number -> {
            var guid = "https://indexer.example/" + unit.id() + "/" + number;
            var title = library.parent(unit.parentId()).orElseThrow().title().replace(' ', '.') + ".SDTV-GRP" + number;
            releases.put(guid, new Cached(unit.id(), title, now.plus(CACHED)));
            var reasons = number == 1
                    ? List.of("Quality SDTV is not wanted in profile")
                    : List.of("Quality SDTV is not wanted in profile", "Not enough seeders: 0. Minimum seeders: 1");
            return Json.sparse(
                    "guid",
                    guid,
                    "age",
                    400 * number,
                    "size",
                    350_000_000L * number,
                    "indexerId",
                    number,
                    "indexer",
                    number == 1 ? "ExampleIndexer" : "SecondIndexer",
                    "title",
                    title,
                    "quality",
                    Json.object(
                            "quality", Json.object("id", 1, "name", "SDTV"),
                            "revision", Json.object("version", 1, "real", 0, "isRepack", false)),
                    "customFormatScore",
                    0,
                    "seeders",
                    number == 1 ? 12 : 0,
                    "approved",
                    false,
                    "rejected",
                    true,
                    "rejections",
                    reasons,
                    "downloadAllowed",
                    true,
                    "protocol",
                    "torrent");
        });
    }

    private Reply grab(Request request, Instant now) {
        var body = Json.parse(request.body());
        var cached = releases.get(body.path("guid").asText());
        if (cached == null || cached.until().isBefore(now)) {
            return Reply.json(
                    404, Json.object("message", "Unable to find requested release in cache, try searching again"));
        }
        activity.grabByHand(cached.unit(), cached.title(), now);
        return Reply.json(Json.object(
                "guid",
                body.path("guid").asText(),
                "indexerId",
                body.path("indexerId").asInt()));
    }

    // importing by hand

    /// A blocked download whose app knows the place of every file can be imported; one it cannot match not.
    private Reply importable(Request request) {
        var id = request.parameter("downloadId").orElse("");
        return Reply.json(activity.inQueue().stream()
                .filter(it -> it.downloadId.equalsIgnoreCase(id) && !id.isEmpty())
                .flatMap(it -> it.units.isEmpty()
                        ? Stream.of(importable(it, Optional.empty()))
                        : it.units.stream().map(unit -> importable(it, library.unit(unit))))
                .toList());
    }

    private Map<String, @Nullable Object> importable(ArrDownload download, Optional<ArrLibrary.Unit> unit) {
        var file = "/downloads/" + download.title + "/"
                + unit.map(it -> it.id() + ".mkv").orElse("unknown.mkv");
        var parent = unit.map(it -> Json.object("id", it.parentId()));
        var own = unit.map(it -> Json.object("id", it.id()));
        boolean video = app.shape == ArrApp.Shape.SERIES || app.shape == ArrApp.Shape.MOVIES;
        var record = Json.sparse(
                "id",
                Math.abs(file.hashCode()),
                "path",
                file,
                "name",
                unit.map(it -> it.title()).orElse("unknown"),
                "size",
                download.size,
                "folderName",
                video ? download.title : null,
                "quality",
                Json.object(
                        "quality", Json.object("id", 3, "name", "WEBDL-1080p"),
                        "revision", Json.object("version", 1, "real", 0, "isRepack", false)),
                "languages",
                video ? List.of(Json.object("id", 1, "name", "English")) : null,
                "releaseGroup",
                video ? "GRP" : null,
                "downloadId",
                download.downloadId,
                "rejections",
                unit.isPresent()
                        ? List.of()
                        : List.of(Json.object("reason", "Unknown " + app.shape.parent, "type", "permanent")));
        switch (app.shape) {
            case SERIES -> {
                parent.ifPresent(it -> record.put("series", it));
                unit.ifPresent(it -> record.put("seasonNumber", it.group()));
                record.put("episodes", own.map(List::<Object>of).orElse(List.of()));
            }
            case MOVIES -> own.ifPresent(it -> record.put("movie", it));
            case ARTISTS -> {
                parent.ifPresent(it -> record.put("artist", it));
                own.ifPresent(it -> record.put("album", it));
                record.put("tracks", own.map(List::<Object>of).orElse(List.of()));
            }
            case AUTHORS -> {
                parent.ifPresent(it -> record.put("author", it));
                own.ifPresent(it -> record.put("book", it));
            }
        }
        return record;
    }

    /// What the command `ManualImport` does at its end.
    static void importByHand(JsonNode body, ArrActivity activity, Instant at) {
        var ids = new java.util.LinkedHashSet<String>();
        body.path("files").forEach(file -> ids.add(file.path("downloadId").asText()));
        ids.forEach(id -> activity.importByHand(id, at));
    }

    // calendar and files

    private Reply calendar(Request request, Instant now) {
        var start = time(request, "start").orElse(now.truncatedTo(java.time.temporal.ChronoUnit.DAYS));
        var end = time(request, "end").orElse(start.plus(Duration.ofDays(2)));
        boolean all = request.parameter("unmonitored").filter("true"::equals).isPresent();
        boolean embedded = request.parameter("include" + app.shape.parent)
                .filter("true"::equals)
                .isPresent();
        return Reply.json(library.units().stream()
                .filter(it -> !it.released().isBefore(start) && !it.released().isAfter(end))
                .filter(it -> all || activity.isMonitored(it))
                .map(it -> records.unit(it, embedded, now))
                .toList());
    }

    private static Optional<Instant> time(Request request, String name) {
        try {
            return request.parameter(name).map(Instant::parse);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Reply> files(Request request, String resource) {
        boolean own = resource.equals("episodefile") == (app.shape == ArrApp.Shape.SERIES)
                && resource.equals("trackfile") == (app.shape == ArrApp.Shape.ARTISTS);
        if (!own || !request.method().equals("GET")) {
            return Optional.empty();
        }
        int parent = request.number(app.shape.resource + "Id", 0);
        return Optional.of(Reply.json(library.unitsOf(parent)
                .filter(ArrLibrary.Unit::hasFile)
                .map(records::file)
                .toList()));
    }

    /// Builds before the lists of what is wanted heed the first film only.
    private Reply filmFiles(Request request) {
        var films = request.parameters().getOrDefault("movieId", List.of());
        if (films.isEmpty()) {
            return Reply.json(400, Json.object("message", "movieId or movieFileIds must be provided"));
        }
        return Reply.json(films.stream()
                .limit(manyFilms ? Long.MAX_VALUE : 1)
                .flatMap(id -> library.unitsOf(Integer.parseInt(id)))
                .filter(ArrLibrary.Unit::hasFile)
                .map(records::file)
                .toList());
    }

    // the app's own upkeep

    private List<Object> tasks(Instant now) {
        return Stream.of(
                        Map.entry("RssSync", 15),
                        Map.entry("Refresh" + app.shape.parent, 720),
                        Map.entry("CheckHealth", 360),
                        Map.entry("Backup", 10_080))
                .map(it -> {
                    long minutes = Duration.between(startedAt, now).toMinutes();
                    var turn = startedAt.plus(Duration.ofMinutes(minutes - minutes % it.getValue()));
                    var last = activity.commands()
                            .latest(it.getKey())
                            .flatMap(byHand -> Optional.ofNullable(byHand.startedAt))
                            .filter(turn::isBefore)
                            .orElse(turn);
                    return (Object) Json.object(
                            "id", it.getValue(),
                            "name", it.getKey().replaceAll("(?<=[a-z])(?=[A-Z])", " "),
                            "taskName", it.getKey(),
                            "interval", it.getValue(),
                            "lastExecution", last.toString(),
                            "lastStartTime", last.toString(),
                            "nextExecution",
                                    last.plus(Duration.ofMinutes(it.getValue())).toString(),
                            "lastDuration", "00:00:01.2345678");
                })
                .toList();
    }

    private static List<Object> backups(Instant now) {
        return Stream.of(1, 8, 15)
                .map(days -> {
                    var at = now.truncatedTo(java.time.temporal.ChronoUnit.DAYS).minus(Duration.ofDays(days));
                    var name = "backup_" + at.toString().substring(0, 10) + ".zip";
                    return (Object) Json.object(
                            "id",
                            days,
                            "name",
                            name,
                            "path",
                            "/backup/scheduled/" + name,
                            "type",
                            "scheduled",
                            "size",
                            1_500_000L + days,
                            "time",
                            at.toString());
                })
                .toList();
    }

    private Reply log(Request request, Instant now) {
        var lines = new ArrayList<Object>();
        activity.history().events().reversed().stream()
                .limit(200)
                .forEach(it -> lines.add(Json.object(
                        "id",
                        it.id(),
                        "time",
                        it.at().toString(),
                        "level",
                        it.type().toLowerCase(java.util.Locale.ROOT).contains("failed") ? "warn" : "info",
                        "logger",
                        "HistoryService",
                        "message",
                        it.type() + ": " + it.sourceTitle())));
        lines.add(Json.object(
                "id",
                1,
                "time",
                startedAt.toString(),
                "level",
                "info",
                "logger",
                "Bootstrap",
                "message",
                "Starting " + app.appName));
        var wanted = request.parameter("level").filter(Set.of("warn", "error", "fatal")::contains);
        var kept = lines.stream()
                .filter(it -> wanted.isEmpty() || it.toString().contains("level=warn"))
                .toList();
        int size = Math.max(1, request.number("pageSize", 10));
        int page = Math.max(1, request.number("page", 1));
        return Reply.json(Json.object(
                "page",
                page,
                "pageSize",
                size,
                "sortKey",
                "time",
                "sortDirection",
                "descending",
                "totalRecords",
                kept.size(),
                "records",
                kept.stream().skip((page - 1L) * size).limit(size).toList()));
    }
}
