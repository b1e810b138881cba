package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.HomeTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads values out of answers. What is missing or null is empty.
final class Answers {

    private Answers() {}

    static Optional<String> text(JsonNode node, String key) {
        var value = node.path(key);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    static String word(JsonNode node, String key) {
        return text(node, key).orElse("");
    }

    static Set<String> texts(JsonNode list) {
        if (list.isEmpty()) {
            return Set.of();
        }
        var texts = new LinkedHashSet<String>();
        list.forEach(one -> texts.add(one.asText()));
        return Collections.unmodifiableSet(texts);
    }

    static List<String> list(JsonNode list) {
        return List.copyOf(texts(list));
    }

    static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    static OptionalDouble number(String text) {
        if (text.isEmpty() || Character.isLetter(text.charAt(0))) {
            return OptionalDouble.empty();
        }
        try {
            var value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    static Optional<Instant> time(JsonNode node, String key) {
        return text(node, key).flatMap(HomeTimes::read);
    }

    /// Seconds since 1970 with a fraction, which is kept to the microsecond: more the server does not have.
    static Optional<Instant> seconds(JsonNode seconds) {
        if (!seconds.isNumber()) {
            return Optional.empty();
        }
        double exact = seconds.asDouble();
        double whole = Math.floor(exact);
        return Optional.of(Instant.ofEpochSecond((long) whole, Math.round((exact - whole) * 1e6) * 1_000));
    }

    /// Lists, maps and values; numbers stay numbers.
    static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            var list = new ArrayList<@Nullable Object>();
            node.forEach(one -> list.add(plain(one)));
            return list;
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return node.isTextual() ? node.asText() : null;
    }

    static Map<String, @Nullable Object> plainMap(JsonNode node) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
        return map;
    }
}
