package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Floors, areas, devices and entities of one simulated home, and the life in it.
public final class House {

    private static final List<String> ROOMS = List.of(
            "Kitchen", "Living room", "Hall", "Bedroom", "Bathroom", "Office", "Attic", "Garage", "Garden", "Cellar");
    private static final List<String> THINGS =
            List.of("temperature", "humidity", "light", "switch", "motion", "power", "illuminance", "door", "battery");

    private static final Pattern NAMED_STATE = Pattern.compile("\\{\\{\\s*states\\(['\"]([^'\"]+)['\"]\\)\\s*}}");

    /// All of a domain, or those in one state.
    private static final Pattern COUNTED = Pattern.compile("\\{\\{\\s*states\\.(\\w+)\\s*"
            + "(?:\\|\\s*selectattr\\(\\s*'state'\\s*,\\s*'(?:eq|==|equalto)'\\s*,\\s*'([^']*)'\\s*\\)\\s*)?"
            + "\\|\\s*list\\s*\\|\\s*(?:count|length)\\s*}}");

    /// One entity in this many changes by itself at each tick.
    private static final int CALM = 20;

    private final Supplier<Release> release;
    private final SplittableRandom random;
    private final String hub;
    private final Map<String, Entity> entities = new LinkedHashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<String, @Nullable String> moved = new LinkedHashMap<>();
    private final List<String> rooms = new ArrayList<>(ROOMS);
    private final java.util.Set<String> fixed = new java.util.HashSet<>();
    private long contexts;
    private long readings;

    /// Told every change of an entity, under the service's lock.
    interface Listener {

        void changed(Entity before, Entity after);

        void removed(String entityId);
    }

