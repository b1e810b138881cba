package io.pilothouse.domain.home;

import io.pilothouse.domain.home.EntityRow.Origin;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.Registries.Entry;
import io.pilothouse.domain.home.Registries.Floor;
import io.pilothouse.domain.home.Registries.Label;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where everything in a house is: registries made into look-ups, once for each change of a registry.
/// Immutable; states are given to the questions. Contract section 13.
public final class HomeIndex {

    /// A device may be a part of a part; a longer chain is a circle.
    private static final int DEEPEST = 5;

    private final Registries registries;
    private final Map<String, Floor> floors = new HashMap<>();
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, EntityRow> places = new HashMap<>();
    /// Several parts of a window ask for the same rows when a house has told its states.
    private volatile @Nullable Made made;

    private record Made(Map<String, EntityState> states, List<EntityRow> rows) {}

    public HomeIndex(Registries registries) {
        this.registries = registries;
        registries.floors().forEach(floor -> floors.put(floor.id(), floor));
        registries.areas().forEach(area -> areas.put(area.id(), area));
        registries.devices().forEach(device -> devices.put(device.id(), device));
        registries.entries().forEach(entry -> entries.put(entry.entityId(), entry));
        registries.entries().forEach(entry -> places.put(entry.entityId(), place(entry)));
    }

    public Registries registries() {
        return registries;
    }

    public Optional<Area> area(String id) {
        return Optional.ofNullable(areas.get(id));
    }

    public Optional<Device> device(String id) {
        return Optional.ofNullable(devices.get(id));
    }

    public Optional<Entry> entry(String entityId) {
        return Optional.ofNullable(entries.get(entityId));
    }

    /// @return the area a device is in, its own or that of what it is a part of; empty for none
    public Optional<Area> areaOf(Device device) {
        var at = Optional.of(device);
        for (int i = 0; i < DEEPEST && at.isPresent(); i++) {
            var own = at.get().areaId().flatMap(this::area);
            if (own.isPresent()) {
                return own;
            }
            at = at.get().parentId().flatMap(this::device);
        }
        return Optional.empty();
    }

    /// @return names of labels in their order; a label that is gone stays as its id
    public List<String> labelNames(Set<String> ids) {
        return ids.stream()
                .map(id -> registries.labels().stream()
                        .filter(label -> label.id().equals(id))
                        .map(Label::name)
                        .findFirst()
                        .orElse(id))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }

    private String floorOf(Optional<Area> area) {
        return area.flatMap(Area::floorId).map(floors::get).map(Floor::name).orElse("");
    }

    private EntityRow place(Entry entry) {
        var device = entry.deviceId().flatMap(this::device);
        var own = entry.areaId().flatMap(this::area);
        var ofDevice = device.flatMap(this::areaOf);
        var area = own.or(() -> ofDevice);
        Origin origin;
        if (area.isEmpty()) {
            origin = Origin.NONE;
        } else if (own.isEmpty()) {
            origin = Origin.DEVICE;
        } else {
            origin = device.isPresent() && !own.equals(ofDevice) ? Origin.MOVED : Origin.OWN;
        }
        var labels = together(
                entry.labels(),
                device.map(Device::labels).orElse(Set.of()),
                area.map(Area::labels).orElse(Set.of()));
        return new EntityRow(
                entry.entityId(),
                entry.entityId(),
                Optional.empty(),
                area.map(Area::id).orElse(""),
                area.map(Area::name).orElse(""),
                floorOf(area),
                device.map(Device::id),
                device.map(Device::name).orElse(""),
                origin,
                labels,
                entry.platform(),
                entry.category(),
                entry.hidden(),
                entry.disabledBy().isPresent());
    }

    private static Set<String> together(Set<String> own, Set<String> ofDevice, Set<String> ofArea) {
        if (ofDevice.isEmpty() && ofArea.isEmpty()) {
            return Set.copyOf(own);
        }
        var all = new HashSet<>(own);
        all.addAll(ofDevice);
        all.addAll(ofArea);
        return Set.copyOf(all);
    }

    /// One entity, known by a state, by the registry or by both.
    ///
    /// @param state empty where it has none
    public EntityRow row(String id, Optional<EntityState> state) {
        var place = places.get(id);
        if (place == null) {
            return new EntityRow(
                    id,
                    state.map(EntityState::name).orElse(id),
                    state,
                    "",
                    "",
                    "",
                    Optional.empty(),
                    "",
                    Origin.NONE,
                    Set.of(),
                    "",
                    Optional.empty(),
                    false,
                    false);
        }
        return place.withState(state, name(id, place, state));
    }

    private String name(String id, EntityRow place, Optional<EntityState> state) {
        var shown = state.map(EntityState::name).filter(name -> !name.equals(id));
        if (shown.isPresent()) {
            return shown.get();
        }
        var entry = entries.get(id);
        var given = entry == null ? Optional.<String>empty() : entry.name();
        return given.map(name -> entry.relative() && !place.device().isEmpty() ? place.device() + " " + name : name)
                .orElse(id);
    }

