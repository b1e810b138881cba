package io.pilothouse.domain.home;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One entity in its place.
///
/// @param state  empty for an entity that is registered and has none, as a disabled one
/// @param areaId the resolved one; empty for none
/// @param area   name of the area, empty for none
/// @param device name of the device, empty for none
/// @param labels its own, its device's and its area's
public record EntityRow(
        String id,
        String name,
        Optional<EntityState> state,
        String areaId,
        String area,
        String floor,
        Optional<String> deviceId,
        String device,
        Origin origin,
        Set<String> labels,
        String platform,
        Optional<String> category,
        boolean hidden,
        boolean disabled) {

    /// Why an entity is in its area.
    public enum Origin {
        /// It has no device, or is in an area of its own choice without one.
        OWN,
        /// Its device is there.
        DEVICE,
        /// It was put there although its device is elsewhere.
        MOVED,
        /// It is nowhere.
        NONE
    }

    public String domain() {
        return id.substring(0, Math.max(0, id.indexOf('.')));
    }

    public String unit() {
        return attributes().get("unit_of_measurement") instanceof String unit ? unit : "";
    }

    /// @return state and unit for people; empty where there is no state
    public String value() {
        var text = state.map(EntityState::state).orElse("");
        return unit().isEmpty() || text.isEmpty() || unavailable() ? text : text + " " + unit();
    }

    public boolean unavailable() {
        return state.map(EntityState::state)
                .filter(text -> text.equals("unavailable") || text.equals("unknown"))
                .isPresent();
    }

    public Map<String, @Nullable Object> attributes() {
        return state.map(EntityState::attributes).orElse(Map.of());
    }

    EntityRow withState(Optional<EntityState> now, String newName) {
        return new EntityRow(
                id, newName, now, areaId, area, floor, deviceId, device, origin, labels, platform, category, hidden,
                disabled);
    }
}
