package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A generated library: rows as GraphQL objects, ids from 1 in each type. A part of everything is the
/// same on every server of the fleet ([StashWorld]), under another number on each.
///
/// Stamps move exactly when the contract's section 12.2 says so: [#edit] moves none, [#update] moves the
/// entity's, [#editFile] the file's.
public final class StashLibrary {

    static final String SCENES = "scenes";
    static final String IMAGES = "images";
    static final String GALLERIES = "galleries";
    static final String PERFORMERS = "performers";
    static final String STUDIOS = "studios";
    static final String TAGS = "tags";
    static final String GROUPS = "groups";
    static final String MARKERS = "scene_markers";

    /// Fields of a row that name others, by the type they name.
    private static final Map<String, String> REFERENCES = Map.ofEntries(
            Map.entry("studio", STUDIOS),
            Map.entry("parent_studio", STUDIOS),
            Map.entry("performers", PERFORMERS),
            Map.entry("tags", TAGS),
            Map.entry("parents", TAGS),
            Map.entry("children", TAGS),
            Map.entry("primary_tag", TAGS),
            Map.entry("galleries", GALLERIES),
            Map.entry("scenes", SCENES),
            Map.entry("scene", SCENES),
            Map.entry("group", GROUPS),
            Map.entry("cover", IMAGES));

    private static final int SCENES_A_GALLERY = 30;
    private static final int OFFSETS = 40;
    /// File numbers of images and galleries lie above those of scenes.
    private static final long IMAGE_FILES = 1L << 32;

    private final Map<String, StashShelf> shelves = new LinkedHashMap<>();
    private final Map<String, Map<Long, Long>> merged = new HashMap<>();
    private final long seed;
    private final int overlap;
    private final Instant start;
    private final Clock clock;
    private final ZoneId born;
    private ZoneId zone;
    private @Nullable SplittableSums sums;

    StashLibrary(Setting setting) {
        var options = setting.spec();
        seed = setting.identitySeed() * 31 + options.name().hashCode();
        overlap = Integer.parseInt(options.option("overlap", "60"));
        start = setting.start().truncatedTo(ChronoUnit.SECONDS);
        clock = setting.clock();
        born = ZoneId.of(options.option("zone", "Z"));
        zone = born;
        boolean small = options.option("size", "").equals("small");
        int scenes = Integer.parseInt(options.option(SCENES, small ? "60" : "1200"));
        shelf(TAGS, Math.max(8, scenes / 20), this::tag);
        shelf(STUDIOS, Math.max(3, scenes / 60), this::studio);
        shelf(PERFORMERS, Math.max(6, scenes / 12), this::performer);
        shelf(GROUPS, Math.max(2, scenes / 80), this::group);
        shelf(SCENES, scenes, this::scene);
        shelf(GALLERIES, Math.max(2, scenes / SCENES_A_GALLERY), this::gallery);
        shelf(IMAGES, scenes / 2, this::image);
        shelf(MARKERS, scenes / 10, this::marker);
    }

    private void shelf(String type, int count, java.util.function.LongFunction<Map<String, @Nullable Object>> maker) {
        shelves.put(
                type, new StashShelf(count, maker, id -> stamp(created(type, id).plus(Duration.ofHours(1)))));
    }

    StashShelf shelf(String type) {
        return java.util.Objects.requireNonNull(shelves.get(type), type);
    }

    // --- for those who look and those who play tricks

    /// @param type the plural as the find results name it, for example `scenes`
    /// @return what there is, by id
    public List<Map<String, @Nullable Object>> rows(String type) {
        return shelf(type).ids().mapToObj(id -> row(type, id)).toList();
    }

    public long count(String type) {
        return shelf(type).size();
    }

    public long[] ids(String type) {
        return shelf(type).ids().toArray();
    }

    public boolean has(String type, long id) {
        return shelf(type).has(id);
    }

    /// A row as the server answers it now: without links to what is gone, with those of what was merged.
    public Map<String, @Nullable Object> row(String type, long id) {
        var row = shelf(type).row(id);
        var shown = new LinkedHashMap<>(row);
        row.forEach((field, value) -> {
            var target = REFERENCES.get(field);
            if (target != null) {
                shown.put(field, linked(target, value));
            } else if (field.equals("groups") || field.equals("containing_groups")) {
                shown.put(
                        field,
                        ((List<?>) java.util.Objects.requireNonNull(value))
                                .stream()
                                        .filter(entry -> entry instanceof Map<?, ?> map
                                                && linked(GROUPS, map.get("group")) != null)
                                        .toList());
            }
        });
        if (type.equals(GALLERIES)) {
            var images = imagesOf(id);
            shown.put("image_count", images.size());
            shown.put("cover", images.isEmpty() ? null : reference("Image", images.getFirst()));
        }
        return shown;
    }

