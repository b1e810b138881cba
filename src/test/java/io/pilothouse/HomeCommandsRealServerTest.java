package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.OnTerminal.Ran;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.realserver.RealHomeAssistant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `ha` against real servers of two versions: what the contract says was seen is what a person gets.
@Timeout(300)
class HomeCommandsRealServerTest {

    @TempDir
    Path folder;

    @TempDir
    Path server;

    private Ran run(String... arguments) {
        return new OnTerminal(folder).run(arguments);
    }

    private JsonNode ha(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("ha"));
        all.addAll(List.of(arguments));
        return new OnTerminal(folder).json(all.toArray(String[]::new));
    }

    private void add(RealHomeAssistant house, String name, String token, String guard) throws Exception {
        new OnTerminal(folder).add("homeassistant", name, house.address().toString(), token, guard);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationWorksForAnAdministrator(RealHomeAssistant.Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server)) {
            add(house, "Cabin", house.adminToken(), "open");

            var status = ha("status").path("status");
            assertThat(status.path("ready").asBoolean()).isTrue();
            assertThat(status.path("version").asText()).isEqualTo(version.number());
            assertThat(status.path("administrator").asBoolean()).isTrue();

            var hardware = ha("hardware").path("hardware");
            assertThat(hardware.path("boards")).isEmpty();
            assertThat(hardware.path("notes").get(0).asText()).startsWith("No Supervisor");
            assertThat(hardware.at("/system/python_version").asText()).isNotEmpty();

            var network = ha("network").path("network");
            assertThat(network.path("adapters")).isNotEmpty();
            assertThat(ha("urls").at("/urls/source").asText())
                    .isEqualTo(version == RealHomeAssistant.Version.V2024_3_3 ? "get_config" : "network/url");

            var areas = ha("areas").path("areas");
            assertThat(areas).hasSizeGreaterThan(3); // onboarding makes three
            assertThat(areas.get(areas.size() - 1).path("id").isNull()).isTrue();
            assertThat(ha("devices").path("total").asInt()).isPositive();
            assertThat(ha("entities", "--area", "none").path("total").asInt()).isPositive();

            var call = ha("call", "light.turn_off", "--target", "entity=light.bed_light");
            assertThat(call.path("contextId").asText()).isNotEmpty();
            var on = ha("call", "light.turn_on", "--target", "entity=light.bed_light");
            assertThat(on.path("changes").findValuesAsText("entity")).contains("light.bed_light");
            assertThat(ha("entities", "--filter", "id:light.bed_light state:on")
                            .path("total")
                            .asInt())
                    .isOne();

            assertThat(ha("services", "weather.get_forecasts")
                            .at("/services/0/response")
                            .asText())
                    .isEqualTo("always");
            var answered = ha(
                    "call",
                    "weather.get_forecasts",
                    "--data",
                    "{\"type\":\"daily\"}",
                    "--target",
                    "entity=weather.demo_weather_south");
            assertThat(answered.at("/response/weather.demo_weather_south/forecast"))
                    .isNotEmpty();

            assertThat(ha("repairs").path("repairs")).isNotEmpty();
            assertThat(ha("updates").path("updates")).isNotEmpty();
            Eventually.that(this::lightIsRecorded); // the recorder commits when it likes
            assertThat(ha("problems").path("problems")).isNotEmpty();
            assertThat(ha("restart-connection").at("/results/0/outcome").asText())
                    .isEqualTo("done");

            refusals();
        }
    }

    private boolean lightIsRecorded() {
        try {
            return ha("history", "light.bed_light", "--since", "1h")
                            .at("/series/0/points")
                            .size()
                    >= 2;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void refusals() throws Exception {
        assertThat(run("ha", "entities", "--area", "nowhere").status()).isEqualTo(3);
        assertThat(run("ha", "call", "light.blink", "--target", "entity=light.bed_light")
                        .status())
                .isEqualTo(3);
        var missing = run("ha", "call", "light.turn_on", "--target", "entity=light.nowhere", "--json");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.json().at("/error/message").asText()).contains("light.nowhere");
        assertThat(run(
                                "ha",
                                "call",
                                "light.turn_on",
                                "--target",
                                "entity=light.bed_light",
                                "--data",
                                "{\"brightness\":\"x\"}")
                        .status())
                .isIn(2, 5);
    }

    @ParameterizedTest
    @EnumSource
    void aGuestSeesWhatAGuestMayAndCausesNoFailedLogin(RealHomeAssistant.Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server)) {
            add(house, "Cabin", house.addUser("guest", "a guest's password"), "open");

            assertThat(ha("status").at("/status/administrator").asBoolean()).isFalse();
            assertThat(ha("network").at("/network/notes/0").asText()).contains("administrator");
            assertThat(ha("urls").at("/urls/inUse").asText())
                    .isEqualTo(house.address().toString());
            assertThat(ha("areas").path("areas")).isNotEmpty();
            assertThat(ha("call", "light.toggle", "--target", "entity=light.bed_light")
                            .path("changes"))
                    .isNotEmpty();

            var backups = run("ha", "backups", "--json");
            assertThat(backups.status()).isEqualTo(5);
            var restart = run("ha", "restart-core", "--yes", "--json");
            assertThat(restart.status()).isEqualTo(5);
            assertThat(restart.json().at("/error/message").asText()).contains("administrators");
            assertThat(ha("problems").path("notes").toString()).contains("administrators");

            var notifications = house.ask("persistent_notification/get", Map.of());
            assertThat(notifications.findValuesAsText("notification_id")).doesNotContain("http-login");
        }
    }
}