    /// Everything that has a state or is registered, by id.
    ///
    /// @param states do not change any more: who asks with the same once more gets the same rows
    public List<EntityRow> rows(Map<String, EntityState> states) {
        var latest = made;
        if (latest != null && latest.states == states) {
            return latest.rows;
        }
        var rows = new ArrayList<EntityRow>(Math.max(states.size(), places.size()));
        states.forEach((id, state) -> rows.add(row(id, Optional.of(state))));
        for (var id : places.keySet()) {
            if (!states.containsKey(id)) {
                rows.add(row(id, Optional.empty()));
            }
        }
        rows.sort(Comparator.comparing(EntityRow::id));
        var all = Collections.unmodifiableList(rows);
        made = new Made(states, all);
        return all;
    }

    /// What is in an area, entities that follow their device first.
    ///
    /// @param areaId empty for everything that is nowhere
    public List<EntityRow> inArea(String areaId, Map<String, EntityState> states) {
        return rows(states).stream()
                .filter(row -> row.areaId().equals(areaId))
                .sorted(Comparator.comparing((EntityRow row) -> row.origin() == Origin.MOVED)
                        .thenComparing(EntityRow::id))
                .toList();
    }

    /// The areas by floor from below, within a floor in the server's order, then those without a floor,
    /// and at last everything that is nowhere.
    public List<AreaRow> areaRows(Map<String, EntityState> states) {
        var entities = new HashMap<String, Integer>();
        for (var place : places.values()) {
            if (!place.hidden() && !place.disabled()) {
                entities.merge(place.areaId(), 1, Integer::sum);
            }
        }
        int nowhere = (int)
                states.keySet().stream().filter(id -> !places.containsKey(id)).count();
        entities.merge("", nowhere, Integer::sum);
        var deviceCounts = new HashMap<String, Integer>();
        for (var device : devices.values()) {
            if (device.disabledBy().isEmpty()) {
                deviceCounts.merge(areaOf(device).map(Area::id).orElse(""), 1, Integer::sum);
            }
        }
        var rows = new ArrayList<AreaRow>();
        areas.values().stream()
                .sorted(Comparator.comparingInt(this::level))
                .forEach(area -> rows.add(new AreaRow(
                        area.id(),
                        area.name(),
                        area.floorId().filter(floors::containsKey),
                        floorOf(Optional.of(area)),
                        area.icon(),
                        area.labels(),
                        entities.getOrDefault(area.id(), 0),
                        deviceCounts.getOrDefault(area.id(), 0),
                        area.temperatureEntity(),
                        area.humidityEntity())));
        rows.add(new AreaRow(
                "",
                "No area",
                Optional.empty(),
                "",
                Optional.empty(),
                Set.of(),
                entities.getOrDefault("", 0),
                deviceCounts.getOrDefault("", 0),
                Optional.empty(),
                Optional.empty()));
        return List.copyOf(rows);
    }

    private int level(Area area) {
        return area.floorId()
                .map(floors::get)
                .map(floor -> floor.level().orElse(Integer.MAX_VALUE - 1))
                .orElse(Integer.MAX_VALUE);
    }

    /// The entities that a call would reach, as Home Assistant itself resolves a target: what is reached
    /// through a floor, area, device or label leaves out hidden entities and those with a category; what
    /// is named stays.
    ///
    /// @param served says whether a domain is one the service works on
    public Set<String> reached(Target target, Map<String, EntityState> states, Predicate<String> served) {
        var reached = new java.util.TreeSet<String>();
        if (target.all()) {
            reached.addAll(states.keySet());
        }
        reached.addAll(target.entities());
        var areasMeant = new HashSet<>(target.areas());
        areas.values().stream()
                .filter(area -> area.floorId().filter(target.floors()::contains).isPresent()
                        || area.labels().stream().anyMatch(target.labels()::contains))
                .forEach(area -> areasMeant.add(area.id()));
        var devicesMeant = new HashSet<>(target.devices());
        devices.values().stream()
                .filter(device -> device.labels().stream().anyMatch(target.labels()::contains))
                .forEach(device -> devicesMeant.add(device.id()));
        places.values().stream()
                .filter(row -> !row.hidden() && row.category().isEmpty() && !row.disabled())
                .filter(row -> areasMeant.contains(row.areaId())
                        || row.deviceId().filter(devicesMeant::contains).isPresent()
                        || entries.get(row.id()).labels().stream().anyMatch(target.labels()::contains))
                .forEach(row -> reached.add(row.id()));
        reached.removeIf(id -> !target.entities().contains(id) && !served.test(id.substring(0, id.indexOf('.'))));
        return reached;
    }

    /// @return words of the target that name nothing in this house, each as `area_id kitchen`
    public List<String> unknown(Target target, Map<String, EntityState> states) {
        var unknown = new ArrayList<String>();
        target.entities().stream()
                .filter(id -> !states.containsKey(id) && !entries.containsKey(id))
                .forEach(id -> unknown.add("entity_id " + id));
        target.devices().stream().filter(id -> !devices.containsKey(id)).forEach(id -> unknown.add("device_id " + id));
        target.areas().stream().filter(id -> !areas.containsKey(id)).forEach(id -> unknown.add("area_id " + id));
        target.floors().stream().filter(id -> !floors.containsKey(id)).forEach(id -> unknown.add("floor_id " + id));
        target.labels().stream()
                .filter(id -> registries.labels().stream()
                        .noneMatch(label -> label.id().equals(id)))
                .forEach(id -> unknown.add("label_id " + id));
        return unknown;
    }
}