    /// Changes a row without moving any stamp.
    public void edit(String type, long id, Consumer<Map<String, @Nullable Object>> change) {
        change.accept(shelf(type).edit(id));
    }

    /// Changes a row as an accepted update does: its stamp moves, even when nothing differs.
    public void update(String type, long id, Consumer<Map<String, @Nullable Object>> change) {
        edit(type, id, row -> {
            change.accept(row);
            row.put("updated_at", now());
        });
    }

    /// Changes the first file of a scene or an image as a scan does: only the file's stamp moves.
    public void editFile(String type, long id, Consumer<Map<String, @Nullable Object>> change) {
        edit(type, id, row -> {
            var field = type.equals(IMAGES) ? "visual_files" : "files";
            var files = new ArrayList<@Nullable Object>();
            for (var file : (List<?>) java.util.Objects.requireNonNull(row.get(field))) {
                var copy = Json.object();
                ((Map<?, ?>) java.util.Objects.requireNonNull(file))
                        .forEach((key, value) -> copy.put((String) key, value));
                if (files.isEmpty()) {
                    change.accept(copy);
                    copy.put("updated_at", now());
                }
                files.add(copy);
            }
            row.put(field, files);
        });
    }

    /// Deletes; links to it vanish without a stamp.
    public boolean remove(String type, long id) {
        return shelf(type).remove(id);
    }

    /// Puts back what was deleted, under the same number, as a restored backup does.
    public void putBack(String type, long id) {
        shelf(type).putBack(id);
    }

    /// @return the number of a copy of a row
    public long addLike(String type, long like, Consumer<Map<String, @Nullable Object>> change) {
        var row = new LinkedHashMap<>(shelf(type).row(like));
        row.put("created_at", now());
        row.put("updated_at", now());
        change.accept(row);
        return shelf(type).add(row);
    }

    /// Lets one thing take over the links of another; no stamp of what was linked moves.
    public void merge(String type, long source, long destination) {
        merged.computeIfAbsent(type, _ -> new HashMap<>()).put(source, destination);
        shelf(type).remove(source);
    }

    /// Moves the server to another time zone; stored stamps keep theirs.
    public void zone(ZoneId next) {
        zone = next;
    }

    /// What the server writes as a stamp now: whole seconds in its own offset.
    public String now() {
        return stamp(clock.instant(), zone);
    }

    private String stamp(Instant at) {
        return stamp(at, born);
    }

    private static String stamp(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
    }

