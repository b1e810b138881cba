package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds: by id, by ids, and by page with sort and filter. Stamps are compared as the texts they are.
final class StashFinds {

    private static final Map<String, String> SINGLE = Map.of(
            "findScene", StashLibrary.SCENES,
            "findImage", StashLibrary.IMAGES,
            "findGallery", StashLibrary.GALLERIES,
            "findPerformer", StashLibrary.PERFORMERS,
            "findStudio", StashLibrary.STUDIOS,
            "findTag", StashLibrary.TAGS,
            "findGroup", StashLibrary.GROUPS);
    private static final Set<String> SORTS =
            Set.of("id", "created_at", "updated_at", "last_played_at", "last_o_at", "");
    /// Filters that name other things, by the field of the row that holds the links.
    private static final Map<String, String> LINKS =
            Map.of("tags", "tags", "performers", "performers", "studios", "studio", "galleries", "galleries");

    private final Supplier<StashLibrary> library;
    private final Clock clock;
    private final List<String> violations;
    private final Set<String> emptyOnce = new HashSet<>();
    private final Map<String, Integer> endOnceAfter = new HashMap<>();

    StashFinds(Supplier<StashLibrary> library, Clock clock, List<String> violations) {
        this.library = library;
        this.clock = clock;
        this.violations = violations;
    }

    void emptyOnce(String type) {
        emptyOnce.add(type);
    }

    void endOnceAfter(String type, int rows) {
        endOnceAfter.put(type, rows);
    }

    @Nullable
    Object find(String field, Map<String, @Nullable Object> arguments) throws GraphQlExecution.Failed {
        var single = SINGLE.get(field);
        if (single != null) {
            long id = number(arguments.get("id"));
            return library.get().has(single, id) ? library.get().row(single, id) : null;
        }
        if (field.equals("findDuplicateScenes")) {
            return List.of();
        }
        if (field.equals("findFiles")) {
            return files(arguments);
        }
        var type = field.equals("findSceneMarkers")
                ? StashLibrary.MARKERS
                : field.substring(4).toLowerCase(Locale.ROOT);
        if (arguments.get("ids") instanceof List<?> ids && !ids.isEmpty()) {
            return byIds(type, ids);
        }
        return page(type, arguments);
    }

    private Map<String, @Nullable Object> byIds(String type, List<?> ids) throws GraphQlExecution.Failed {
        var word = type.equals(StashLibrary.MARKERS)
                ? "scene marker"
                : type.equals(StashLibrary.GALLERIES) ? "gallery" : type.substring(0, type.length() - 1);
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        var seen = new HashSet<Long>();
        for (var each : ids) {
            long id = number(each);
            if (!seen.add(id)) {
                throw new GraphQlExecution.Failed("validating ids: duplicate id found: " + id);
            }
            if (!library.get().has(type, id)) {
                throw new GraphQlExecution.Failed(word + " with id " + id + " not found");
            }
            rows.add(library.get().row(type, id));
        }
        return Json.object("count", rows.size(), type, rows);
    }

    private Map<String, @Nullable Object> page(String type, Map<String, @Nullable Object> arguments)
            throws GraphQlExecution.Failed {
        var where = arguments.entrySet().stream()
                .filter(argument -> argument.getKey().endsWith("_filter"))
                .map(Map.Entry::getValue)
                .filter(Map.class::isInstance)
                .map(value -> (Map<?, ?>) value)
                .findFirst()
                .orElse(Map.of());
        var page = arguments.get("filter") instanceof Map<?, ?> filter ? filter : Map.of();
        var sort = page.get("sort") instanceof String given ? given : "";
        if (!SORTS.contains(sort)) {
            throw new GraphQlExecution.Failed("invalid sort: " + sort);
        }
        if (sort.equals("id") && emptyOnce.remove(type)) {
            return Json.object("count", 0, type, List.of());
        }
        var shelf = library.get().shelf(type);
        long after = where.get("id") instanceof Map<?, ?> rule
                        && "GREATER_THAN".equals(rule.get("modifier"))
                        && !(where.containsKey("AND") || where.containsKey("OR"))
                ? number(rule.get("value"))
                : 0;
        var passes = passes(type, shelf, where);
        long size = page.get("per_page") instanceof Long given ? given : 25;
        long number = page.get("page") instanceof Long given ? Math.max(1, given) : 1;
        if (size < 0) {
            violations.add("per_page " + size);
            size = Long.MAX_VALUE;
        }
        boolean keyset = sort.equals("id")
                && !"DESC".equals(page.get("direction"))
                && Set.of(StashLibrary.SCENES, StashLibrary.IMAGES).contains(type);
        List<Long> ids;
        long count = -1;
        if (keyset) { // as the server does, without counting
            ids = shelf.idsAfter(after)
                    .filter(passes)
                    .skip((number - 1) * size)
                    .limit(size)
                    .boxed()
                    .toList();
        } else {
            var all =
                    new ArrayList<>(shelf.idsAfter(after).filter(passes).boxed().toList());
            count = all.size();
            sort(all, type, shelf, sort, "DESC".equals(page.get("direction")));
            ids = all.stream().skip((number - 1) * size).limit(size).toList();
        }
        var end = sort.equals("id") ? endOnceAfter.remove(type) : null;
        var rows = ids.stream()
                .limit(end == null ? Long.MAX_VALUE : end)
                .map(id -> library.get().row(type, id))
                .toList();
        return Json.object("count", count < 0 ? shelf.ids().filter(passes).count() : count, type, rows);
    }

