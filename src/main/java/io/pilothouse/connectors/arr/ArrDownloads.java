package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrDownload;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.RemotePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What one app does with torrents: its clients, its queue by download, its memory of one download, and
/// importing (sections 10 to 13 of the contract, and section 14 of qBittorrent's).
final class ArrDownloads {

    /// The queue is read in one answer, which may be long.
    private static final long LARGEST_QUEUE = 64L << 20;

    private static final int HISTORY_ROWS = 100;

    private final ArrApp app;
    private final ArrWords words;
    private final ArrApi api;

    ArrDownloads(ArrApp app, ArrApi api) {
        this.app = app;
        this.words = ArrWords.of(app);
        this.api = api;
    }

    List<ArrClient> torrentClients() throws ConnectorException, InterruptedException {
        var clients = new ArrayList<ArrClient>();
        for (var row : api.rows(api.get("downloadclient", ArrApi.SMALL))) {
            if (row.path("implementation").asText().equals("QBittorrent")
                    && row.path("enable").asBoolean(true)) {
                clients.add(client(row));
            }
        }
        return clients;
    }

    private static ArrClient client(JsonNode row) {
        var fields = new LinkedHashMap<String, JsonNode>();
        row.path("fields").forEach(field -> fields.put(field.path("name").asText(), field.path("value")));
        var category = "";
        var imported = "";
        for (var field : fields.entrySet()) {
            if (field.getKey().endsWith("ImportedCategory")) {
                imported = field.getValue().asText("");
            } else if (field.getKey().endsWith("Category")) {
                category = field.getValue().asText("");
            }
        }
        return new ArrClient(
                row.path("name").asText(""),
                text(fields, "host"),
                fields.containsKey("port")
                        ? Objects.requireNonNull(fields.get("port")).asInt()
                        : 0,
                text(fields, "urlBase").replaceAll("^/+|/+$", ""),
                category,
                imported,
                row.path("removeCompletedDownloads").asBoolean(false));
    }

    private static String text(Map<String, JsonNode> fields, String name) {
        var value = fields.get(name);
        return value == null ? "" : value.asText("");
    }

