package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Titles;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A generated library: rows as GraphQL objects, ids 1 to n in each type. Some external ids are the
/// same on every server of the fleet, so that one thing can be found on several.
public final class StashLibrary {

    private static final String BOX = "https://box.example/graphql";

    private final Map<String, List<Map<String, @Nullable Object>>> rows = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final Instant start;

    StashLibrary(Setting setting) {
        random = setting.random("library");
        start = setting.start().truncatedTo(ChronoUnit.SECONDS);
        boolean small = setting.spec().option("size", "").equals("small");
        int scenes = Integer.parseInt(setting.spec().option("scenes", small ? "60" : "1200"));
        int tags = Math.max(8, scenes / 20);
        int performers = Math.max(6, scenes / 12);
        int studios = Math.max(3, scenes / 60);
        fill("tags", tags, this::tag);
        fill("studios", studios, this::studio);
        fill("performers", performers, id -> performer(id, tags));
        fill("groups", Math.max(2, scenes / 80), id -> group(id, studios));
        fill("scenes", scenes, id -> scene(id, studios, performers, tags));
        fill("galleries", Math.max(2, scenes / 30), id -> gallery(id, studios));
        fill("images", scenes / 2, id -> image(id, performers));
        fill("scene_markers", scenes / 10, id -> marker(id, scenes, tags));
    }

    private void fill(String type, int count, java.util.function.IntFunction<Map<String, @Nullable Object>> row) {
        var all = new ArrayList<Map<String, @Nullable Object>>();
        for (int id = 1; id <= count; id++) {
            all.add(row.apply(id));
        }
        rows.put(type, all);
    }

    /// @param type the plural as the find results name it, for example `scenes`
    /// @return live rows by id
    public List<Map<String, @Nullable Object>> rows(String type) {
        return rows.getOrDefault(type, List.of());
    }

    Map<String, @Nullable Object> statistics() {
        long size = 0;
        double duration = 0;
        for (var scene : rows("scenes")) {
            if (scene.get("files") instanceof List<?> files && files.getFirst() instanceof Map<?, ?> file) {
                size += ((Number) file.get("size")).longValue();
                duration += ((Number) file.get("duration")).doubleValue();
            }
        }
        return Json.object(
                "scene_count", rows("scenes").size(),
                "scenes_size", size,
                "scenes_duration", Math.round(duration),
                "image_count", rows("images").size(),
                "images_size", rows("images").size() * 2_000_000L,
                "gallery_count", rows("galleries").size(),
                "performer_count", rows("performers").size(),
                "studio_count", rows("studios").size(),
                "group_count", rows("groups").size(),
                "tag_count", rows("tags").size(),
                "total_o_count", 0,
                "total_play_duration", 0,
                "total_play_count", 0,
                "scenes_played", 0);
    }

    private Map<String, @Nullable Object> row(String type, int id) {
        var created = start.minus(Duration.ofHours(random.nextInt(20_000)));
        return Json.object(
                "__typename", type,
                "id", String.valueOf(id),
                "created_at", created.toString(),
                "updated_at", created.plus(Duration.ofHours(1)).toString());
    }

    private String name() {
        return Titles.title(random);
    }

    private List<Object> references(String type, int bound, int atMost) {
        var ids = new java.util.TreeSet<Integer>();
        for (int i = random.nextInt(atMost + 1); i > 0; i--) {
            ids.add(1 + random.nextInt(bound));
        }
        return ids.stream().map(id -> reference(type, id)).toList();
    }

    private static Object reference(String type, int id) {
        return Json.object("__typename", type, "id", String.valueOf(id));
    }

    private List<Object> externalIds(String type, int id) {
        if (random.nextInt(3) == 0) {
            return List.of();
        }
        long high = id % 4 == 0 ? type.hashCode() : random.nextLong();
        var external = new java.util.UUID(high & ~0xF000L | 0x4000L, id % 4 == 0 ? id : random.nextLong()).toString();
        return List.of(
                Json.object("endpoint", BOX, "stash_id", external, "updated_at", "2025-10-01T00:00:00.123456789Z"));
    }

    private Map<String, @Nullable Object> tag(int id) {
        var row = row("Tag", id);
        row.putAll(Json.object(
                "name",
                name() + " " + id,
                "sort_name",
                "",
                "description",
                "",
                "aliases",
                List.of(),
                "favorite",
                id % 9 == 0,
                "ignore_auto_tag",
                false,
                "image_path",
                "",
                "parents",
                id > 4 && id % 3 == 0 ? List.of(reference("Tag", id / 3)) : List.of(),
                "children",
                List.of(),
                "stash_ids",
                externalIds("Tag", id)));
        return row;
    }

    private Map<String, @Nullable Object> studio(int id) {
        var row = row("Studio", id);
        row.putAll(Json.object(
                "name",
                name() + " " + id,
                "aliases",
                List.of(),
                "details",
                "",
                "url",
                "",
                "urls",
                List.of(),
                "favorite",
                false,
                "rating100",
                null,
                "ignore_auto_tag",
                false,
                "image_path",
                "",
                "parent_studio",
                id > 2 && id % 4 == 0 ? reference("Studio", 1) : null,
                "tags",
                List.of(),
                "stash_ids",
                externalIds("Studio", id)));
        return row;
    }

