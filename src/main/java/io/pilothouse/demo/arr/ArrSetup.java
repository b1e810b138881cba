package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How files are named and which qualities are wanted, as a person set it up: a little otherwise in each
/// app, and changeable (`config/naming`, `qualityprofile` and `customformat` of the apps' OpenAPI documents).
/// Used by one thread at a time.
final class ArrSetup {

    private final Map<String, @Nullable Object> naming;
    private final TreeMap<Integer, Map<String, @Nullable Object>> profiles = new TreeMap<>();
    private final TreeMap<Integer, Map<String, @Nullable Object>> formats = new TreeMap<>();

    ArrSetup(ArrApp app, Setting setting) {
        boolean tidy = setting.random("setup").nextBoolean();
        naming = naming(app, tidy);
        profiles.put(1, profile(1, "HD-1080p", true));
        profiles.put(2, profile(2, "Any", false));
        formats.put(1, format(1, "x265", "x265|HEVC"));
        formats.put(2, format(2, "Repack or proper", "repack|proper"));
        if (tidy) {
            profiles.put(3, profile(3, "WEB 2160p", true));
            formats.put(3, format(3, "HDR10+", "HDR10(\\+|Plus)"));
        }
    }

    private static Map<String, @Nullable Object> naming(ArrApp app, boolean tidy) {
        var common = new LinkedHashMap<>(Json.object("id", 1, "replaceIllegalCharacters", tidy));
        common.putAll(
                switch (app.shape) {
                    case SERIES ->
                        Json.object(
                                "renameEpisodes",
                                tidy,
                                "standardEpisodeFormat",
                                tidy
                                        ? "{Series Title} - S{season:00}E{episode:00} - {Episode Title} {Quality Full}"
                                        : "{Series Title} - S{season:00}E{episode:00}",
                                "seriesFolderFormat",
                                "{Series Title}",
                                "seasonFolderFormat",
                                "Season {season}");
                    case MOVIES ->
                        Json.object(
                                "renameMovies",
                                tidy,
                                "standardMovieFormat",
                                tidy
                                        ? "{Movie Title} ({Release Year}) {Quality Full}"
                                        : "{Movie Title} ({Release Year})",
                                "movieFolderFormat",
                                "{Movie Title} ({Release Year})");
                    case ARTISTS ->
                        Json.object(
                                "renameTracks",
                                tidy,
                                "standardTrackFormat",
                                "{Artist Name} - {Album Title} - {track:00} - {Track Title}",
                                "artistFolderFormat",
                                "{Artist Name}");
                    case AUTHORS ->
                        Json.object(
                                "renameBooks",
                                tidy,
                                "standardBookFormat",
                                "{Book Title}/{Author Name} - {Book Title}",
                                "authorFolderFormat",
                                "{Author Name}");
                });
        return common;
    }

    /// @param resource below the API, lower case
    /// @return empty when the request is none of these
    Optional<Reply> answer(Request request, String resource) {
        var parts = resource.split("/");
        if (resource.startsWith("config/naming")) {
            return Optional.of(naming(request, parts));
        }
        if (parts[0].equals("customformat")) {
            return Optional.of(kept(request, parts, formats, "specifications"));
        }
        if (resource.equals("indexer") && request.method().equals("GET")) {
            return Optional.of(Reply.json(
                    List.of(indexer(1, "ExampleIndexer", "torrent"), indexer(2, "SecondIndexer", "usenet"))));
        }
        return parts[0].equals("qualityprofile")
                ? Optional.of(kept(request, parts, profiles, "items"))
                : Optional.empty();
    }

    private static Map<String, @Nullable Object> format(int id, String name, String title) {
        return new LinkedHashMap<>(Json.object(
                "id",
                id,
                "name",
                name,
                "includeCustomFormatWhenRenaming",
                false,
                "specifications",
                List.of(Json.object(
                        "name",
                        name,
                        "implementation",
                        "ReleaseTitleSpecification",
                        "implementationName",
                        "Release Title",
                        "negate",
                        false,
                        "required",
                        false,
                        "fields",
                        List.of(Json.object("order", 0, "name", "value", "value", title))))));
    }

    private static Map<String, @Nullable Object> indexer(int id, String name, String protocol) {
        return Json.object(
                "id",
                id,
                "name",
                name,
                "implementationName",
                protocol.equals("torrent") ? "Torznab" : "Newznab",
                "implementation",
                protocol.equals("torrent") ? "Torznab" : "Newznab",
                "enableRss",
                true,
                "enableAutomaticSearch",
                true,
                "enableInteractiveSearch",
                true,
                "protocol",
                protocol,
                "priority",
                25,
                "tags",
                List.of(),
                "fields",
                List.of());
    }

    private Reply naming(Request request, String[] parts) {
        if (request.method().equals("PUT") && parts.length == 3) {
            naming.putAll(fields(Json.parse(request.body())));
            return Reply.json(202, naming);
        }
        return request.method().equals("GET") ? Reply.json(naming) : Reply.empty(405);
    }

    /// @param parts  of the path
    /// @param filled the list that may not be empty
    private static Reply kept(
            Request request, String[] parts, TreeMap<Integer, Map<String, @Nullable Object>> all, String filled) {
        if (request.method().equals("GET") && parts.length == 1) {
            return Reply.json(new ArrayList<>(all.values()));
        }
        if (request.method().equals("DELETE") && parts.length == 2 && parts[1].matches("\\d{1,6}")) {
            return all.remove(Integer.parseInt(parts[1])) == null
                    ? Reply.json(404, Json.object("message", "NotFound"))
                    : Reply.json(Json.object());
        }
        var body = Json.parse(request.body());
        if (!body.hasNonNull("name") || body.path(filled).isEmpty()) {
            return Reply.json(400, List.of(Json.object("propertyName", "Name", "errorMessage", "must not be empty")));
        }
        if (request.method().equals("POST") && parts.length == 1) {
            return Reply.json(201, store(all, all.isEmpty() ? 1 : all.lastKey() + 1, body));
        }
        if (request.method().equals("PUT") && parts.length == 2 && parts[1].matches("\\d{1,6}")) {
            int id = Integer.parseInt(parts[1]);
            return all.containsKey(id)
                    ? Reply.json(202, store(all, id, body))
                    : Reply.json(404, Json.object("message", "NotFound"));
        }
        return Reply.empty(405);
    }

    private static Map<String, @Nullable Object> store(
            TreeMap<Integer, Map<String, @Nullable Object>> all, int id, JsonNode body) {
        var made = fields(body);
        made.put("id", id);
        all.put(id, made);
        return made;
    }

    private static Map<String, @Nullable Object> fields(JsonNode body) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        body.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private static Map<String, @Nullable Object> profile(int id, String name, boolean upgrades) {
        return new LinkedHashMap<>(Json.object(
                "id",
                id,
                "name",
                name,
                "upgradeAllowed",
                upgrades,
                "cutoff",
                7,
                "items",
                List.of(
                        Json.object("quality", quality(3, "WEBDL-1080p"), "items", List.of(), "allowed", true),
                        Json.object("quality", quality(7, "Bluray-1080p"), "items", List.of(), "allowed", true)),
                "minFormatScore",
                0,
                "cutoffFormatScore",
                ArrRecords.CUTOFF_SCORE,
                "formatItems",
                List.of()));
    }

    private static Map<String, @Nullable Object> quality(int id, String name) {
        return Json.object("id", id, "name", name);
    }
}
