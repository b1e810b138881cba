package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.OnTerminal.Ran;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `ha` from end to end: the whole program against simulated houses.
@Timeout(60)
class HomeCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private DemoFleet fleet;

    private OnTerminal on;

    @BeforeEach
    void start() throws IOException {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        on = new OnTerminal(folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private SimulatedService add(String name, String guard, UnaryOperator<ServiceSpec> options) throws IOException {
        var service = fleet.add(options.apply(ServiceSpec.of("homeassistant", name)));
        on.add(
                "homeassistant",
                name,
                service.address().toString(),
                service.access().secretText(),
                guard);
        return service;
    }

    private Ran ha(String... arguments) {
        var all = new ArrayList<>(List.of("ha"));
        all.addAll(List.of(arguments));
        all.add("--json");
        return on.run(all.toArray(String[]::new));
    }

    private String error(String... arguments) throws IOException {
        return ha(arguments).json().at("/error/code").asText();
    }

    private JsonNode good(String... arguments) throws IOException {
        var ran = ha(arguments);
        assertThat(ran.status()).describedAs(ran.out() + ran.err()).isZero();
        return ran.json();
    }

    @Test
    void saysWhichHouseItWasAndWhy() throws Exception {
        assertThat(error("areas")).isEqualTo("not-found");
        add("Home", "open", it -> it);
        add("Cabin", "open", it -> it);

        assertThat(good("areas").at("/context/level").asText()).isEqualTo("first-accessible");
        assertThat(good("areas", "--on", "Cabin").at("/context/level").asText()).isEqualTo("explicit");
        on.run("active", "set", "Cabin");
        var stored = good("areas");
        assertThat(stored.at("/context/level").asText()).isEqualTo("stored");
        var cabin =
                on.run("instance", "show", "Cabin", "--json").json().path("id").asText();
        assertThat(stored.at("/context/instance").asText()).isEqualTo(cabin);

        on.run("instance", "disable", "Cabin");
        var fallen = ha("areas");
        assertThat(fallen.err()).contains(cabin);
        assertThat(fallen.json().at("/context/level").asText()).isEqualTo("first-accessible");
        assertThat(error("areas", "--on", "Cabin")).isEqualTo("paused");
        assertThat(ha("areas", "--on", "Nowhere").status()).isEqualTo(3);
    }

    @Test
    void readsTheMachineWithASupervisor() throws Exception {
        add("Home", "open", it -> it.with("supervisor", "true"));

        var hardware = good("hardware").path("hardware");
        assertThat(hardware.at("/drives/0/sizeBytes").asLong()).isEqualTo(64_023_257_088L);
        assertThat(hardware.at("/disk/totalBytes").asLong()).isEqualTo(62_300_000_000L);
        assertThat(hardware.at("/host/operating_system").asText()).contains("OS 14.2");
        var network = good("network").path("network");
        assertThat(network.at("/adapters/0/addresses/0").asText()).isEqualTo("192.0.2.20/24");
        assertThat(network.at("/docker/dns").asText()).isEqualTo("172.30.32.3");
        assertThat(network.at("/hostInternet").asBoolean()).isTrue();
        assertThat(good("urls").at("/urls/source").asText()).isEqualTo("network/url");
    }

    @Test
    void tellsEachAreaAndWhatIsInIt() throws Exception {
        add("Home", "open", it -> it);

        var areas = good("areas").path("areas");
        assertThat(areas).hasSize(11);
        assertThat(areas.get(0).path("floor").asText()).isEqualTo("Ground floor");
        assertThat(areas.get(10).path("id").isNull()).isTrue();
        int sum = 0;
        for (var area : areas) {
            sum += area.path("entities").asInt();
        }
        assertThat(sum).isEqualTo(good("entities").path("total").asInt()).isEqualTo(125);
        int kitchen = good("entities", "--area", "kitchen").path("total").asInt();
        assertThat(kitchen).isEqualTo(areas.get(0).path("entities").asInt());
        assertThat(good("entities", "--area", "Kitchen").path("total").asInt()).isEqualTo(kitchen);
        var lights = good("entities", "--filter", "domain:light area:kitchen").path("entities");
        assertThat(lights).isNotEmpty().allSatisfy(light -> {
            assertThat(light.path("domain").asText()).isEqualTo("light");
            assertThat(light.path("areaId").asText()).isEqualTo("kitchen");
            assertThat(light.path("origin").asText()).isEqualTo("device");
        });
        assertThat(error("entities", "--area", "moon")).isEqualTo("not-found");
        assertThat(good("devices", "--area", "kitchen").path("devices")).isNotEmpty();
    }

    @Test
    void callsOnlyWhatIsThereAndTellsWhatChanged() throws Exception {
        var home = add("Home", "open", it -> it);

        good("call", "light.turn_off", "--target", "area=kitchen,hall");
        var call = good("call", "light.turn_on", "--target", "area=kitchen", "--data", "{\"brightness_pct\":40}");
        assertThat(call.at("/changes/0/entity").asText()).isEqualTo("light.kitchen_light");
        assertThat(call.at("/changes/0/to").asText()).isEqualTo("on");
        assertThat(good("entities", "--filter", "id:light.kitchen_light")
                        .at("/entities/0/attributes/brightness")
                        .asInt())
                .isEqualTo(102);

        home.with(HomeAssistantSimulator.class, it -> {
            it.received().size();
            return null;
        });
        assertThat(error("call", "light.turn_on", "--target", "entity=light.nowhere"))
                .isEqualTo("not-found");
        assertThat(error("call", "light.blink", "--target", "entity=light.kitchen_light"))
                .isEqualTo("not-found");
        assertThat(error("call", "light")).isEqualTo("bad-value");
        assertThat(error("call", "input_number.set_value", "--target", "entity=input_number.load_a"))
                .isEqualTo("bad-value");
        assertThat(error(
                        "call",
                        "light.turn_on",
                        "--target",
                        "entity=light.kitchen_light",
                        "--data",
                        "{\"brightness_pct\":\"x\"}"))
                .isEqualTo("bad-value");
        var weather = good(
                "call", "weather.get_forecasts", "--target", "entity=weather.home", "--data", "{\"type\":\"daily\"}");
        assertThat(weather.at("/response/weather.home/forecast/0/condition").asText())
                .isEqualTo("rainy");
        var preview = good("call", "light.turn_on", "--target", "floor=ground", "--preview");
        assertThat(preview.path("entities"))
                .hasSizeGreaterThan(4)
                .allSatisfy(id -> assertThat(id.asText()).startsWith("light."));
    }

    @Test
    void sendsNothingThatChangesAReadOnlyHouse() throws Exception {
        var home = add("Home", "read-only", it -> it);

        assertThat(error("call", "light.turn_on", "--target", "entity=light.kitchen_light", "--yes"))
                .isEqualTo("guard");
        assertThat(error("restart-core", "--yes")).isEqualTo("guard");
        assertThat(error("backups", "--create", "--yes")).isEqualTo("guard");
        List<String> sent = home.with(
                HomeAssistantSimulator.class,
                it -> it.received().stream()
                        .map(HomeAssistantSimulator.Received::type)
                        .toList());
        assertThat(sent).isNotEmpty().doesNotContain("call_service", "backup/generate");

        var weather = good(
                "call", "weather.get_forecasts", "--target", "entity=weather.home", "--data", "{\"type\":\"daily\"}");
        assertThat(weather.path("response").isObject()).isTrue(); // it only reads
    }

    @Test
    void asksBeforeItActsWhereAPersonIsNot() throws Exception {
        add("Cabin", "guarded", it -> it);

        var asked = ha("call", "light.turn_on", "--target", "entity=light.kitchen_light");
        assertThat(asked.status()).isEqualTo(4);
        assertThat(asked.json().at("/error/code").asText()).isEqualTo("confirm");
        good("call", "light.turn_on", "--target", "entity=light.kitchen_light", "--yes");
        assertThat(error("restart-core")).isEqualTo("confirm");
        assertThat(good("restart-core", "--yes").at("/call/connectionEnded").asBoolean())
                .isTrue();
    }

    @Test
    void comparesHousesEvenWhenOneIsSilent() throws Exception {
        add("Home", "open", it -> it.with("entities", "60"));
        var cabin = add("Cabin", "open", it -> it.with("entities", "50").with("version", "2024.3.3"));

        var compared = ha("compare", "Home", "Cabin", "--part", "entities", "--part", "configuration");
        assertThat(compared.status()).isEqualTo(1);
        assertThat(compared.json().at("/counts/entities/only-left").asInt()).isGreaterThanOrEqualTo(10);
        assertThat(compared.json().at("/counts/entities/only-right").asInt()).isZero();
        assertThat(compared.json().path("rows").findValuesAsText("key")).contains("version");
        assertThat(error("compare", "Home", "Home")).isEqualTo("bad-value");
        assertThat(error("compare", "Home", "Cabin", "--part", "cellar")).isEqualTo("bad-value");
        assertThat(on.run("ha", "compare", "Home", "Cabin", "--csv").out()).startsWith("\"part\",\"key\"");

        var before =
                ha("compare", "Home", "Cabin", "--part", "areas", "--equal").json();
        cabin.fault(new Fault.Refused());
        var alone = ha("compare", "Home", "Cabin", "--part", "areas", "--equal").json();
        assertThat(alone.path("rows")).isNotEmpty().isEqualTo(before.path("rows"));
        assertThat(alone.at("/sides/1/missing").isEmpty()).isTrue();
        assertThat(alone.at("/sides/1/stored/areas/reason").asText()).contains("Cabin");
        assertThat(Instant.parse(alone.at("/sides/1/stored/areas/readAt").asText()))
                .isBeforeOrEqualTo(Instant.now());
        assertThat(alone.at("/sides/0/stored").isEmpty()).isTrue();
        assertThat(on.run("ha", "compare", "Home", "Cabin", "--part", "areas").out())
                .contains("Cabin, areas: as it was at ");

        add("Barn", "open", it -> it).fault(new Fault.Refused());
        var never = ha("compare", "Home", "Barn", "--part", "areas").json();
        assertThat(never.path("rows")).isEmpty();
        assertThat(never.at("/sides/1/missing/areas").asText()).contains("Barn");
        assertThat(never.at("/sides/0/missing").isEmpty()).isTrue();
        assertThat(ha("compare", "Home", "Barn", "--part", "areas").status()).isEqualTo(1);
    }

    @Test
    void findsWhatIsWrongInEveryHouse() throws Exception {
        add("Home", "open", it -> it);
        add("Cabin", "open", it -> it.with("neglected", "true").with("entities", "200"));
        var ruin = add("Ruin", "open", it -> it);
        ruin.fault(new Fault.Refused());

        var found = ha("problems", "--all");
        assertThat(found.status()).isEqualTo(1);
        var kinds = found.json().path("problems").findValuesAsText("kind");
        assertThat(kinds)
                .contains(
                        "unavailable",
                        "low-battery",
                        "failing-automation",
                        "failing-integration",
                        "repair",
                        "update",
                        "old-backup");
        assertThat(found.json().at("/notAsked/0/message").asText()).contains("Ruin");
        assertThat(error("problems", "--on", "Ruin")).isEqualTo("unreachable");
    }

    @Test
    void restartsLinesOfSeveralHousesAndSaysWhichFailed() throws Exception {
        add("Home", "open", it -> it);
        add("Ruin", "open", it -> it).fault(new Fault.Refused());

        var one = good("restart-connection", "--on", "Home");
        assertThat(one.at("/results/0/outcome").asText()).isEqualTo("done");
        var all = ha("restart-connection", "--all");
        assertThat(all.status()).isEqualTo(1);
        assertThat(all.json().path("results").findValuesAsText("outcome")).containsExactlyInAnyOrder("done", "failed");
        assertThat(ha("restart-connection", "--on", "Ruin").status()).isEqualTo(5);
        assertThat(ha("status", "--on", "Ruin")
                        .json()
                        .at("/status/lastError/code")
                        .asText())
                .isEqualTo("unreachable");
    }

    @Test
    void followsEntitiesUntilStopped() throws Exception {
        var home = add("Home", "open", it -> it);
        var out = new ByteArrayOutputStream();
        var status = new AtomicInteger(-1);
        var watching = Thread.ofVirtual()
                .start(() -> status.set(on.runInto(
                        out,
                        new ByteArrayOutputStream(),
                        "",
                        "ha",
                        "entities",
                        "--watch",
                        "--filter",
                        "domain:sensor area:kitchen",
                        "--json")));

        Eventually.that(() -> out.toString(StandardCharsets.UTF_8).contains("sensor.kitchen_temperature"));
        home.with(HomeAssistantSimulator.class, it -> {
            it.burst(200);
            return true;
        });
        var told = Pattern.compile("\"state\":\"1\\d{3}\""); // what the burst made them read
        Eventually.that(() -> told.matcher(out.toString(StandardCharsets.UTF_8)).find());
        watching.interrupt();
        watching.join();

        assertThat(status.get()).isEqualTo(130);
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            var json = JSON.readTree(line);
            assertThat(json.has("error") || json.at("/entity/domain").asText().equals("sensor"))
                    .isTrue();
        }
    }

    @Test
    void showsUpkeepAndThePast() throws Exception {
        add("Home", "open", it -> it.with("neglected", "true"));

        assertThat(good("repairs").at("/repairs/0/title").asText()).contains("bridge");
        assertThat(good("updates").at("/updates/0/title").asText()).isEqualTo("Home Assistant Core");
        assertThat(good("backups").path("backups")).hasSize(3);
        good("backups", "--create");
        assertThat(good("backups").path("backups")).hasSize(4);

        assertThat(good("integrations").path("integrations")).isNotEmpty();
        assertThat(good("template", "{{ states('sensor.kitchen_temperature') }}")
                        .path("result")
                        .asText())
                .isNotEmpty();

        var day = good("history", "sensor.kitchen_temperature").at("/series/0");
        assertThat(day.path("source").asText()).isEqualTo("history");
        assertThat(day.path("points").size()).isGreaterThan(250);
        var month =
                good("history", "sensor.kitchen_temperature", "--since", "30d").at("/series/0");
        assertThat(month.path("source").asText()).isEqualTo("hour");
        assertThat(month.at("/points/5/min").asDouble())
                .isLessThan(month.at("/points/5/max").asDouble());
        assertThat(error("history", "sensor.nowhere")).isEqualTo("not-found");
    }

    @Test
    void aGuestOfTheHouseCausesNoFailedLogin() throws Exception {
        var home = add("Home", "open", it -> it.with("admin", "false"));

        assertThat(good("network").at("/network/notes/0").asText()).contains("administrator");
        assertThat(ha("backups").status()).isEqualTo(5);
        assertThat(ha("restart-core", "--yes").status()).isEqualTo(5);
        assertThat(ha("problems").json().path("notes").toString()).contains("administrators");
        assertThat(home.requests()).noneMatch(request -> request.path().contains("check_config"));
    }

    @Test
    void oldVersionsLackPartsAndNothingElse() throws Exception {
        for (var version : List.of("2022.11.0", "2024.3.3", "2025.6.0", "2026.2.3", "2026.9.0")) {
            var name = "House " + version.substring(0, 6);
            add(name, "open", it -> it.with("version", version));
            assertThat(good("areas", "--on", name).path("areas").size())
                    .describedAs(version)
                    .isEqualTo(11);
            assertThat(good("entities", "--on", name).path("total").asInt()).isEqualTo(125);
            assertThat(good("services", "light.turn_on", "--on", name)
                            .at("/services/0/title")
                            .asText())
                    .describedAs(version)
                    .isEqualTo("Turn on light");
            assertThat(good("backups", "--on", name).path("backups")).hasSize(3);
            good("hardware", "--on", name);
            good("network", "--on", name);
        }
    }
}
