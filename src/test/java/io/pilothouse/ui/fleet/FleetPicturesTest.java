package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the forms of the Fleet, to be looked at.
@Tag("pictures")
class FleetPicturesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cards(boolean dark) {
        var fakes = PictureFleet.make();
        fakes.settings.set(FleetSettings.SHAPE, FleetSettings.Shape.CARDS);
        Windows.draw("fleet-cards", dark, fakes, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void grouped(boolean dark) {
        var fakes = PictureFleet.make();
        fakes.settings.set(FleetSettings.GROUPING, FleetSettings.Grouping.HOST);
        Windows.draw("fleet-grouped", dark, fakes, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void peek(boolean dark) {
        Windows.draw("fleet-peek", dark, PictureFleet.make(), window -> {
            var table = (TableView<?>) window.scene().getRoot().lookup(".fleet-table #table-rows");
            table.getSelectionModel().select(3);
            table.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, " ", " ", KeyCode.SPACE, false, false, false, false));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void overTime(boolean dark) {
        var fakes = PictureFleet.make();
        changed(fakes, "S2", 12, ShownState.HEALTHY, ShownState.DOWN, "nas2.lan does not answer");
        changed(fakes, "L1", 12, ShownState.HEALTHY, ShownState.DOWN, "nas2.lan does not answer");
        changed(fakes, "T1", 12, ShownState.HEALTHY, ShownState.DOWN, "nas2.lan does not answer");
        changed(fakes, "Q2", 130, ShownState.HEALTHY, ShownState.REFUSED, "It answers and refuses the key.");
        changed(fakes, "W1", 134, ShownState.HEALTHY, ShownState.MAINTENANCE, "Maintenance began.");
        changed(fakes, "S1", 340, ShownState.HEALTHY, ShownState.WARNING, "/tv has 4 % free, 182 GB of 4.0 TB");
        changed(fakes, "R1", 860, ShownState.HEALTHY, ShownState.WARNING, "Indexer Beacon fails");
        changed(fakes, "H2", 1_120, ShownState.UNSTABLE, ShownState.HEALTHY, "It has been calm for 10 minutes.");
        changed(fakes, "H2", 1_160, ShownState.HEALTHY, ShownState.UNSTABLE, "Four changes within 30 minutes");
        Windows.draw(
                "timeline", dark, fakes, window -> window.context().navigation().go(new Location.Program("timeline")));
    }

    private static void changed(
            FakeServices fakes, String monogram, int minutesAgo, ShownState from, ShownState to, String words) {
        var before = new ArrayList<>(fakes.health.changes.getOrDefault(PictureFleet.id(monogram), List.of()));
        before.add(new StateChange(FakeServices.NOW.minus(Duration.ofMinutes(minutesAgo)), from, to, words));
        fakes.health.changes.put(PictureFleet.id(monogram), before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wall(boolean dark) {
        wall("wall-" + (dark ? "dark" : "light"), PictureFleet.make(), dark);
    }

    @org.junit.jupiter.api.Test
    void wallOfTwoHundred() {
        wall("wall-200", PictureFleet.generated(200), true);
    }

    @org.junit.jupiter.api.Test
    void wallOfForty() {
        wall("wall-40", PictureFleet.generated(40), false);
    }

    private static void wall(String name, FakeServices fakes, boolean dark) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, dark)) {
                var wall = new Wall(window.context(), _ -> {}, () -> {});
                var scene = new Scene(wall.root(), 1440, 900);
                window.context().themes().dress(scene);
                for (int i = 0; i < 3; i++) {
                    scene.getRoot().applyCss();
                    scene.getRoot().layout();
                    Windows.settle(fakes);
                }
                FxToolkit.picture(scene, Path.of("target", "pictures", name + ".png"));
                wall.close();
            }
        });
    }
}
