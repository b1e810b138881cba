package io.pilothouse.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.KindId;
import java.time.Duration;
import java.util.Optional;

/// A whole configuration as one JSON text, in the words of the instance table: what it holds and no
/// secret.
public final class ConfigurationJson {

    private ConfigurationJson() {}

    public static String write(Configuration configuration) {
        var connection = configuration.connection();
        var node = JsonNodeFactory.instance.objectNode();
        node.put("kind", configuration.kind().value())
                .put("name", configuration.name())
                .put("address", connection.address().toString());
        connection.second().ifPresent(second -> node.put("secondAddress", second.toString()));
        node.put("timeoutMillis", connection.timeout().toMillis());
        node.set("proxy", InstanceJson.read(InstanceJson.proxy(connection.proxy())));
        node.set("trust", InstanceJson.read(InstanceJson.trust(connection.trust())));
        node.set("headers", InstanceJson.read(InstanceJson.headers(connection.headers())));
        node.put("enabled", configuration.enabled())
                .put("priority", configuration.priority())
                .put("group", configuration.group());
        node.set("tags", InstanceJson.read(InstanceJson.texts(configuration.tags())));
        node.put("colour", configuration.colour().name()).put("monogram", configuration.monogram());
        configuration.guard().ifPresent(guard -> node.put("guard", guard.name()));
        configuration.checkEvery().ifPresent(pause -> node.put("checkEveryMillis", pause.toMillis()));
        node.put("notes", configuration.notes());
        node.set("settings", InstanceJson.read(InstanceJson.map(configuration.settings())));
        return InstanceJson.write(node);
    }

    /// @throws IllegalStateException if the text was not written by [#write]
    public static Configuration read(String json) {
        var node = InstanceJson.read(json);
        return new Configuration(
                new KindId(node.path("kind").asText()),
                node.path("name").asText(),
                new Connection(
                        Address.of(node.path("address").asText()),
                        optional(node, "secondAddress").map(JsonNode::asText).map(Address::of),
                        Duration.ofMillis(node.path("timeoutMillis").asLong()),
                        InstanceJson.proxy(node.path("proxy").toString()),
                        InstanceJson.trust(node.path("trust").toString()),
                        InstanceJson.headers(node.path("headers").toString())),
                node.path("enabled").asBoolean(),
                node.path("priority").asInt(),
                node.path("group").asText(),
                InstanceJson.texts(node.path("tags").toString()),
                IdentityColour.valueOf(node.path("colour").asText()),
                node.path("monogram").asText(),
                optional(node, "guard").map(JsonNode::asText).map(GuardLevel::valueOf),
                optional(node, "checkEveryMillis").map(JsonNode::asLong).map(Duration::ofMillis),
                node.path("notes").asText(),
                InstanceJson.map(node.path("settings").toString()));
    }

    private static Optional<JsonNode> optional(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name));
    }
}
