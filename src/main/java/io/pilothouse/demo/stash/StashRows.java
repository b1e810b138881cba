package io.pilothouse.demo.stash;

import static io.pilothouse.demo.stash.StashLibrary.GALLERIES;
import static io.pilothouse.demo.stash.StashLibrary.GROUPS;
import static io.pilothouse.demo.stash.StashLibrary.IMAGES;
import static io.pilothouse.demo.stash.StashLibrary.MARKERS;
import static io.pilothouse.demo.stash.StashLibrary.PERFORMERS;
import static io.pilothouse.demo.stash.StashLibrary.SCENES;
import static io.pilothouse.demo.stash.StashLibrary.STUDIOS;
import static io.pilothouse.demo.stash.StashLibrary.TAGS;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Makes the rows that a library holds before anybody changed it, each out of its number alone: what is shared
/// by the fleet ([StashWorld]) is alike on every server, the rest is the server's own.
final class StashRows {

    private static final int SCENES_A_GALLERY = 30;
    private static final int OFFSETS = 40;
    /// File numbers of images and galleries lie above those of scenes.
    private static final long IMAGE_FILES = 1L << 32;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final long seed;
    private final int overlap;
    private final Instant start;
    private final ZoneId zone;

    /// @param zone of the server when it wrote them
    StashRows(Setting setting, ZoneId zone) {
        var options = setting.spec();
        this.zone = zone;
        seed = setting.identitySeed() * 31 + options.name().hashCode();
        overlap = Integer.parseInt(options.option("overlap", "60"));
        start = setting.start().truncatedTo(ChronoUnit.SECONDS);
        boolean small = options.option("size", "").equals("small");
        long scenes = Integer.parseInt(options.option(SCENES, small ? "60" : "1200"));
        counts.put(TAGS, Math.max(8, scenes / 20));
        counts.put(STUDIOS, Math.max(3, scenes / 60));
        counts.put(PERFORMERS, Math.max(6, scenes / 12));
        counts.put(GROUPS, Math.max(2, scenes / 80));
        counts.put(SCENES, scenes);
        counts.put(GALLERIES, Math.max(2, scenes / SCENES_A_GALLERY));
        counts.put(IMAGES, scenes / 2);
        counts.put(MARKERS, scenes / 10);
    }

    /// @return one for each type, in the order in which a server lists them
    Map<String, StashShelf> shelves() {
        var shelves = new LinkedHashMap<String, StashShelf>();
        counts.forEach((type, count) -> shelves.put(
                type,
                new StashShelf(count, maker(type), id -> stamp(created(type, id).plus(Duration.ofHours(1))))));
        return shelves;
    }

    private LongFunction<Map<String, @Nullable Object>> maker(String type) {
        return switch (type) {
            case TAGS -> this::tag;
            case STUDIOS -> this::studio;
            case PERFORMERS -> this::performer;
            case GROUPS -> this::group;
            case SCENES -> this::scene;
            case GALLERIES -> this::gallery;
            case IMAGES -> this::image;
            default -> this::marker;
        };
    }

    private long count(String type) {
        return java.util.Objects.requireNonNull(counts.get(type), type);
    }

    private String stamp(Instant at) {
        return StashLibrary.stamp(at, zone);
    }

    static long fileNumber(String type, long id) {
        return type.equals(IMAGES) ? IMAGE_FILES + id : id;
    }

    /// When the first file of a thing was written.
    String fileStamp(String type, long id) {
        return stamp(created(type, id));
    }

    private SplittableRandom own(String type, long id) {
        return new SplittableRandom(seed * 1_000_003L + type.hashCode() * 31L + id);
    }

    private Instant created(String type, long id) {
        return start.minus(Duration.ofHours(1 + own("created " + type, id).nextInt(20_000)));
    }

    private long offset(String type) {
        return Math.floorMod(seed * 7 + type.hashCode(), OFFSETS);
    }

    /// @return the world's number of what has this number here
    private long world(String type, long id) {
        return id + offset(type);
    }

    private boolean shared(String type, long id) {
        return own("shared " + type, id).nextInt(100) < overlap;
    }

    /// The chance that makes a thing: the world's for what is shared, the server's own otherwise.
    private SplittableRandom content(String type, long id) {
        return shared(type, id) ? StashWorld.random(type, world(type, id)) : own("content " + type, id);
    }

    private Map<String, @Nullable Object> begin(String type, String typename, long id) {
        var created = created(type, id);
        return Json.object(
                "__typename", typename,
                "id", String.valueOf(id),
                "created_at", stamp(created),
                "updated_at", stamp(created.plus(Duration.ofHours(1))));
    }

    /// Others of the same library, the same ones for what is shared.
    private List<Object> references(SplittableRandom random, String type, String typename, int atMost) {
        long bound = count(type);
        var ids = new TreeSet<Long>();
        for (int i = random.nextInt(atMost + 1); i > 0; i--) {
            ids.add(1 + Math.floorMod(random.nextLong(bound) - offset(type), bound));
        }
        return ids.stream().map(id -> reference(typename, id)).toList();
    }

