package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.connectors.LibraryLine.NamedFilter;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Linked;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryFilter.Organized;
import io.pilothouse.domain.library.LibraryFilter.Value;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.tasks.library.Library.Saved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Takes over filters that people gave a name on a server's own page (contract for Stash, 5.7). What has no
/// like here is named, never silently dropped. The form of the page's documents is no promise of the server,
/// so everything in them may be missing.
final class ServerFilters {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, EntityType> LINKS = Map.of(
            "tags", EntityType.TAG,
            "performers", EntityType.PERFORMER,
            "studios", EntityType.STUDIO,
            "groups", EntityType.GROUP,
            "galleries", EntityType.GALLERY);
    private static final Map<String, LibrarySort> SORTS = Map.of(
            "created_at", LibrarySort.CREATED,
            "updated_at", LibrarySort.UPDATED,
            "date", LibrarySort.DATE,
            "title", LibrarySort.TITLE,
            "name", LibrarySort.TITLE,
            "duration", LibrarySort.DURATION,
            "filesize", LibrarySort.SIZE,
            "rating", LibrarySort.RATING,
            "last_played_at", LibrarySort.PLAYED,
            "o_counter", LibrarySort.O);
    private static final Map<String, Long> HEIGHTS = Map.of(
            "LOW",
            240L,
            "R360P",
            360L,
            "STANDARD",
            480L,
            "STANDARD_HD",
            720L,
            "FULL_HD",
            1_080L,
            "QUAD_HD",
            1_440L,
            "FOUR_K",
            2_160L);

    private final int instance;
    private final Function<EntityKey, Set<EntityKey>> copies;

    /// @param copies everything that is the same as a thing
    ServerFilters(int instance, Function<EntityKey, Set<EntityKey>> copies) {
        this.instance = instance;
        this.copies = copies;
    }

    /// @return empty for a filter of something that is no part of a library
    Optional<Saved> read(NamedFilter named) {
        return type(named.mode()).map(type -> {
            var find = tree(named.find());
            var lost = new ArrayList<String>();
            var filters = new ArrayList<LibraryFilter>();
            tree(named.object()).properties().forEach(entry -> {
                var read = filter(entry.getKey(), entry.getValue());
                if (read.isEmpty()) {
                    lost.add(entry.getKey());
                }
                filters.addAll(read);
            });
            var sort = sort(type, find.path("sort").asText(""));
            return new Saved(
                    named.name(),
                    type,
                    find.path("q").asText("").equals("null")
                            ? ""
                            : find.path("q").asText(""),
                    filters,
                    sort,
                    find.path("direction")
                            .asText(sort.downwards() ? "DESC" : "ASC")
                            .equals("DESC"),
                    lost);
        });
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.isBlank() ? "{}" : json);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private static Optional<EntityType> type(String mode) {
        return mode.equals("SCENE_MARKERS")
                ? Optional.of(EntityType.MARKER)
                : java.util.Arrays.stream(EntityType.values())
                        .filter(type -> type.plural().toUpperCase(Locale.ROOT).equals(mode))
                        .findFirst();
    }

    private static LibrarySort sort(EntityType type, String word) {
        var sort = word.startsWith("random") ? LibrarySort.SHUFFLE : SORTS.get(word);
        return sort != null && LibrarySort.of(type).contains(sort)
                ? sort
                : LibrarySort.of(type).getFirst();
    }

    private List<LibraryFilter> filter(String name, JsonNode criterion) {
        var modifier = criterion.path("modifier").asText("");
        var value = criterion.path("value");
        var linked = LINKS.get(name);
        if (linked != null) {
            return linked(linked, modifier, value);
        }
        return switch (name) {
            case "organized" ->
                List.of(new Organized(
                        (criterion.isValueNode() ? criterion : value).asText().equals("true")));
            case "rating100" -> bounds(Value.RATING, modifier, value);
            case "duration" -> bounds(Value.DURATION, modifier, value);
            case "play_count" -> bounds(Value.PLAYS, modifier, value);
            case "resolution" -> resolution(modifier, value.asText());
            default -> List.of();
        };
    }

    private List<LibraryFilter> linked(EntityType to, String modifier, JsonNode value) {
        var mode =
                switch (modifier) {
                    case "INCLUDES" -> Optional.of(Mode.ANY);
                    case "INCLUDES_ALL" -> Optional.of(Mode.ALL);
                    case "EXCLUDES" -> Optional.of(Mode.NONE);
                    default -> Optional.<Mode>empty();
                };
        var things = new ArrayList<Set<EntityKey>>();
        for (var item : value.isArray() ? value : value.path("items")) {
            long id = (item.isObject() ? item.path("id") : item).asLong(0);
            if (id > 0) {
                things.add(copies.apply(new EntityKey(instance, to, id)));
            }
        }
        return mode.isEmpty() || things.isEmpty() ? List.of() : List.of(new Linked(to, mode.get(), things, false));
    }

    private static List<LibraryFilter> bounds(Value of, String modifier, JsonNode value) {
        var one = value.isObject() ? value.path("value") : value;
        if (!one.isNumber()) {
            return List.of();
        }
        long bound = one.asLong();
        return switch (modifier) {
            case "GREATER_THAN" -> List.of(new Bound(of, true, bound + 1));
            case "LESS_THAN" -> List.of(new Bound(of, false, bound - 1));
            case "EQUALS" -> List.of(new Bound(of, true, bound), new Bound(of, false, bound));
            case "BETWEEN" ->
                List.of(
                        new Bound(of, true, bound),
                        new Bound(of, false, value.path("value2").asLong(bound)));
            default -> List.of();
        };
    }

    private static List<LibraryFilter> resolution(String modifier, String word) {
        var height = HEIGHTS.get(word);
        if (height == null) {
            return List.of();
        }
        return switch (modifier) {
            case "GREATER_THAN" -> List.of(new Bound(Value.HEIGHT, true, height + 1));
            case "LESS_THAN" -> List.of(new Bound(Value.HEIGHT, false, height - 1));
            case "EQUALS" -> List.of(new Bound(Value.HEIGHT, true, height), new Bound(Value.HEIGHT, false, height));
            default -> List.of();
        };
    }
}
