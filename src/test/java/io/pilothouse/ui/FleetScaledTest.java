package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Test;

/// At twice the size the Fleet scrolls as a whole rather than leave its table no room.
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
}
