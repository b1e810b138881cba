package io.pilothouse.domain.home;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The lists that Home Assistant keeps of a house, in its own order. Each list replaces the one before
/// as a whole. Immutable.
///
/// @param entries registered entities; empty fields where only the compact list was asked
public record Registries(
        List<Floor> floors, List<Area> areas, List<Label> labels, List<Device> devices, List<Entry> entries) {

    public static final Registries NONE = new Registries(List.of(), List.of(), List.of(), List.of(), List.of());

    public Registries {
        floors = List.copyOf(floors);
        areas = List.copyOf(areas);
        labels = List.copyOf(labels);
        devices = List.copyOf(devices);
        entries = List.copyOf(entries);
    }

    /// @param level storeys above the ground; empty where nobody said
    public record Floor(String id, String name, OptionalInt level) {}

    /// @param floorId empty for none, and before 2024.4
    public record Area(
            String id,
            String name,
            Optional<String> floorId,
            Optional<String> icon,
            Set<String> labels,
            Optional<String> temperatureEntity,
            Optional<String> humidityEntity) {}

    public record Label(String id, String name, Optional<String> colour) {}

    /// @param name       what people call it, their own name first
    /// @param parentId   the device it is a part of (2026.9 and later)
    /// @param viaId      the hub it is reached through
    /// @param keys       identifiers and connections as text, the same in every house that has this very
    ///                   device
    /// @param disabledBy who switched it off; empty while it is on
    public record Device(
            String id,
            String name,
            String manufacturer,
            String model,
            String softwareVersion,
            Optional<String> areaId,
            Optional<String> parentId,
            Optional<String> viaId,
            Set<String> labels,
            Set<String> keys,
            Optional<String> disabledBy) {}

    /// @param registryId stable over renames; empty in the compact list
    /// @param name       given by a person or the integration; empty for none
    /// @param relative   whether the name is to be read after that of the device
    /// @param category   `config` or `diagnostic`; empty for an entity of everyday life
    public record Entry(
            String entityId,
            Optional<String> registryId,
            String platform,
            String uniqueId,
            Optional<String> deviceId,
            Optional<String> areaId,
            Set<String> labels,
            Optional<String> name,
            boolean relative,
            Optional<String> category,
            boolean hidden,
            Optional<String> disabledBy) {}
}
