package io.pilothouse.ui.fleet;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.nio.file.Path;
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
