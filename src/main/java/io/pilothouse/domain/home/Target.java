package io.pilothouse.domain.home;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a service is to act on. Immutable.
public record Target(
        List<String> entities, List<String> devices, List<String> areas, List<String> floors, List<String> labels) {

    public static final Target NONE = new Target(List.of(), List.of(), List.of(), List.of(), List.of());

    public Target {
        entities = List.copyOf(entities);
        devices = List.copyOf(devices);
        areas = List.copyOf(areas);
        floors = List.copyOf(floors);
        labels = List.copyOf(labels);
    }

    public static Target entity(String... ids) {
        return new Target(List.of(ids), List.of(), List.of(), List.of(), List.of());
    }

    public boolean empty() {
        return equals(NONE);
    }

    /// @return whether nothing is named by a place, a device or a label
    public boolean onlyEntities() {
        return devices.isEmpty() && areas.isEmpty() && floors.isEmpty() && labels.isEmpty();
    }

    /// @return whether every entity is meant
    public boolean all() {
        return entities.contains("all");
    }

    /// @return the form in which the service takes it, without what is empty
    public Map<String, Object> asMap() {
        var map = new LinkedHashMap<String, Object>();
        put(map, "entity_id", entities);
        put(map, "device_id", devices);
        put(map, "area_id", areas);
        put(map, "floor_id", floors);
        put(map, "label_id", labels);
        return map;
    }

    private static void put(Map<String, Object> map, String key, List<String> ids) {
        if (ids.equals(List.of("all")) || ids.equals(List.of("none"))) {
            map.put(key, ids.getFirst()); // a word, not an id in a list
        } else if (!ids.isEmpty()) {
            map.put(key, ids);
        }
    }
}
