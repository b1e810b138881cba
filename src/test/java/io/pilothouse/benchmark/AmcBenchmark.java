package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results of Amazon Marketing Cloud: fetched, opened, joined; slots computed.
@Tag("benchmark")
class AmcBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 5);
    private static final int MEMBERS = 20;
    private static final int GRID = 100_000;
    private static final int PAGES = 100;
    private static final int LOGINS = 5;
    private static final int OF_LOGIN = 20;
    private static final int GROUP = Integer.getInteger("benchmark.group", 100);

    @TempDir
    private Path folder;

    private AmcRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Run fetched(int rows) throws Exception {
        var id = rig.add("Main " + rows, "amcpilot001").id();
        rig.simulate(it -> it.runs().plan(Plan.USUAL.result(rows, 5, true)));
        rig.amc().startRuns();
        return rig.ended(rig.ask("ph.reach-by-campaign", id).getFirst().id());
    }

    @Test
    void aMillionRowsAreFetchedAndOpened() throws Exception {
        long began = System.nanoTime();
        var run = fetched(1_000_000);
        Figure.of("A-fetch", "result of 1,000,000 rows fetched and kept", "ms").record(since(began));
        began = System.nanoTime();
        var table = rig.amc().results().open(run);
        Figure.of("A-open-1m", "result of 1,000,000 rows opened", "ms").record(since(began));
        assertThat(table.rows()).isEqualTo(1_000_000);
    }

    @Test
    void aHundredThousandRowsAreOpenedAndJoined() throws Exception {
        var run = fetched(100_000);
        var times = new ArrayList<Double>();
        ResultTable table = rig.amc().results().open(run);
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            table = rig.amc().results().open(run);
            times.add(since(began));
        }
        Figure.of("A-open", "result of 100,000 rows opened", "ms")
                .almostAll(1_000)
                .record(times);
        var members = new ArrayList<Merge.Member>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Merge.Member("Member " + i, "amc", "E", "M", List.of(), AmcRig.JUNE, "x", "USD", table));
        }
        long began = System.nanoTime();
        var merged = Merge.of(members);
        Figure.of("A-merge", "results of 20 members with 100,000 rows each joined", "ms")
                .record(since(began));
        assertThat(merged.table().rows()).isEqualTo(MEMBERS * 100_000);
    }

    /// A group over so many that one login has: sent within the limits of the service, fetched and joined.
    @Test
    void aGroupOverAHundredInstancesIsAskedAndJoined() throws Exception {
        rig.close();
        rig = new AmcRig(
                folder.resolve("many"), ServiceSpec.of("amc", "Many").with("instances", Integer.toString(GROUP)));
        var secrets = new io.pilothouse.domain.secret.Secrets(rig.secrets("A").byField());
        var eyes = new io.pilothouse.tasks.amc.AccountSearch.Eyes(rig.address(), secrets, java.util.Map.of());
        long began = System.nanoTime();
        var found = rig.amc().search().discover(eyes, List.of(), false);
        var added = rig.amc()
                .search()
                .add(
                        eyes,
                        found.instances().stream()
                                .filter(it -> it.facts().creationStatus().equals("COMPLETED"))
                                .toList(),
                        io.pilothouse.testing.TestEngine.ME);
        Figure.of("A-import", added.size() + " instances of one login found and added", "ms")
                .record(since(began));
        assertThat(added).hasSizeGreaterThanOrEqualTo(GROUP);
        for (var instance : added) {
            rig.active(instance.id());
        }
        rig.amc().startRuns();
        began = System.nanoTime();
        var runs = rig.ask(
                "ph.reach-by-campaign",
                added.stream().map(it -> it.id()).toArray(io.pilothouse.domain.instance.InstanceId[]::new));
        for (var run : runs) {
            rig.ended(run.id());
        }
        Figure.of("A-group", "one question asked of " + runs.size() + " instances, all fetched", "ms")
                .record(since(began));
        began = System.nanoTime();
        var merged = rig.amc()
                .results()
                .merged(rig.amc().runs().ofGroup(runs.getFirst().ask().group().orElseThrow()));
        Figure.of("A-group-merge", "results of " + runs.size() + " instances joined", "ms")
                .record(since(began));
        assertThat(merged.missing()).isEmpty();
    }

    /// The grid of a result in the window: from the key that opens it to its first rows, then scrolled.
    @Test
    void aHundredThousandRowsAreInTheGrid() throws Exception {
        var run = fetched(GRID);
        openedAndScrolled(run); // warms up: what is recorded then takes its place
        openedAndScrolled(run);
    }

    private void openedAndScrolled(Run run) throws Exception {
        var fakes = new FakeServices();
        var window = AmcWindow.open(rig, fakes, new Location.OfInstance(run.instance(), "runs"));
        var stage = FxToolkit.call(() -> {
            var shown = new Stage();
            shown.setScene(window.scene());
            shown.setWidth(1_440);
            shown.setHeight(900);
            shown.show();
            return shown;
        });
        try {
            Eventually.that(() -> FxToolkit.call(() -> {
                fakes.later.pass(Duration.ofMillis(500));
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
                return rows(window).filter(it -> it.getItems().size() == 1).isPresent();
            }));
            double opened = Pulses.until(
                    window.scene(),
                    () -> AmcWindow.enter(window),
                    () -> passed(fakes)
                            && rows(window)
                                    .filter(it -> it.getItems().size() == GRID)
                                    .filter(it -> it.lookupAll(".table-row-cell").stream()
                                            .anyMatch(row -> row.isVisible() && ((TableRow<?>) row).getItem() != null))
                                    .isPresent());
            Figure.of("A-grid", "result of 100,000 rows, from the key to its first rows in the grid", "ms")
                    .almostAll(1_000)
                    .record(opened);
            var grid = FxToolkit.call(() -> rows(window).orElseThrow());
            FxToolkit.run(() -> {
                grid.requestFocus();
                grid.getSelectionModel().selectFirst();
            });
            var gaps = Pulses.during(() -> {
                for (int page = 0; page < PAGES; page++) {
                    FxToolkit.run(() -> grid.fireEvent(
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.PAGE_DOWN, false, false, false, false)));
                    LockSupport.parkNanos(16_000_000);
                }
            });
            Figure.of("A-grid-scroll", "between pulses while that grid is scrolled by Page Down", "ms")
                    .median(25)
                    .almostAll(50)
                    .record(gaps);
        } finally {
            FxToolkit.run(() -> {
                window.close();
                stage.hide();
            });
        }
    }

    /// What the window does a moment later is done.
    private static boolean passed(FakeServices fakes) {
        fakes.later.pass(Duration.ofMillis(50));
        return true;
    }

    private static Optional<TableView<?>> rows(ShellWindow window) {
        return window.scene().lookup("#table-rows") instanceof TableView<?> table
                ? Optional.of(table)
                : Optional.empty();
    }

    /// Section 12.4: a hundred instances of five logins whose host takes 200 ms for each answer, checked by
    /// the program as a process of its own, its start and the limits of the service included.
    @Test
    void aHundredInstancesAreChecked() throws Exception {
        var data = folder.resolve("hundred").toString();
        var said = folder.resolve("said");
        try (var fleet = DemoFleet.empty(5, java.time.Clock.systemUTC())) {
            var services = new ArrayList<SimulatedService>();
            for (int login = 0; login < LOGINS; login++) {
                var spec = ServiceSpec.of("amc", "Login " + login)
                        .with("instances", Integer.toString(OF_LOGIN - 2)); // its own and its sandbox beside them
                var service = fleet.add(spec);
                services.add(service);
                var secret = folder.resolve("secret" + login);
                Files.writeString(secret, service.access().secretText());
                RunningProgram.command(
                        said,
                        "--data",
                        data,
                        "amc",
                        "discover",
                        "--address",
                        service.address().toString(),
                        "--secret-file",
                        secret.toString(),
                        "--import",
                        "--yes");
            }
            services.forEach(service -> service.fault(new Fault.Slow(Duration.ofMillis(200))));
            double millis = RunningProgram.command(said, "--data", data, "health", "--once", "--json");
            Figure.of("A-check", "100 instances of five logins checked, 200 ms an answer", "ms")
                    .almostAll(20_000)
                    .record(millis);
            assertThat(Files.readString(said)).contains("\"checked\":" + LOGINS * OF_LOGIN);
        }
    }

    @Test
    void tenThousandSlotsAreComputed() throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            var slots = Trigger.of("*/30 * * * *")
                    .next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("America/New_York"), 10_000);
            times.add(since(began));
            assertThat(slots).hasSize(10_000);
        }
        Figure.of("A-slots", "10,000 slots of a schedule computed", "ms").record(times);
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e6;
    }
}
