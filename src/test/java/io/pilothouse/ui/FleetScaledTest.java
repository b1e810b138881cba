package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.shell.ShellWindow;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// What a larger scale does beyond drawing everything larger.
class FleetScaledTest {

    @Test
    void someInstancesHaveRoomAtTwiceTheSize() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Appearance.SCALE, 200);
            try (var window = Windows.open(fakes, false)) {
                Windows.picture(fakes, window, "fleet-scaled");
                var rows = (TableView<?>) window.scene().getRoot().lookup(".fleet .table-view");

                assertThat(rows.getHeight()).isGreaterThanOrEqualTo(120);
            }
        });
    }

    /// A menu has a window of its own.
    @Test
    void menusAreAsLargeAsTheWindowTheyBelongTo() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Appearance.SCALE, 200);
            try (var window = Windows.open(fakes, false)) {
                var stage = new Stage();
                stage.setScene(window.scene());
                stage.show();
                try {
                    assertThat(menuLetters(window)).isEqualTo(26);
                    fakes.settings.set(Appearance.SCALE, 100);
                    assertThat(menuLetters(window)).isEqualTo(13);
                } finally {
                    stage.hide();
                }
            }
        });
    }

    private static double menuLetters(ShellWindow window) {
        var menu = new ContextMenu(new MenuItem("Check now"));
        menu.show(window.scene().getRoot(), 10, 10);
        try {
            menu.getScene().getRoot().applyCss();
            return ((Label) menu.getScene().getRoot().lookup(".menu-item .label"))
                    .getFont()
                    .getSize();
        } finally {
            menu.hide();
        }
    }
}
