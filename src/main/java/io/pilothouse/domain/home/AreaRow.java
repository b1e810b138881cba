package io.pilothouse.domain.home;

import java.util.Optional;
import java.util.Set;

/// One area with what is in it.
///
/// @param id       empty for the virtual area of everything that has none
/// @param floor    name of its floor; empty for none
/// @param entities enabled ones that are not hidden
public record AreaRow(
        String id,
        String name,
        Optional<String> floorId,
        String floor,
        Optional<String> icon,
        Set<String> labels,
        int entities,
        int devices,
        Optional<String> temperatureEntity,
        Optional<String> humidityEntity) {

    /// The same with another number of entities.
    public AreaRow withEntities(int count) {
        return new AreaRow(id, name, floorId, floor, icon, labels, count, devices, temperatureEntity, humidityEntity);
    }

    public boolean none() {
        return id.isEmpty();
    }
}
