package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;

/// Reads the messages of a house. Entities that an event adds are made into their states one by one: all of a house
/// come in one message, and as a tree they would take several times their room while the window draws.
final class MessageReader {

    private interface Field {
        JsonNode read(String name, JsonParser at) throws IOException;
    }

    private MessageReader() {}

    /// @param at on the first token of a message
    static JsonNode read(JsonParser at) throws IOException {
        return object(at, (name, value) -> name.equals("event") ? event(value) : value.readValueAsTree());
    }

    private static JsonNode event(JsonParser at) throws IOException {
        return object(at, (name, value) -> name.equals("a") ? added(value) : value.readValueAsTree());
    }

    private static JsonNode added(JsonParser at) throws IOException {
        return object(at, (id, value) -> {
            JsonNode told = value.readValueAsTree();
            return told.has("s") ? new POJONode(EntityStates.whole(id, told)) : told;
        });
    }

    private static JsonNode object(JsonParser at, Field field) throws IOException {
        if (!at.hasToken(JsonToken.START_OBJECT)) {
            return at.readValueAsTree();
        }
        var object = new ObjectNode(JsonNodeFactory.instance);
        for (var name = at.nextFieldName(); name != null; name = at.nextFieldName()) {
            at.nextToken();
            object.set(name, field.read(name, at));
        }
        return object;
    }
}
