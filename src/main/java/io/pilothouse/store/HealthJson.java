package io.pilothouse.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The parts of an instance's health that are kept as JSON, in a form that is written here by hand.
final class HealthJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private HealthJson() {}

    static String answer(CheckAnswer answer) {
        var node = NODES.objectNode();
        node.set("identity", InstanceJson.identityNode(answer.identity()));
        var warnings = node.putArray("warnings");
        for (var warning : answer.warnings()) {
            warnings.addObject()
                    .put("severity", warning.severity().name())
                    .put("source", warning.source())
                    .put("text", warning.text())
                    .put("link", warning.link().orElse(null));
        }
        var facts = node.putArray("facts"); // an array, as their order counts
        answer.facts()
                .forEach((name, value) -> facts.addObject().put("name", name).put("value", value));
        node.put(
                "certificateEndsMillis",
                answer.certificateEnds().map(Instant::toEpochMilli).orElse(null));
        node.put("usedSecondAddress", answer.usedSecondAddress());
        return InstanceJson.write(node);
    }

    static CheckAnswer answer(String json) {
        var node = InstanceJson.read(json);
        var warnings = new ArrayList<ServiceWarning>();
        node.path("warnings")
                .forEach(warning -> warnings.add(new ServiceWarning(
                        ServiceWarning.Severity.valueOf(warning.path("severity").asText()),
                        warning.path("source").asText(),
                        warning.path("text").asText(),
                        Optional.ofNullable(warning.path("link").textValue()))));
        var facts = new LinkedHashMap<String, String>();
        node.path("facts")
                .forEach(fact ->
                        facts.put(fact.path("name").asText(), fact.path("value").asText()));
        var ends = node.path("certificateEndsMillis");
        return new CheckAnswer(
                InstanceJson.identity(node.path("identity")),
                warnings,
                facts,
                ends.isNumber() ? Optional.of(Instant.ofEpochMilli(ends.asLong())) : Optional.empty(),
                node.path("usedSecondAddress").asBoolean());
    }

    static String cause(Cause cause) {
        var node = NODES.objectNode()
                .put("kind", cause.kind().name())
                .put("subject", cause.subject())
                .put("sinceMillis", cause.since().toEpochMilli());
        var members = node.putArray("members");
        cause.members().forEach(member -> members.add(member.value()));
        return InstanceJson.write(node);
    }

    static Cause cause(String json) {
        var node = InstanceJson.read(json);
        var members = new ArrayList<InstanceId>();
        node.path("members").forEach(member -> members.add(new InstanceId(member.asText())));
        return new Cause(
                Cause.Kind.valueOf(node.path("kind").asText()),
                node.path("subject").asText(),
                Instant.ofEpochMilli(node.path("sinceMillis").asLong()),
                members);
    }
}
