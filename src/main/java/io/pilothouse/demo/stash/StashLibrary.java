package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Clock;
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

    private final StashRows generated;
    private final Map<String, StashShelf> shelves;
    private final Map<String, Map<Long, Long>> merged = new HashMap<>();
    private final StashSums sums;
    private final Clock clock;
    private ZoneId zone;

    StashLibrary(Setting setting) {
        clock = setting.clock();
        zone = ZoneId.of(setting.spec().option("zone", "Z"));
        generated = new StashRows(setting, zone);
        shelves = generated.shelves();
        sums = new StashSums(this, generated);
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
            shown.put("cover", images.isEmpty() ? null : StashRows.reference("Image", images.getFirst()));
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

    static String stamp(Instant at, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                at.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime());
    }

    private @Nullable Object linked(String type, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                long id = destination(type, Long.parseLong(String.valueOf(map.get("id"))));
                yield shelf(type).has(id) ? StashRows.reference(String.valueOf(map.get("__typename")), id) : null;
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
                    all.add(file(StashRows.fileNumber(type, id), generated.fileStamp(type, id)));
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

    Map<String, @Nullable Object> statistics() {
        return sums.told();
    }

    /// @return the offset that stamps carry now
    ZoneOffset offsetNow() {
        return zone.getRules().getOffset(clock.instant());
    }

    static final Set<String> UNORDERED = Set.of(SCENES, IMAGES, GALLERIES);
}
