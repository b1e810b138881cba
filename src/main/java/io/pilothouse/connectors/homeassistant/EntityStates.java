package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.EntityState.Context;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What the main feed (`subscribe_entities`, contract section 9.2) told so far. The thread that parses owns
/// it; [#find(String)] may be asked by anybody and waits for nobody, [#copy()] is for others too.
final class EntityStates {

    private final Map<String, EntityState> byId = new ConcurrentHashMap<>();
    /// Known before this connection and not told on it, while the server may still be starting.
    private final Set<String> missing = new HashSet<>();

    private boolean snapshotAwaited = true;
    private int unknown;

    /// What one event changed.
    ///
    /// @param changed ids that are new or have another state or attributes
    /// @param removed ids that are gone
    record Change(Set<String> changed, Set<String> removed) {}

    /// A new connection: its first event holds everything, and what is missing there is gone.
    void begin() {
        snapshotAwaited = true;
        unknown = 0;
        missing.clear();
    }

    /// The server runs, so what it has not told until now is gone.
    Change whole() {
        var removed = Set.copyOf(missing);
        missing.clear();
        byId.keySet().removeAll(removed);
        return new Change(Set.of(), removed);
    }

    /// @return how often a change came for an entity that was never told since the connection began: a
    ///     sign that something was lost
    int unknown() {
        return unknown;
    }

    Optional<EntityState> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// @return whether the connection of now has told its first event
    boolean told() {
        return !snapshotAwaited;
    }

    Map<String, EntityState> copy() {
        return Collections.unmodifiableMap(new HashMap<>(byId));
    }

    /// @param whole whether the server is known to have started entirely: before that its first event is
    ///              perhaps only a part, and nothing is taken for removed until [#whole()]
    Change apply(JsonNode event, Completeness whole) {
        var changed = new HashSet<String>();
        var removed = new HashSet<String>();
        var added = event.path("a");
        if (snapshotAwaited && event.has("a")) {
            snapshotAwaited = false;
            for (var id : Set.copyOf(byId.keySet())) {
                if (added.has(id)) {
                    continue;
                }
                if (whole == Completeness.WHOLE) {
                    byId.remove(id);
                    removed.add(id);
                } else {
                    missing.add(id);
                }
            }
        }
        added.fieldNames().forEachRemaining(missing::remove);
        added.properties().forEach(entry -> {
            var state = entry.getValue() instanceof POJONode made && made.getPojo() instanceof EntityState one
                    ? one
                    : whole(entry.getKey(), entry.getValue());
            if (!state.equals(byId.put(entry.getKey(), state))) {
                changed.add(entry.getKey());
            }
        });
        event.path("r").forEach(id -> {
            if (byId.remove(id.asText()) != null) {
                removed.add(id.asText());
            }
        });
        event.path("c").properties().forEach(entry -> {
            var before = byId.get(entry.getKey());
            if (before == null) {
                unknown++;
                return;
            }
            byId.put(entry.getKey(), merged(before, entry.getValue()));
            changed.add(entry.getKey());
        });
        changed.removeAll(removed);
        return new Change(Set.copyOf(changed), Set.copyOf(removed));
    }

    /// One `state_changed` of a server that has no main feed.
    Change told(JsonNode data) {
        var id = data.path("entity_id").asText();
        if (!data.path("new_state").isObject()) {
            boolean known = byId.remove(id) != null;
            return new Change(Set.of(), known ? Set.of(id) : Set.of());
        }
        byId.put(id, read(data.path("new_state")));
        return new Change(Set.of(id), Set.of());
    }

    /// The states as they were asked from such a server. What was told meanwhile is newer and stays.
    Change replace(Map<String, EntityState> asked) {
        snapshotAwaited = false;
        var changed = new HashSet<String>();
        var removed = new HashSet<String>();
        for (var id : Set.copyOf(byId.keySet())) {
            if (!asked.containsKey(id)) {
                byId.remove(id);
                removed.add(id);
            }
        }
        asked.forEach((id, state) -> {
            var known = byId.get(id);
            if (known == null || !known.updatedAt().isAfter(state.updatedAt()) && !known.equals(state)) {
                byId.put(id, state);
                changed.add(id);
            }
        });
        return new Change(Set.copyOf(changed), Set.copyOf(removed));
    }

    enum Completeness {
        WHOLE,
        PERHAPS_STARTING
    }

    /// The list of `get_states`.
    static Map<String, EntityState> whole(JsonNode list) {
        var states = new HashMap<String, EntityState>();
        list.forEach(one -> {
            var state = read(one);
            states.put(state.id(), state);
        });
        return Collections.unmodifiableMap(states);
    }

    private static EntityState read(JsonNode one) {
        var changedAt = Answers.time(one, "last_changed").orElse(Instant.EPOCH);
        return new EntityState(
                one.path("entity_id").asText(),
                one.path("state").asText(),
                attributes(one.path("attributes")),
                context(one.path("context"), new Context("", Optional.empty(), Optional.empty())),
                changedAt,
                Answers.time(one, "last_updated").orElse(changedAt));
    }

    /// One that an event adds.
    static EntityState whole(String id, JsonNode told) {
        var changedAt = Answers.seconds(told.path("lc")).orElse(Instant.EPOCH);
        return new EntityState(
                id,
                told.path("s").asText(),
                attributes(told.path("a")),
                context(told.path("c"), new Context("", Optional.empty(), Optional.empty())),
                changedAt,
                Answers.seconds(told.path("lu")).orElse(changedAt));
    }

    private static EntityState merged(EntityState before, JsonNode difference) {
        var plus = difference.path("+");
        var attributes = new LinkedHashMap<>(before.attributes());
        attributes.putAll(attributes(plus.path("a")));
        difference.path("-").path("a").forEach(name -> attributes.remove(name.asText()));
        var changedAt = Answers.seconds(plus.path("lc"));
        return new EntityState(
                before.id(),
                plus.has("s") ? plus.path("s").asText() : before.state(),
                attributes,
                context(plus.path("c"), before.context()),
                changedAt.orElse(before.changedAt()),
                changedAt.or(() -> Answers.seconds(plus.path("lu"))).orElse(before.updatedAt()));
    }

    /// A text is a new id, an object changes what it names; null clears.
    private static Context context(JsonNode told, Context before) {
        if (told.isTextual()) {
            return new Context(told.asText(), before.parentId(), before.userId());
        }
        if (!told.isObject()) {
            return before;
        }
        return new Context(
                told.has("id") ? told.path("id").asText() : before.id(),
                told.has("parent_id") ? text(told.path("parent_id")) : before.parentId(),
                told.has("user_id") ? text(told.path("user_id")) : before.userId());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static Map<String, @Nullable Object> attributes(JsonNode told) {
        return told.isObject() ? Answers.plainMap(told) : Map.of();
    }
}
