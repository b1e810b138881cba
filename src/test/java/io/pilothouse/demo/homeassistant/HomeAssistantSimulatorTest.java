package io.pilothouse.demo.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HomeAssistantSimulatorTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService home;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(5, clock);
        home = fleet.add(ServiceSpec.of("homeassistant", "Home"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void strangersSeeTheManifestAndARefusal() throws Exception {
        assertThat(Browser.json(browser.get(home, "manifest.json")).path("name").asText())
                .isEqualTo("Home Assistant");
        var refused = browser.get(home, "api/");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("401: Unauthorized");
        assertThat(browser.get(home, "api/websocket").statusCode()).isEqualTo(400);
        assertThat(browser.get(home, "api/discovery_info").statusCode()).isEqualTo(404);
    }

    @Test
    void theTokenOpensRest() throws Exception {
        assertThat(Browser.json(get(home, "api/")).path("message").asText()).isEqualTo("API running.");
        var config = Browser.json(get(home, "api/config"));
        assertThat(config.path("location_name").asText()).isEqualTo("Home");
        assertThat(config.path("version").asText()).isEqualTo("2026.2.3");
        assertThat(config.path("state").asText()).isEqualTo("RUNNING");
        assertThat(Browser.json(get(home, "api/states"))).hasSize(125);
        assertThat(get(home, "api/states/light.nowhere").statusCode()).isEqualTo(404);
        assertThat(token(home).split("\\.")).hasSize(3);
    }

    @Test
    void aWrongTokenIsToldAndTheSocketEnds() throws Exception {
        var line = new Line(browser, home);
        assertThat(line.next().path("type").asText()).isEqualTo("auth_required");

        var answer = line.ask("{\"type\":\"auth\",\"access_token\":\"nonsense\"}");
        assertThat(answer.path("type").asText()).isEqualTo("auth_invalid");
        assertThat(answer.path("message").asText()).isEqualTo("Invalid access token or password");
        assertThat(line.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void anAuthMessageWithMoreKeysIsRefusedAndRepeated() throws Exception {
        var line = new Line(browser, home);
        line.next();

        var answer = line.ask("{\"type\":\"auth\",\"access_token\":\"abc\",\"more\":1}");
        assertThat(answer.path("message").asText())
                .startsWith("Auth message incorrectly formatted")
                .contains("abc");
    }

    @Test
    void commandsAnswerWithRisingIdsOnly() throws Exception {
        var line = line(home);

        var user = line.ask("{\"id\":5,\"type\":\"auth/current_user\"}");
        assertThat(user.at("/result/is_admin").asBoolean()).isTrue();
        assertThat(line.ask("{\"id\":5,\"type\":\"ping\"}").at("/error/code").asText())
                .isEqualTo("id_reuse");
        assertThat(line.ask("{\"id\":6,\"type\":\"ping\"}").path("type").asText())
                .isEqualTo("pong");
        assertThat(line.ask("{\"id\":7,\"type\":\"get_config\",\"x\":1}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("invalid_format");
        assertThat(line.ask("{\"id\":8,\"type\":\"no/such\"}").at("/error/code").asText())
                .isEqualTo("unknown_command");
    }

    @Test
    void oneFrameOfCommandsComesBackAsOneFrameAfterCoalescing() throws Exception {
        var line = line(home);
        line.ask("{\"id\":1,\"type\":\"supported_features\",\"features\":{\"coalesce_messages\":1}}");

        var answers =
                line.ask("[{\"id\":2,\"type\":\"get_config\"},{\"id\":3,\"type\":\"config/area_registry/list\"}]");
        assertThat(answers.isArray()).isTrue();
        assertThat(answers.at("/0/result/location_name").asText()).isEqualTo("Home");
        assertThat(answers.at("/1/result")).hasSize(10);
    }

    @Test
    void entitiesComeWholeThenAsChanges() throws Exception {
        var line = line(home);
        line.ask("{\"id\":1,\"type\":\"subscribe_entities\"}");
        assertThat(line.next().at("/event/a")).hasSize(125);

        now.updateAndGet(instant -> instant.plusSeconds(1));
        fleet.tick();
        var change = line.next()
                .at("/event/c")
                .properties()
                .iterator()
                .next()
                .getValue()
                .path("+");
        assertThat(change.path("lc").asDouble()).isEqualTo(now.get().getEpochSecond());
        assertThat(change.has("c")).isTrue();
        assertThat(change.has("s")).isTrue();
    }

    @Test
    void aServiceCallChangesTheEntityForEveryListener() throws Exception {
        var watcher = line(home);
        watcher.ask("{\"id\":1,\"type\":\"subscribe_entities\",\"entity_ids\":[\"switch.kitchen_switch\"]}");
        assertThat(watcher.next().at("/event/a/switch.kitchen_switch/s").asText())
                .isEqualTo("off");

        var caller = line(home);
        caller.say("{\"id\":1,\"type\":\"call_service\",\"domain\":\"switch\",\"service\":\"turn_on\","
                + "\"target\":{\"entity_id\":\"switch.kitchen_switch\"}}");
        assertThat(caller.next().path("success").asBoolean()).isTrue();
        assertThat(watcher.next().at("/event/c/switch.kitchen_switch/+/s").asText())
                .isEqualTo("on");
        assertThat(caller.ask("{\"id\":2,\"type\":\"call_service\",\"domain\":\"light\",\"service\":\"blink\"}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("not_found");
    }

    /// Contract, sections 9.2 and 30: deletions, contexts that are merged, and changes of attributes alone.
    @Test
    void ofAChangeOnlyTheDifferenceIsTold() throws Exception {
        var watcher = line(home);
        watcher.ask("{\"id\":1,\"type\":\"subscribe_entities\","
                + "\"entity_ids\":[\"light.kitchen_light\",\"climate.thermostat\"]}");
        var before = watcher.next().at("/event/a/light.kitchen_light");
        var caller = line(home);
        int id = 0;
        if (before.path("s").asText().equals("off")) {
            call(caller, ++id, "light", "turn_on", "light.kitchen_light", "{}");
            watcher.next();
        }

        now.updateAndGet(instant -> instant.plusSeconds(1));
        call(caller, ++id, "light", "turn_off", "light.kitchen_light", "{}");
        var off = watcher.next().at("/event/c/light.kitchen_light");
        assertThat(off.at("/-/a")).extracting(JsonNode::asText).containsExactlyInAnyOrder("brightness", "color_mode");
        assertThat(off.at("/+").has("lc")).isTrue();
        call(caller, ++id, "light", "turn_on", "light.kitchen_light", "{\"brightness_pct\":40}");
        var on = watcher.next().at("/event/c/light.kitchen_light");
        assertThat(on.at("/+/c").isTextual()).isTrue(); // the same user: only the id of the context is another one
        assertThat(on.at("/+/a/brightness").asInt()).isEqualTo(102);
        assertThat(on.has("-")).isFalse();

        now.updateAndGet(instant -> instant.plusSeconds(1));
        call(caller, ++id, "light", "turn_on", "light.kitchen_light", "{\"brightness_pct\":50}");
        var dimmed = watcher.next().at("/event/c/light.kitchen_light/+");
        assertThat(dimmed.has("s")).isFalse();
        assertThat(dimmed.has("lc")).isFalse();
        assertThat(dimmed.path("lu").asLong()).isEqualTo(now.get().getEpochSecond());
    }

    private static void call(Line caller, int id, String domain, String service, String entity, String data)
            throws InterruptedException {
        var answer = caller.ask("{\"id\":%d,\"type\":\"call_service\",\"domain\":\"%s\",\"service\":\"%s\","
                        .formatted(id, domain, service)
                + "\"target\":{\"entity_id\":\"%s\"},\"service_data\":%s}".formatted(entity, data));
        assertThat(answer.path("success").asBoolean()).isTrue();
    }

    @Test
    void whoSaysNothingForTenSecondsIsSentAway() throws Exception {
        var silent = new Line(browser, home);
        silent.next();

        now.updateAndGet(instant -> instant.plusSeconds(11));
        fleet.tick();

        assertThat(silent.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void whatCameIsToldPerConnectionInItsOrderAndWithItsTime() throws Exception {
        line(home).ask("{\"id\":1,\"type\":\"get_config\"}");
        now.updateAndGet(instant -> instant.plusSeconds(5));
        line(home).ask("[{\"id\":1,\"type\":\"ping\"},{\"id\":2,\"type\":\"get_states\"}]");

        var begun = now.get().minusSeconds(5);
        assertThat(home.with(HomeAssistantSimulator.class, HomeAssistantSimulator::received))
                .containsExactly(
                        new HomeAssistantSimulator.Received(1, begun, "auth", ""),
                        new HomeAssistantSimulator.Received(1, begun, "get_config", ""),
                        new HomeAssistantSimulator.Received(2, now.get(), "auth", ""),
                        new HomeAssistantSimulator.Received(2, now.get(), "ping", ""),
                        new HomeAssistantSimulator.Received(2, now.get(), "get_states", ""));
    }

    @Test
    void olderVersionsLackWhatCameLater() throws Exception {
        var old = fleet.add(ServiceSpec.of("homeassistant", "Old").with("version", "2024.3.3"));
        var line = line(old);

        assertThat(line.ask("{\"id\":1,\"type\":\"network/url\"}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("unknown_command");
        assertThat(line.ask("{\"id\":2,\"type\":\"subscribe_entities\",\"include\":{\"domains\":[\"update\"]}}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("invalid_format");
        assertThat(line.ask("{\"id\":3,\"type\":\"config/area_registry/list\"}")
                        .at("/result/0")
                        .has("floor_id"))
                .isFalse();
        assertThat(Browser.json(get(old, "api/states")).at("/0").has("last_reported"))
                .isFalse();
    }

    @Test
    void filtersChooseEntities() throws Exception {
        var line = line(home);
        line.ask("{\"id\":1,\"type\":\"subscribe_entities\",\"include\":{\"domains\":[\"update\"]}}");

        assertThat(line.next().at("/event/a").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("update.home_assistant_core_update");
    }

    @Test
    void withoutAdminRightsSomeCommandsAreRefused() throws Exception {
        var guest = fleet.add(ServiceSpec.of("homeassistant", "Guest").with("admin", "false"));
        var line = line(guest);

        assertThat(line.ask("{\"id\":1,\"type\":\"network\"}").at("/error/code").asText())
                .isEqualTo("unauthorized");
        assertThat(line.ask("{\"id\":2,\"type\":\"subscribe_events\"}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("unauthorized");
        assertThat(line.ask("{\"id\":3,\"type\":\"hardware/info\"}")
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(get(guest, "api/error_log").statusCode()).isEqualTo(401);
    }

    @Test
    void theThresholdBansEveryRequestButNotOpenSockets() throws Exception {
        var strict = fleet.add(ServiceSpec.of("homeassistant", "Strict").with("banThreshold", "2"));
        var open = line(strict);

        for (int i = 0; i < 2; i++) {
            assertThat(browser.get(strict, "api/", "Authorization", "Bearer x").statusCode())
                    .isEqualTo(401);
        }
        var banned = browser.get(strict, "manifest.json");
        assertThat(banned.statusCode()).isEqualTo(403);
        assertThat(banned.body()).isEqualTo("403: Forbidden");
        assertThatThrownBy(() -> new Line(browser, strict))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
        assertThat(open.ask("{\"id\":1,\"type\":\"ping\"}").path("type").asText())
                .isEqualTo("pong");
    }

    @Test
    void aFailedLoginLeavesANotification() throws Exception {
        browser.get(home, "api/", "Authorization", "Bearer x");

        var current = line(home).ask("{\"id\":1,\"type\":\"persistent_notification/get\"}");
        assertThat(current.at("/result/0/notification_id").asText()).isEqualTo("http-login");
    }

    @Test
    @Timeout(20)
    void faultsReachTheSocket() throws Exception {
        var line = line(home);

        home.fault(new Fault.Silent());
        line.say("{\"id\":1,\"type\":\"ping\"}");
        while (!home.requests().getLast().body().contains("\"id\":1")) {
            Thread.onSpinWait();
        }
        home.heal();
        assertThat(line.ask("{\"id\":2,\"type\":\"ping\"}").path("id").asInt()).isEqualTo(2);

        home.fault(new Fault.Refused());
        assertThat(line.closed.get(10, TimeUnit.SECONDS)).isEqualTo(1006);
    }

    @Test
    void socketMessagesAreLoggedWithTheSecretTheyCarry() throws Exception {
        line(home);

        assertThat(home.requests())
                .filteredOn(request -> request.method().equals("WEBSOCKET"))
                .extracting(LoggedRequest::secret)
                .containsExactly(LoggedRequest.SecretSeen.OWN);
    }

    @Test
    void anotherInstallationHasAnotherUserAndName() throws Exception {
        var before = line(home).ask("{\"id\":1,\"type\":\"auth/current_user\"}");

        home.fault(new Fault.OtherIdentity());

        var line = line(home);
        assertThat(line.ask("{\"id\":1,\"type\":\"auth/current_user\"}").at("/result/id"))
                .isNotEqualTo(before.at("/result/id"));
        assertThat(line.ask("{\"id\":2,\"type\":\"get_config\"}")
                        .at("/result/location_name")
                        .asText())
                .isEqualTo("Home 2");
    }

    private static String token(SimulatedService service) {
        return service.access().secretText();
    }

    private Line line(SimulatedService service) throws InterruptedException {
        return new Line(browser, service).authenticated(token(service));
    }

    private HttpResponse<String> get(SimulatedService service, String path) throws IOException, InterruptedException {
        return browser.get(service, path, "Authorization", "Bearer " + token(service));
    }
}
