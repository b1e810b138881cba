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

/// Naming, quality profiles (section 7.3 of the contract), custom formats, root folders, indexers and download
/// clients, for comparing. The numbers that mean something else in every instance are left out: ids, and in a
/// profile those of custom formats, which are compared by name. Indexers and clients hold secrets that an app does
/// not tell, so they are not copied. Resources and bodies as in the apps' OpenAPI documents. Thread-safe.
final class ArrSettings {

    private static final String NAMING = "naming";
    private static final String PROFILE = "profile";
    private static final String FOLDER = "root-folder";
    private static final String FORMAT = "custom-format";
    private static final String INDEXER = "indexer";
    private static final String CLIENT = "download-client";

    private static final String RENAMING = "includeCustomFormatWhenRenaming";

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
        for (var format : api.rows(api.get("customformat", ArrApi.LIST))) {
            held.add(new HeldSetting(FORMAT, format.path("name").asText(), comparableFormat(format), true));
        }
        for (var indexer : api.rows(api.get("indexer", ArrApi.LIST))) {
            boolean used = indexer.path("enableRss").asBoolean()
                    || indexer.path("enableAutomaticSearch").asBoolean()
                    || indexer.path("enableInteractiveSearch").asBoolean();
            held.add(new HeldSetting(INDEXER, indexer.path("name").asText(), String.valueOf(used), false));
        }
        for (var client : api.rows(api.get("downloadclient", ArrApi.LIST))) {
            held.add(new HeldSetting(CLIENT, client.path("name").asText(), place(client), false));
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

    private static String comparableFormat(JsonNode format) {
        var parts = new TreeMap<String, JsonNode>();
        for (var part : format.path("specifications")) {
            var kept = Json.MAPPER.createObjectNode();
            List.of("name", "implementation", "negate", "required").forEach(field -> kept.set(field, part.path(field)));
            var fields = kept.putObject("fields");
            part.path("fields").forEach(field -> fields.set(field.path("name").asText(), field.path("value")));
            parts.put(part.path("name").asText(), kept);
        }
        var kept = Json.MAPPER.createObjectNode();
        kept.put(RENAMING, format.path(RENAMING).asBoolean());
        kept.set("specifications", Json.MAPPER.valueToTree(parts.values()));
        return kept.toString();
    }

    /// @return where the client is; `false` where it is switched off
    private static String place(JsonNode client) {
        var fields = new HashMap<String, String>();
        client.path("fields")
                .forEach(field -> fields.put(
                        field.path("name").asText(), field.path("value").asText()));
        var host = fields.getOrDefault("host", "");
        return !client.path("enable").asBoolean()
                ? "false"
                : host.isEmpty() ? "true" : host + ":" + fields.getOrDefault("port", "");
    }

    void write(HeldSetting setting) throws ConnectorException, InterruptedException {
        switch (setting.section()) {
            case NAMING -> writeNaming(setting);
            case PROFILE -> writeProfile(setting);
            case FORMAT -> writeFormat(setting);
            default -> throw new IllegalArgumentException("cannot be copied: " + setting.key());
        }
    }

    /// An app refuses to let go of a profile that titles use; its words say so.
    void drop(HeldSetting.Key key) throws ConnectorException, InterruptedException {
        var resource =
                switch (key.section()) {
                    case PROFILE -> "qualityprofile";
                    case FORMAT -> "customformat";
                    default -> throw new IllegalArgumentException("cannot be taken away: " + key);
                };
        var same = named(resource, key.name());
        if (same.isPresent()) {
            api.ok(api.delete(resource + "/" + same.get().path("id").asInt()));
        }
    }

    private Optional<JsonNode> named(String resource, String name) throws ConnectorException, InterruptedException {
        Optional<JsonNode> same = Optional.empty();
        for (var one : api.rows(api.get(resource, ArrApi.LIST))) {
            if (one.path("name").asText().equals(name)) {
                same = Optional.of(one);
            }
        }
        return same;
    }

    private void writeFormat(HeldSetting setting) throws ConnectorException, InterruptedException {
        ObjectNode wanted = parsed(setting.value()).deepCopy();
        wanted.put("name", setting.name());
        wanted.path("specifications").forEach(part -> {
            var fields = Json.MAPPER.createArrayNode();
            part.path("fields")
                    .properties()
                    .forEach(field ->
                            fields.addObject().put("name", field.getKey()).set("value", field.getValue()));
            ((ObjectNode) part).set("fields", fields);
        });
        var same = named("customformat", setting.name());
        if (same.isPresent()) {
            int id = same.get().path("id").asInt();
            wanted.put("id", id);
            api.ok(api.write("PUT", "customformat/" + id, wanted));
        } else {
            api.ok(api.write("POST", "customformat", wanted));
        }
        var after = named("customformat", setting.name()).map(ArrSettings::comparableFormat);
        if (!after.equals(Optional.of(setting.value()))) {
            throw misses(setting);
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