    House(Setting setting, Supplier<Release> release) {
        this.release = release;
        random = setting.random("house");
        hub = UUID.nameUUIDFromBytes((setting.identitySeed() + "hub").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        boolean small = setting.spec().option("size", "").equals("small");
        int areas = Integer.parseInt(setting.spec().option("areas", Integer.toString(ROOMS.size())));
        for (int i = ROOMS.size(); i < areas; i++) {
            rooms.add(ROOMS.get(i % ROOMS.size()) + " " + (i / ROOMS.size() + 1));
        }
        rooms.subList(Math.min(areas, rooms.size()), rooms.size()).clear();
        int count = Integer.parseInt(setting.spec().option("entities", small ? "24" : "125"));
        var start = setting.start().minus(Duration.ofHours(2));
        add("sun.sun", "above_horizon", Json.object("friendly_name", "Sun", "elevation", 41.2), "", "", "sun", start);
        add("zone.home", "1", Json.object("friendly_name", "Home", "radius", 100), "", "", "zone", start);
        add("person.admin", "home", Json.object("friendly_name", "Admin"), "", "", "person", start);
        add(
                "update.home_assistant_core_update",
                "on",
                Json.object(
                        "title",
                        "Home Assistant Core",
                        "installed_version",
                        release.get().text(),
                        "latest_version",
                        release.get().year() + "." + release.get().month() + ".9",
                        "in_progress",
                        false,
                        "skipped_version",
                        null,
                        "supported_features",
                        11,
                        "friendly_name",
                        "Home Assistant Core Update"),
                "",
                "",
                "hassio",
                start);
        if (!small) {
            furnish(start);
        }
        for (int i = 0; entities.size() < count; i++) {
            grow(i, start);
        }
        if (setting.spec().flag("neglected")) {
            neglect(start);
        }
    }

    /// One of everything that a house has beside lights and sensors.
    private void furnish(Instant start) {
        add(
                "climate.living_room",
                "heat",
                Json.object(
                        "friendly_name",
                        "Living room heating",
                        "current_temperature",
                        19.5,
                        "temperature",
                        20.5,
                        "hvac_modes",
                        List.of("off", "heat"),
                        "supported_features",
                        1),
                "living_room",
                "",
                "demo",
                start);
        add(
                "input_number.load_a",
                "20.0",
                Json.object("friendly_name", "Load A", "min", 0, "max", 100, "step", 1, "mode", "slider"),
                "",
                "",
                "input_number",
                start);
        add(
                "weather.home",
                "sunny",
                Json.object("friendly_name", "Forecast", "temperature", 17.2, "supported_features", 3),
                "",
                "",
                "demo",
                start);
        add(
                "automation.night_light",
                "on",
                Json.object(
                        "id", "night_light",
                        "last_triggered", Entity.iso(start),
                        "mode", "single",
                        "current", 0,
                        "friendly_name", "Night light"),
                "",
                "",
                "automation",
                start);
        add(
                "automation.frost_guard",
                "on",
                Json.object(
                        "id", "frost_guard",
                        "last_triggered", Entity.iso(start.minusSeconds(3600)),
                        "mode", "single",
                        "current", 0,
                        "friendly_name", "Frost guard"),
                "",
                "",
                "automation",
                start);
        add(
                "script.goodnight",
                "off",
                Json.object("last_triggered", null, "mode", "single", "current", 0, "friendly_name", "Good night"),
                "",
                "",
                "script",
                start);
        add("scene.evening", "unknown", Json.object("friendly_name", "Evening"), "", "", "scene", start);
    }

    /// What nobody looks after: silent doors, empty batteries.
    private void neglect(Instant start) {
        int silent = 0;
        int empty = 0;
        for (var entity : entities()) {
            var sort = entity.attributes().get("device_class");
            if ("door".equals(sort) && silent++ < 5) {
                put(entity, "unavailable", start);
            } else if ("battery".equals(sort) && empty++ < 3) {
                put(entity, Integer.toString(4 + empty * 3), start);
            }
        }
    }

    private void put(Entity entity, String state, Instant at) {
        entities.put(
                entity.id(),
                new Entity(
                        entity.id(),
                        state,
                        entity.attributes(),
                        entity.area(),
                        entity.device(),
                        entity.platform(),
                        context(),
                        null,
                        at,
                        at));
        fixed.add(entity.id());
    }

    private void grow(int number, Instant start) {
        var room = rooms.get(number % rooms.size());
        var thing = THINGS.get(number / rooms.size() % THINGS.size());
        int round = number / (rooms.size() * THINGS.size());
        var area = slug(room);
        var id = area + "_" + thing + (round == 0 ? "" : "_" + (round + 1));
        var name = room + " " + thing + (round == 0 ? "" : " " + (round + 1));
        var device = "device-" + area + "-" + round;
        switch (thing) {
            case "light" ->
                add(
                        "light." + id,
                        random.nextBoolean() ? "on" : "off",
                        Json.object(
                                "supported_color_modes",
                                List.of("brightness"),
                                "color_mode",
                                "brightness",
                                "brightness",
                                180,
                                "friendly_name",
                                name,
                                "supported_features",
                                32),
                        area,
                        device,
                        "hue",
                        start);
            case "switch" ->
                add("switch." + id, "off", Json.object("friendly_name", name), area, device, "shelly", start);
            case "motion", "door" ->
                add(
                        "binary_sensor." + id,
                        "off",
                        Json.object("device_class", thing, "friendly_name", name),
                        area,
                        device,
                        "zha",
                        start);
            default ->
                add(
                        "sensor." + id,
                        reading(thing),
                        Json.object(
                                "state_class",
                                "measurement",
                                "unit_of_measurement",
                                unit(thing),
                                "device_class",
                                thing,
                                "friendly_name",
                                name),
                        area,
                        device,
                        "zha",
                        start);
        }
    }

    private void add(
            String id,
            String state,
            Map<String, @Nullable Object> attributes,
            String area,
            String device,
            String platform,
            Instant at) {
        entities.put(id, new Entity(id, state, attributes, area, device, platform, context(), null, at, at));
    }

    String context() {
        return "01DEMO%020d".formatted(++contexts);
    }

    private String reading(String thing) {
        return switch (thing) {
            case "temperature" -> String.format(Locale.ROOT, "%.1f", 17 + random.nextInt(80) / 10.0);
            case "humidity", "battery" -> String.valueOf(30 + random.nextInt(60));
            case "power" -> String.format(Locale.ROOT, "%.1f", random.nextInt(12_000) / 10.0);
            default -> String.valueOf(random.nextInt(900));
        };
    }

    private static String unit(String thing) {
        return switch (thing) {
            case "temperature" -> "°C";
            case "power" -> "W";
            case "illuminance" -> "lx";
            default -> "%";
        };
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void forget(Listener listener) {
        listeners.remove(listener);
    }

    public int count() {
        return entities.size();
    }

    /// What a template comes to, as far as it only names states and counts them; any other comes to the number
    /// of entities.
    String rendered(String template) {
        var text = NAMED_STATE
                .matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(Optional.ofNullable(entities.get(found.group(1)))
                        .map(Entity::state)
                        .orElse("unknown")));
        text = COUNTED.matcher(text)
                .replaceAll(found -> Long.toString(entities.values().stream()
                        .filter(entity -> entity.domain().equals(found.group(1)))
                        .filter(entity ->
                                found.group(2) == null || entity.state().equals(found.group(2)))
                        .count()));
        return text.contains("{{") ? Integer.toString(count()) : text;
    }

    List<Entity> entities() {
        return List.copyOf(entities.values());
    }

    Optional<Entity> find(String id) {
        return Optional.ofNullable(entities.get(id));
    }

    /// Life goes on: some sensors read something else, somebody walks by.
    void tick(Instant now) {
        for (var entity : entities()) {
            if (random.nextInt(CALM) != 0 || fixed.contains(entity.id())) {
                continue;
            }
            switch (entity.domain()) {
                case "sensor" ->
                    set(
                            entity.id(),
                            reading(String.valueOf(entity.attributes().get("device_class"))),
                            Map.of(),
                            null,
                            now);
                case "binary_sensor" ->
                    set(entity.id(), entity.state().equals("on") ? "off" : "on", Map.of(), null, now);
                default -> {}
            }
        }
    }

    /// So many sensors read something new at once.
    void burst(int events, Instant now) {
        var sensors = entities.values().stream()
                .filter(entity -> entity.domain().equals("sensor"))
                .map(Entity::id)
                .toList();
        for (int i = 0; i < events && !sensors.isEmpty(); i++) {
            var id = sensors.get((int) (readings % sensors.size()));
            set(id, Long.toString(1_000 + ++readings), Map.of(), null, now);
        }
    }

    /// It is gone, state and registry.
    public void remove(String id) {
        if (entities.remove(id) != null) {
            List.copyOf(listeners).forEach(listener -> listener.removed(id));
        }
    }

    /// @param area null to follow the device again
    void move(String id, @Nullable String area) {
        moved.put(id, area);
    }

    /// What a target means, as the contract's section 13 resolves it.
    List<String> reached(com.fasterxml.jackson.databind.JsonNode target) {
        var reached = new java.util.LinkedHashSet<String>();
        for (var id : HomeAssistantSimulator.targets(target.path("entity_id"))) {
            if (id.equals("all")) {
                reached.addAll(entities.keySet());
            } else {
                reached.add(id);
            }
        }
        var meant = new java.util.HashSet<>(HomeAssistantSimulator.targets(target.path("area_id")));
        var storeys = HomeAssistantSimulator.targets(target.path("floor_id"));
        rooms.stream().filter(room -> storeys.contains(floor(room))).forEach(room -> meant.add(slug(room)));
        var devices = HomeAssistantSimulator.targets(target.path("device_id"));
        for (var entity : entities.values()) {
            var own = moved.get(entity.id());
            if (meant.contains(own == null ? entity.area() : own) || devices.contains(entity.device())) {
                reached.add(entity.id());
            }
        }
        return List.copyOf(reached);
    }

    private String floor(String room) {
        return rooms.indexOf(room) % ROOMS.size() < 5 ? "ground" : "upper";
    }

    /// Sets a state; told to listeners unless nothing changed.
    void set(String id, String state, Map<String, @Nullable Object> attributes, @Nullable String user, Instant now) {
        set(id, state, attributes, user, null, now);
    }

    /// @param cause id of the context that changes it; null for one of its own
    void set(
            String id,
            String state,
            Map<String, @Nullable Object> attributes,
            @Nullable String user,
            @Nullable String cause,
            Instant now) {
        var before = entities.get(id);
        if (before == null) {
            return;
        }
        var after = before.with(state, attributes, cause == null ? context() : cause, user, now);
        if (after.state().equals(before.state()) && after.attributes().equals(before.attributes())) {
            return;
        }
        entities.put(id, after);
        List.copyOf(listeners).forEach(listener -> listener.changed(before, after));
    }

    List<Object> floors() {
        return List.of(
                Json.object(
                        "floor_id", "ground", "name", "Ground floor", "level", 0, "icon", null, "aliases", List.of()),
                Json.object(
                        "floor_id", "upper", "name", "Upper floor", "level", 1, "icon", null, "aliases", List.of()));
    }

    List<Object> areas() {
        return rooms.stream()
                .map(room -> {
                    var area = Json.object(
                            "area_id", slug(room), "name", room, "icon", null, "picture", null, "aliases", List.of());
                    if (release.get().atLeast(2024, 4)) {
                        area.put("floor_id", floor(room));
                        area.put("labels", List.of());
                    }
                    if (release.get().atLeast(2025, 2)) {
                        area.put("temperature_entity_id", null);
                        area.put("humidity_entity_id", null);
                    }
                    return (Object) area;
                })
                .toList();
    }

    List<Object> devices() {
        var devices = new ArrayList<Object>();
        devices.add(device(hub, "Demo hub", "", null));
        entities().stream()
                .filter(entity -> !entity.device().isEmpty())
                .collect(java.util.stream.Collectors.toMap(
                        Entity::device, Entity::area, (first, _) -> first, LinkedHashMap::new))
                .forEach((id, area) -> devices.add(device(id, deviceName(id, area), area, hub)));
        return devices;
    }

    /// "Living room box", and "Living room box 1" for the next one of the room.
    private String deviceName(String id, String area) {
        var room =
                rooms.stream().filter(one -> slug(one).equals(area)).findFirst().orElse(area);
        var number = id.substring(id.lastIndexOf('-') + 1);
        return room + " box" + (number.equals("0") ? "" : " " + number);
    }

    private Map<String, @Nullable Object> device(String id, String name, String area, @Nullable String via) {
        var device = Json.object(
                "id",
                id,
                "name",
                name,
                "name_by_user",
                null,
                "manufacturer",
                "Demo",
                "model",
                "Simulated",
                "sw_version",
                "1.0",
                "hw_version",
                null,
                "serial_number",
                null,
                "area_id",
                area.isEmpty() ? null : area,
                "disabled_by",
                null,
                "entry_type",
                null,
                "via_device_id",
                via,
                "configuration_url",
                null,
                "connections",
                List.of(),
                "identifiers",
                List.of(List.of("demo", id)),
                "config_entries",
                List.of("demo"));
        if (release.get().atLeast(2024, 4)) {
            device.put("labels", List.of());
        }
        return device;
    }

    Map<String, @Nullable Object> registryForDisplay() {
        return Json.object(
                "entity_categories",
                Json.object("0", "config", "1", "diagnostic"),
                "entities",
                registered()
                        .map(entity -> {
                            var shown = Json.object("ei", entity.id(), "pl", entity.platform(), "di", entity.device());
                            shown.put("lb", List.of());
                            if (moved.get(entity.id()) != null) {
                                shown.put("ai", moved.get(entity.id()));
                            }
                            if (release.get().atLeast(2024, 4)) {
                                shown.put("en", entity.attributes().get("friendly_name"));
                            }
                            return (Object) shown;
                        })
                        .toList());
    }

    List<Object> registry() {
        return registered()
                .map(entity -> (Object) Json.object(
                        "id",
                        UUID.nameUUIDFromBytes(entity.id().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString()
                                .replace("-", ""),
                        "entity_id",
                        entity.id(),
                        "name",
                        null,
                        "original_name",
                        entity.attributes().get("friendly_name"),
                        "icon",
                        null,
                        "platform",
                        entity.platform(),
                        "unique_id",
                        entity.id(),
                        "config_entry_id",
                        "demo",
                        "device_id",
                        entity.device(),
                        "area_id",
                        moved.get(entity.id()),
                        "labels",
                        List.of(),
                        "categories",
                        Map.of(),
                        "disabled_by",
                        null,
                        "hidden_by",
                        null,
                        "entity_category",
                        null,
                        "has_entity_name",
                        false,
                        "translation_key",
                        null,
                        "options",
                        Map.of()))
                .toList();
    }

    private java.util.stream.Stream<Entity> registered() {
        return entities().stream().filter(entity -> !entity.device().isEmpty());
    }
}
