package io.pilothouse.demo.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes and reads the simulators' JSON. Bodies are plain maps and lists on purpose: a simulator
/// states the wire format key by key, as the contract does.
public final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// A JSON object in the order given; null values are written as `null`.
    ///
    /// @param keysAndValues name, value, name, value, ...
    public static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) Objects.requireNonNull(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }

    /// As [#object], but null values are left out, as the .NET services write theirs.
    public static Map<String, @Nullable Object> sparse(@Nullable Object... keysAndValues) {
        var object = object(keysAndValues);
        object.values().removeIf(Objects::isNull);
        return object;
    }

    public static byte[] bytes(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value, e);
        }
    }

    public static String text(@Nullable Object value) {
        return new String(bytes(value), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// @return the parsed value; a missing node when the bytes are no JSON
    public static JsonNode parse(byte[] json) {
        try {
            return Objects.requireNonNullElse(MAPPER.readTree(json), MissingNode.getInstance());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /// @return the parsed value; a missing node when the text is no JSON
    public static JsonNode parse(String json) {
        return parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