    private void sort(List<Long> ids, String type, StashShelf shelf, String sort, boolean descending) {
        Comparator<Long> order =
                switch (sort) {
                    case "id" -> Comparator.naturalOrder();
                    case "updated_at" -> Comparator.comparing(shelf::stamp);
                    case "created_at", "last_played_at" -> Comparator.comparing(id -> text(shelf.row(id), sort));
                    case "last_o_at" ->
                        Comparator.comparing(id -> first(shelf.row(id).get("o_history")));
                    default -> Comparator.comparing(id -> text(shelf.row(id), "name"));
                };
        if (sort.isEmpty() && StashLibrary.UNORDERED.contains(type)) {
            Collections.shuffle(ids, new java.util.Random(clock.millis()));
            return;
        }
        ids.sort(descending ? order.reversed() : order);
    }

    private static String first(@Nullable Object history) {
        return history instanceof List<?> list && !list.isEmpty() ? String.valueOf(list.getFirst()) : "";
    }

    private static String text(Map<String, @Nullable Object> row, String field) {
        var value = row.get(field);
        return value == null ? "" : String.valueOf(value);
    }

    private LongPredicate passes(String type, StashShelf shelf, Map<?, ?> where) {
        LongPredicate passes = _ -> true;
        if (where.get("id") instanceof Map<?, ?> rule) {
            long value = number(rule.get("value"));
            passes = passes.and(id -> holds(rule, Long.compare(id, value)));
        }
        if (where.get("updated_at") instanceof Map<?, ?> rule) {
            passes = passes.and(id -> holds(rule, shelf.stamp(id).compareTo(String.valueOf(rule.get("value")))));
        }
        for (var stamp : List.of("created_at", "last_played_at")) {
            if (where.get(stamp) instanceof Map<?, ?> rule) {
                passes = passes.and(id -> {
                    var text = text(shelf.row(id), stamp);
                    return !text.isEmpty() && holds(rule, text.compareTo(String.valueOf(rule.get("value"))));
                });
            }
        }
        if (where.get("o_counter") instanceof Map<?, ?> rule) {
            long value = number(rule.get("value"));
            passes = passes.and(id -> holds(
                    rule,
                    Long.compare(shelf.row(id).get("o_counter") instanceof Number it ? it.longValue() : 0, value)));
        }
        if ("phash".equals(where.get("is_missing"))) {
            passes =
                    passes.and(id -> !String.valueOf(shelf.row(id).get("files")).contains("type=phash"));
        }
        for (var link : LINKS.entrySet()) {
            if (where.get(link.getKey()) instanceof Map<?, ?> rule
                    && rule.get("value") instanceof List<?> values
                    && !values.isEmpty()) { // an empty list is no restriction
                passes = passes.and(id -> {
                    var held = library.get().row(type, id).get(link.getValue());
                    var list = held instanceof Map<?, ?> one ? List.of(one) : held;
                    return values.stream().anyMatch(value -> StashLibrary.names(list, number(value)));
                });
            }
        }
        return passes;
    }

    private Map<String, @Nullable Object> files(Map<String, @Nullable Object> arguments) {
        var page = arguments.get("filter") instanceof Map<?, ?> filter ? filter : Map.of();
        var where = arguments.get("file_filter") instanceof Map<?, ?> filter ? filter : Map.of();
        var all = new ArrayList<>(library.get().files());
        if (where.get("updated_at") instanceof Map<?, ?> rule) {
            all.removeIf(file -> !holds(rule, text(file, "updated_at").compareTo(String.valueOf(rule.get("value")))));
        }
        Comparator<Map<String, @Nullable Object>> order = "id".equals(page.get("sort"))
                ? Comparator.comparingLong(file -> number(file.get("id")))
                : Comparator.comparing(file -> text(file, "updated_at"));
        all.sort("DESC".equals(page.get("direction")) ? order.reversed() : order);
        long size = page.get("per_page") instanceof Long given ? given : 25;
        long number = page.get("page") instanceof Long given ? Math.max(1, given) : 1;
        return Json.object(
                "count",
                all.size(),
                "files",
                all.stream().skip((number - 1) * size).limit(size).toList());
    }

    static long number(@Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean holds(Map<?, ?> rule, int compared) {
        return switch (String.valueOf(rule.get("modifier"))) {
            case "GREATER_THAN" -> compared > 0;
            case "LESS_THAN" -> compared < 0;
            case "NOT_EQUALS" -> compared != 0;
            default -> compared == 0;
        };
    }
}
