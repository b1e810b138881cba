package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.All;
import io.pilothouse.domain.library.LibraryFilter.Any;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Copies;
import io.pilothouse.domain.library.LibraryFilter.Dated;
import io.pilothouse.domain.library.LibraryFilter.Favourite;
import io.pilothouse.domain.library.LibraryFilter.Linked;
import io.pilothouse.domain.library.LibraryFilter.Missing;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryFilter.Not;
import io.pilothouse.domain.library.LibraryFilter.On;
import io.pilothouse.domain.library.LibraryFilter.Organized;
import io.pilothouse.domain.library.LibraryFilter.Part;
import io.pilothouse.domain.library.LibraryFilter.Titled;
import io.pilothouse.domain.library.LibraryFilter.Value;
import io.pilothouse.domain.library.LibraryFilter.Words;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.tasks.library.Library.Saved;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Filters with a name, as documents of the store. Things stand there by instance, type and number, so that
/// a renamed server or tag changes nothing.
final class LibraryFilters {

    private static final JsonMapper JSON = new JsonMapper();

    private final Function<EntityKey, Optional<String>> text;
    private final Function<String, Optional<EntityKey>> key;

    /// @param text how a key is written
    /// @param key  the thing that is written so; empty when it is gone
    LibraryFilters(Function<EntityKey, Optional<String>> text, Function<String, Optional<EntityKey>> key) {
        this.text = text;
        this.key = key;
    }

    String document(LibraryQuery query) {
        var json = JSON.createObjectNode();
        json.put("type", query.type().word());
        json.put("text", query.text());
        json.put("sort", query.sort().word());
        json.put("down", query.downwards());
        json.set("filters", written(query.filters()));
        return json.toString();
    }

    private ArrayNode written(List<LibraryFilter> filters) {
        var list = JSON.createArrayNode();
        filters.forEach(filter -> list.add(written(filter)));
        return list;
    }

    private ObjectNode written(LibraryFilter filter) {
        var json = JSON.createObjectNode();
        switch (filter) {
            case Linked(var to, var mode, var things, var inherited) -> {
                json.put("is", "linked")
                        .put("to", to.word())
                        .put("mode", mode.name())
                        .put("inherited", inherited);
                var list = json.putArray("things");
                things.forEach(copies -> {
                    var one = list.addArray();
                    copies.forEach(copy -> text.apply(copy).ifPresent(one::add));
                });
            }
            case Bound(var value, var least, var bound) ->
                json.put("is", "bound")
                        .put("value", value.name())
                        .put("least", least)
                        .put("bound", bound);
            case Missing(var part) -> json.put("is", "missing").put("part", part.name());
            case Organized(var yes) -> json.put("is", "organized").put("yes", yes);
            case Favourite _ -> json.put("is", "favourite");
            case Copies(var several) -> json.put("is", "copies").put("several", several);
            case On(var servers) -> {
                var list = json.put("is", "on").putArray("servers");
                servers.forEach(list::add);
            }
            case Words(var words, var where) ->
                json.put("is", "words").put("words", words).put("where", where);
            case Titled(var title) -> json.put("is", "titled").put("title", title);
            case Dated(var beginning) -> json.put("is", "dated").put("beginning", beginning);
            case Any(var any) -> json.put("is", "any").set("filters", written(any));
            case All(var all) -> json.put("is", "all").set("filters", written(all));
            case Not(var not) -> json.put("is", "not").set("filter", written(not));
        }
        return json;
    }

    Saved read(String name, String document) {
        try {
            var json = JSON.readTree(document);
            var type = EntityType.named(json.path("type").asText()).orElse(EntityType.SCENE);
            var sort = Stream.concat(LibrarySort.of(type).stream(), Stream.of(LibrarySort.MATCH))
                    .filter(each -> each.word().equals(json.path("sort").asText()))
                    .findFirst()
                    .orElse(LibrarySort.of(type).getFirst());
            var reading = new Reading(key);
            var filters = reading.filters(json.path("filters"));
            return new Saved(
                    name,
                    type,
                    json.path("text").asText(""),
                    filters,
                    sort,
                    json.path("down").asBoolean(sort.downwards()),
                    reading.lost);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a filter that cannot be read", e);
        }
    }

    /// Reads the filters of one document, and notes what they name and is not there any more.
    private static final class Reading {
        private final Function<String, Optional<EntityKey>> key;
        private final List<String> lost = new ArrayList<>();

        Reading(Function<String, Optional<EntityKey>> key) {
            this.key = key;
        }

        List<LibraryFilter> filters(JsonNode list) {
            var filters = new ArrayList<LibraryFilter>();
            list.forEach(each -> one(each).ifPresent(filters::add));
            return filters;
        }

        private Optional<LibraryFilter> one(JsonNode json) {
            return Optional.ofNullable(
                    switch (json.path("is").asText()) {
                        case "linked" -> linked(json);
                        case "bound" ->
                            new Bound(
                                    Value.valueOf(json.path("value").asText()),
                                    json.path("least").asBoolean(),
                                    json.path("bound").asLong());
                        case "missing" ->
                            new Missing(Part.valueOf(json.path("part").asText()));
                        case "organized" -> new Organized(json.path("yes").asBoolean());
                        case "favourite" -> new Favourite();
                        case "copies" -> new Copies(json.path("several").asBoolean());
                        case "on" -> {
                            var servers = new HashSet<Integer>();
                            json.path("servers").forEach(number -> servers.add(number.asInt()));
                            yield new On(servers);
                        }
                        case "words" ->
                            new Words(
                                    json.path("words").asText(),
                                    json.path("where").asText());
                        case "titled" -> new Titled(json.path("title").asText());
                        case "dated" -> new Dated(json.path("beginning").asText());
                        case "any" -> new Any(filters(json.path("filters")));
                        case "all" -> new All(filters(json.path("filters")));
                        case "not" -> one(json.path("filter")).map(Not::new).orElse(null);
                        default -> {
                            lost.add(json.path("is").asText());
                            yield null;
                        }
                    });
        }

        private LibraryFilter linked(JsonNode json) {
            var things = new ArrayList<Set<EntityKey>>();
            for (var copies : json.path("things")) {
                var found = new HashSet<EntityKey>();
                copies.forEach(copy -> key.apply(copy.asText()).ifPresent(found::add));
                if (found.isEmpty()) {
                    lost.add(copies.path(0).asText());
                }
                things.add(found); // a thing that is gone matches nothing, it never matches everything
            }
            return new Linked(
                    EntityType.named(json.path("to").asText()).orElse(EntityType.TAG),
                    Mode.valueOf(json.path("mode").asText()),
                    things,
                    json.path("inherited").asBoolean());
        }
    }
}