    private Map<String, @Nullable Object> performer(int id, int tags) {
        var row = row("Performer", id);
        for (var text : List.of(
                "disambiguation",
                "ethnicity",
                "country",
                "eye_color",
                "hair_color",
                "measurements",
                "fake_tits",
                "career_length",
                "tattoos",
                "piercings",
                "details",
                "image_path")) {
            row.put(text, "");
        }
        row.putAll(Json.object(
                "name",
                name() + " " + id,
                "alias_list",
                List.of(),
                "gender",
                random.nextBoolean() ? "FEMALE" : "MALE",
                "birthdate",
                "19" + (60 + random.nextInt(40)) + "-05-04",
                "death_date",
                null,
                "height_cm",
                null,
                "weight",
                null,
                "penis_length",
                null,
                "circumcised",
                null,
                "urls",
                List.of(),
                "favorite",
                id % 7 == 0,
                "rating100",
                id % 5 == 0 ? 80 : null,
                "ignore_auto_tag",
                false,
                "tags",
                references("Tag", tags, 2),
                "stash_ids",
                externalIds("Performer", id),
                "custom_fields",
                Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> group(int id, int studios) {
        var row = row("Group", id);
        row.putAll(Json.object(
                "name",
                name() + " " + id,
                "aliases",
                "",
                "duration",
                null,
                "date",
                null,
                "rating100",
                null,
                "director",
                "",
                "synopsis",
                "",
                "urls",
                List.of(),
                "front_image_path",
                null,
                "back_image_path",
                null,
                "studio",
                reference("Studio", 1 + random.nextInt(studios)),
                "tags",
                List.of(),
                "containing_groups",
                List.of()));
        return row;
    }

    private Map<String, @Nullable Object> scene(int id, int studios, int performers, int tags) {
        var row = row("Scene", id);
        double duration = 60 + random.nextInt(5_000);
        row.putAll(Json.object(
                "title",
                name(),
                "code",
                "",
                "details",
                "",
                "director",
                "",
                "urls",
                List.of(),
                "date",
                "20" + (10 + random.nextInt(16)) + "-06-15",
                "rating100",
                random.nextInt(4) == 0 ? 20 * (1 + random.nextInt(5)) : null,
                "organized",
                random.nextBoolean(),
                "interactive",
                false,
                "interactive_speed",
                null,
                "o_counter",
                0,
                "play_count",
                0,
                "play_duration",
                0,
                "resume_time",
                0,
                "last_played_at",
                null,
                "files",
                List.of(Json.object(
                        "__typename",
                        "VideoFile",
                        "id",
                        String.valueOf(id),
                        "path",
                        "/data/a/clip " + id + ".mp4",
                        "size",
                        100_000_000L + random.nextLong(4_000_000_000L),
                        "mod_time",
                        row.get("created_at"),
                        "updated_at",
                        row.get("created_at"),
                        "format",
                        "mp4",
                        "width",
                        1920,
                        "height",
                        1080,
                        "duration",
                        duration,
                        "video_codec",
                        "h264",
                        "audio_codec",
                        "aac",
                        "frame_rate",
                        29.97,
                        "bit_rate",
                        3_200_000,
                        "fingerprints",
                        fingerprints())),
                "captions",
                null,
                "studio",
                random.nextInt(10) == 0 ? null : reference("Studio", 1 + random.nextInt(studios)),
                "performers",
                references("Performer", performers, 3),
                "tags",
                references("Tag", tags, 5),
                "groups",
                List.of(),
                "galleries",
                List.of(),
                "stash_ids",
                externalIds("Scene", id)));
        return row;
    }

    private List<Object> fingerprints() {
        return List.of(Json.object("type", "oshash", "value", HexFormat.of().toHexDigits(random.nextLong())));
    }

    private Map<String, @Nullable Object> gallery(int id, int studios) {
        var row = row("Gallery", id);
        row.putAll(Json.object(
                "title",
                name(),
                "code",
                "",
                "details",
                "",
                "photographer",
                "",
                "urls",
                List.of(),
                "date",
                null,
                "rating100",
                null,
                "organized",
                false,
                "image_count",
                0,
                "folder",
                null,
                "files",
                List.of(),
                "cover",
                null,
                "studio",
                reference("Studio", 1 + random.nextInt(studios)),
                "performers",
                List.of(),
                "tags",
                List.of(),
                "scenes",
                List.of()));
        return row;
    }

    private Map<String, @Nullable Object> image(int id, int performers) {
        var row = row("Image", id);
        row.putAll(Json.object(
                "title",
                "",
                "code",
                "",
                "details",
                "",
                "photographer",
                "",
                "urls",
                List.of(),
                "date",
                null,
                "rating100",
                null,
                "organized",
                false,
                "o_counter",
                0,
                "visual_files",
                List.of(Json.object(
                        "__typename",
                        "ImageFile",
                        "id",
                        String.valueOf(500_000 + id),
                        "path",
                        "/data/a/picture " + id + ".jpg",
                        "size",
                        2_000_000,
                        "mod_time",
                        row.get("created_at"),
                        "updated_at",
                        row.get("created_at"),
                        "format",
                        "jpeg",
                        "width",
                        3000,
                        "height",
                        2000,
                        "fingerprints",
                        List.of(Json.object(
                                "type",
                                "md5",
                                "value",
                                "%016x%016x".formatted(random.nextLong(), random.nextLong()))))),
                "studio",
                null,
                "performers",
                references("Performer", performers, 1),
                "tags",
                List.of(),
                "galleries",
                List.of()));
        return row;
    }

    private Map<String, @Nullable Object> marker(int id, int scenes, int tags) {
        var row = row("SceneMarker", id);
        row.putAll(Json.object(
                "title", "",
                "seconds", random.nextInt(60),
                "end_seconds", null,
                "scene", reference("Scene", 1 + random.nextInt(scenes)),
                "primary_tag", reference("Tag", 1 + random.nextInt(tags)),
                "tags", List.of()));
        return row;
    }
}
