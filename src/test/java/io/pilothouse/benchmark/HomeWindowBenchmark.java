package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.MeasuredWindow;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.table.RowTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The budgets of the contract's section 29 that a person sees: in the real window, with simulated houses.
@Tag("benchmark")
class HomeWindowBenchmark {

    private static final int ENTITIES = 10_000;
    private static final KindId KIND = new KindId("homeassistant");

    @TempDir
    Path folder;

    private DemoFleet fleet;
    private MeasuredWindow measured;
    private @Nullable TableView<?> shownTable;

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        measured = MeasuredWindow.open(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        measured.close();
        fleet.close();
    }

    private record House(InstanceId id, SimulatedService service) {

        void burst(int events) {
            with(it -> it.burst(events));
        }

        void with(Consumer<HomeAssistantSimulator> work) {
            service.with(HomeAssistantSimulator.class, it -> {
                work.accept(it);
                return true;
            });
        }

        List<String> asked() {
            return service.with(
                    HomeAssistantSimulator.class,
                    it -> it.received().stream()
                            .map(HomeAssistantSimulator.Received::type)
                            .toList());
        }
    }

    private House house(String name, int entities) throws IOException, ProblemException {
        var service = fleet.add(ServiceSpec.of("homeassistant", name)
                .with("entities", Integer.toString(entities))
                .with("areas", "100"));
        return new House(added(name, service.address(), service.access().secretText()), service);
    }

    private InstanceId added(String name, URI address, String token) throws ProblemException {
        var configuration =
                Configuration.of(KIND, name, Address.of(address.toString())).withGuard(Optional.of(GuardLevel.OPEN));
        return measured.add(configuration, Secrets.of("token", token)).id();
    }

    private Scene scene() {
        return measured.window().scene();
    }

    private void go(InstanceId id, String page) {
        measured.window().context().navigation().goTo(id, page);
    }

    /// The rows of the table of the page that is shown, of the house it belongs to; none while it is still being
    /// drawn.
    private List<EntityRow> rows(InstanceId id) {
        boolean there = measured.window().context().navigation().location().get() instanceof Location.OfInstance at
                && at.instance().equals(id);
        return there
                        && scene().lookup(".table-view") instanceof TableView<?> table
                        && table.getMaxHeight() == Region.USE_COMPUTED_SIZE
                ? table.getItems().stream()
                        .filter(EntityRow.class::isInstance)
                        .map(EntityRow.class::cast)
                        .toList()
                : List.of();
    }

