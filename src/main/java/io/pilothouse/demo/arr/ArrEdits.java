package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tags and the writes of sections 7.4 and 14 of the contract: editors of parents, monitored flags of
/// units, deletion.
final class ArrEdits {

    private final ArrApp app;
    private final ArrLibrary library;
    private final ArrRecords records;
    private final TreeMap<Integer, String> tags = new TreeMap<>(Map.of(1, "hd", 2, "kids", 3, "keep"));

    ArrEdits(ArrApp app, ArrLibrary library, ArrRecords records) {
        this.app = app;
        this.library = library;
        this.records = records;
    }

    /// @param resource below the API, lower case
    /// @return empty when the request is none of these
    Optional<Reply> answer(Request request, String resource, Instant now) {
        var method = request.method();
        var parts = resource.split("/");
        if (parts[0].equals("tag")) {
            return Optional.of(tag(request, parts));
        }
        var unit = app.shape.unit.toLowerCase(Locale.ROOT);
        if (resource.equals(app.shape.resource + "/editor") && method.equals("PUT")) {
            return Optional.of(edit(Json.parse(request.body()), now));
        }
        if (resource.equals(app.shape.resource + "/editor") && method.equals("DELETE")) {
            ids(Json.parse(request.body()), app.shape.resource + "Ids").forEach(library::remove);
            return Optional.of(Reply.json(Map.of()));
        }
        if (resource.equals(unit + "/monitor") && method.equals("PUT") && app.shape != ArrApp.Shape.MOVIES) {
            return Optional.of(monitor(Json.parse(request.body()), now));
        }
        if (parts.length == 2 && parts[0].equals(app.shape.resource) && method.equals("DELETE")) {
            int id = parts[1].matches("\\d{1,9}") ? Integer.parseInt(parts[1]) : 0;
            if (library.parent(id).isEmpty()) {
                return Optional.of(Reply.json(404, Json.object("message", "NotFound")));
            }
            library.remove(id);
            return Optional.of(Reply.json(Map.of()));
        }
        return Optional.empty();
    }

    private static List<Integer> ids(JsonNode body, String field) {
        var ids = new ArrayList<Integer>();
        body.path(field).forEach(id -> ids.add(id.asInt()));
        return ids;
    }

    /// Look-ups are all or nothing: one deleted or repeated id is a 500 (section 11.4).
    private Reply edit(JsonNode body, Instant now) {
        var ids = ids(body, app.shape.resource + "Ids");
        if (new HashSet<>(ids).size() < ids.size()
                || ids.stream().anyMatch(id -> library.parent(id).isEmpty())) {
            return Reply.json(
                    500,
                    Json.object(
                            "message",
                            "Expected query to return " + ids.size() + " rows but returned fewer",
                            "description",
                            "at NzbDrone.Core"));
        }
        for (int id : ids) {
            var parent = library.parent(id).orElseThrow();
            if (body.hasNonNull("tags")) {
                parent = parent.withTags(applied(parent.tags(), ids(body, "tags"), body));
            }
            if (body.hasNonNull("monitored")) {
                parent = parent.withMonitored(body.path("monitored").asBoolean());
            }
            if (body.hasNonNull("qualityProfileId")) {
                parent = parent.withProfile(body.path("qualityProfileId").asInt());
            }
            library.replace(parent);
        }
        return Reply.json(
                202,
                ids.stream()
                        .map(id -> records.parent(library.parent(id).orElseThrow(), now))
                        .toList());
    }

    private static List<Integer> applied(List<Integer> before, List<Integer> given, JsonNode body) {
        var tags = new LinkedHashSet<>(before);
        switch (body.path("applyTags").asText("add").toLowerCase(Locale.ROOT)) {
            case "remove" -> given.forEach(tags::remove);
            case "replace" -> {
                tags.clear();
                tags.addAll(given);
            }
            default -> tags.addAll(given);
        }
        return List.copyOf(tags);
    }

    private Reply monitor(JsonNode body, Instant now) {
        boolean monitored = body.path("monitored").asBoolean();
        var changed = new ArrayList<Object>();
        for (int id : ids(body, ArrSearches.idsField(app))) {
            library.unit(id).ifPresent(unit -> {
                library.replace(unit.withMonitored(monitored));
                changed.add(records.unit(unit.withMonitored(monitored), false, now));
            });
        }
        return Reply.json(202, changed);
    }

    // tags

    private Reply tag(Request request, String[] parts) {
        var method = request.method();
        if (method.equals("POST") && parts.length == 1) {
            return newTag(Json.parse(request.body()).path("label").asText(""));
        }
        if (method.equals("DELETE") && parts.length == 2 && parts[1].matches("\\d{1,9}")) {
            return deleteTag(Integer.parseInt(parts[1]));
        }
        if (!method.equals("GET")) {
            return Reply.empty(405);
        }
        if (parts.length == 2 && parts[1].equals("detail")) {
            return Reply.json(tags.keySet().stream().map(this::detail).toList());
        }
        return parts.length > 1
                ? Reply.empty(404)
                : Reply.json(tags.entrySet().stream()
                        .map(tag -> Json.object("id", tag.getKey(), "label", tag.getValue()))
                        .toList());
    }

    /// Labels are stored in lower case, and looked for before they are made so.
    private Reply newTag(String label) {
        if (label.isBlank()) {
            return Reply.json(
                    400, List.of(Json.object("propertyName", "Label", "errorMessage", "'Label' must not be empty.")));
        }
        var stored = label.toLowerCase(Locale.ROOT);
        if (!tags.containsValue(label)) {
            if (tags.containsValue(stored)) {
                return Reply.json(
                        409,
                        Json.object("message", "constraint failed: UNIQUE Tags.Label", "description", "at SQLite"));
            }
            tags.put(tags.lastKey() + 1, stored);
        }
        int id = tags.entrySet().stream()
                .filter(tag -> tag.getValue().equals(stored))
                .findFirst()
                .orElseThrow()
                .getKey();
        return Reply.json(201, Json.object("id", id, "label", stored));
    }

    private List<Integer> users(int tag) {
        return library.parents().stream()
                .filter(parent -> parent.tags().contains(tag))
                .map(ArrLibrary.Parent::id)
                .toList();
    }

    private Map<String, @Nullable Object> detail(int tag) {
        return Json.object("id", tag, "label", tags.get(tag), app.shape.resource + "Ids", users(tag));
    }

    private Reply deleteTag(int tag) {
        if (!tags.containsKey(tag)) {
            return Reply.json(404, Json.object("message", "NotFound"));
        }
        if (!users(tag).isEmpty()) {
            return Reply.json(
                    409,
                    Json.object("message", "Tag '" + tags.get(tag) + "' cannot be deleted", "description", "at Tags"));
        }
        if (tags.size() > 1) { // the last key decides the next id
            tags.remove(tag);
        }
        return Reply.json(Map.of());
    }
}
