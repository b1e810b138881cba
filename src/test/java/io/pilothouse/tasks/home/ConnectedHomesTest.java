package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.Homes.Age;
import io.pilothouse.tasks.home.LiveHouses.House;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The operations on houses, through real connectors, against simulated houses.
@Timeout(60)
class ConnectedHomesTest {

    private static final Consent YES = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private LiveHouses houses;
    private TestEngine engine;
    private ConnectedHomes homes;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
        engine = houses.engine();
        homes = houses.homes();
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private House house(String name) throws Exception {
        return house(name, GuardLevel.OPEN, it -> it);
    }

    private House house(String name, GuardLevel guard, UnaryOperator<ServiceSpec> options) throws Exception {
        return houses.house(name, guard, options);
    }

    private static ServiceCall light(String service, String id) {
        return new ServiceCall("light", service, Target.entity(id), Map.of(), false);
    }

    private static <T> HomeErrorKind kindOf(HomeResult<T> result) {
        return ((HomeResult.Failed<T>) result).kind();
    }

    @Test
    void anIdThatIsUnknownOrOffFailsAsSuch() throws Exception {
        var home = house("Home");

        assertThat(kindOf(homes.areas(new InstanceId("homeassistant-2607011200zzz"))))
                .isEqualTo(HomeErrorKind.INSTANCE_NOT_FOUND);
        engine.get().instances().setEnabled(home.id(), false, TestEngine.ME);
        assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.INSTANCE_DISABLED);
        assertThat(home.received()).isEmpty();
    }

    @Test
    void theKindOfAFailureArrives() throws Exception {
        var home = house("Home", GuardLevel.OPEN, it -> it.with("admin", "false"));

        assertThat(kindOf(homes.backups(home.id()))).isEqualTo(HomeErrorKind.NEEDS_ADMIN);
        assertThat(kindOf(homes.entitiesIn(home.id(), "moon"))).isEqualTo(HomeErrorKind.INVALID_INPUT);
        home.act(it -> it.forgetCommands(Set.of("repairs/list_issues")));
        assertThat(kindOf(homes.repairs(home.id()))).isEqualTo(HomeErrorKind.NOT_SUPPORTED);
        home.service().fault(new Fault.Refused());
        Eventually.that(() -> unreachable(home));
    }

    @Test
    void whatIsHeldIsToldWithoutAsking() throws Exception {
        var home = house("Home");
        assertThat(homes.heldEntities(home.id())).isEmpty();
        assertThat(home.received()).isEmpty();

        homes.entities(home.id()).orThrow();
        int asked = home.received().size();
        assertThat(homes.heldEntities(home.id())).extracting(row -> row.id()).contains("light.kitchen_light");
        assertThat(home.received()).hasSize(asked);
    }

    private boolean unreachable(House home) {
        try {
            return homes.areas(home.id()) instanceof HomeResult.Failed<?> failed
                    && Set.of(HomeErrorKind.NOT_CONNECTED, HomeErrorKind.CONNECTION_LOST)
                            .contains(failed.kind());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRefusedTokenIsSentOnceHoweverOftenSomebodyAsks() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.WrongSecret());

        for (int i = 0; i < 5; i++) {
            assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
            assertThat(kindOf(homes.facts(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
        }

        assertThat(home.received()).containsOnlyOnce("auth");
    }

    @Test
    void nothingThatChangesLeavesForAReadOnlyHouse() throws Exception {
        var home = house("Home", GuardLevel.READ_ONLY, it -> it);

        var refused = catchThrowableOfType(
                ProblemException.class, () -> homes.call(home.id(), light("turn_on", "light.kitchen_light"), YES));
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.GUARD);
        catchThrowableOfType(ProblemException.class, () -> homes.backUp(home.id(), YES));
        catchThrowableOfType(ProblemException.class, () -> homes.restartHouse(home.id(), YES));
        catchThrowableOfType(
                ProblemException.class,
                () -> homes.moveEntity(home.id(), "light.kitchen_light", Optional.of("hall"), YES));
        assertThat(home.received()).isEmpty();

        var reads = new ServiceCall(
                "weather", "get_forecasts", Target.entity("weather.home"), Map.of("type", "daily"), false);
        assertThat(homes.call(home.id(), reads, YES)).isInstanceOf(HomeResult.Got.class);
    }

    @Test
    void manyEntitiesAtOnceAreConfirmedEvenWhereTheGuardIsOpen() throws Exception {
        var home = house("Home", GuardLevel.OPEN, it -> it.with("entities", "400"));
        var all = new ServiceCall("light", "turn_off", Target.entity("all"), Map.of(), false);

        var asked = catchThrowableOfType(
                ProblemException.class, () -> homes.call(home.id(), all, Consent.none(Origin.WINDOW)));
        assertThat(asked.problem().code()).isEqualTo(ProblemCode.CONFIRM);
        assertThat(home.received()).doesNotContain("call_service");
        assertThat(homes.call(home.id(), all, new Consent(Origin.WINDOW, true, true, Optional.empty(), false)))
                .isInstanceOf(HomeResult.Got.class);
    }

    @Test
    void aCallTellsWhatChangedByItAndIsLogged() throws Exception {
        var home = house("Home");
        homes.call(home.id(), light("turn_off", "light.kitchen_light"), YES);

        var result = homes.call(home.id(), light("turn_on", "light.kitchen_light"), YES)
                .orThrow();

        assertThat(result.changes()).singleElement().satisfies(change -> {
            assertThat(change.entityId()).isEqualTo("light.kitchen_light");
            assertThat(change.from()).isEqualTo("off");
            assertThat(change.to()).isEqualTo("on");
        });
        homes.call(home.id(), light("turn_on", "light.nowhere"), YES);
        assertThat(homes.calls().get()).hasSize(3);
        assertThat(homes.calls().get().getFirst().result()).isInstanceOf(HomeResult.Failed.class);
        assertThat(engine.get().activity().entries(List.of(home.id()), java.time.Instant.EPOCH, 10))
                .filteredOn(entry -> entry.kind().equals("home-call"))
                .hasSize(2);
    }

    @Test
    void reportsAreKeptForAWhileAndAskedAnewAfterAnEdit() throws Exception {
        var home = house("Home");

        var first = (HomeResult.Got<Hardware>) homes.hardware(home.id(), Age.KEPT);
        var again = (HomeResult.Got<Hardware>) homes.hardware(home.id(), Age.KEPT);
        assertThat(first.kept()).isFalse();
        assertThat(again.kept()).isTrue();
        assertThat(again.at()).isEqualTo(first.at());
        assertThat(((HomeResult.Got<Hardware>) homes.hardware(home.id(), Age.NOW)).kept())
                .isFalse();

        engine.get().instances().rename(home.id(), "House", TestEngine.ME);
        var renamed = engine.get()
                .instances()
                .find(home.id())
                .map(Instance::configVersion)
                .orElseThrow();
        assertThat(((HomeResult.Got<Hardware>) homes.hardware(home.id(), Age.KEPT)).kept())
                .isEqualTo(renamed == 1);
        engine.get().instances().setEnabled(home.id(), false, TestEngine.ME);
        assertThat(kindOf(homes.hardware(home.id(), Age.KEPT))).isEqualTo(HomeErrorKind.INSTANCE_DISABLED);
    }

    @Test
    void aLineRestartsOnceInFiveSecondsUnlessForced() throws Exception {
        var home = house("Home");

        assertThat(homes.restartLine(home.id(), false)).isInstanceOf(LineRestart.Done.class);
        assertThat(homes.restartLine(home.id(), false)).isInstanceOfSatisfying(LineRestart.Skipped.class, skipped -> {
            assertThat(skipped.remaining()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(5));
            assertThat(skipped.remaining().toMillis() % 100).isZero();
        });
        assertThat(homes.restartLine(home.id(), true)).isInstanceOf(LineRestart.Done.class);

        var ruin = house("Ruin");
        ruin.service().fault(new Fault.Refused());
        assertThat(homes.restartLines(List.of(home.id(), ruin.id())))
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(LineRestart.Done.class),
                        other -> assertThat(other).isInstanceOf(LineRestart.Failed.class));
    }

    // --- living along

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

    @Test
    void aWatchedHouseTellsItsChanges() throws Exception {
        var home = house("Home");
        var heard = new Heard();

        try (var watch = homes.watch(home.id(), heard)) {
            Eventually.that(watch::synced);
            assertThat(watch.states()).hasSize(125);
            homes.call(home.id(), light("turn_off", "light.hall_light"), YES);
            homes.call(home.id(), light("turn_on", "light.hall_light"), YES);
            Eventually.that(
                    () -> watch.state("light.hall_light").orElseThrow().state().equals("on"));
            assertThat(heard.changed).contains("light.hall_light");

            int before = heard.lists.get();
            homes.moveEntity(home.id(), "light.hall_light", Optional.of("attic"), YES);
            Eventually.that(() -> heard.lists.get() > before);
            assertThat(homes.index(home.id())
                            .orThrow()
                            .row("light.hall_light", Optional.empty())
                            .areaId())
                    .isEqualTo("attic");
        }
    }

    @Test
    void aHouseOlderThanTheFeedIsFollowedAllTheSame() throws Exception {
        var home = house("Home", GuardLevel.OPEN, it -> it.with("version", "2022.2.9"));
        try (var watch = homes.watch(home.id(), new Heard())) {
            Eventually.that(() -> watch.synced() && watch.states().size() == 125);
            homes.call(home.id(), light("turn_off", "light.hall_light"), YES);
            homes.call(home.id(), light("turn_on", "light.hall_light"), YES);
            Eventually.that(
                    () -> watch.state("light.hall_light").orElseThrow().state().equals("on"));

            home.act(it -> {
                it.house().remove("light.hall_light");
                it.cut();
            });
            Eventually.that(() -> watch.synced() && watch.states().size() == 124);
        }
    }

    @Test
    void whatWasDeletedWhileTheLineWasDownIsGone() throws Exception {
        var home = house("Home");
        try (var watch = homes.watch(home.id(), new Heard())) {
            Eventually.that(watch::synced);
            var gone = new HashSet<String>();
            watch.states().keySet().stream()
                    .filter(id -> id.startsWith("sensor."))
                    .limit(10)
                    .forEach(gone::add);

            home.act(it -> {
                gone.forEach(it.house()::remove);
                it.cut();
            });

            // an end that the JDK does not tell is found by a ping within 45 s (contract section 31, 10)
            Eventually.that(
                    Duration.ofSeconds(100),
                    () -> home.received().stream()
                                            .filter("subscribe_entities"::equals)
                                            .count()
                                    >= 2
                            && watch.synced()
                            && watch.states().size() == 115);
            assertThat(watch.states().keySet()).doesNotContainAnyElementsOf(gone);
            homes.call(home.id(), light("toggle", "light.hall_light"), YES);
        }
    }

    @Test
    void twentyThousandChangesCostNoConnection() throws Exception {
        var home = house("Home", GuardLevel.OPEN, it -> it.with("entities", "1000"));
        try (var watch = homes.watch(home.id(), new Heard())) {
            Eventually.that(watch::synced);
            for (int i = 0; i < 10; i++) {
                home.act(it -> it.burst(2_000));
            }

            Eventually.that(() ->
                    watch.states().values().stream().anyMatch(it -> it.state().equals("21000")));
            var status = homes.status(home.id()).orThrow();
            assertThat(status.reconnects()).isZero();
            assertThat(status.entities()).contains(1000);
            assertThat(status.ready()).isTrue();
        }
    }

    @Test
    void aHouseThatNobodyLooksAtTellsOnlyItsUpdates() throws Exception {
        var home = house("Home");
        homes.start();
        Eventually.that(() -> home.received().contains("subscribe_entities"));
        assertThat(homes.status(home.id()).orThrow().entities()).isEmpty();

        try (var watch = homes.watch(home.id(), new Heard())) {
            Eventually.that(() -> watch.synced() && watch.states().size() == 125);
        }
        Eventually.that(() ->
                home.received().stream().filter("subscribe_entities"::equals).count() >= 3);
    }

    @Test
    void withManyHousesOnlyTheOneThatIsLookedAtIsConnected() throws Exception {
        var all = new ArrayList<House>();
        for (int i = 0; i <= HomeLines.MOST_ALWAYS; i++) {
            all.add(house("House " + i, GuardLevel.OPEN, it -> it.with("size", "small")));
        }
        homes.start();
        try (var watch = homes.watch(all.get(4).id(), new Heard())) {
            Eventually.that(watch::synced);
            assertThat(all.stream().filter(one -> !one.received().isEmpty())).containsExactly(all.get(4));
        }

        engine.get().instances().remove(all.getFirst().id(), TestEngine.ME); // now they are few
        Eventually.that(
                () -> all.stream().filter(one -> !one.received().isEmpty()).count() == HomeLines.MOST_ALWAYS);
    }

    @Test
    void aHouseThatIsSwitchedOffIsLeftAlone() throws Exception {
        var home = house("Home");
        var watch = homes.watch(home.id(), new Heard());
        Eventually.that(watch::synced);

        engine.get().instances().setEnabled(home.id(), false, TestEngine.ME);

        Eventually.that(() -> watch.states().isEmpty());
        watch.close();
    }

    // --- strangers

    @Test
    void theTokenOfAnotherHouseIsRefusedAndSentOnce() throws Exception {
        var home = house("Home");
        var other = house("Other");
        var mixed = houses.add(
                "Mixed", home.service().address(), other.service().access().secretText(), GuardLevel.OPEN);
        try (var watch = homes.watch(mixed, new Heard())) {
            assertThat(kindOf(homes.areas(mixed))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
            assertThat(kindOf(homes.facts(mixed))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
            assertThat(watch.synced()).isFalse();
        }
        assertThat(home.received()).containsOnlyOnce("auth");
        assertThat(other.received()).isEmpty();
    }

    /// Contract, acceptance 6.
    @Test
    void aNewTokenIsTriedOnceAndTheHouseIsLiveAgain() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.WrongSecret());
        try (var watch = homes.watch(home.id(), new Heard())) {
            assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
            assertThat(kindOf(homes.facts(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
            assertThat(home.received()).containsOnlyOnce("auth");

            home.service().heal();
            var instance = engine.get().instances().find(home.id()).orElseThrow();
            engine.get()
                    .instances()
                    .edit(
                            home.id(),
                            instance.configVersion(),
                            instance.configuration(),
                            Map.of(
                                    "token",
                                    Optional.of(
                                            new Secret(home.service().access().secretText()))),
                            TestEngine.ME);
            Eventually.that(watch::synced);
            assertThat(homes.status(home.id()).orThrow().ready()).isTrue();
            assertThat(home.received().stream().filter("auth"::equals)).hasSize(2);
        }
    }

    /// Contract, sections 3 and 25: the person's "Reconnect" is one more attempt.
    @Test
    void aRefusedTokenIsSentOnceMoreWhenAPersonAsks() throws Exception {
        var home = house("Home");
        home.service().fault(new Fault.WrongSecret());
        assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);

        assertThat(homes.restartLine(home.id(), false)).isInstanceOf(LineRestart.Failed.class);
        assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
        assertThat(home.received().stream().filter("auth"::equals)).hasSize(2);

        home.service().heal(); // as a user who was switched on again
        assertThat(kindOf(homes.areas(home.id()))).isEqualTo(HomeErrorKind.AUTH_REJECTED);
        assertThat(homes.restartLine(home.id(), true)).isInstanceOf(LineRestart.Done.class);
        assertThat(homes.areas(home.id())).isInstanceOf(HomeResult.Got.class);
        assertThat(home.received().stream().filter("auth"::equals)).hasSize(3);
    }

    /// Contract, acceptance 13.
    @Test
    void twoWhoRestartALineAtTheSameTimeShareWhatComesOfIt() throws Exception {
        var home = house("Home");
        homes.facts(home.id()).orThrow();
        home.service().fault(new Fault.Slow(Duration.ofMillis(300)));
        var first = new java.util.concurrent.atomic.AtomicReference<LineRestart>();
        var restarting = Thread.ofVirtual().start(() -> {
            try {
                first.set(homes.restartLine(home.id(), false));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Eventually.that(() -> restarting.getState() == Thread.State.TIMED_WAITING);

        assertThat(homes.restartLine(home.id(), false)).isEqualTo(new LineRestart.Done(home.id()));
        restarting.join();
        assertThat(first.get()).isEqualTo(new LineRestart.Done(home.id()));
        assertThat(home.received().stream().filter("auth"::equals)).hasSize(2); // the first line and its restart
    }

    private void identify(House home) throws Exception {
        var facts = new java.util.TreeMap<>(
                Map.of("userId", home.service().with(HomeAssistantSimulator.class, HomeAssistantSimulator::userId)));
        var name = homes.facts(home.id()).orThrow().name();
        engine.get()
                .instances()
                .recordIdentity(
                        home.id(),
                        new io.pilothouse.domain.instance.RemoteIdentity(
                                "Home Assistant", "2026.2.3", name, "", facts));
    }

    private boolean restarted(House home) {
        try {
            return homes.restartLine(home.id(), true) instanceof LineRestart.Done;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Even when no health check has come round since.
    @Test
    void nothingIsSwitchedInAnotherHouseBehindTheAddress() throws Exception {
        var home = house("Home");
        identify(home);
        homes.call(home.id(), light("turn_off", "light.hall_light"), YES).orThrow();

        home.service().fault(new Fault.OtherIdentity());
        Eventually.that(() -> restarted(home));
        int before =
                (int) home.received().stream().filter("call_service"::equals).count();
        var refused = homes.call(home.id(), light("turn_on", "light.hall_light"), YES);

        assertThat(kindOf(refused)).isEqualTo(HomeErrorKind.REMOTE_ERROR);
        assertThat(((HomeResult.Failed<?>) refused).problem().code()).isEqualTo(ProblemCode.IDENTITY_CHANGED);
        assertThat(kindOf(homes.backUp(home.id(), YES))).isEqualTo(HomeErrorKind.REMOTE_ERROR);
        assertThat(home.received().stream().filter("call_service"::equals)).hasSize(before);
        assertThat(homes.entities(home.id())).isInstanceOf(HomeResult.Got.class); // reading goes on
        assertThat(homes.status(home.id()).orThrow().state()).isEqualTo("identity-mismatch");
    }

    /// Contract, acceptance 19: what was kept of the old installation stays as it is.
    @Test
    void whatAStrangerTellsIsNotKeptForTheHouse() throws Exception {
        var home = house("Home");
        var other = house("Other", GuardLevel.OPEN, it -> it.with("size", "small"));
        identify(home);
        home.act(it -> it.house().remove("sun.sun"));
        var parts = List.of(HomeComparison.Part.ENTITIES);
        var own = entities(homes.compare(List.of(home.id(), other.id()), parts));

        home.service().fault(new Fault.OtherIdentity());
        Eventually.that(() -> restarted(home));
        assertThat(entities(homes.compare(List.of(home.id(), other.id()), parts)))
                .containsKey("sun.sun");

        home.service().fault(new Fault.Refused());
        Eventually.that(() -> unreachable(home));
        assertThat(entities(homes.compare(List.of(home.id(), other.id()), parts)))
                .isEqualTo(own);
    }

    private static Map<String, ?> entities(HomeComparison comparison) {
        return comparison.sides().getFirst().parts().get(HomeComparison.Part.ENTITIES);
    }

    /// What a person without rights cannot see is said, and is no failure of the house.
    @Test
    void whatOnlyAdministratorsMaySeeIsNamedBesideTheProblems() throws Exception {
        var home = house("Home", GuardLevel.OPEN, it -> it.with("admin", "false"));

        var list = homes.problems(List.of(home.id()));

        assertThat(list.notAsked()).isEmpty();
        assertThat(list.untold())
                .contains(new HomeProblemList.Untold("Home", HomeProblemList.Source.BACKUPS, Optional.empty()));
        assertThat(list.untold())
                .extracting(HomeProblemList.Untold::sentence)
                .contains("The backups of Home are told only to administrators.");

        home.act(it -> it.forgetCommands(Set.of("repairs/list_issues"))); // a house that has none
        assertThat(homes.problems(List.of(home.id())).untold())
                .extracting(HomeProblemList.Untold::source)
                .doesNotContain(HomeProblemList.Source.REPAIRS);
    }

    // --- the choice of each house

    private void choose(House home, io.pilothouse.domain.home.LineChoice choice) throws Exception {
        var instance = engine.get().instances().find(home.id()).orElseThrow();
        var settings = new java.util.TreeMap<>(instance.configuration().settings());
        settings.put(io.pilothouse.domain.home.LineChoice.SETTING, choice.word());
        engine.get()
                .instances()
                .edit(
                        home.id(),
                        instance.configVersion(),
                        instance.configuration().withSettings(settings),
                        Map.of(),
                        TestEngine.ME);
    }

    @Test
    void aHouseOnDemandIsConnectedOnlyWhileSomebodyLooks() throws Exception {
        var home = house("Home");
        var seldom = house("Seldom");
        choose(seldom, io.pilothouse.domain.home.LineChoice.ON_DEMAND);
        homes.start();
        Eventually.that(() -> home.received().contains("subscribe_entities"));
        assertThat(seldom.received()).isEmpty();

        try (var watch = homes.watch(seldom.id(), new Heard())) {
            Eventually.that(watch::synced);
        }
        choose(home, io.pilothouse.domain.home.LineChoice.ON_DEMAND);
        Eventually.that(() -> seldom.received().contains("subscribe_entities"));
    }

    @Test
    void withManyHousesTheOneThatIsToBeConnectedAlwaysIs() throws Exception {
        var all = new ArrayList<House>();
        for (int i = 0; i <= HomeLines.MOST_ALWAYS; i++) {
            all.add(house("House " + i, GuardLevel.OPEN, it -> it.with("size", "small")));
        }
        choose(all.get(7), io.pilothouse.domain.home.LineChoice.ALWAYS);
        homes.start();
        Eventually.that(() -> all.get(7).received().contains("subscribe_entities"));
        assertThat(all.stream().filter(one -> !one.received().isEmpty())).containsExactly(all.get(7));
    }

    // --- the past as it goes on

    @Test
    void thePastIsFollowedOverAnEditOfTheInstance() throws Exception {
        var home = house("Home");
        var points = new java.util.concurrent.CopyOnWriteArrayList<io.pilothouse.domain.home.Past.Point>();
        var entries = new java.util.concurrent.CopyOnWriteArrayList<io.pilothouse.domain.home.Past.Entry>();
        var begun = java.time.Instant.now();
        try (var _ = homes.followHistory(
                        home.id(),
                        List.of("light.hall_light"),
                        begun,
                        told -> told.values().forEach(points::addAll));
                var _ = homes.followLogbook(home.id(), begun, entries::addAll)) {
            Eventually.that(() -> home.received().contains("logbook/event_stream"));
            homes.call(home.id(), light("toggle", "light.hall_light"), YES).orThrow();
            Eventually.that(() -> points.size() == 1 && entries.size() == 1);
            assertThat(entries.getFirst().name()).isEqualTo("Hall light");

            choose(home, io.pilothouse.domain.home.LineChoice.ALWAYS); // the line is another one now
            Eventually.that(() ->
                    home.received().stream().filter("history/stream"::equals).count() == 2);
            homes.call(home.id(), light("toggle", "light.hall_light"), YES).orThrow();
            Eventually.that(() -> points.size() == 2 && entries.size() == 2);
        }
    }
}
