package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.Homes.Age;
import io.pilothouse.tasks.home.LiveHouses.House;
import io.pilothouse.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A house behind a proxy that lets no WebSockets pass: the eight operations by plain requests, as far as
/// these tell.
@Timeout(60)
class HomesWithoutSocketsTest {

    private static final Consent YES = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private LiveHouses houses;
    private ConnectedHomes homes;
    private House house;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
        homes = houses.homes();
        house = houses.house("Behind", GuardLevel.OPEN, it -> it.with("socketsBlocked", "true"));
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static <T> HomeErrorKind kindOf(HomeResult<T> result) {
        return ((HomeResult.Failed<T>) result).kind();
    }

    @Test
    void tellsWhatItCanAndSaysWhatItCannot() throws Exception {
        var urls = homes.urls(house.id(), Age.NOW).orThrow();
        assertThat(urls.source()).isEqualTo("get_config");
        assertThat(urls.internal()).isPresent();
        assertThat(homes.network(house.id(), Age.NOW).orThrow().notes()).anyMatch(note -> note.contains("WebSockets"));
        var hardware = homes.hardware(house.id(), Age.NOW).orThrow();
        assertThat(hardware.system()).containsKey("version");
        assertThat(hardware.notes()).anyMatch(note -> note.contains("WebSockets"));
        assertThat(kindOf(homes.areas(house.id()))).isEqualTo(HomeErrorKind.NOT_SUPPORTED);
        assertThat(kindOf(homes.entitiesIn(house.id(), "kitchen"))).isEqualTo(HomeErrorKind.NOT_SUPPORTED);
        assertThat(homes.entities(house.id()).orThrow())
                .extracting(EntityRow::id)
                .anyMatch(id -> id.startsWith("light."));
        assertThat(kindOf(homes.repairs(house.id()))).isEqualTo(HomeErrorKind.NOT_SUPPORTED);

        var status = homes.status(house.id()).orThrow();
        assertThat(status.state()).isEqualTo("degraded");
        assertThat(status.transport()).isEqualTo("rest");
        assertThat(status.ready()).isFalse();
        assertThat(homes.restartLine(house.id(), true)).isInstanceOf(LineRestart.Failed.class);
    }

    @Test
    void callsServicesAndShowsWhatChanged() throws Exception {
        var light = homes.entities(house.id()).orThrow().stream()
                .filter(row -> row.domain().equals("light"))
                .findFirst()
                .orElseThrow();
        var before = light.state().orElseThrow().state();
        var call = new ServiceCall("light", "toggle", Target.entity(light.id()), Map.of(), false);

        var result = homes.call(house.id(), call, YES).orThrow();

        assertThat(result.changes()).singleElement().satisfies(change -> {
            assertThat(change.entityId()).isEqualTo(light.id());
            assertThat(change.from()).isEqualTo(before);
            assertThat(change.to()).isNotEqualTo(before);
        });
        assertThat(kindOf(homes.call(house.id(), new ServiceCall("light", "blink", Target.NONE, Map.of(), false), YES)))
                .isEqualTo(HomeErrorKind.INVALID_INPUT);
        var inKitchen = new Target(List.of(), List.of(), List.of("kitchen"), List.of(), List.of());
        assertThat(kindOf(homes.call(house.id(), new ServiceCall("light", "turn_on", inKitchen, Map.of(), false), YES)))
                .isEqualTo(HomeErrorKind.NOT_SUPPORTED);
    }

    /// Each refusal of a path for administrators would be a failed login.
    @Test
    void asksNothingThatOnlyAdministratorsMay() throws Exception {
        var restart = new ServiceCall("homeassistant", "restart", Target.NONE, Map.of(), false);
        assertThat(kindOf(homes.call(house.id(), restart, YES))).isEqualTo(HomeErrorKind.NEEDS_ADMIN);
        homes.backups(house.id());
        homes.log(house.id());
        homes.network(house.id(), Age.NOW);

        assertThat(house.service().requests())
                .extracting(LoggedRequest::path)
                .noneMatch(path -> path.contains("check_config")
                        || path.contains("error_log")
                        || path.contains("/services/homeassistant"));
    }

    @Test
    void historyAndLogbookAreReadThatWayToo() throws Exception {
        var to = Instant.now();
        var sensor = homes.entities(house.id()).orThrow().stream()
                .filter(row -> row.domain().equals("sensor") && row.unit().equals("°C"))
                .findFirst()
                .orElseThrow();
        var series = homes.history(house.id(), List.of(sensor.id()), to.minus(Duration.ofHours(6)), to)
                .orThrow();

        assertThat(series)
                .singleElement()
                .satisfies(one -> assertThat(one.points())
                        .hasSizeGreaterThan(2)
                        .allSatisfy(point -> assertThat(point.value()).isPresent()));
        assertThat(homes.logbook(house.id(), List.of(), to.minus(Duration.ofHours(24)), to)
                        .orThrow())
                .isNotEmpty();
    }

    @Test
    void aWatchedHouseIsAskedForItsStates() throws Exception {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (var watch = homes.watch(house.id(), new HomeWatch.Listener() {
            @Override
            public void statesChanged(Set<String> entityIds) {
                heard.addAll(entityIds);
            }

            @Override
            public void listsChanged() {}

            @Override
            public void lineChanged() {}
        })) {
            Eventually.that(watch::synced);
            assertThat(watch.states()).isNotEmpty();
            Eventually.that(() -> heard.containsAll(watch.states().keySet()));
        }
    }
}
