package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.TendsQueue;
import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The blocklist and importing by hand (sections 12.3 and 13 of the contract). Thread-safe.
final class ArrCare {

    private final ArrApp app;
    private final ArrApi api;
    private final ArrWords words;

    ArrCare(ArrApp app, ArrApi api) {
        this.app = app;
        this.api = api;
        words = ArrWords.of(app);
    }

    /// Builds that still say "blacklist" ignore the parameter that would keep a release away (section 17).
    boolean blocklists() throws ConnectorException, InterruptedException {
        var answer = api.send(api.get("blocklist", ArrApi.SMALL)
                .query("page", "1")
                .query("pageSize", "1")
                .query("sortKey", "date")
                .query("sortDirection", "descending"));
        if (answer.status() == 404) {
            return false;
        }
        api.accepted(answer);
        return true;
    }

    List<TendsQueue.Blocked> blocklist(int most) throws ConnectorException, InterruptedException {
        return ArrPages.read(api, api.get("blocklist", ArrApi.LIST), "date", "descending", most).stream()
                .map(this::blocked)
                .toList();
    }

    private TendsQueue.Blocked blocked(JsonNode it) {
        var items = new ArrayList<ItemKey>();
        var many = it.path(words.itemType() + "Ids");
        many.forEach(id -> items.add(new ItemKey(words.itemType(), id.asText())));
        for (var type : new String[] {words.itemType(), words.parentType()}) {
            if (!type.isEmpty() && it.hasNonNull(type + "Id")) {
                items.add(new ItemKey(type, it.path(type + "Id").asText()));
            }
        }
        return new TendsQueue.Blocked(
                it.path("id").asLong(),
                ArrTimes.instant(it.path("date").asText("")).orElse(Instant.EPOCH),
                it.path("sourceTitle").asText(""),
                it.path("indexer").asText(""),
                it.path("message").asText(""),
                items);
    }

    void unblock(Collection<Long> ids) throws ConnectorException, InterruptedException {
        if (ids.isEmpty()) {
            return; // an empty list might mean all
        }
        var answer = api.send(api.write("DELETE", "blocklist/bulk", Map.of("ids", Set.copyOf(ids))));
        if (answer.status() != 404) {
            api.accepted(answer);
        }
    }

    List<TendsQueue.Importable> importable(String downloadId) throws ConnectorException, InterruptedException {
        var call = api.get("manualimport", ArrApi.LONG)
                .query("downloadId", downloadId)
                .query("filterExistingFiles", "false");
        if (app == ArrApp.LIDARR || app == ArrApp.READARR) {
            call = call.query("replaceExistingFiles", "true");
        }
        var files = new ArrayList<TendsQueue.Importable>();
        for (var it : api.rows(call)) {
            var objections = new ArrayList<String>();
            it.path("rejections").forEach(no -> objections.add(no.path("reason").asText()));
            files.add(new TendsQueue.Importable(
                    it.path("path").asText(""), belongs(it), objections, entry(it, downloadId)));
        }
        return files;
    }

    private List<ItemKey> belongs(JsonNode it) {
        var keys = new ArrayList<ItemKey>();
        switch (app) {
            case SONARR, WHISPARR -> it.path("episodes").forEach(one -> add(keys, "episode", one));
            case RADARR, EROS -> add(keys, "movie", it.path("movie"));
            case LIDARR -> {
                if (!it.path("tracks").isEmpty()) {
                    add(keys, "album", it.path("album"));
                }
            }
            case READARR -> add(keys, "book", it.path("book"));
        }
        return keys;
    }

    private static void add(List<ItemKey> keys, String type, JsonNode one) {
        if (one.hasNonNull("id")) {
            keys.add(new ItemKey(type, one.path("id").asText()));
        }
    }

    /// One element of `files` of the command, with what the app told and nothing else.
    private ObjectNode entry(JsonNode it, String downloadId) {
        var entry = Json.MAPPER.createObjectNode();
        copy(it, entry, "path", "quality", "indexerFlags");
        entry.put("downloadId", downloadId);
        switch (app) {
            case SONARR, WHISPARR, RADARR, EROS -> copy(it, entry, "folderName", "languages", "releaseGroup");
            case LIDARR, READARR -> copy(it, entry, "disableReleaseSwitching");
        }
        switch (app) {
            case SONARR, WHISPARR -> {
                copy(it, entry, "releaseType", "episodeFileId");
                entry.set("seriesId", it.path("series").path("id"));
                var episodes = entry.putArray("episodeIds");
                it.path("episodes").forEach(one -> episodes.add(one.path("id")));
            }
            case RADARR, EROS -> entry.set("movieId", it.path("movie").path("id"));
            case LIDARR -> {
                entry.set("artistId", it.path("artist").path("id"));
                entry.set("albumId", it.path("album").path("id"));
                copy(it, entry, "albumReleaseId");
                var tracks = entry.putArray("trackIds");
                it.path("tracks").forEach(one -> tracks.add(one.path("id")));
            }
            case READARR -> {
                entry.set("authorId", it.path("author").path("id"));
                entry.set("bookId", it.path("book").path("id"));
                copy(it, entry, "foreignEditionId");
            }
        }
        if (app == ArrApp.WHISPARR || app == ArrApp.EROS) {
            entry.remove("indexerFlags"); // not theirs (section 13)
        }
        if (app == ArrApp.WHISPARR) {
            entry.remove("releaseType");
        }
        return entry;
    }

    private static void copy(JsonNode from, ObjectNode to, String... keys) {
        for (var key : keys) {
            if (from.hasNonNull(key)) {
                to.set(key, from.get(key));
            }
        }
    }

    /// @return the body of the command that imports them
    Map<String, Object> importBody(List<TendsQueue.Importable> files) {
        var wire = files.stream().map(TendsQueue.Importable::wire).toList();
        return app == ArrApp.LIDARR || app == ArrApp.READARR
                ? Map.of("name", "ManualImport", "importMode", "auto", "replaceExistingFiles", true, "files", wire)
                : Map.of("name", "ManualImport", "importMode", "auto", "files", wire);
    }
}
