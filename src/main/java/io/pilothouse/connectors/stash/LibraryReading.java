package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.LibraryLine.Activity;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.RemoteEntity.ExternalId;
import io.pilothouse.domain.library.RemoteEntity.Figures;
import io.pilothouse.domain.library.RemoteEntity.Link;
import io.pilothouse.domain.library.RemoteEntity.MediaFile;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.Stamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Makes things from the rows of an answer (contract section 6).
final class LibraryReading {

    /// Kept elsewhere than among the plain fields.
    private static final Set<String> NOT_PLAIN = Set.of(
            "__typename",
            "id",
            "title",
            "name",
            "created_at",
            "updated_at",
            "rating100",
            "favorite",
            "organized",
            "o_counter",
            "play_count",
            "play_duration",
            "resume_time",
            "last_played_at",
            "files",
            "visual_files",
            "studio",
            "parent_studio",
            "scene",
            "performers",
            "tags",
            "groups",
            "galleries",
            "scenes",
            "parents",
            "children",
            "primary_tag",
            "containing_groups",
            "stash_ids",
            "image_path",
            "front_image_path",
            "back_image_path",
            "custom_fields",
            "captions",
            "folder",
            "cover");

    private LibraryReading() {}

    /// @return 0 for what is no id
    static long id(JsonNode node) {
        try {
            long id = Long.parseLong(node.path("id").asText("0"));
            return EntityKey.mayBe(id) ? id : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static RemoteEntity entity(EntityType type, JsonNode row) {
        return new RemoteEntity(
                type,
                id(row),
                row.path("created_at").asText(""),
                row.path("updated_at").asText(""),
                text(
                        row,
                        type == EntityType.SCENE
                                        || type == EntityType.IMAGE
                                        || type == EntityType.GALLERY
                                        || type == EntityType.MARKER
                                ? "title"
                                : "name"),
                fields(row),
                figures(row),
                parent(row),
                links(type, row),
                files(type == EntityType.IMAGE ? row.path("visual_files") : row.path("files")),
                externalIds(row.path("stash_ids")),
                picture(type, row));
    }

    private static String text(JsonNode row, String field) {
        var node = row.path(field);
        return node.isNull() || node.isMissingNode() ? "" : node.asText("").strip();
    }

    private static TreeMap<String, String> fields(JsonNode row) {
        var fields = new TreeMap<String, String>();
        row.properties().forEach(entry -> {
            var value = entry.getValue();
            if (NOT_PLAIN.contains(entry.getKey()) || value.isNull()) {
                return;
            }
            if (value.isArray()) {
                var lines = new ArrayList<String>();
                value.forEach(each -> lines.add(each.asText("")));
                put(fields, entry.getKey(), String.join("\n", lines));
            } else if (value.isBoolean()) {
                put(fields, entry.getKey(), value.asBoolean() ? "true" : "");
            } else {
                put(fields, entry.getKey(), value.asText(""));
            }
        });
        row.path("custom_fields")
                .properties()
                .forEach(entry ->
                        put(fields, "custom." + entry.getKey(), entry.getValue().asText("")));
        put(fields, "folder", text(row.path("folder"), "path"));
        var captions = new ArrayList<String>();
        row.path("captions")
                .forEach(caption -> captions.add(caption.path("language_code").asText("") + " "
                        + caption.path("caption_type").asText("")));
        put(fields, "captions", String.join("\n", captions));
        var first = row.path("files").path(0);
        put(fields, "audio_codec", text(first, "audio_codec"));
        put(fields, "frame_rate", text(first, "frame_rate"));
        if (fields.containsKey("url")) { // what older servers call the only address of a studio
            put(fields, "urls", fields.remove("url"));
        }
        return fields;
    }

    private static void put(TreeMap<String, String> fields, String name, String value) {
        if (!value.isBlank()) {
            fields.put(name, value);
        }
    }

    private static Figures figures(JsonNode row) {
        return new Figures(
                row.path("rating100").isNumber()
                        ? Math.clamp(row.path("rating100").asInt(), 0, 100)
                        : 0,
                row.path("favorite").asBoolean(false),
                row.path("organized").asBoolean(false),
                row.path("o_counter").asInt(0),
                row.path("play_count").asInt(0),
                row.path("play_duration").asDouble(0),
                row.path("resume_time").asDouble(0),
                instant(row, "last_played_at"));
    }

    private static Optional<Instant> instant(JsonNode row, String field) {
        return row.path(field).isTextual() ? Stamps.instant(row.path(field).asText()) : Optional.empty();
    }

    private static OptionalLong parent(JsonNode row) {
        for (var field : List.of("studio", "parent_studio", "scene")) {
            long id = id(row.path(field));
            if (id > 0) {
                return OptionalLong.of(id);
            }
        }
        return OptionalLong.empty();
    }

    private static List<Link> links(EntityType type, JsonNode row) {
        var links = new ArrayList<Link>();
        switch (type) {
            case SCENE -> {
                add(links, row.path("tags"), Relation.SCENE_TAG, false);
                add(links, row.path("performers"), Relation.SCENE_PERFORMER, false);
                add(links, row.path("galleries"), Relation.SCENE_GALLERY, false);
                for (var each : row.path("groups")) {
                    long group = id(each.path("group"));
                    if (group > 0) {
                        links.add(new Link(
                                Relation.SCENE_GROUP,
                                group,
                                false,
                                each.path("scene_index").asInt(0),
                                ""));
                    }
                }
            }
            case IMAGE -> {
                add(links, row.path("tags"), Relation.IMAGE_TAG, false);
                add(links, row.path("performers"), Relation.IMAGE_PERFORMER, false);
                add(links, row.path("galleries"), Relation.IMAGE_GALLERY, false);
            }
            case GALLERY -> {
                add(links, row.path("tags"), Relation.GALLERY_TAG, false);
                add(links, row.path("performers"), Relation.GALLERY_PERFORMER, false);
                add(links, row.path("scenes"), Relation.SCENE_GALLERY, true);
            }
            case PERFORMER -> add(links, row.path("tags"), Relation.PERFORMER_TAG, false);
            case STUDIO -> add(links, row.path("tags"), Relation.STUDIO_TAG, false);
            case TAG -> {
                add(links, row.path("parents"), Relation.TAG_PARENT, false);
                add(links, row.path("children"), Relation.TAG_PARENT, true);
            }
            case GROUP -> {
                add(links, row.path("tags"), Relation.GROUP_TAG, false);
                for (var each : row.path("containing_groups")) {
                    long group = id(each.path("group"));
                    if (group > 0) {
                        links.add(new Link(Relation.GROUP_PARENT, group, false, 0, text(each, "description")));
                    }
                }
            }
            case MARKER -> {
                long primary = id(row.path("primary_tag"));
                if (primary > 0) {
                    links.add(new Link(Relation.MARKER_TAG, primary, false, 0, "primary"));
                }
                for (var each : row.path("tags")) {
                    if (id(each) > 0 && id(each) != primary) {
                        links.add(new Link(Relation.MARKER_TAG, id(each), false, 1, ""));
                    }
                }
            }
        }
        return links;
    }

    private static void add(List<Link> links, JsonNode list, Relation relation, boolean backwards) {
        for (var each : list) {
            if (id(each) > 0) {
                links.add(new Link(relation, id(each), backwards, 0, ""));
            }
        }
    }

    private static List<MediaFile> files(JsonNode list) {
        var files = new ArrayList<MediaFile>();
        for (var file : list) {
            files.add(new MediaFile(
                    id(file),
                    text(file, "path"),
                    text(file, "updated_at"),
                    file.path("size").asLong(0),
                    file.path("width").asInt(0),
                    file.path("height").asInt(0),
                    file.path("duration").asDouble(0),
                    file.path("bit_rate").asLong(0),
                    text(file, "video_codec"),
                    fingerprint(file, "oshash"),
                    fingerprint(file, "md5"),
                    fingerprint(file, "phash")));
        }
        return files;
    }

    static String fingerprint(JsonNode file, String type) {
        for (var fingerprint : file.path("fingerprints")) {
            if (fingerprint.path("type").asText().equals(type)) {
                return fingerprint.path("value").asText("").strip().toLowerCase(java.util.Locale.ROOT);
            }
        }
        return "";
    }

    private static List<ExternalId> externalIds(JsonNode list) {
        var ids = new ArrayList<ExternalId>();
        for (var each : list) {
            var id = new ExternalId(text(each, "endpoint"), text(each, "stash_id"), text(each, "updated_at"));
            if (!id.normalValue().isEmpty()) {
                ids.add(id);
            }
        }
        return ids;
    }

    /// A generic picture is marked in its address; scenes and images do not tell.
    private static boolean picture(EntityType type, JsonNode row) {
        return switch (type) {
            case SCENE, IMAGE -> true;
            case GALLERY -> id(row.path("cover")) > 0;
            case MARKER -> id(row.path("scene")) > 0;
            default -> {
                var path = text(row, type == EntityType.GROUP ? "front_image_path" : "image_path");
                yield !path.isEmpty() && !path.contains("default=true");
            }
        };
    }

    /// @return checksum of the first file that has one, else the name
    static String content(EntityType type, JsonNode row) {
        var files = type == EntityType.IMAGE ? row.path("visual_files") : row.path("files");
        for (var wanted : List.of("oshash", "md5")) {
            for (var file : files) {
                if (!fingerprint(file, wanted).isEmpty()) {
                    return fingerprint(file, wanted);
                }
            }
        }
        return text(row, type == EntityType.GALLERY ? "title" : "name");
    }

    static Activity activity(JsonNode row) {
        var figures = figures(row);
        return new Activity(
                id(row),
                figures.o(),
                figures.plays(),
                figures.playSeconds(),
                figures.resumeSeconds(),
                figures.lastPlayed());
    }

    static ServerJob job(JsonNode row) {
        return new ServerJob(
                row.path("id").asText(""),
                row.path("status").asText(""),
                row.path("description").asText(""),
                row.path("progress").isNumber()
                        ? OptionalDouble.of(row.path("progress").asDouble())
                        : OptionalDouble.empty(),
                instant(row, "addTime"),
                instant(row, "endTime"),
                text(row, "error"));
    }
}
