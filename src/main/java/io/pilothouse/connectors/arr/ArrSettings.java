package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.Json;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.health.FaultCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Naming, quality profiles (section 7.3 of the contract) and root folders, for comparing. Of a profile
/// the numbers that mean something else in every instance are left out: its id, and those of custom
/// formats, which are compared by name. Resources and bodies as in the apps' OpenAPI documents. Thread-safe.
final class ArrSettings {

    private static final String NAMING = "naming";
    private static final String PROFILE = "profile";
    private static final String FOLDER = "root-folder";

    private final ArrApi api;
    private final String label;

    ArrSettings(ArrApi api, String label) {
        this.api = api;
        this.label = label;
    }

    List<HeldSetting> read() throws ConnectorException, InterruptedException {
        var held = new ArrayList<HeldSetting>();
        for (var field : api.tree(api.get("config/naming", ArrApi.SMALL)).properties()) {
            if (!field.getKey().equals("id")) {
                held.add(new HeldSetting(NAMING, field.getKey(), text(field.getValue()), true));
            }
        }
        for (var profile : api.rows(api.get("qualityprofile", ArrApi.SMALL))) {
            held.add(new HeldSetting(PROFILE, profile.path("name").asText(), comparable(profile), true));
        }
        for (var folder : api.rows(api.get("rootfolder", ArrApi.LIST))) {
            held.add(new HeldSetting(FOLDER, folder.path("path").asText(), "yes", false));
        }
        return held;
    }

    /// Texts as they are, so that people read them without quotes.
    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    private static String comparable(JsonNode profile) {
        ObjectNode copy = profile.deepCopy();
        copy.remove(List.of("id", "name"));
        var scores = new TreeMap<String, Integer>();
        profile.path("formatItems")
                .forEach(item -> scores.put(
                        item.path("name").asText(), item.path("score").asInt()));
        copy.remove("formatItems");
        if (!scores.isEmpty()) {
            copy.set("formatScores", Json.MAPPER.valueToTree(scores));
        }
        var sorted = new TreeMap<String, JsonNode>();
        copy.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        return Json.MAPPER.valueToTree(sorted).toString();
    }

    void write(HeldSetting setting) throws ConnectorException, InterruptedException {
        switch (setting.section()) {
            case NAMING -> writeNaming(setting);
            case PROFILE -> writeProfile(setting);
            default -> throw new IllegalArgumentException("cannot be copied: " + setting.key());
        }
    }

    /// An app refuses to let go of a profile that titles use; its words say so.
    void drop(HeldSetting.Key key) throws ConnectorException, InterruptedException {
        if (!key.section().equals(PROFILE)) {
            throw new IllegalArgumentException("cannot be taken away: " + key);
        }
        for (var profile : api.rows(api.get("qualityprofile", ArrApi.SMALL))) {
            if (profile.path("name").asText().equals(key.name())) {
                api.ok(api.delete("qualityprofile/" + profile.path("id").asInt()));
            }
        }
    }

    private void writeNaming(HeldSetting setting) throws ConnectorException, InterruptedException {
        ObjectNode naming = api.tree(api.get("config/naming", ArrApi.SMALL)).deepCopy();
        var now = naming.path(setting.name());
        if (now.isMissingNode()) {
            throw misses(setting);
        }
        naming.set(setting.name(), now.isTextual() ? naming.textNode(setting.value()) : parsed(setting.value()));
        api.ok(api.write("PUT", "config/naming/" + naming.path("id").asInt(), naming));
        var after = api.tree(api.get("config/naming", ArrApi.SMALL)).path(setting.name());
        if (!text(after).equals(setting.value())) {
            throw misses(setting);
        }
    }

    private void writeProfile(HeldSetting setting) throws ConnectorException, InterruptedException {
        var profiles = api.tree(api.get("qualityprofile", ArrApi.SMALL));
        Optional<JsonNode> same = Optional.empty();
        for (var profile : profiles) {
            if (profile.path("name").asText().equals(setting.name())) {
                same = Optional.of(profile);
            }
        }
        ObjectNode wanted = parsed(setting.value()).deepCopy();
        Map<String, Integer> scores = new HashMap<>();
        wanted.path("formatScores")
                .properties()
                .forEach(score -> scores.put(score.getKey(), score.getValue().asInt()));
        wanted.remove("formatScores");
        wanted.put("name", setting.name());
        // an app wants every custom format it has in a profile; those of other names have no score here
        var formats = wanted.putArray("formatItems");
        for (var item : profiles.path(0).path("formatItems")) {
            ObjectNode own = item.deepCopy();
            own.put("score", scores.getOrDefault(own.path("name").asText(), 0));
            formats.add(own);
        }
        if (same.isPresent()) {
            int id = same.get().path("id").asInt();
            wanted.put("id", id);
            api.ok(api.write("PUT", "qualityprofile/" + id, wanted));
        } else {
            api.ok(api.write("POST", "qualityprofile", wanted));
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("no value of a setting: " + json, e);
        }
    }

    private ConnectorException misses(HeldSetting setting) {
        return ConnectorException.of(
                FaultCode.INVALID_INPUT,
                label + " did not take the setting " + setting.name() + ".",
                "Look whether its version knows this setting.");
    }
}
