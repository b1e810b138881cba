package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ExtraHeader;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Connection.TlsTrust;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Our own export: one JSON document that holds every instance with its id.
final class ExportDocument {

    static final int FORM = 1;
    private static final String MARK = "pilothouseExport";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ExportDocument() {}

    static boolean is(JsonNode root) {
        return root.has(MARK);
    }

    /// @param secrets of each instance, empty where they are left out
    static String write(
            List<Instance> instances, Map<InstanceId, Secrets> secrets, Optional<SecretEnvelope> envelope, Instant now)
            throws ProblemException {
        var root = JSON.createObjectNode();
        root.put(MARK, FORM);
        root.put("exportedAt", now.toString());
        envelope.ifPresent(sealing -> root.putObject("protection")
                .put("derivation", SecretEnvelope.DERIVATION)
                .put("rounds", sealing.rounds())
                .put("salt", sealing.salt()));
        var list = root.putArray("instances");
        for (var instance : instances) {
            var node = instance(instance);
            envelope.ifPresent(sealing -> node.put(
                    "secrets",
                    sealing.sealed(instance.id().value(), secrets.getOrDefault(instance.id(), Secrets.NONE))));
            list.add(node);
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("an export cannot be written", e);
        }
    }

    private static ObjectNode instance(Instance instance) {
        var configuration = instance.configuration();
        var connection = configuration.connection();
        var node = JSON.createObjectNode()
                .put("id", instance.id().value())
                .put("kind", instance.kind().value())
                .put("name", instance.name())
                .put("address", connection.address().toString())
                .put("enabled", configuration.enabled())
                .put("priority", configuration.priority())
                .put("group", configuration.group())
                .put("colour", configuration.colour().name())
                .put("monogram", configuration.monogram())
                .put("notes", configuration.notes())
                .put("timeoutMillis", connection.timeout().toMillis())
                .put("createdAt", instance.createdAt().toString());
        connection.second().ifPresent(second -> node.put("secondAddress", second.toString()));
        configuration.guard().ifPresent(guard -> node.put("guard", guard.word()));
        configuration.checkEvery().ifPresent(pause -> node.put("checkEveryMillis", pause.toMillis()));
        instance.legacyKey().ifPresent(key -> node.put("legacyKey", key));
        switch (connection.proxy()) {
            case ProxyChoice.System() -> node.put("proxy", "system");
            case ProxyChoice.None() -> node.put("proxy", "none");
            case ProxyChoice.Through(var host, var port) -> node.put("proxy", host + ":" + port);
        }
        switch (connection.trust()) {
            case TlsTrust.System() -> node.put("trust", "system");
            case TlsTrust.Authority(var pem) -> node.put("trust", "ca:" + pem);
            case TlsTrust.Pinned(var sha256) -> node.put("trust", "pin:" + sha256);
        }
        var tags = node.putArray("tags");
        configuration.tags().forEach(tags::add);
        var headers = node.putArray("headers");
        connection
                .headers()
                .forEach(header -> headers.addObject()
                        .put("name", header.name())
                        .put("value", header.value())
                        .put("secret", header.secret()));
        var settings = node.putObject("settings");
        configuration.settings().forEach(settings::put);
        return node;
    }

    /// @param passphrase for the secrets, where the person gave one
    /// @throws ProblemException with `bad-file` if it is no whole export, `bad-value` if the passphrase
    ///                          is another
    static Findings read(Path file, JsonNode root, Optional<char[]> passphrase, java.security.SecureRandom random)
            throws ProblemException {
        if (root.path(MARK).asInt() != FORM) {
            throw HostileFiles.refuse(file, "a newer Pilothouse wrote it");
        }
        var found = new Findings(ImportSource.PILOTHOUSE);
        found.form = "export " + FORM;
        Optional<SecretEnvelope> envelope = Optional.empty();
        if (root.path("protection").isObject() && passphrase.isPresent()) {
            envelope = SecretEnvelope.open(root.path("protection"), passphrase.get(), random);
            if (envelope.isEmpty()) {
                throw HostileFiles.refuse(file, "its secrets are protected in a way that is not known");
            }
        } else if (root.path("protection").isObject()) {
            found.advice.add("Give the passphrase of the export to take the secrets over, too.");
        } else {
            found.advice.add("Give each instance its secret with “instance unlock”: the file holds none.");
        }
        var list = root.path("instances");
        if (!list.isArray() || list.size() > 10_000) {
            throw HostileFiles.refuse(file, "it holds no list of instances");
        }
        for (var node : list) {
            try {
                found.instances.add(instance(file, node, envelope));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw HostileFiles.refuse(file, "an instance in it has a bad value");
            }
        }
        return found;
    }

