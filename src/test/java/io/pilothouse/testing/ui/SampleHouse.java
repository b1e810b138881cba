package io.pilothouse.testing.ui;

import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.EntityState.Context;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.LineStatus;
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
import io.pilothouse.domain.home.SystemReports.Adapter;
import io.pilothouse.domain.home.SystemReports.Board;
import io.pilothouse.domain.home.SystemReports.Disk;
import io.pilothouse.domain.home.SystemReports.DockerNetwork;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.HostDevice;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.InstanceId;
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
import java.util.SequencedMap;
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
                ROOMS.stream()
                        .map(room -> series("sensor." + slug(room) + "_temperature", warmth(room), now))
                        .toList());
    }

    private static double warmth(String room) {
        return switch (room) {
            case "Hall" -> 18;
            case "Kitchen" -> 21;
            default -> 16 + ROOMS.indexOf(room);
        };
    }

    /// What the pages of a house read of it beside states and past.
    public static void fillPages(FakeHomes homes, Instant now, InstanceId id) {
        var urls = new Urls(
                Optional.of("http://homeassistant.local:8123"),
                Optional.of("https://cabin.example.net"),
                Optional.empty(),
                "https://cabin.example.net",
                "network/url",
                List.of());
        homes.answers.put(
                "status",
                new LineStatus(
                        id,
                        "ready",
                        now.minus(Duration.ofHours(30)),
                        "wss://cabin.example.net/api/websocket",
                        "websocket",
                        "2026.5.4",
                        Optional.of("RUNNING"),
                        Optional.of(true),
                        Optional.of(Duration.ofMillis(84)),
                        0,
                        Optional.empty(),
                        1,
                        Optional.of(now.minus(Duration.ofHours(30))),
                        Optional.of(now.minusSeconds(4)),
                        1.4,
                        Optional.of(homes.states.size()),
                        Optional.empty(),
                        true,
                        true,
                        true,
                        2));
        homes.answers.put(
                "facts",
                new HomeFacts(
                        "Cabin",
                        "2026.5.4",
                        "RUNNING",
                        "UTC",
                        false,
                        true,
                        "01",
                        "Pilothouse",
                        urls.internal(),
                        urls.external(),
                        Set.of("backup", "hassio", "hardware")));
        homes.answers.put(
                "hardware",
                new Hardware(
                        List.of(new Board("Home Assistant Green", "Nabu Casa", "green", Optional.empty(), "")),
                        List.of(new HostDevice("ttyUSB0", "/dev/ttyUSB0", "tty")),
                        List.of(),
                        facts("operating_system", "Home Assistant OS 16.1", "hostname", "cabin", "kernel", "6.12.20"),
                        Optional.of(new Disk(32_000_000_000L, 11_400_000_000L, 20_600_000_000L, OptionalDouble.of(10))),
                        facts("installation_type", "Home Assistant OS", "arch", "aarch64"),
                        true,
                        List.of()));
        homes.answers.put(
                "network",
                new Network(
                        List.of(new Adapter(
                                "end0",
                                "ethernet",
                                true,
                                true,
                                true,
                                "20:F8:3B:00:00:01",
                                List.of("192.168.8.20/24"),
                                List.of("192.168.8.1"),
                                List.of("192.168.8.1"))),
                        Optional.of(new DockerNetwork("hassio", "172.30.32.0/23", "172.30.32.1", "172.30.32.3")),
                        Optional.of(true),
                        Optional.of(true),
                        urls,
                        true,
                        List.of()));
        homes.answers.put("urls", urls);
        homes.answers.put(
                "systemHealth",
                List.of(
                        new HealthPart("homeassistant", facts("version", "2026.5.4", "python_version", "3.13.3")),
                        new HealthPart("recorder", facts("database_engine", "sqlite"))));
        homes.answers.put(
                "log",
                List.of(new LogLine(
                        "homeassistant.components.mqtt",
                        "WARNING",
                        "Disconnected from the broker",
                        "components/mqtt/client.py:412",
                        "",
                        3,
                        now.minus(Duration.ofHours(2)),
                        now.minus(Duration.ofHours(9)))));
        homes.answers.put(
                "integrations",
                List.of(
                        new Integration("e1", "demo", "Demo", "loaded", "", ""),
                        new Integration("e2", "mqtt", "MQTT", "loaded", "", "")));
        homes.answers.put(
                "repairs",
                List.of(new Repair(
                        "mqtt",
                        "old_schema",
                        "warning",
                        "MQTT uses an outdated schema",
                        "Change the configuration of the broker.",
                        false,
                        false,
                        Optional.of(now.minus(Duration.ofDays(3))),
                        "2026.9",
                        "")));
        homes.answers.put("notifications", List.of());
        homes.answers.put(
                "updates",
                List.of(
                        update(
                                "update.home_assistant_core_update",
                                "Home Assistant Core",
                                "2026.5.4",
                                "2026.6.1",
                                true),
                        update("update.hall_light", "Hall light", "1.0", "1.0", false)));
        homes.answers.put("releaseNotes", Optional.of("Smaller mends."));
        homes.answers.put(
                "backups",
                new Backups(
                        List.of(
                                backup("b2", "Automatic 2026.5.4", now.minus(Duration.ofHours(10)), true),
                                backup("b1", "Before the update", now.minus(Duration.ofDays(12)), false)),
                        Optional.of(now.minus(Duration.ofHours(10))),
                        Optional.of(now.minus(Duration.ofHours(10))),
                        Optional.of(now.plus(Duration.ofHours(14))),
                        "idle",
                        List.of("hassio.local"),
                        List.of()));
        homes.answers.put(
                "automations",
                List.of(
                        automation(
                                "automation.hall_light", "Hall light at night", "on", now.minus(Duration.ofHours(1))),
                        automation("automation.frost", "Frost guard", "off", now.minus(Duration.ofDays(90))),
                        automation("script.leave", "Leave the cabin", "off", now.minus(Duration.ofDays(4)))));
        homes.answers.put(
                "runs",
                List.of(new Run(
                        "r1",
                        "hall_light",
                        Optional.of(now.minus(Duration.ofHours(1))),
                        Optional.of(now.minus(Duration.ofHours(1)).plusSeconds(2)),
                        "finished",
                        "state of binary_sensor.hall_motion",
                        "action/0",
                        "")));
        homes.answers.put(
                "logbook",
                List.of(
                        new Past.Entry(
                                now.minus(Duration.ofMinutes(20)), "light.hall_light", "Hall light", "turned on", ""),
                        new Past.Entry(
                                now.minus(Duration.ofHours(3)),
                                "binary_sensor.hall_door",
                                "Hall door",
                                "was opened",
                                "")));
    }

    private static SequencedMap<String, String> facts(String... pairs) {
        var facts = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            facts.put(pairs[i], pairs[i + 1]);
        }
        return facts;
    }

    private static Update update(String id, String title, String installed, String latest, boolean available) {
        return new Update(
                id, title, installed, latest, available, false, false, OptionalDouble.empty(), "", "", 1 | 8 | 16);
    }

    private static Backup backup(String id, String name, Instant at, boolean automatic) {
        return new Backup(id, name, Optional.of(at), 412_000_000, true, automatic, List.of("hassio.local"), false);
    }

    private static Automation automation(String id, String name, String state, Instant last) {
        return new Automation(
                id,
                name,
                id.substring(id.indexOf('.') + 1),
                state,
                state.equals("on"),
                false,
                Optional.of(last),
                "single",
                0);
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
