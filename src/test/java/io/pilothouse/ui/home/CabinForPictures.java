package io.pilothouse.ui.home;

import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.Registries.Area;
import io.pilothouse.domain.home.Registries.Entry;
import io.pilothouse.domain.home.Registries.Floor;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.home.LoggedCall;
import io.pilothouse.testing.ui.FakeHomes;
import io.pilothouse.testing.ui.SampleHouse;
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
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cabin as people have one, for the pictures of the guide.
final class CabinForPictures {

    private static final InstanceId CABIN = HomePicturesTest.CABIN;
    private static final int ENTITIES = 128;

    /// Room, floor, and its things: domain, name, state, unit, class, minutes since the last change.
    private static final List<List<String>> THINGS = List.of(
            thing("Hall", "light", "Hall light", "off", "", "", "180"),
            thing("Hall", "binary_sensor", "Hall motion", "off", "", "motion", "185"),
            thing("Hall", "sensor", "Hall temperature", "17.8", "°C", "temperature", "0"),
            thing("Hall", "lock", "Front door", "locked", "", "", "2900"),
            thing("Living room", "climate", "Living room heating", "heating", "", "", "0"),
            thing("Living room", "light", "Ceiling", "on", "", "", "41"),
            thing("Living room", "light", "Window lights", "off", "", "", "840"),
            thing("Living room", "sensor", "Stove temperature", "184", "°C", "temperature", "0"),
            thing("Living room", "binary_sensor", "Smoke detector", "off", "", "smoke", "13000"),
            thing("Kitchen", "sensor", "Kitchen humidity", "48", "%", "humidity", "0"),
            thing("Kitchen", "binary_sensor", "Sash window", "unavailable", "", "window", "360"),
            thing("Kitchen", "sensor", "Fridge power", "72", "W", "power", "0"),
            thing("Kitchen", "sensor", "Fridge battery", "11", "%", "battery", "90"),
            thing("Boiler room", "sensor", "Boiler", "61.2", "°C", "temperature", "0"),
            thing("Boiler room", "sensor", "Pressure", "0.9", "bar", "pressure", "12"),
            thing("Boiler room", "switch", "Circulation pump", "on", "", "", "60"),
            thing("Boiler room", "sensor", "Pump battery", "9", "%", "battery", "400"),
            thing("Bedroom", "light", "Reading lamp", "off", "", "", "700"),
            thing("Bedroom", "binary_sensor", "Bedroom window", "unavailable", "", "window", "30"),
            thing("Outside", "sensor", "Outside temperature", "4.1", "°C", "temperature", "0"));

    /// What stands in every room: domain, name, state, unit, class.
    private static final List<List<String>> MORE = List.of(
            thing("switch", "socket", "on", "", ""),
            thing("sensor", "air", "640", "ppm", "carbon_dioxide"),
            thing("sensor", "humidity", "47", "%", "humidity"),
            thing("binary_sensor", "presence", "off", "", "occupancy"),
            thing("sensor", "radiator", "34.5", "°C", "temperature"),
            thing("cover", "blind", "open", "", ""),
            thing("sensor", "power", "12", "W", "power"),
            thing("sensor", "valve", "22", "%", ""),
            thing("sensor", "daylight", "310", "lx", "illuminance"),
            thing("switch", "speaker", "off", "", ""),
            thing("sensor", "window contact battery", "84", "%", "battery"),
            thing("sensor", "energy", "1.8", "kWh", "energy"),
            thing("binary_sensor", "leak", "off", "", "moisture"),
            thing("automation", "night mode", "on", "", ""));

    private CabinForPictures() {}

    private static List<String> thing(String... words) {
        return List.of(words);
    }

    static void fill(FakeHomes homes, Instant now) {
        var rooms =
                List.of("Hall", "Living room", "Kitchen", "Boiler room", "Bathroom", "Bedroom", "Landing", "Outside");
        var areas = rooms.stream()
                .map(room -> new Area(
                        slug(room),
                        room,
                        room.equals("Outside")
                                ? Optional.<String>empty()
                                : Optional.of(rooms.indexOf(room) < 5 ? "ground" : "upper"),
                        Optional.empty(),
                        Set.of(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        var all = new ArrayList<>(THINGS);
        for (int i = 0; all.size() < ENTITIES; i++) {
            var room = rooms.get(i % rooms.size());
            var more = MORE.get(i / rooms.size());
            all.add(thing(
                    room, more.get(0), room + " " + more.get(1), more.get(2), more.get(3), more.get(4), "" + 17 * i));
        }
        var entries = new ArrayList<Entry>();
        var past = new ArrayList<Past.Series>();
        for (var thing : all) {
            var id = thing.get(1) + "." + slug(thing.get(2));
            homes.states.put(id, state(id, thing, now));
            entries.add(entry(id, slug(thing.get(0))));
            past.add(past(id, thing, now));
        }
        homes.registries = new Registries(
                List.of(
                        new Floor("ground", "Ground floor", OptionalInt.of(0)),
                        new Floor("upper", "Upper floor", OptionalInt.of(1))),
                areas,
                List.of(),
                List.of(),
                entries);
        homes.answers.put("services", SampleHouse.services());
        homes.answers.put("history", past);
        var call = new ServiceCall("light", "turn_off", Target.entity("light.hall_light"), Map.of(), false);
        var change = new CallResult.StateChange("light.hall_light", "Hall light", "on", "off", Duration.ofMillis(400));
        homes.logged.set(List.of(new LoggedCall(
                now.minus(Duration.ofHours(3)),
                CABIN,
                call,
                new HomeResult.Got<>(
                        CABIN,
                        now,
                        new CallResult(call, "01", null, Duration.ofMillis(380), List.of(change), false),
                        false))));
    }

    private static EntityState state(String id, List<String> thing, Instant now) {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        attributes.put("friendly_name", thing.get(2));
        if (!thing.get(4).isEmpty()) {
            attributes.put("unit_of_measurement", thing.get(4));
        }
        if (!thing.get(5).isEmpty()) {
            attributes.put("device_class", thing.get(5));
        }
        return SampleHouse.entity(
                id, thing.get(3), attributes, now.minus(Duration.ofMinutes(Long.parseLong(thing.get(6)))));
    }

    private static Entry entry(String id, String area) {
        return new Entry(
                id,
                Optional.empty(),
                "demo",
                id,
                Optional.empty(),
                Optional.of(area),
                Set.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static Past.Series past(String id, List<String> thing, Instant now) {
        var random = new Random(id.hashCode());
        var points = new ArrayList<Past.Point>();
        if (thing.get(4).isEmpty()) {
            var rest = thing.get(3).equals("on") || thing.get(3).equals("heating") ? "off" : thing.get(3);
            for (int hour = 24; hour > 0; hour -= 4 + random.nextInt(6)) {
                points.add(word(now.minus(Duration.ofHours(hour)), rest));
                points.add(word(now.minus(Duration.ofMinutes(hour * 60L - 70)), rest.equals("off") ? "on" : "open"));
            }
            points.add(word(now.minus(Duration.ofMinutes(40)), thing.get(3)));
        } else {
            double value = 20;
            for (int i = 0; i < 96; i++) {
                value += random.nextDouble() - 0.5 + 0.12 * Math.sin(i / 9.0);
                points.add(new Past.Point(
                        now.minus(Duration.ofMinutes(15L * (96 - i))),
                        "%.1f".formatted(value),
                        OptionalDouble.of(value),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
            }
        }
        return new Past.Series(id, thing.get(4), points, "history");
    }

    private static Past.Point word(Instant at, String state) {
        return new Past.Point(at, state, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static String slug(String name) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
