package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entity with its state. Immutable.
///
/// @param area     the area it belongs to by itself; empty for that of its device or none
/// @param device   its device; empty when it has none
/// @param platform the integration behind it
/// @param user     who caused the last change; null when nobody did
record Entity(
        String id,
        String state,
        Map<String, @Nullable Object> attributes,
        String area,
        String device,
        String platform,
        String context,
        @Nullable String user,
        Instant lastChanged,
        Instant lastUpdated) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    /// What a light tells only while it is on.
    private static final Map<String, Object> WHILE_ON = Map.of("brightness", 180, "color_mode", "brightness");

    String domain() {
        return id.substring(0, id.indexOf('.'));
    }

    /// A new state and merged attributes; an equal state keeps the time of the last change.
    Entity with(
            String next, Map<String, @Nullable Object> changes, String newContext, @Nullable String by, Instant now) {
        var merged = new LinkedHashMap<>(attributes);
        merged.putAll(changes);
        if (domain().equals("light") && next.equals("on")) {
            WHILE_ON.forEach(merged::putIfAbsent);
        } else if (domain().equals("light")) {
            merged.keySet().removeAll(WHILE_ON.keySet());
        }
        return new Entity(
                id, next, merged, area, device, platform, newContext, by, next.equals(state) ? lastChanged : now, now);
    }

    /// The form of `get_states`, REST and `state_changed`.
    Map<String, @Nullable Object> full(Release release) {
        var full = Json.object(
                "entity_id", id,
                "state", state,
                "attributes", attributes,
                "last_changed", TIME.format(lastChanged));
        if (release.atLeast(2024, 4)) {
            full.put("last_reported", TIME.format(lastUpdated));
        }
        full.put("last_updated", TIME.format(lastUpdated));
        full.put("context", Json.object("id", context, "parent_id", null, "user_id", user));
        return full;
    }

    /// The form of `subscribe_entities`.
    Map<String, @Nullable Object> compressed() {
        var compressed = Json.object(
                "s",
                state,
                "a",
                attributes,
                "c",
                user == null ? context : Json.object("id", context, "parent_id", null, "user_id", user),
                "lc",
                seconds(lastChanged));
        if (!lastUpdated.equals(lastChanged)) {
            compressed.put("lu", seconds(lastUpdated));
        }
        return compressed;
    }

    /// What `subscribe_entities` tells of the step from an earlier value of the same entity.
    Map<String, @Nullable Object> since(Entity before) {
        var added = new LinkedHashMap<String, @Nullable Object>();
        if (!state.equals(before.state)) {
            added.put("s", state);
        }
        if (java.util.Objects.equals(user, before.user)) {
            added.put("c", context);
        } else {
            added.put("c", Json.object("user_id", user, "id", context));
        }
        added.put(
                lastChanged.equals(before.lastChanged) ? "lu" : "lc",
                seconds(lastChanged.equals(before.lastChanged) ? lastUpdated : lastChanged));
        var attributesChanged = new LinkedHashMap<String, @Nullable Object>(attributes);
        attributesChanged
                .entrySet()
                .removeIf(entry -> before.attributes.containsKey(entry.getKey())
                        && java.util.Objects.equals(before.attributes.get(entry.getKey()), entry.getValue()));
        if (!attributesChanged.isEmpty()) {
            added.put("a", attributesChanged);
        }
        var gone = before.attributes.keySet().stream()
                .filter(name -> !attributes.containsKey(name))
                .toList();
        return gone.isEmpty() ? Json.object("+", added) : Json.object("+", added, "-", Json.object("a", gone));
    }

    static String iso(Instant at) {
        return TIME.format(at);
    }

    static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1_000_000_000.0;
    }
}
