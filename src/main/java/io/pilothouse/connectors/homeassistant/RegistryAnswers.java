package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.texts;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.Registries.Entry;
import io.pilothouse.domain.home.Registries.Floor;
import io.pilothouse.domain.home.Registries.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The registries' lists (contract section 12).
final class RegistryAnswers {

    private RegistryAnswers() {}

    static List<Floor> floors(JsonNode list) {
        var floors = new ArrayList<Floor>();
        list.forEach(one -> floors.add(new Floor(
                word(one, "floor_id"),
                word(one, "name"),
                one.path("level").isInt() ? OptionalInt.of(one.path("level").asInt()) : OptionalInt.empty())));
        return floors;
    }

    static List<Area> areas(JsonNode list) {
        var areas = new ArrayList<Area>();
        list.forEach(one -> areas.add(new Area(
                word(one, "area_id"),
                word(one, "name"),
                text(one, "floor_id"),
                text(one, "icon"),
                texts(one.path("labels")),
                text(one, "temperature_entity_id"),
                text(one, "humidity_entity_id"))));
        return areas;
    }

    static List<Label> labels(JsonNode list) {
        var labels = new ArrayList<Label>();
        list.forEach(one -> labels.add(new Label(word(one, "label_id"), word(one, "name"), text(one, "color"))));
        return labels;
    }

    static List<Device> devices(JsonNode list) {
        var devices = new ArrayList<Device>();
        list.forEach(one -> devices.add(new Device(
                word(one, "id"),
                text(one, "name_by_user").or(() -> text(one, "name")).orElse("Unnamed device"),
                word(one, "manufacturer"),
                word(one, "model"),
                word(one, "sw_version"),
                text(one, "area_id"),
                text(one, "parent_device_id"),
                text(one, "via_device_id"),
                texts(one.path("labels")),
                keys(one),
                text(one, "disabled_by"))));
        return devices;
    }

    private static Set<String> keys(JsonNode device) {
        var keys = new LinkedHashSet<String>();
        for (var field : List.of("identifiers", "connections")) {
            device.path(field).forEach(parts -> {
                var words = new ArrayList<String>();
                parts.forEach(part -> words.add(part.asText()));
                keys.add(String.join(":", words));
            });
        }
        return keys;
    }

    /// The compact list; keys are absent where empty, and disabled entities are not in it.
    static List<Entry> compact(JsonNode answer) {
        Map<String, String> categories = new HashMap<>();
        answer.path("entity_categories")
                .properties()
                .forEach(
                        entry -> categories.put(entry.getKey(), entry.getValue().asText()));
        var entries = new ArrayList<Entry>();
        answer.path("entities")
                .forEach(one -> entries.add(new Entry(
                        word(one, "ei"),
                        Optional.empty(),
                        word(one, "pl"),
                        "",
                        text(one, "di"),
                        text(one, "ai"),
                        texts(one.path("lb")),
                        text(one, "en"),
                        one.path("hn").asBoolean(),
                        text(one, "ec").map(key -> categories.getOrDefault(key, key)),
                        one.path("hb").asBoolean(),
                        Optional.empty())));
        return entries;
    }

    /// The full list, disabled entities included.
    static List<Entry> full(JsonNode list) {
        var entries = new ArrayList<Entry>();
        list.forEach(one -> {
            var own = text(one, "name");
            entries.add(new Entry(
                    word(one, "entity_id"),
                    text(one, "id"),
                    word(one, "platform"),
                    word(one, "unique_id"),
                    text(one, "device_id"),
                    text(one, "area_id"),
                    texts(one.path("labels")),
                    own.or(() -> text(one, "original_name")),
                    own.isEmpty() && one.path("has_entity_name").asBoolean(),
                    text(one, "entity_category"),
                    text(one, "hidden_by").isPresent(),
                    text(one, "disabled_by")));
        });
        return entries;
    }
}
