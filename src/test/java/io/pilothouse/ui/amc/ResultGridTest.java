package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance check 27 in counts: a large result costs the window as much as fits on the screen. How long that
/// takes is measured by [io.pilothouse.benchmark.AmcBenchmark].
class ResultGridTest {

    private static final int ROWS = 100_000;

    /// More than any screen of this height shows.
    private static final int MOST_DRAWN = 60;

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private ShellWindow window;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        var id = rig.add("Brand North", "amcpilot001").id();
        rig.simulate(it -> it.runs().plan(Plan.USUAL.result(ROWS, 5, true)));
        rig.amc().startRuns();
        rig.ended(rig.ask("ph.reach-by-campaign", id).getFirst().id());
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(id, "runs"));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
        rig.close();
    }

    private void until(BooleanSupplier shown) throws InterruptedException {
        Eventually.that(() -> FxToolkit.call(() -> {
            fakes.later.pass(Duration.ofMillis(500));
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            return shown.getAsBoolean();
        }));
    }

    private Optional<TableView<?>> grid() {
        return window.scene().lookup("#table-rows") instanceof TableView<?> table
                        && table.getItems().size() == ROWS
                ? Optional.of(table)
                : Optional.empty();
    }

    /// @return rows that hold something
    private static long drawn(TableView<?> grid) {
        return grid.lookupAll(".table-row-cell").stream()
                .filter(row -> row.isVisible() && ((TableRow<?>) row).getItem() != null)
                .count();
    }

    @Test
    void aHundredThousandRowsCostAsMuchAsFitsOnTheScreen() throws Exception {
        until(() -> window.scene().lookup("#table-rows") instanceof TableView<?> table
                && table.getItems().size() == 1);
        FxToolkit.run(() -> AmcWindow.enter(window));
        until(() -> grid().filter(it -> drawn(it) > 0).isPresent());
        var grid = FxToolkit.call(() -> grid().orElseThrow());
        assertThat(FxToolkit.call(() -> drawn(grid))).isBetween(5L, (long) MOST_DRAWN);

        for (int row = 0; row < ROWS; row += ROWS / 50) { // as somebody who scrolls through all of it
            int to = row;
            FxToolkit.run(() -> {
                grid.scrollTo(to);
                window.scene().getRoot().layout();
            });
        }
        FxToolkit.run(() -> {
            grid.scrollTo(ROWS - 1);
            window.scene().getRoot().layout();
        });

        assertThat(FxToolkit.call(() -> grid.lookupAll(".table-row-cell").size()))
                .isLessThanOrEqualTo(MOST_DRAWN);
        assertThat(FxToolkit.call(() -> grid.lookupAll(".table-row-cell").stream()
                        .mapToInt(row -> ((TableRow<?>) row).getIndex())
                        .max()
                        .orElse(0)))
                .isGreaterThan(ROWS - MOST_DRAWN);
    }
}
