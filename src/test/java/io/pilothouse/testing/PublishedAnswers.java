package io.pilothouse.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Answers made of nothing but the schemas that an app publishes, in several shapes that all keep to them, so
/// that a reader is tried with what no simulator would write.
public final class PublishedAnswers {

    /// What all answers have in common.
    public enum Shape {
        /// Ids and nothing else.
        BARE,
        /// As a fresh installation writes: what may be null is left out, numbers are 0, times the first there is.
        FRESH,
        /// Everything, null wherever that is allowed.
        NULLS,
        /// Everything, the largest numbers, times with seven digits of a fraction.
        FULL,
        /// Words and fields of a version to come, times with an offset.
        TOMORROW,
        /// Everything but elements of lists.
        EMPTY
    }

    /// Types that the document describes as objects and the wire has as texts (section 3.4 of the contract).
    private static final Map<String, String> TEXTS = Map.of(
            "TimeSpan", "10675199.02:48:05.4775807",
            "Version", "6.0.36",
            "HttpUri", "https://wiki.example/page",
            "DateOnly", "2026-07-01");

    private static final int DEEPEST = 6;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PublishedApi api;
    private final Shape shape;

    public PublishedAnswers(PublishedApi api, Shape shape) {
        this.api = api;
        this.shape = shape;
    }

    /// @return a good answer; an empty object where none is published
    public JsonNode to(String method, String path) {
        var schema = api.answer(method, path);
        return schema.isMissingNode() ? JSON.objectNode() : value(schema, "", 0);
    }

    /// @return a value of a type of this name
    public JsonNode of(String type) {
        return value(api.schema(type), "", 0);
    }

    /// @return a list with one value of a type of this name
    public JsonNode listOf(String type) {
        return shape == Shape.EMPTY ? JSON.arrayNode() : JSON.arrayNode().add(of(type));
    }

    private JsonNode value(JsonNode unresolved, String name, int depth) {
        var type = unresolved.path("$ref").asText();
        var text = TEXTS.get(type.substring(type.lastIndexOf('/') + 1));
        if (text != null) {
            return JSON.textNode(text);
        }
        var schema = api.resolved(unresolved);
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, depth);
            case "array" -> {
                var list = JSON.arrayNode();
                yield shape == Shape.EMPTY || depth > DEEPEST
                        ? list
                        : list.add(value(schema.path("items"), name, depth + 1));
            }
            case "integer" -> integer(schema, name);
            case "number" -> shape == Shape.FULL ? JSON.numberNode(Double.MAX_VALUE) : JSON.numberNode(0.0);
            case "boolean" -> JSON.booleanNode(shape == Shape.FULL || shape == Shape.TOMORROW);
            default -> JSON.textNode(text(schema, name));
        };
    }

    private JsonNode integer(JsonNode schema, String name) {
        boolean id = name.equals("id") || name.endsWith("Id") || name.endsWith("Ids");
        return switch (shape) {
            case FULL ->
                schema.path("format").asText().equals("int64")
                        ? JSON.numberNode(Long.MAX_VALUE)
                        : JSON.numberNode(Integer.MAX_VALUE);
            case TOMORROW -> JSON.numberNode(id ? 7 : -1);
            default -> JSON.numberNode(id ? 7 : 0);
        };
    }

    private String text(JsonNode schema, String name) {
        if (schema.has("enum")) {
            return shape == Shape.TOMORROW
                    ? "aWordOfTomorrow"
                    : schema.path("enum").path(0).asText();
        }
        return switch (schema.path("format").asText()) {
            case "date-time" ->
                switch (shape) {
                    case FULL -> "2026-07-01T12:00:00.1234567Z";
                    case TOMORROW -> "2026-07-01T14:00:00+02:00";
                    default -> "0001-01-01T00:00:00Z";
                };
            case "date-span" -> TEXTS.getOrDefault("TimeSpan", "");
            case "uri" -> "https://example.com/" + name;
            default -> name.endsWith("Url") ? "https://example.com/" + name : name;
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        var object = JSON.objectNode();
        if (depth > DEEPEST) {
            return object;
        }
        for (var field : schema.path("properties").properties()) {
            var name = field.getKey();
            boolean nullable = field.getValue().path("nullable").asBoolean();
            boolean element = name.equals("records"); // of a page: it would be no page without them
            boolean id = name.equals("id") || name.endsWith("Id");
            switch (shape) {
                case BARE -> {
                    if (element || id) {
                        object.set(name, value(field.getValue(), name, depth + 1));
                    }
                }
                case FRESH -> {
                    if (element || !nullable) {
                        object.set(name, value(field.getValue(), name, depth + 1));
                    }
                }
                case NULLS -> {
                    if (element || id || !nullable) {
                        object.set(name, value(field.getValue(), name, depth + 1));
                    } else {
                        object.putNull(name);
                    }
                }
                default -> object.set(name, value(field.getValue(), name, depth + 1));
            }
        }
        if (shape == Shape.FULL && schema.has("additionalProperties") && object.isEmpty()) {
            object.put("indexer", "indexer").put("message", "message").put("reason", "reason");
        }
        if (shape == Shape.TOMORROW) {
            object.putObject("somethingNew").putArray("deep").addNull().add(1).addObject();
            object.putNull("somethingElse");
        }
        return object;
    }
}
