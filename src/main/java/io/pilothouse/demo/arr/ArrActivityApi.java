package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `command`, `queue`, `history` and `blocklist` of one app in its own JSON (sections 10 to 12 of the
/// contract).
final class ArrActivityApi {

    private final ArrApp app;
    private final ArrLibrary library;
    private final ArrRecords records;
    private final ArrActivity activity;

    ArrActivityApi(ArrApp app, ArrLibrary library, ArrRecords records, ArrActivity activity) {
        this.app = app;
        this.library = library;
        this.records = records;
        this.activity = activity;
    }

    /// @param resource below the API, lower case
    /// @return empty when the resource is none of these
    Optional<Reply> answer(Request request, String resource, Instant now) {
        var parts = resource.split("/");
        return switch (parts[0]) {
            case "command" -> Optional.of(command(request, parts, now));
            case "queue" -> Optional.of(queue(request, resource, parts, now));
            case "history" -> Optional.of(history(request, parts, now));
            case "blocklist" -> Optional.of(blocklist(request, parts));
            default -> Optional.empty();
        };
    }

    // commands

    private Reply command(Request request, String[] parts, Instant now) {
        return switch (request.method()) {
            case "GET" ->
                parts.length == 1
                        ? Reply.json(activity.commands().inMemory(now).stream()
                                .map(it -> command(it, now))
                                .toList())
                        : activity.commands()
                                .find(number(parts[1]))
                                .map(it -> Reply.json(command(it, now)))
                                .orElseGet(ArrActivityApi::notFound);
            case "POST" -> parts.length == 1 ? post(request, now) : Reply.empty(405);
            case "DELETE" ->
                parts.length == 1
                        ? Reply.empty(405)
                        : activity.commands()
                                .find(number(parts[1]))
                                .map(it -> activity.commands().cancel(it, now)
                                        ? Reply.json(Map.of())
                                        : Reply.json(
                                                409,
                                                Json.object("message", "Unable to cancel task", "description", "at X")))
                                .orElseGet(ArrActivityApi::notFound);
            default -> Reply.empty(405);
        };
    }

    private Reply post(Request request, Instant now) {
        var body = Json.parse(request.body());
        if (!body.isObject()) {
            return unreadable("$", "The JSON value could not be converted");
        }
        var name = body.path("name").asText("");
        if (!ArrSearches.known(app, name)) {
            return Reply.json(
                    500,
                    Json.object("message", "Sequence contains no matching element", "description", "at System.Linq"));
        }
        for (var field : body.properties()) {
            boolean textForNumber = field.getKey().endsWith("Ids")
                    && Stream.iterate(0, i -> i < field.getValue().size(), i -> i + 1)
                            .anyMatch(i -> !field.getValue().get(i).isIntegralNumber());
            if (textForNumber) {
                return unreadable("$." + field.getKey(), "The JSON value could not be converted to System.Int32.");
            }
        }
        return Reply.json(201, command(activity.post(name, body, "manual", now), now));
    }

    private static Reply unreadable(String path, String problem) {
        return Reply.json(
                400,
                Json.object(
                        "type",
                        "https://tools.ietf.org/html/rfc9110#section-15.5.1",
                        "title",
                        "One or more validation errors occurred.",
                        "status",
                        400,
                        "errors",
                        Map.of(path, List.of(problem))));
    }

    private Map<String, @Nullable Object> command(ArrCommand it, Instant now) {
        boolean memory = activity.commands().remembered(it, now);
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("sendUpdatesToClient", true);
        body.put("updateScheduledTask", true);
        body.put("requiresDiskAccess", false);
        body.put("isExclusive", false);
        body.put("name", it.name);
        body.put("trigger", it.trigger);
        body.put("suppressMessages", false);
        it.body.properties().stream()
                .filter(field -> !field.getKey().equals("name"))
                .forEach(field -> body.put(field.getKey(), field.getValue()));
        return Json.sparse(
                "id",
                it.id,
                "name",
                it.name,
                "commandName",
                it.name.replaceAll("(?<=[a-z])(?=[A-Z])", " "),
                "message",
                memory && !it.message.isEmpty() ? it.message : null,
                "body",
                body,
                "priority",
                "normal",
                "status",
                it.status,
                "result",
                memory ? it.result : "unknown",
                "queued",
                it.queuedAt.toString(),
                "started",
                text(it.startedAt),
                "ended",
                text(it.endedAt),
                "exception",
                it.exception.isEmpty() ? null : it.exception,
                "trigger",
                it.trigger,
                "stateChangeTime",
                text(it.endedAt == null ? it.startedAt : it.endedAt),
                "sendUpdatesToClient",
                true,
                "updateScheduledTask",
                true);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    // queue

    private record Row(ArrDownload download, Optional<ArrLibrary.Unit> unit) {

        int id() {
            return (download.key + "/" + unit.map(ArrLibrary.Unit::id).orElse(0)).hashCode() & 0x7fff_ffff;
        }
    }

    private List<Row> rows() {
        return activity.inQueue().stream()
                .flatMap(download -> download.units.isEmpty()
                        ? Stream.of(new Row(download, Optional.empty()))
                        : download.units.stream().map(unit -> new Row(download, library.unit(unit))))
                .toList();
    }

    private Reply queue(Request request, String resource, String[] parts, Instant now) {
        if (request.method().equals("DELETE") && parts.length == 2) {
            return removeFromQueue(request, parts[1], now);
        }
        if (request.method().equals("POST")) {
            return parts.length > 2 && parts[1].equals("grab") ? notFound() : Reply.empty(405);
        }
        if (!request.method().equals("GET")) {
            return Reply.empty(405);
        }
        return switch (resource) {
            case "queue" -> queuePage(request, now);
            case "queue/details" ->
                Reply.json(rows().stream()
                        .filter(row -> matches(request, row))
                        .map(row -> queued(row, request, now))
                        .toList());
            case "queue/status" -> Reply.json(status(now));
            default -> Reply.empty(404);
        };
    }

    /// A page past the end snaps back to the last (section 5).
    private Reply queuePage(Request request, Instant now) {
        var parents = app.shape.parent;
        boolean unknown = request.parameter("includeUnknown" + parents + "Items")
                .filter("true"::equals)
                .isPresent();
        var byEnd = Comparator.comparing((Row row) -> row.download().endsAt).thenComparing(Row::id);
        boolean falling =
                request.parameter("sortDirection").filter("descending"::equals).isPresent();
        var rows = rows().stream()
                .filter(row -> unknown || row.unit().isPresent())
                .sorted(falling ? byEnd.reversed() : byEnd)
                .toList();
        int size = Math.max(1, request.number("pageSize", 10));
        int last = Math.max(1, (rows.size() + size - 1) / size);
        int page = Math.clamp(request.number("page", 1), 1, last);
        return Reply.json(page(request, page, size, rows, "timeleft", row -> queued(row, request, now)));
    }

    private boolean matches(Request request, Row row) {
        var parent = request.parameters().getOrDefault(app.shape.resource + "Id", List.of());
        var units = request.parameters().getOrDefault(ArrSearches.idsField(app), List.of());
        return (parent.isEmpty()
                        || row.unit()
                                .filter(unit -> parent.contains(String.valueOf(unit.parentId())))
                                .isPresent())
                && (units.isEmpty()
                        || row.unit()
                                .filter(unit -> units.contains(String.valueOf(unit.id())))
                                .isPresent());
    }

    private Map<String, @Nullable Object> queued(Row row, Request request, Instant now) {
        var it = row.download();
        double progress = it.progress(now);
        boolean stalled = it.fate == ArrDownload.Fate.STALLED && progress > 0.3;
        boolean stuck = it.fate == ArrDownload.Fate.BLOCKED && progress >= 1;
        boolean pending = it.fate == ArrDownload.Fate.PENDING;
        var record = Json.sparse(
                "id",
                row.id(),
                "languages",
                isVideo() ? List.of(Json.object("id", 1, "name", "English")) : null,
                "quality",
                records.quality(),
                "customFormats",
                List.of(),
                "customFormatScore",
                0,
                "size",
                (double) it.size,
                "title",
                it.title,
                "estimatedCompletionTime",
                pending || stalled || stuck ? null : it.endsAt.toString(),
                "added",
                app == ArrApp.READARR || app == ArrApp.WHISPARR ? null : it.grabbedAt.toString(),
                "status",
                pending ? "delay" : stuck ? "completed" : stalled ? "warning" : "downloading",
                "trackedDownloadStatus",
                pending ? null : stalled || stuck ? "warning" : "ok",
                "trackedDownloadState",
                pending ? null : stuck ? stuckState() : "downloading",
                "statusMessages",
                stuck
                        ? List.of(Json.object(
                                "title",
                                it.title,
                                "messages",
                                List.of("Found matching item via grab history, but the release was matched by id."
                                        + " Manual import required.")))
                        : List.of(),
                "errorMessage",
                stalled ? "The download is stalled with no connections" : null,
                "downloadId",
                pending ? null : it.downloadId,
                "protocol",
                it.torrent() || pending ? "torrent" : "usenet",
                "downloadClient",
                pending ? null : it.torrent() ? "qBittorrent" : "SABnzbd",
                "downloadClientHasPostImportCategory",
                app == ArrApp.WHISPARR ? null : false,
                "indexer",
                it.indexer,
                "outputPath",
                pending ? null : "/downloads/" + it.title,
                "sizeleft",
                (double) Math.round(it.size * (1 - progress)),
                "timeleft",
                pending || stalled || stuck ? null : span(Duration.between(now, it.endsAt)));
        row.unit().ifPresent(unit -> ids(record, unit));
        row.unit().filter(_ -> app.shape == ArrApp.Shape.SERIES).ifPresent(unit -> {
            record.put("seasonNumber", unit.group());
            record.put("episodeHasFile", unit.hasFile());
        });
        embed(record, row.unit(), request, now);
        return record;
    }

    private String stuckState() {
        return switch (app) {
            case SONARR, RADARR, LIDARR, EROS -> "importBlocked";
            case READARR, WHISPARR -> "importPending";
        };
    }

    private static String span(Duration time) {
        var left = time.isNegative() ? Duration.ZERO : time;
        var clock = "%02d:%02d:%02d".formatted(left.toHoursPart(), left.toMinutesPart(), left.toSecondsPart());
        return left.toDays() > 0 ? left.toDays() + "." + clock : clock;
    }

    Map<String, @Nullable Object> status(Instant now) {
        var rows = rows();
        long unknown = rows.stream().filter(row -> row.unit().isEmpty()).count();
        boolean warnings = rows.stream()
                .anyMatch(row -> row.download().fate == ArrDownload.Fate.STALLED
                                && row.download().progress(now) > 0.3
                        || row.download().fate == ArrDownload.Fate.BLOCKED
                                && row.download().progress(now) >= 1);
        return Json.object(
                "totalCount",
                rows.size(),
                "count",
                rows.size() - unknown,
                "unknownCount",
                unknown,
                "errors",
                false,
                "warnings",
                warnings,
                "unknownErrors",
                false,
                "unknownWarnings",
                false);
    }

    private Reply removeFromQueue(Request request, String which, Instant now) {
        var ids = named(request, which);
        var found = rows().stream()
                .filter(row -> ids.contains(row.id()))
                .map(Row::download)
                .distinct()
                .toList();
        if (found.isEmpty() && !which.equals("bulk")) {
            return notFound();
        }
        for (var download : found) {
            activity.remove(
                    download,
                    flag(request, "removeFromClient", true),
                    flag(request, "blocklist", false),
                    flag(request, "skipRedownload", false),
                    now);
        }
        return which.equals("bulk") ? Reply.json(Map.of()) : Reply.empty(200);
    }

    /// The ids of a delete: one in the path, or several in the body of `bulk`.
    private static Set<Integer> named(Request request, String which) {
        return which.equals("bulk")
                ? new java.util.HashSet<>(ints(Json.parse(request.body()).path("ids")))
                : Set.of(number(which));
    }

    private static boolean flag(Request request, String name, boolean usual) {
        return request.parameter(name).map(Boolean::parseBoolean).orElse(usual);
    }

    // history

    private Reply history(Request request, String[] parts, Instant now) {
        if (request.method().equals("POST") && parts.length == 3 && parts[1].equals("failed")) {
            return failed(number(parts[2]), now);
        }
        if (!request.method().equals("GET")) {
            return Reply.empty(405);
        }
        if (parts.length == 1) {
            return historyPage(request, now);
        }
        var events = activity.history().events().stream().filter(it -> ofType(request, it));
        if (parts[1].equals("since")) {
            try {
                var since = Instant.parse(request.parameter("date").orElse(""));
                events = events.filter(it -> !it.at().isBefore(since));
            } catch (DateTimeException e) {
                return unreadable("date", "The value is not valid.");
            }
        } else if (parts[1].equals(app.shape.resource)) {
            events = events.filter(it -> ofParent(request, it));
        } else {
            return Reply.empty(404);
        }
        return Reply.json(events.map(it -> event(it, request, now)).toList());
    }

    private Reply failed(int id, Instant now) {
        var event =
                activity.history().events().stream().filter(it -> it.id() == id).findFirst();
        if (event.isEmpty()) {
            return notFound();
        }
        activity.inQueue().stream()
                .filter(it -> it.downloadId.equals(event.get().downloadId()))
                .forEach(it -> activity.remove(it, true, true, true, now));
        return Reply.json(Map.of());
    }

    private boolean ofType(Request request, ArrHistory.Event event) {
        var wanted = request.parameter("eventType").orElse("");
        return wanted.isEmpty()
                || wanted.equalsIgnoreCase(event.type())
                || Stream.of(ArrEvent.values())
                        .anyMatch(type -> type.word(app).equals(event.type())
                                && String.valueOf(type.number(app)).equals(wanted));
    }

    private boolean ofParent(Request request, ArrHistory.Event event) {
        int parent = request.number(app.shape.resource + "Id", 0);
        int season = request.number("seasonNumber", -1);
        return library.unit(event.unit())
                .filter(unit -> unit.parentId() == parent && (season < 0 || unit.group() == season))
                .isPresent();
    }

    private Reply historyPage(Request request, Instant now) {
        var download = request.parameter("downloadId").orElse("");
        int unit = request.number(app.shape.unit.toLowerCase(Locale.ROOT) + "Id", 0);
        var order = Comparator.comparing(ArrHistory.Event::at).thenComparing(ArrHistory.Event::id);
        var events = activity.history().events().stream()
                .filter(it -> ofType(request, it))
                .filter(it -> download.isEmpty() || it.downloadId().equalsIgnoreCase(download))
                .filter(it -> unit == 0 || it.unit() == unit)
                .sorted(
                        request.parameter("sortDirection")
                                        .filter("ascending"::equals)
                                        .isPresent()
                                ? order
                                : order.reversed())
                .toList();
        int size = Math.max(1, request.number("pageSize", 10));
        int page = Math.max(1, request.number("page", 1));
        return Reply.json(page(request, page, size, events, "date", it -> event(it, request, now)));
    }

    private Map<String, @Nullable Object> event(ArrHistory.Event it, Request request, Instant now) {
        var unit = library.unit(it.unit());
        var record = Json.sparse(
                "id",
                it.id(),
                "sourceTitle",
                it.sourceTitle(),
                "languages",
                isVideo() ? List.of(Json.object("id", 1, "name", "English")) : null,
                "quality",
                records.quality(),
                "customFormats",
                List.of(),
                "customFormatScore",
                0,
                "qualityCutoffNotMet",
                false,
                "date",
                it.at().toString(),
                "downloadId",
                it.downloadId(),
                "eventType",
                it.type(),
                "data",
                it.data());
        unit.ifPresentOrElse(
                found -> ids(record, found),
                () -> record.put(app.shape.unit.toLowerCase(Locale.ROOT) + "Id", it.unit()));
        embed(record, unit, request, now);
        return record;
    }

    // blocklist

    private Reply blocklist(Request request, String[] parts) {
        if (request.method().equals("DELETE") && parts.length == 2) {
            activity.history().unblock(named(request, parts[1]));
            return Reply.json(Map.of());
        }
        if (!request.method().equals("GET") || parts.length > 1) {
            return Reply.empty(request.method().equals("GET") ? 404 : 405);
        }
        var all = activity.history().blocklist().reversed();
        return Reply.json(page(
                request,
                Math.max(1, request.number("page", 1)),
                Math.max(1, request.number("pageSize", 10)),
                all,
                "date",
                this::blocked));
    }

    private Map<String, @Nullable Object> blocked(ArrHistory.Blocked it) {
        var unit = it.units().stream().flatMap(id -> library.unit(id).stream()).findFirst();
        var record = Json.sparse(
                "id", it.id(),
                "sourceTitle", it.title(),
                "languages", isVideo() ? List.of(Json.object("id", 1, "name", "English")) : null,
                "quality", records.quality(),
                "customFormats", List.of(),
                "date", it.at().toString(),
                "protocol", it.torrent() ? "torrent" : "usenet",
                "indexer", it.indexer(),
                "message", it.message());
        unit.ifPresent(found -> record.put(app.shape.resource + "Id", found.parentId()));
        if (app.shape != ArrApp.Shape.MOVIES) {
            record.put(ArrSearches.idsField(app), it.units());
        }
        return record;
    }

    // what all of them share

    private void ids(Map<String, @Nullable Object> record, ArrLibrary.Unit unit) {
        record.put(app.shape.resource + "Id", unit.parentId());
        record.put(app.shape.unit.toLowerCase(Locale.ROOT) + "Id", unit.id());
    }

    private void embed(
            Map<String, @Nullable Object> record, Optional<ArrLibrary.Unit> unit, Request request, Instant now) {
        if (unit.isEmpty()) {
            return;
        }
        boolean usual = request.path().endsWith("/queue/details")
                && (app.shape == ArrApp.Shape.ARTISTS || app.shape == ArrApp.Shape.AUTHORS);
        if (app.shape != ArrApp.Shape.MOVIES && flag(request, "include" + app.shape.unit, usual)) {
            record.put(app.shape.unit.toLowerCase(Locale.ROOT), records.unit(unit.get(), false, now));
        }
        if (flag(request, "include" + app.shape.parent, false)) {
            record.put(
                    app.shape.resource,
                    records.parent(library.parent(unit.get().parentId()).orElseThrow(), now));
        }
    }

    private boolean isVideo() {
        return app.shape == ArrApp.Shape.SERIES || app.shape == ArrApp.Shape.MOVIES;
    }

    static <T> Map<String, @Nullable Object> page(
            Request request,
            int page,
            int size,
            List<T> all,
            String usualKey,
            Function<T, Map<String, @Nullable Object>> record) {
        var records = new ArrayList<Object>();
        all.stream().skip((long) (page - 1) * size).limit(size).map(record).forEach(records::add);
        return Json.sparse(
                "page",
                page,
                "pageSize",
                size,
                "sortKey",
                request.parameter("sortKey").orElse(usualKey),
                "sortDirection",
                request.parameter("sortDirection").orElse("descending"),
                "totalRecords",
                all.size(),
                "records",
                records);
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static Reply notFound() {
        return Reply.json(404, Json.object("message", "NotFound"));
    }

    static List<Integer> ints(JsonNode array) {
        var ints = new ArrayList<Integer>();
        array.forEach(it -> ints.add(it.asInt()));
        return ints;
    }
}