    private @Nullable Object linked(String type, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                long id = destination(type, Long.parseLong(String.valueOf(map.get("id"))));
                yield shelf(type).has(id) ? reference(String.valueOf(map.get("__typename")), id) : null;
            }
            case List<?> list -> {
                var ids = new java.util.LinkedHashMap<String, Object>();
                for (var entry : list) {
                    if (linked(type, entry) instanceof Map<?, ?> kept) {
                        ids.putIfAbsent(String.valueOf(kept.get("id")), kept);
                    }
                }
                yield List.copyOf(ids.values());
            }
            case null, default -> null;
        };
    }

    private long destination(String type, long id) {
        var next = merged.getOrDefault(type, Map.of()).get(id);
        return next == null ? id : destination(type, next);
    }

    /// @return ids of a gallery's images, ascending
    List<Long> imagesOf(long gallery) {
        var images = shelf(IMAGES);
        var ids = new TreeSet<Long>();
        long galleries = shelf(GALLERIES).generated();
        if (gallery <= galleries) {
            for (long id = gallery; id <= images.generated(); id += galleries) {
                if (images.has(id) && !images.changed().containsKey(id)) {
                    ids.add(id);
                }
            }
        }
        images.changed().forEach((id, row) -> {
            if (images.has(id) && names(row.get("galleries"), gallery)) {
                ids.add(id);
            }
        });
        return List.copyOf(ids);
    }

    static boolean names(@Nullable Object links, long id) {
        return links instanceof List<?> list
                && list.stream()
                        .anyMatch(link -> link instanceof Map<?, ?> map
                                && String.valueOf(id).equals(map.get("id")));
    }

    /// Stamps of all files, for `findFiles`: file number and stamp of each.
    List<Map<String, @Nullable Object>> files() {
        var all = new ArrayList<Map<String, @Nullable Object>>();
        for (var type : List.of(SCENES, IMAGES)) {
            var shelf = shelf(type);
            shelf.ids().forEach(id -> {
                var kept = shelf.changed().get(id);
                if (kept == null) {
                    all.add(file(fileNumber(type, id), stamp(created(type, id))));
                } else {
                    for (var file : (List<?>) java.util.Objects.requireNonNull(
                            kept.get(type.equals(IMAGES) ? "visual_files" : "files"))) {
                        var map = (Map<?, ?>) java.util.Objects.requireNonNull(file);
                        all.add(file(
                                Long.parseLong(String.valueOf(map.get("id"))), String.valueOf(map.get("updated_at"))));
                    }
                }
            });
        }
        return all;
    }

    private static Map<String, @Nullable Object> file(long number, String updated) {
        return Json.object("__typename", "BasicFile", "id", String.valueOf(number), "updated_at", updated);
    }

    private static long fileNumber(String type, long id) {
        return type.equals(IMAGES) ? IMAGE_FILES + id : id;
    }

    // --- sums

    private static final class SplittableSums {
        long size;
        double duration;
        long plays;
        long played;
        double watched;
        long o;

        void add(int sign, Map<String, @Nullable Object> row) {
            if (row.get("files") instanceof List<?> files) {
                for (var each : files) {
                    var file = (Map<?, ?>) java.util.Objects.requireNonNull(each);
                    size += sign * number(file.get("size")).longValue();
                }
                if (!files.isEmpty() && files.getFirst() instanceof Map<?, ?> first) {
                    duration += sign * number(first.get("duration")).doubleValue();
                }
            }
            long count = number(row.get("play_count")).longValue();
            plays += sign * count;
            played += count > 0 ? sign : 0;
            watched += sign * number(row.get("play_duration")).doubleValue();
            o += sign * number(row.get("o_counter")).longValue();
        }

        private static Number number(@Nullable Object value) {
            return value instanceof Number number ? number : 0;
        }
    }

    Map<String, @Nullable Object> statistics() {
        var scenes = shelf(SCENES);
        var base = sums;
        if (base == null) {
            base = new SplittableSums();
            for (long id = 1; id <= scenes.generated(); id++) {
                base.add(1, scene(id));
            }
            sums = base;
        }
        var now = new SplittableSums();
        now.size = base.size;
        now.duration = base.duration;
        now.plays = base.plays;
        now.played = base.played;
        now.watched = base.watched;
        now.o = base.o;
        for (var id : scenes.gone()) {
            now.add(-1, scene(id));
        }
        scenes.changed().forEach((id, row) -> {
            if (id <= scenes.generated() && !scenes.gone().contains(id)) {
                now.add(-1, scene(id));
            }
            if (!scenes.gone().contains(id)) {
                now.add(1, row);
            }
        });
        for (var row : shelf(IMAGES).changed().values()) {
            now.o += SplittableSums.number(row.get("o_counter")).longValue();
        }
        return Json.object(
                "scene_count",
                scenes.size(),
                "scenes_size",
                now.size,
                "scenes_duration",
                now.duration,
                "image_count",
                count(IMAGES),
                "images_size",
                count(IMAGES) * 2_000_000L,
                "gallery_count",
                count(GALLERIES),
                "performer_count",
                count(PERFORMERS),
                "studio_count",
                count(STUDIOS),
                "group_count",
                count(GROUPS),
                "tag_count",
                count(TAGS),
                "total_o_count",
                now.o,
                "total_play_duration",
                now.watched,
                "total_play_count",
                now.plays,
                "scenes_played",
                now.played);
    }

    // --- the generator

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
        long bound = shelf(type).generated();
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
                child > 4 && child <= shelf(TAGS).generated() ? List.of(reference("Tag", child)) : List.of(),
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

    private Map<String, @Nullable Object> scene(long id) {
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
                                reference("Group", 1 + id % shelf(GROUPS).generated()),
                                "scene_index",
                                1))
                        : List.of(),
                "galleries",
                gallery > 0 && gallery <= shelf(GALLERIES).generated()
                        ? List.of(reference("Gallery", gallery))
                        : List.of(),
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
                "scenes", scene <= shelf(SCENES).generated() ? List.of(reference("Scene", scene)) : List.of(),
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
                "galleries",
                        List.of(reference(
                                "Gallery", 1 + (id - 1) % shelf(GALLERIES).generated())),
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
                "scene", reference("Scene", 1 + random.nextLong(shelf(SCENES).generated())),
                "primary_tag", reference("Tag", 1 + random.nextLong(shelf(TAGS).generated())),
                "tags", List.of()));
        return row;
    }

    /// @return the offset that stamps carry now
    ZoneOffset offsetNow() {
        return zone.getRules().getOffset(clock.instant());
    }

    static final Set<String> UNORDERED = Set.of(SCENES, IMAGES, GALLERIES);
}
