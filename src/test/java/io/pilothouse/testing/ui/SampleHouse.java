package io.pilothouse.testing.ui;

import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.EntityState.Context;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.Registries.Entry;
import io.pilothouse.domain.home.Registries.Floor;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A house with two floors, some rooms and what is in them.
public final class SampleHouse {

    public static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");

    private static final List<String> ROOMS =
            List.of("Hall", "Living room", "Kitchen", "Boiler room", "Bedroom", "Landing");
    private static final List<String> THINGS = List.of("light", "motion", "temperature", "humidity", "battery", "door");

    private SampleHouse() {}

    /// Puts the house into the fakes.
    public static void fill(FakeHomes homes) {
        fill(homes, NOW, 1);
    }

    /// @param now    the newest moment of its past
    /// @param rounds how often each thing is in each room
    public static void fill(FakeHomes homes, Instant now, int rounds) {
        var areas = new ArrayList<Area>();
        var devices = new ArrayList<Device>();
        var entries = new ArrayList<Entry>();
        for (var room : ROOMS) {
            var id = slug(room);
            areas.add(new Area(
                    id,
                    room,
                    Optional.of(ROOMS.indexOf(room) < 4 ? "ground" : "upper"),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty()));
            devices.add(new Device(
                    "device-" + id,
                    room + " devices",
                    "Demo",
                    "Simulated",
                    "1.0",
                    Optional.of(id),
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    Set.of("demo:" + id),
                    Optional.empty()));
            for (int round = 0; round < rounds; round++) {
                for (var thing : THINGS) {
                    var suffix = round == 0 ? "" : "_" + (round + 1);
                    var state = state(
                            room,
                            thing,
                            suffix,
                            now.minus(Duration.ofMinutes(3L * homes.states.size())),
                            homes.states.size());
                    homes.states.put(state.id(), state);
                    entries.add(new Entry(
                            state.id(),
                            Optional.empty(),
                            "demo",
                            state.id(),
                            Optional.of("device-" + id),
                            Optional.empty(),
                            Set.of(),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            false,
                            Optional.empty()));
                }
            }
        }
        homes.states.put("sun.sun", entity("sun.sun", "above_horizon", Map.of("friendly_name", "Sun"), now));
        homes.registries = new Registries(
                List.of(
                        new Floor("ground", "Ground floor", OptionalInt.of(0)),
                        new Floor("upper", "Upper floor", OptionalInt.of(1))),
                areas,
                List.of(),
                devices,
                entries);
        homes.answers.put("services", services());
        homes.answers.put(
                "history",
                List.of(series("sensor.hall_temperature", 18, now), series("sensor.kitchen_temperature", 21, now)));
    }

    private static EntityState state(String room, String thing, String suffix, Instant at, int number) {
        var name = room + " " + thing + suffix.replace('_', ' ');
        var id = slug(room) + "_" + thing + suffix;
        return switch (thing) {
            case "light" -> entity("light." + id, number % 2 == 0 ? "on" : "off", Map.of("friendly_name", name), at);
            case "motion" ->
                entity("binary_sensor." + id, "off", Map.of("friendly_name", name, "device_class", "motion"), at);
            case "door" ->
                entity(
                        "binary_sensor." + id,
                        room.equals("Kitchen") ? "unavailable" : "off",
                        Map.of("friendly_name", name, "device_class", "door"),
                        at);
            case "battery" ->
                entity(
                        "sensor." + id,
                        room.equals("Hall") ? "9" : "84",
                        Map.of("friendly_name", name, "device_class", "battery", "unit_of_measurement", "%"),
                        at);
            case "temperature" ->
                entity(
                        "sensor." + id,
                        "%.1f".formatted(17 + number % 50 / 10.0),
                        Map.of(
                                "friendly_name", name,
                                "device_class", "temperature",
                                "unit_of_measurement", "°C",
                                "state_class", "measurement"),
                        at);
            default ->
                entity(
                        "sensor." + id,
                        Integer.toString(40 + number % 20),
                        Map.of("friendly_name", name, "device_class", thing, "unit_of_measurement", "%"),
                        at);
        };
    }

    public static EntityState entity(String id, String state, Map<String, @Nullable Object> attributes, Instant at) {
        return new EntityState(id, state, attributes, new Context("01", Optional.empty(), Optional.empty()), at, at);
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static Past.Series series(String id, double around, Instant now) {
        var points = new ArrayList<Past.Point>();
        for (int i = 0; i < 288; i++) {
            double value = around + 2 * Math.sin(i * Math.TAU / 288) + (i % 7) * 0.1;
            points.add(new Past.Point(
                    now.minus(Duration.ofMinutes(5L * (288 - i))),
                    "%.1f".formatted(value),
                    OptionalDouble.of(value),
                    OptionalDouble.of(value - 0.4),
                    OptionalDouble.of(value + 0.4)));
        }
        return new Past.Series(id, "°C", points, "history");
    }

    /// A light with a field of several sorts, and an action that is no light's.
    public static ServiceCatalogue services() {
        var all = new LinkedHashMap<String, Service>();
        var fields = List.of(
                field(
                        "brightness_pct",
                        "Brightness",
                        false,
                        new Selector("number", options("min", 0, "max", 100, "unit_of_measurement", "%"))),
                field(
                        "color_temp_kelvin",
                        "Colour temperature",
                        false,
                        new Selector("color_temp", options("unit", "kelvin", "min", 2000, "max", 6500))),
                field(
                        "transition",
                        "Transition",
                        false,
                        new Selector("number", options("min", 0, "max", 300, "unit_of_measurement", "s"))),
                field(
                        "effect",
                        "Effect",
                        false,
                        new Selector("select", options("options", List.of("rainbow", "none")))));
        for (var service : List.of("turn_on", "turn_off", "toggle")) {
            var title = Character.toUpperCase(service.charAt(0))
                    + service.substring(1).replace('_', ' ') + " light";
            all.put(
                    "light." + service,
                    new Service(
                            "light",
                            service,
                            title,
                            "",
                            true,
                            List.of("light"),
                            service.equals("turn_on") ? fields : List.of(),
                            Response.NONE));
        }
        all.put(
                "persistent_notification.create",
                new Service(
                        "persistent_notification",
                        "create",
                        "Create notification",
                        "Shows a notification in the house.",
                        false,
                        List.of(),
                        List.of(field("message", "Message", true, new Selector("text", options("multiline", true)))),
                        Response.NONE));
        return new ServiceCatalogue(all);
    }

    public static Field field(String key, String title, boolean required, Selector selector) {
        return new Field(key, title, "", "", required, false, null, null, Filter.NONE, Optional.of(selector));
    }

    public static Map<String, @Nullable Object> options(Object... pairs) {
        var options = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put((String) pairs[i], pairs[i + 1]);
        }
        return options;
    }
}