    @Test
    void snapshotToTable() throws Exception {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 4; i++) {
            var one = house("House " + i, ENTITIES);
            millis.add(Pulses.until(
                    scene(),
                    () -> go(one.id(), "entities"),
                    () -> rows(one.id()).size() >= ENTITIES));
        }
        Figure.of("HA1-window", "house of 10,000 entities, not connected before, to its visible table", "ms")
                .almostAll(2_000)
                .record(millis.subList(1, millis.size())); // the JVM warms up on the first
    }

    /// The page stands and waits; then everything comes at once.
    @Test
    void arrivalOfManyEntities() throws Exception {
        var blocked = new ArrayList<Double>();
        var worked = new ArrayList<Double>();
        try (var apart = HousesApart.start(10, ENTITIES)) {
            for (var house : apart.houses()) {
                var id = added(house.name(), house.address(), house.token());
                Pulses.until(
                        scene(),
                        () -> go(id, "entities"),
                        () -> measured.window()
                                .context()
                                .navigation()
                                .location()
                                .get()
                                .equals(new Location.OfInstance(id, "entities")));
                Eventually.that(() -> apart.asked(house));
                var longest = longestWait(() ->
                        Pulses.until(scene(), () -> Thread.startVirtualThread(() -> apart.letGo(house)), this::drawn));
                blocked.add(longest.late());
                worked.add(longest.work());
            }
        }
        Figure.of("HA1-block", "longest time the window did not answer while 10,000 entities came", "ms")
                .almostAll(50)
                .record(blocked.subList(2, blocked.size()));
        Figure.of("HA1-block-work", "the same: work of the processor for the window's thread", "ms")
                .record(worked.subList(2, worked.size()));
    }

    /// Whether the table that is shown has its rows and its whole height, found out without much work of its own.
    private boolean drawn() {
        if (shownTable == null || shownTable.getScene() == null) {
            shownTable = scene().lookup(".table-view") instanceof TableView<?> table ? table : null;
        }
        return shownTable != null
                && shownTable.getMaxHeight() == Region.USE_COMPUTED_SIZE
                && shownTable.getItems().size() >= ENTITIES;
    }

    private static Blocks.Longest longestWait(Pulses.Work work) throws Exception {
        try (var blocks = new Blocks()) {
            work.run();
            return blocks.take();
        }
    }

    @Test
    void eventsToCells() throws Exception {
        var one = house("House", ENTITIES);
        Pulses.until(
                scene(), () -> go(one.id(), "entities"), () -> rows(one.id()).size() >= ENTITIES);
        Eventually.that(() -> live(one));
        var delays = new ArrayList<Double>();
        for (int i = 0; i < 30; i++) { // 200 a second
            var before = latest(one);
            delays.add(Pulses.until(
                    scene(), () -> Thread.startVirtualThread(() -> one.burst(20)), () -> latest(one) > before));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
        }
        Figure.of("HA2-cell", "event to cell, 200 events/s, 10,000 rows", "ms")
                .almostAll(500)
                .record(delays.subList(5, delays.size()));

        var paints = new AtomicInteger();
        var painted = new AtomicBoolean(true); // what changes between two pulses is painted once
        FxToolkit.run(() -> {
            scene().addPostLayoutPulseListener(() -> painted.set(true));
            if (scene().lookup(".row-table") instanceof RowTable<?> table) {
                table.whenShown(() -> {
                    if (painted.getAndSet(false)) {
                        paints.incrementAndGet();
                    }
                });
            }
        });
        long begun = System.nanoTime();
        var blocked = longestWait(() -> {
            for (int i = 0; i < 50; i++) { // 2,000 a second
                one.burst(200);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        double seconds = (System.nanoTime() - begun) / 1e9;
        Figure.of("HA3-repaints", "repaints a second of the table at 2,000 events/s", "1/s")
                .median(20)
                .record(paints.get() / seconds);
        Figure.of("HA3-block", "longest time the window did not answer meanwhile", "ms")
                .record(blocked.late());
        Figure.of("HA3-window", "connections lost by it", "connections")
                .median(0)
                .record(measured.homes().status(one.id()).orThrow().reconnects());
    }

    private boolean live(House one) {
        try {
            return measured.homes().status(one.id()).orThrow().entities().isPresent();
        } catch (InterruptedException | ProblemException e) {
            throw new AssertionError(e);
        }
    }

    /// The number that a burst counts up, as the table shows it.
    private long latest(House one) {
        return rows(one.id()).stream()
                .filter(row -> row.domain().equals("sensor"))
                .flatMap(row -> row.state().stream())
                .map(state -> state.state())
                .filter(state -> state.matches("\\d{4,9}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
    }

    @Test
    void switchBetweenConnectedHouses() throws Exception {
        var houses = List.of(house("One", 2_000), house("Other", 2_000));
        measured.connectHouses();
        Eventually.that(() -> houses.stream().allMatch(this::ready));
        var first = new ArrayList<Double>();
        var complete = new ArrayList<Double>();
        for (int i = 0; i < 10; i++) {
            var to = houses.get(i % 2);
            long begun = System.nanoTime();
            first.add(Pulses.until(
                    scene(), () -> go(to.id(), "entities"), () -> !rows(to.id()).isEmpty()));
            Pulses.until(scene(), () -> {}, () -> rows(to.id()).size() >= 2_000 && live(to));
            complete.add((System.nanoTime() - begun) / 1e6);
        }
        Figure.of("HA8-first", "switch to a connected house of 2,000 entities, first rows", "ms")
                .almostAll(200)
                .record(first.subList(4, first.size()));
        Figure.of("HA8-window", "the same, all rows live", "ms")
                .almostAll(1_000)
                .record(complete.subList(4, complete.size()));
    }

    private boolean ready(House one) {
        try {
            return measured.homes().status(one.id()).orThrow().ready();
        } catch (InterruptedException | ProblemException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void chart() throws Exception {
        var fakes = PictureFleet.make();
        SampleHouse.fill(fakes.homes);
        fakes.homes.answers.put("history", series(fakes));
        var house = PictureFleet.id("H2");
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 6; i++) {
            FxToolkit.run(() -> {
                try (var window = Windows.open(fakes, false)) {
                    long begun = System.nanoTime();
                    window.context().navigation().go(new Location.OfInstance(house, "charts"));
                    BooleanSupplier drawn = () -> window.scene().lookup(".home-chart") != null
                            && window.scene().lookup(".home-chart").getAccessibleText() != null
                            && !window.scene()
                                    .lookup(".home-chart")
                                    .getAccessibleText()
                                    .isEmpty();
                    for (int round = 0; round < 10 && !drawn.getAsBoolean(); round++) {
                        Windows.settle(fakes);
                        window.scene().getRoot().applyCss();
                        window.scene().getRoot().layout();
                    }
                    assertThat(drawn.getAsBoolean()).isTrue();
                    window.scene().snapshot(null);
                    millis.add((System.nanoTime() - begun) / 1e6);
                }
            });
        }
        Figure.of("HA6-window", "page with a chart of 200,000 points, to its first picture", "ms")
                .almostAll(2_000)
                .record(millis.subList(1, millis.size()));
    }

    private static List<Past.Series> series(FakeServices fakes) {
        var begun = fakes.clock.instant().minus(Duration.ofDays(1));
        return IntStream.range(0, 10)
                .mapToObj(number -> new Past.Series(
                        "sensor." + number,
                        "",
                        IntStream.range(0, 20_000)
                                .mapToObj(i -> new Past.Point(
                                        begun.plusMillis(4_320L * i),
                                        "",
                                        OptionalDouble.of(i % 100),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty()))
                                .toList(),
                        "history"))
                .toList();
    }
}