    List<ArrDownload> downloads() throws ConnectorException, InterruptedException {
        var call = api.get("queue/details", ArrApi.LIST).atMost(LARGEST_QUEUE);
        for (var flag : words.queueFlags()) {
            call = call.query(flag, "true"); // for the titles
        }
        var byDownload = new LinkedHashMap<String, List<JsonNode>>();
        for (var row : api.rows(call)) {
            var id = row.path("downloadId").asText("");
            if (!id.isEmpty()) {
                byDownload
                        .computeIfAbsent(id.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(row);
            }
        }
        return byDownload.entrySet().stream()
                .map(entry -> download(entry.getKey(), entry.getValue()))
                .toList();
    }

    private ArrDownload download(String id, List<JsonNode> rows) {
        var first = rows.getFirst();
        var messages = new LinkedHashSet<String>();
        var error = first.path("errorMessage").asText("");
        if (!error.isEmpty()) {
            messages.add(error);
        }
        for (var row : rows) {
            row.path("statusMessages").forEach(it -> it.path("messages").forEach(text -> messages.add(text.asText())));
        }
        return new ArrDownload(
                rows.stream().map(row -> row.path("id").asLong()).toList(),
                id,
                first.path("title").asText(""),
                item(first),
                rows.size() > 1 ? label(first) + " +" + (rows.size() - 1) : label(first),
                first.path("trackedDownloadState").asText(first.path("status").asText("")),
                first.path("trackedDownloadStatus").asText("ok"),
                List.copyOf(messages),
                first.path("downloadClient").asText(""));
    }

    private String item(JsonNode row) {
        var id = row.path(words.itemType() + "Id");
        return id.asInt() > 0 ? words.itemType() + ":" + id.asText() : "";
    }

    private String label(JsonNode row) {
        var own = row.path(words.itemType());
        var title = own.path("title").asText("");
        if (words.parentType().isEmpty()) {
            int year = own.path("year").asInt();
            return year > 0 ? title + " (" + year + ")" : title;
        }
        var parent = row.path(words.parentType());
        var above = parent.path("title")
                .asText(parent.path("artistName")
                        .asText(parent.path("authorName").asText("")));
        if (own.has("episodeNumber")) {
            return "%s %dx%02d"
                    .formatted(
                            above,
                            own.path("seasonNumber").asInt(),
                            own.path("episodeNumber").asInt())
                    .strip();
        }
        return above.isEmpty() || title.isEmpty() ? above + title : above + ", " + title;
    }

    List<ArrHistory> history(String downloadId) throws ConnectorException, InterruptedException {
        var page = api.tree(api.get("history", ArrApi.LIST)
                .query("downloadId", downloadId.toUpperCase(Locale.ROOT))
                .query("page", "1")
                .query("pageSize", Integer.toString(HISTORY_ROWS))
                .query("sortKey", "date")
                .query("sortDirection", "descending"));
        var events = new ArrayList<ArrHistory>();
        for (var row : page.path("records")) {
            if (row.path("downloadId").asText("").equalsIgnoreCase(downloadId)) { // older builds ignore the filter
                ArrTimes.instant(row.path("date").asText("")).ifPresent(at -> events.add(event(row, at)));
            }
        }
        events.sort(Comparator.comparing(ArrHistory::at));
        return events;
    }

    private ArrHistory event(JsonNode row, Instant at) {
        var what =
                switch (row.path("eventType").asText()) {
                    case "grabbed" -> ArrHistory.What.GRABBED;
                    case "downloadFolderImported", "downloadImported", "trackFileImported", "bookFileImported" ->
                        ArrHistory.What.IMPORTED;
                    case "downloadFailed" -> ArrHistory.What.FAILED;
                    case "downloadIgnored" -> ArrHistory.What.IGNORED;
                    case "episodeFileDeleted", "movieFileDeleted", "trackFileDeleted", "bookFileDeleted" ->
                        ArrHistory.What.DELETED;
                    default -> ArrHistory.What.OTHER;
                };
        var notes = row.path("data");
        return new ArrHistory(
                at,
                what,
                row.path("sourceTitle").asText(""),
                item(row),
                notes.path("indexer").asText(""),
                notes.path("message").asText(notes.path("reason").asText("")));
    }

    String refreshDownloads() throws ConnectorException, InterruptedException {
        return command(Map.of("name", "RefreshMonitoredDownloads"));
    }

    String importFrom(String path, String downloadId) throws ConnectorException, InterruptedException {
        var name =
                switch (app) {
                    case SONARR, WHISPARR -> "DownloadedEpisodesScan";
                    case RADARR, EROS -> "DownloadedMoviesScan";
                    case LIDARR -> "DownloadedAlbumsScan";
                    case READARR -> "DownloadedBooksScan";
                };
        return command(Map.of(
                "name",
                name,
                "path",
                path,
                "downloadClientId",
                downloadId.toUpperCase(Locale.ROOT),
                "importMode",
                "Auto"));
    }

    /// Section 15.10 of qBittorrent's contract: each item has a later import of another download, or its
    /// file was deleted later.
    boolean superseded(String downloadId) throws ConnectorException, InterruptedException {
        var imported = new LinkedHashMap<String, Instant>();
        for (var event : history(downloadId)) {
            if (event.what() == ArrHistory.What.IMPORTED && !event.item().isEmpty()) {
                imported.merge(event.item(), event.at(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        for (var item : imported.entrySet()) {
            if (!laterOf(item.getKey(), item.getValue(), downloadId)) {
                return false;
            }
        }
        return !imported.isEmpty();
    }

    private boolean laterOf(String item, Instant imported, String downloadId)
            throws ConnectorException, InterruptedException {
        var id = item.substring(item.indexOf(':') + 1);
        boolean movies = app == ArrApp.RADARR || app == ArrApp.EROS;
        var answer = api.tree(
                movies
                        ? api.get("history/movie", ArrApi.LIST).query("movieId", id)
                        : api.get("history", ArrApi.LIST)
                                .query(words.itemType() + "Id", id)
                                .query("page", "1")
                                .query("pageSize", Integer.toString(HISTORY_ROWS))
                                .query("sortKey", "date")
                                .query("sortDirection", "descending"));
        for (var row : movies ? answer : answer.path("records")) {
            var at = ArrTimes.instant(row.path("date").asText(""));
            if (at.isEmpty() || !at.get().isAfter(imported) || !item(row).equals(item)) {
                continue;
            }
            var what = event(row, at.get()).what();
            boolean other = !row.path("downloadId").asText("").equalsIgnoreCase(downloadId);
            if (what == ArrHistory.What.DELETED || (what == ArrHistory.What.IMPORTED && other)) {
                return true;
            }
        }
        return false;
    }

    List<RemotePath> remotePaths() throws ConnectorException, InterruptedException {
        var pairs = new ArrayList<RemotePath>();
        for (var row : api.rows(api.get("remotepathmapping", ArrApi.SMALL))) {
            var remote = row.path("remotePath").asText("");
            var local = row.path("localPath").asText("");
            if (!remote.isBlank() && !local.isBlank()) {
                pairs.add(new RemotePath(row.path("host").asText(""), remote, local));
            }
        }
        return pairs;
    }

    List<String> rootFolders() throws ConnectorException, InterruptedException {
        var folders = new ArrayList<String>();
        api.rows(api.get("rootfolder", ArrApi.LIST))
                .forEach(row -> folders.add(row.path("path").asText("")));
        folders.removeIf(String::isBlank);
        return folders;
    }

    /// Asked by a list of the folder in which it lies: the app calls everything a folder that is no file,
    /// even what does not exist.
    boolean sees(String path) throws ConnectorException, InterruptedException {
        var parent = RemotePath.parent(path);
        if (parent.isEmpty()) {
            return false;
        }
        var listed = api.tree(
                api.get("filesystem", ArrApi.SMALL).query("path", parent.get()).query("includeFiles", "true"));
        var name = RemotePath.name(path);
        for (var kind : List.of("directories", "files")) {
            for (var row : listed.path(kind)) {
                if (row.path("name").asText().equals(name)
                        || RemotePath.name(row.path("path").asText()).equals(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private String command(Map<String, Object> body) throws ConnectorException, InterruptedException {
        return api.tree(api.write("POST", "command", body)).path("id").asText();
    }

    Optional<Boolean> ended(String command) throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("command/" + command, ArrApi.SMALL));
        if (answer.status() == 404) {
            return Optional.of(false);
        }
        var tree = api.tree(answer);
        return switch (tree.path("status").asText()) {
            case "completed" -> Optional.of(!tree.path("result").asText().equals("unsuccessful"));
            case "failed", "aborted", "cancelled", "orphaned" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// One record stands for the whole download.
    void forget(ArrDownload download, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException {
        var answer = api.send(api.delete("queue/" + download.queueIds().getFirst())
                .query("removeFromClient", "false")
                .query("blocklist", Boolean.toString(blocklist))
                .query("skipRedownload", Boolean.toString(!searchAgain)));
        if (answer.status() != 404) {
            api.accepted(answer);
        }
    }
}
