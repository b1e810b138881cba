package io.pilothouse.benchmark;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Simulated houses as a process of their own. What tells of their entities waits until it is let go.
final class HousesApart implements AutoCloseable {

    private static final Set<String> LATE =
            Set.of("config/entity_registry/list_for_display", "subscribe_entities", "get_states");

    private final Apart process;

    private HousesApart(Apart process) {
        this.process = process;
    }

    /// @param number of the house, from 0
    record House(int number, String name, URI address, String token) {}

    static HousesApart start(int houses, int entitiesEach) throws IOException {
        return new HousesApart(Apart.start(HousesApart.class, houses, entitiesEach));
    }

    List<House> houses() {
        return process.first().stream()
                .map(line -> line.split("\t"))
                .map(parts -> new House(Integer.parseInt(parts[0]), parts[1], URI.create(parts[2]), parts[3]))
                .toList();
    }

    /// @return whether the house was asked for its entities and their states
    boolean asked(House house) {
        return ask("asked", house).equals("true");
    }

    void letGo(House house) {
        ask("go", house);
    }

    private String ask(String what, House house) {
        try {
            return process.ask(what + " " + house.number());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.close();
    }

    static void main(String[] arguments) throws IOException {
        try (var fleet = DemoFleet.empty(5, Clock.systemUTC())) {
            var all = new ArrayList<SimulatedService>();
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                var house = fleet.add(ServiceSpec.of("homeassistant", "House " + i)
                        .with("entities", arguments[1])
                        .with("areas", "100"));
                house.with(HomeAssistantSimulator.class, it -> {
                    it.faults().holdBack(LATE);
                    return true;
                });
                all.add(house);
                Apart.say(String.join(
                        "\t",
                        Integer.toString(i),
                        "House " + i,
                        house.address().toString(),
                        house.access().secretText()));
            }
            Apart.answer(line -> {
                var words = line.split(" ");
                return all.get(Integer.parseInt(words[1]))
                        .with(HomeAssistantSimulator.class, it -> answer(words[0], it));
            });
        }
    }

    private static String answer(String what, HomeAssistantSimulator house) {
        if (what.equals("go")) {
            house.letGo();
            return "gone";
        }
        var received = house.received().stream()
                .map(HomeAssistantSimulator.Received::type)
                .toList();
        return Boolean.toString(received.contains("config/entity_registry/list_for_display")
                && received.contains("subscribe_entities"));
    }
}
