package io.pilothouse.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
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

    private static void draw(String name, boolean dark, FakeServices fakes, Consumer<ShellWindow> prepare) {
        var file = name + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, dark)) {
                window.scene().getRoot().applyCss();
                prepare.accept(window);
                Windows.picture(fakes, window, file);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", file + ".png"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cards(boolean dark) {
        var fakes = PictureFleet.make();
        fakes.settings.set(FleetSettings.SHAPE, FleetSettings.Shape.CARDS);
        draw("fleet-cards", dark, fakes, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void grouped(boolean dark) {
        var fakes = PictureFleet.make();
        fakes.settings.set(FleetSettings.GROUPING, FleetSettings.Grouping.HOST);
        draw("fleet-grouped", dark, fakes, _ -> {});
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void peek(boolean dark) {
        draw("fleet-peek", dark, PictureFleet.make(), window -> {
            var table = (TableView<?>) window.scene().getRoot().lookup("#rows");
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
