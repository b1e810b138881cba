package io.pilothouse.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.instance.Connection.ExtraHeader;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The parts of an instance that are kept as JSON: lists, maps, and choices between several shapes.
/// The form is written here by hand, so that a renamed class cannot change what is stored.
final class InstanceJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private InstanceJson() {}

    static String texts(List<String> texts) {
        return write(MAPPER.valueToTree(texts));
    }

    static List<String> texts(String json) {
        var list = new ArrayList<String>();
        read(json).forEach(text -> list.add(text.asText()));
        return List.copyOf(list);
    }

    static String map(Map<String, String> map) {
        return write(MAPPER.valueToTree(new TreeMap<>(map)));
    }

    static SortedMap<String, String> map(String json) {
        return map(read(json));
    }

    static String proxy(ProxyChoice proxy) {
        var node = MAPPER.createObjectNode();
        switch (proxy) {
            case ProxyChoice.System() -> node.put("is", "system");
            case ProxyChoice.None() -> node.put("is", "none");
            case ProxyChoice.Through(var host, int port) ->
                node.put("is", "through").put("host", host).put("port", port);
        }
        return write(node);
    }

    static ProxyChoice proxy(String json) {
        var node = read(json);
        return switch (node.path("is").asText()) {
            case "system" -> new ProxyChoice.System();
            case "none" -> new ProxyChoice.None();
            case "through" ->
                new ProxyChoice.Through(
                        node.path("host").asText(), node.path("port").asInt());
            case String other -> throw new IllegalStateException("unknown proxy choice in the store: " + other);
        };
    }

    static String trust(TlsTrust trust) {
        var node = MAPPER.createObjectNode();
        switch (trust) {
            case TlsTrust.System() -> node.put("is", "system");
            case TlsTrust.Authority(var pem) -> node.put("is", "authority").put("pem", pem);
            case TlsTrust.Pinned(var sha256) -> node.put("is", "pinned").put("sha256", sha256);
        }
        return write(node);
    }

    static TlsTrust trust(String json) {
        var node = read(json);
        return switch (node.path("is").asText()) {
            case "system" -> new TlsTrust.System();
            case "authority" -> new TlsTrust.Authority(node.path("pem").asText());
            case "pinned" -> new TlsTrust.Pinned(node.path("sha256").asText());
            case String other -> throw new IllegalStateException("unknown trust in the store: " + other);
        };
    }

    static String headers(List<ExtraHeader> headers) {
        var array = MAPPER.createArrayNode();
        for (var header : headers) {
            array.addObject()
                    .put("name", header.name())
                    .put("value", header.secret() ? "" : header.value())
                    .put("secret", header.secret());
        }
        return write(array);
    }

    static List<ExtraHeader> headers(String json) {
        var list = new ArrayList<ExtraHeader>();
        read(json)
                .forEach(node -> list.add(new ExtraHeader(
                        node.path("name").asText(),
                        node.path("value").asText(),
                        node.path("secret").asBoolean())));
        return List.copyOf(list);
    }

    static String identity(RemoteIdentity identity) {
        return write(identityNode(identity));
    }

    static ObjectNode identityNode(RemoteIdentity identity) {
        var node = MAPPER.createObjectNode()
                .put("product", identity.product())
                .put("version", identity.version())
                .put("name", identity.name())
                .put("id", identity.id());
        node.set("facts", MAPPER.valueToTree(identity.facts()));
        return node;
    }

    static RemoteIdentity identity(String json) {
        return identity(read(json));
    }

    static RemoteIdentity identity(JsonNode node) {
        return new RemoteIdentity(
                node.path("product").asText(),
                node.path("version").asText(),
                node.path("name").asText(),
                node.path("id").asText(),
                map(node.path("facts")));
    }

    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in the store: " + e.getOriginalMessage(), e);
        }
    }

    static String write(JsonNode node) {
        return node.toString();
    }

    private static SortedMap<String, String> map(JsonNode node) {
        var map = new TreeMap<String, String>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }
}