    static Object reference(String typename, long id) {
        return Json.object("__typename", typename, "id", String.valueOf(id));
    }

    private List<Object> externalIds(String type, long id) {
        if (!shared(type, id) || own("linked", id).nextInt(10) == 0) {
            return List.of();
        }
        return List.of(Json.object(
                "__typename",
                "StashID",
                "endpoint",
                StashWorld.BOX,
                "stash_id",
                StashWorld.externalId(type, world(type, id)),
                "updated_at",
                "2025-10-01T00:00:00.123456789Z"));
    }

    private static void texts(Map<String, @Nullable Object> row, String... fields) {
        for (var field : fields) {
            row.put(field, "");
        }
    }

    private String image(String type, long id, Map<String, @Nullable Object> row) {
        return "http://stash.invalid/" + type + "/" + id + "/image?t=" + row.get("updated_at")
                + (own("image", id).nextInt(4) == 0 ? "&default=true" : "");
    }

    private Map<String, @Nullable Object> tag(long id) {
        var row = begin(TAGS, "Tag", id);
        long child = id * 3;
        row.putAll(Json.object(
                "name",
                StashWorld.word(shared(TAGS, id) ? world(TAGS, id) : 1_000 + id),
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
                image("tag", id, row),
                "parents",
                id > 4 && id % 3 == 0 ? List.of(reference("Tag", id / 3)) : List.of(),
                "children",
                child > 4 && child <= count(TAGS) ? List.of(reference("Tag", child)) : List.of(),
                "stash_ids",
                externalIds(TAGS, id),
                "custom_fields",
                Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> studio(long id) {
        var row = begin(STUDIOS, "Studio", id);
        row.putAll(Json.object(
                "name",
                StashWorld.maker(shared(STUDIOS, id) ? world(STUDIOS, id) : 500 + id),
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
                "organized",
                false,
                "image_path",
                image("studio", id, row),
                "parent_studio",
                id > 2 && id % 4 == 0 ? reference("Studio", 1) : null,
                "tags",
                List.of(),
                "stash_ids",
                externalIds(STUDIOS, id),
                "custom_fields",
                Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> performer(long id) {
        var row = begin(PERFORMERS, "Performer", id);
        var random = content(PERFORMERS, id);
        texts(
                row,
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
                "details");
        row.putAll(Json.object(
                "name",
                StashWorld.person(random),
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
                "career_start",
                null,
                "career_end",
                null,
                "urls",
                List.of(),
                "favorite",
                id % 7 == 0,
                "rating100",
                id % 5 == 0 ? 80 : null,
                "ignore_auto_tag",
                false,
                "image_path",
                image("performer", id, row),
                "tags",
                references(random, TAGS, "Tag", 2),
                "stash_ids",
                externalIds(PERFORMERS, id),
                "custom_fields",
                Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> group(long id) {
        var row = begin(GROUPS, "Group", id);
        var random = content(GROUPS, id);
        texts(row, "aliases", "director", "synopsis");
        row.putAll(Json.object(
                "name",
                StashWorld.title(random) + ", the series",
                "duration",
                null,
                "date",
                null,
                "rating100",
                null,
                "urls",
                List.of(),
                "front_image_path",
                "http://stash.invalid/group/" + id + "/frontimage" + (id % 3 == 0 ? "?default=true" : ""),
                "back_image_path",
                null,
                "studio",
                references(random, STUDIOS, "Studio", 1).stream().findFirst().orElse(null),
                "tags",
                List.of(),
                "containing_groups",
                List.of(),
                "custom_fields",
                Map.of()));
        return row;
    }

    Map<String, @Nullable Object> scene(long id) {
        var row = begin(SCENES, "Scene", id);
        var random = content(SCENES, id);
        var own = own("scene", id);
        boolean differs = own.nextInt(12) == 0;
        var title = StashWorld.title(random);
        double duration = 60 + random.nextInt(5_000);
        int day = 1 + random.nextInt(27);
        var date =
                "20%02d-%02d-%02d".formatted(10 + random.nextInt(16), 1 + random.nextInt(12), day + (differs ? 1 : 0));
        long size = 100_000_000L + random.nextLong(4_000_000_000L);
        var oshash = StashWorld.hash(random);
        var phash = StashWorld.hash(random);
        boolean sameFile = own.nextInt(10) < 6;
        int height = sameFile ? (random.nextInt(3) == 0 ? 2160 : 1080) : own.nextInt(2) == 0 ? 1080 : 720;
        int plays = own.nextInt(5) == 0 ? 1 + own.nextInt(4) : 0;
        var played = created(SCENES, id).plus(Duration.ofHours(2));
        long gallery = id % SCENES_A_GALLERY == 0 ? id / SCENES_A_GALLERY : 0;
        row.putAll(Json.object(
                "title",
                own.nextInt(25) == 0 ? "" : differs ? title + " (cut)" : title,
                "code",
                "",
                "details",
                random.nextInt(3) == 0 ? "Recorded without comment." : "",
                "director",
                "",
                "urls",
                List.of(),
                "date",
                own.nextInt(20) == 0 ? null : date,
                "rating100",
                own.nextInt(4) == 0 ? 20 * (1 + own.nextInt(5)) : null,
                "organized",
                own.nextBoolean(),
                "interactive",
                false,
                "interactive_speed",
                null,
                "o_counter",
                0,
                "play_count",
                plays,
                "play_duration",
                plays * 120.5,
                "resume_time",
                0,
                "last_played_at",
                plays > 0 ? played.toString() : null,
                "play_history",
                java.util.stream.IntStream.range(0, plays)
                        .mapToObj(i -> played.minusSeconds(3_600L * i).toString())
                        .toList(),
                "o_history",
                List.of(),
                "files",
                List.of(videoFile(
                        id,
                        row,
                        title,
                        sameFile ? size : size / 3,
                        height,
                        duration,
                        List.of(
                                fingerprint("oshash", sameFile ? oshash : StashWorld.hash(own)),
                                fingerprint("phash", phash)))),
                "captions",
                null,
                "studio",
                random.nextInt(10) == 0
                        ? null
                        : references(random, STUDIOS, "Studio", 1).stream()
                                .findFirst()
                                .orElse(null),
                "performers",
                references(random, PERFORMERS, "Performer", 3),
                "tags",
                references(random, TAGS, "Tag", 5),
                "groups",
                id % 40 == 0
                        ? List.of(Json.object(
                                "__typename",
                                "SceneGroup",
                                "group",
                                reference("Group", 1 + id % count(GROUPS)),
                                "scene_index",
                                1))
                        : List.of(),
                "galleries",
                gallery > 0 && gallery <= count(GALLERIES) ? List.of(reference("Gallery", gallery)) : List.of(),
                "stash_ids",
                externalIds(SCENES, id),
                "custom_fields",
                Map.of()));
        return row;
    }

    private static Map<String, @Nullable Object> videoFile(
            long id,
            Map<String, @Nullable Object> row,
            String title,
            long size,
            int height,
            double duration,
            List<Object> fingerprints) {
        return Json.object(
                "__typename",
                "VideoFile",
                "id",
                String.valueOf(id),
                "path",
                "/data/a/" + title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + " " + id + ".mp4",
                "size",
                size,
                "mod_time",
                row.get("created_at"),
                "updated_at",
                row.get("created_at"),
                "format",
                "mp4",
                "width",
                height * 16 / 9,
                "height",
                height,
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
                fingerprints);
    }

    private static Object fingerprint(String type, String value) {
        return Json.object("__typename", "Fingerprint", "type", type, "value", value);
    }

    private Map<String, @Nullable Object> gallery(long id) {
        var row = begin(GALLERIES, "Gallery", id);
        var random = content(GALLERIES, id);
        texts(row, "code", "details", "photographer");
        long scene = id * SCENES_A_GALLERY;
        row.putAll(Json.object(
                "title", StashWorld.title(random),
                "urls", List.of(),
                "date", null,
                "rating100", null,
                "organized", false,
                "folder", null,
                "files", List.of(),
                "studio",
                        references(random, STUDIOS, "Studio", 1).stream()
                                .findFirst()
                                .orElse(null),
                "performers", List.of(),
                "tags", references(random, TAGS, "Tag", 2),
                "scenes", scene <= count(SCENES) ? List.of(reference("Scene", scene)) : List.of(),
                "custom_fields", Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> image(long id) {
        var row = begin(IMAGES, "Image", id);
        var random = content(IMAGES, id);
        texts(row, "title", "code", "details", "photographer");
        row.putAll(Json.object(
                "urls", List.of(),
                "date", null,
                "rating100", null,
                "organized", false,
                "o_counter", 0,
                "visual_files",
                        List.of(Json.object(
                                "__typename",
                                "ImageFile",
                                "id",
                                String.valueOf(IMAGE_FILES + id),
                                "path",
                                "/data/a/picture " + id + ".jpg",
                                "size",
                                2_000_000 + random.nextInt(1_000_000),
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
                                List.of(fingerprint("md5", StashWorld.md5(random))))),
                "studio", null,
                "performers", references(random, PERFORMERS, "Performer", 1),
                "tags", List.of(),
                "galleries", List.of(reference("Gallery", 1 + (id - 1) % count(GALLERIES))),
                "custom_fields", Map.of()));
        return row;
    }

    private Map<String, @Nullable Object> marker(long id) {
        var row = begin(MARKERS, "SceneMarker", id);
        var random = own("marker", id);
        row.putAll(Json.object(
                "title", "",
                "seconds", random.nextInt(60),
                "end_seconds", null,
                "scene", reference("Scene", 1 + random.nextLong(count(SCENES))),
                "primary_tag", reference("Tag", 1 + random.nextLong(count(TAGS))),
                "tags", List.of()));
        return row;
    }
}
