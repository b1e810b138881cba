package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// Nothing invisible lies over the window and takes the mouse.
class MouseTest {

    private final FakeServices fakes = PictureFleet.make();

    @Test
    void aClickReachesWhatIsUnderIt() {
        var window = FxToolkit.call(() -> {
            var opened = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty());
            var stage = new Stage();
            stage.setScene(opened.scene());
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1000);
            stage.setHeight(800);
            stage.show();
            return opened;
        });
        FxToolkit.run(() -> {
            var search = window.scene().lookup("#search");
            var middle = search.getBoundsInLocal();
            var at = search.localToScreen(middle.getCenterX(), middle.getCenterY());
            var robot = new Robot();
            robot.mouseMove(at);
            robot.mouseClick(MouseButton.PRIMARY);
        });
        FxToolkit.run(() -> {});
        FxToolkit.run(() -> {
            assertThat(window.context().dialogs().anyOpen()).isTrue();
            window.scene().getWindow().hide();
            window.close();
        });
    }
}
