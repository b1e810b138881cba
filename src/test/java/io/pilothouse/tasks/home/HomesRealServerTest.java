package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow.Origin;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.realserver.RealHomeAssistant;
import io.pilothouse.testing.realserver.RealHomeAssistant.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Living along with real servers of two versions: states, registries, a restart.
@Timeout(300)
class HomesRealServerTest {

    /// An end that the JDK does not tell is found by a ping within 45 s (contract section 31, 10); then come the
    /// pauses between attempts, which are long by then when the server took its time.
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(150);

    private static final Consent YES = Consent.confirmed(io.pilothouse.domain.task.Origin.WINDOW);
    private static final String LIGHT = "light.bed_light";

    @TempDir
    Path folder;

    @TempDir
    Path server;

    private LiveHouses houses;
    private ConnectedHomes homes;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
        homes = houses.homes();
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static final class Heard implements HomeWatch.Listener {
        final Set<String> changed = ConcurrentHashMap.newKeySet();
        final AtomicInteger lists = new AtomicInteger();

        @Override
        public void statesChanged(Set<String> entityIds) {
            changed.addAll(entityIds);
        }

        @Override
        public void listsChanged() {
            lists.incrementAndGet();
        }

        @Override
        public void lineChanged() {}
    }

    private void light(InstanceId id, String service) throws Exception {
        var call = new ServiceCall("light", service, Target.entity(LIGHT), Map.of(), false);
        assertThat(homes.call(id, call, YES)).isInstanceOf(HomeResult.Got.class);
    }

    @ParameterizedTest
    @EnumSource
    void statesAndRegistriesAreFollowedThroughARestart(Version version) throws Exception {
        try (var house = RealHomeAssistant.start(version, server)) {
            var id = houses.add("Cabin", house.address(), house.adminToken(), GuardLevel.OPEN);
            var heard = new Heard();
            try (var watch = homes.watch(id, heard)) {
                Eventually.that(() -> watch.synced() && watch.states().size() > 50);
                light(id, "turn_off");
                light(id, "turn_on");
                Eventually.that(() -> watch.state(LIGHT).orElseThrow().state().equals("on"));
                assertThat(heard.changed).contains(LIGHT);

                registries(version, house, id, heard);
                past(id);

                var before = watch.states().keySet();
                house.restart();
                Eventually.that(
                        RECOVERS_WITHIN,
                        () -> connectedAgain(id)
                                && watch.synced()
                                && watch.states().size() >= before.size());
                Eventually.that(() -> ghosts(before, watch).isEmpty());
                light(id, "toggle");
                assertThat(homes.status(id).orThrow().reconnects()).isPositive();
                assertThat(homes.status(id).orThrow().ready()).isTrue();
            }
        }
    }

    private boolean connectedAgain(InstanceId id) {
        try {
            return homes.status(id).orThrow().reconnects() > 0;
        } catch (InterruptedException | ProblemException e) {
            throw new AssertionError(e);
        }
    }

    /// What is there now and was not before the restart.
    private static Set<String> ghosts(Set<String> before, HomeWatch watch) {
        var ghosts = new HashSet<>(watch.states().keySet());
        ghosts.removeAll(before);
        return ghosts;
    }

    private void registries(Version version, RealHomeAssistant house, InstanceId id, Heard heard) throws Exception {
        int before = heard.lists.get();
        var area = house.ask("config/area_registry/create", Map.of("name", "Sauna"))
                .path("area_id")
                .asText();
        Eventually.that(() -> heard.lists.get() > before);
        assertThat(homes.moveEntity(id, LIGHT, Optional.of(area), YES)).isInstanceOf(HomeResult.Got.class);
        Eventually.that(() -> inArea(id, area) == 1);
        assertThat(homes.entitiesIn(id, area).orThrow())
                .singleElement()
                .satisfies(row -> assertThat(row.origin()).isEqualTo(Origin.MOVED));

        if (version == Version.V2026_2_3) {
            var floor = house.ask("config/floor_registry/create", Map.of("name", "Cellar", "level", -1))
                    .path("floor_id")
                    .asText();
            var label = house.ask("config/label_registry/create", Map.of("name", "Warm"))
                    .path("label_id")
                    .asText();
            house.ask(
                    "config/area_registry/update",
                    Map.of("area_id", area, "floor_id", floor, "labels", List.of(label)));
            Eventually.that(() -> floorOf(id, area).equals("Cellar"));
            assertThat(homes.areas(id).orThrow().getFirst().id()).isEqualTo(area); // the lowest floor comes first
            var reached = homes.preview(
                            id,
                            new ServiceCall(
                                    "light",
                                    "turn_on",
                                    new Target(List.of(), List.of(), List.of(), List.of(floor), List.of()),
                                    Map.of(),
                                    false))
                    .orThrow();
            assertThat(reached.entities()).containsExactly(LIGHT);
            Eventually.that(() -> labelsOf(id, area).contains(label));
        }
        house.ask("config/area_registry/delete", Map.of("area_id", area));
        Eventually.that(() -> inArea(id, area) == -1);
    }

    private List<String> labelsOf(InstanceId id, String area) {
        try {
            return homes.areas(id).orThrow().stream()
                    .filter(row -> row.id().equals(area))
                    .flatMap(row -> row.labels().stream())
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String floorOf(InstanceId id, String area) {
        try {
            return homes.areas(id).orThrow().stream()
                    .filter(row -> row.id().equals(area))
                    .map(AreaRow::floor)
                    .findFirst()
                    .orElse("");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// @return entities there; -1 when there is no such area
    private int inArea(InstanceId id, String area) {
        try {
            return homes.areas(id).orThrow().stream()
                    .filter(row -> row.id().equals(area))
                    .mapToInt(AreaRow::entities)
                    .findFirst()
                    .orElse(-1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void past(InstanceId id) throws Exception {
        Eventually.that(
                () -> logged(id).stream().anyMatch(entry -> entry.entityId().equals(LIGHT)));
        Eventually.that(() -> points(id) > 1);

        var points = new CopyOnWriteArrayList<Past.Point>();
        var entries = new CopyOnWriteArrayList<Past.Entry>();
        var begun = Instant.now();
        try (var _ = homes.followHistory(
                        id, List.of(LIGHT), begun, told -> told.values().forEach(points::addAll));
                var _ = homes.followLogbook(id, begun, entries::addAll)) {
            light(id, "turn_off");
            light(id, "turn_on");
            Eventually.that(() -> points.size() >= 2
                    && entries.stream()
                                    .filter(entry -> entry.entityId().equals(LIGHT))
                                    .count()
                            >= 2);
            assertThat(points).extracting(Past.Point::state).containsSubsequence("off", "on");
            assertThat(points).extracting(Past.Point::at).doesNotHaveDuplicates();
            assertThat(entries).doesNotHaveDuplicates();
        }
    }

    private int points(InstanceId id) {
        try {
            return homes.history(id, List.of(LIGHT), Instant.now().minusSeconds(3600), Instant.now()).orThrow().stream()
                    .mapToInt(series -> series.points().size())
                    .sum();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Past.Entry> logged(InstanceId id) {
        try {
            return homes.logbook(id, List.of(), Instant.now().minusSeconds(3600), Instant.now())
                    .orThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
