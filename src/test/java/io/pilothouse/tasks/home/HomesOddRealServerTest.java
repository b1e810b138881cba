package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.Homes.Age;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.realserver.RealHomeAssistant;
import io.pilothouse.testing.realserver.RealHomeAssistant.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Real servers of two versions in ways that are not the usual ones: behind a proxy that passes no
/// WebSockets, with a token that is withdrawn, and what is seldom done to them.
@Timeout(300)
class HomesOddRealServerTest {

    private static final Consent YES = Consent.confirmed(Origin.WINDOW);
    private static final String LIGHT = "light.bed_light";

    @TempDir
    Path folder;

    @TempDir
    Path server;

    private LiveHouses houses;
    private ConnectedHomes homes;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder.resolve("store"));
        homes = houses.homes();
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static ServiceCall light(String service) {
        return new ServiceCall("light", service, Target.entity(LIGHT), Map.of(), false);
    }

    @ParameterizedTest
    @EnumSource
    void behindAProxyThatPassesNoWebSockets(Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server);
                var proxy = new WithoutSockets(house.address())) {
            var id = houses.add("Cabin", proxy.address(), house.adminToken(), GuardLevel.OPEN);

            assertThat(homes.entities(id).orThrow()).extracting(EntityRow::id).contains(LIGHT);
            assertThat(homes.urls(id, Age.NOW).orThrow().source()).isEqualTo("get_config");
            assertThat(homes.hardware(id, Age.NOW).orThrow().system())
                    .containsEntry("version", "core-" + version.number());
            assertThat(homes.status(id).orThrow().transport()).isEqualTo("rest");
            assertThat(((HomeResult.Failed<?>) homes.areas(id)).kind()).isEqualTo(HomeErrorKind.NOT_SUPPORTED);

            homes.call(id, light("turn_off"), YES).orThrow();
            var result = homes.call(id, light("turn_on"), YES).orThrow();
            assertThat(result.changes()).anySatisfy(change -> {
                assertThat(change.entityId()).isEqualTo(LIGHT);
                assertThat(change.from()).isEqualTo("off");
                assertThat(change.to()).isEqualTo("on");
            });
            assertThat(house.ask("get_states", Map.of()).findValuesAsText("entity_id"))
                    .contains(LIGHT);

            var now = Instant.now();
            Eventually.that(() -> points(id, now) > 0);
            assertThat(homes.logbook(id, List.of(), now.minus(Duration.ofHours(1)), Instant.now()))
                    .isInstanceOf(HomeResult.Got.class);
        }
    }

    private int points(InstanceId id, Instant now) {
        try {
            return homes.history(id, List.of(LIGHT), now.minus(Duration.ofHours(1)), Instant.now()).orThrow().stream()
                    .mapToInt(series -> series.points().size())
                    .sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// The line ends, one attempt is made, and then nothing more by itself.
    @ParameterizedTest
    @EnumSource
    void aRevokedTokenEndsInOneAttempt(Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server)) {
            var token = house.ask("auth/long_lived_access_token", Map.of("client_name", "Withdrawn", "lifespan", 1))
                    .asText();
            var id = houses.add("Cabin", house.address(), token, GuardLevel.OPEN);
            try (var watch = homes.watch(id, new HomeWatch.Listener() {
                @Override
                public void statesChanged(Set<String> entityIds) {}

                @Override
                public void listsChanged() {}

                @Override
                public void lineChanged() {}
            })) {
                Eventually.that(watch::synced);
                for (var one : house.ask("auth/refresh_tokens", Map.of())) {
                    if (one.path("client_name").asText().equals("Withdrawn")) {
                        house.ask(
                                "auth/delete_refresh_token",
                                Map.of("refresh_token_id", one.path("id").asText()));
                    }
                }
                Eventually.that(() -> state(id).equals("auth-failed"));
                homes.facts(id);
                homes.entities(id);

                assertThat(state(id)).isEqualTo("auth-failed");
                // none where the server ends the line by itself, one where it only cuts it
                assertThat(loginFailures()).isLessThanOrEqualTo(1);
            }
        }
    }

    private String state(InstanceId id) {
        try {
            return homes.status(id).orThrow().state();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// As the server itself counted them.
    private int loginFailures() {
        try {
            int most = 0;
            for (var name : List.of("server.log", "home-assistant.log")) { // which one depends on the version
                var file = server.resolve(name);
                var log = Files.exists(file) ? Files.readString(file) : "";
                most = Math.max(most, log.split("invalid authentication", -1).length - 1);
            }
            return most;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void backupsIntegrationsAndTemplates(Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server, text -> text + "backup:\n")) {
            var id = houses.add("Cabin", house.address(), house.adminToken(), GuardLevel.OPEN);
            homes.backUp(id, YES).orThrow();
            Eventually.that(() -> backups(id) == 1);
            var backup = homes.backups(id).orThrow().backups().getFirst();
            var file = folder.resolve("house.tar");

            long size = homes.upkeep().download(id, backup, file).orThrow();

            assertThat(Files.size(file)).isEqualTo(size).isGreaterThan(10_000);
            homes.upkeep().deleteBackup(id, backup, YES).orThrow();
            assertThat(homes.backups(id).orThrow().backups()).isEmpty();

            var sun = homes.integrations(id).orThrow().stream()
                    .filter(one -> one.domain().equals("sun"))
                    .findFirst()
                    .orElseThrow();
            assertThat(homes.upkeep().reload(id, sun, YES).orThrow()).isFalse();
            assertThat(homes.upkeep()
                            .render(id, "{{ states.light | count > 2 }}")
                            .orThrow()
                            .text())
                    .isEqualToIgnoringCase("true");
            assertThat(homes.upkeep().render(id, "{{ states.light").orThrow().good())
                    .isFalse();

            var lamps = homes.updates(id).orThrow().stream()
                    .filter(one -> one.title().equals("Philips Lamps Firmware"))
                    .findFirst()
                    .orElseThrow();
            act(id, "skip", lamps);
            assertThat(update(id, lamps)).satisfies(skipped -> {
                assertThat(skipped.skipped()).isTrue();
                assertThat(skipped.available()).isTrue();
            });
            act(id, "clear_skipped", lamps);
            assertThat(update(id, lamps)).isEqualTo(lamps);
        }
    }

    private Update update(InstanceId id, Update same) throws Exception {
        return homes.updates(id).orThrow().stream()
                .filter(one -> one.entityId().equals(same.entityId()))
                .findFirst()
                .orElseThrow();
    }

    private void act(InstanceId id, String service, Update update) throws Exception {
        homes.call(id, new ServiceCall("update", service, Target.entity(update.entityId()), Map.of(), false), YES)
                .orThrow();
    }

    private int backups(InstanceId id) {
        try {
            var backups = homes.backups(id).orThrow();
            return backups.state().equals("idle") ? backups.backups().size() : 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