    private static FoundInstance instance(Path file, JsonNode node, Optional<SecretEnvelope> envelope)
            throws ProblemException {
        var id = new InstanceId(node.path("id").asText());
        var configuration = new Configuration(
                new KindId(node.path("kind").asText()),
                node.path("name").asText(),
                connection(node),
                node.path("enabled").asBoolean(true),
                node.path("priority").asInt(Configuration.USUAL_PRIORITY),
                node.path("group").asText(""),
                texts(node.path("tags")),
                IdentityColour.valueOf(node.path("colour").asText("COBALT")),
                node.path("monogram").asText("?"),
                guard(node),
                millis(node, "checkEveryMillis"),
                node.path("notes").asText(""),
                settings(node.path("settings")));
        if (!id.kind().equals(configuration.kind())) {
            throw new IllegalArgumentException("the id belongs to another kind");
        }
        var secrets = Secrets.NONE;
        if (envelope.isPresent() && node.path("secrets").isTextual()) {
            secrets = envelope.get()
                    .opened(id.value(), node.path("secrets").asText())
                    .orElseThrow(() -> new ProblemException(new io.pilothouse.domain.Problem(
                            io.pilothouse.domain.ProblemCode.BAD_VALUE,
                            "The passphrase does not open the secrets of " + file.getFileName() + ".",
                            "Give the passphrase that was used for the export. Nothing was changed.")));
        }
        return new FoundInstance(
                Optional.of(id),
                configuration,
                secrets,
                node.has("legacyKey") ? Optional.of(node.path("legacyKey").asText()) : Optional.empty(),
                Optional.of(Instant.parse(node.path("createdAt").asText())),
                Map.of(),
                Memory.NONE);
    }

    private static Connection connection(JsonNode node) {
        var headers = new ArrayList<ExtraHeader>();
        node.path("headers")
                .forEach(header -> headers.add(new ExtraHeader(
                        header.path("name").asText(),
                        header.path("value").asText(""),
                        header.path("secret").asBoolean(false))));
        return new Connection(
                Address.of(node.path("address").asText()),
                node.has("secondAddress")
                        ? Optional.of(Address.of(node.path("secondAddress").asText()))
                        : Optional.empty(),
                millis(node, "timeoutMillis").orElse(Connection.USUAL_TIMEOUT),
                proxy(node.path("proxy").asText("system")),
                trust(node.path("trust").asText("system")),
                headers);
    }

    private static ProxyChoice proxy(String text) {
        return switch (text) {
            case "system" -> new ProxyChoice.System();
            case "none" -> new ProxyChoice.None();
            default -> {
                int colon = text.lastIndexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("not a proxy: " + text);
                }
                yield new ProxyChoice.Through(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            }
        };
    }

    private static TlsTrust trust(String text) {
        if (text.startsWith("ca:")) {
            return new TlsTrust.Authority(text.substring(3));
        }
        return text.startsWith("pin:") ? new TlsTrust.Pinned(text.substring(4)) : new TlsTrust.System();
    }

    private static Optional<GuardLevel> guard(JsonNode node) {
        return java.util.Arrays.stream(GuardLevel.values())
                .filter(level -> level.word().equals(node.path("guard").asText()))
                .findFirst();
    }

    private static Optional<Duration> millis(JsonNode node, String key) {
        return node.has(key) ? Optional.of(Duration.ofMillis(node.path(key).asLong())) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static TreeMap<String, String> settings(JsonNode node) {
        var settings = new TreeMap<String, String>();
        node.properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }
}
