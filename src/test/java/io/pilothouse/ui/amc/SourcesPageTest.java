package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import javafx.scene.control.Button;
import org.junit.jupiter.api.Test;

class SourcesPageTest {

    @Test
    void whatIsMissingToReadIsEnteredFromWhereItIsMissed() {
        var fakes = PictureFleet.make();
        var brand = PictureFleet.id("A1");
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var navigation = window.context().navigation();
                navigation.goTo(brand, "sources");
                Routes.settle(fakes, window);

                window.scene().getRoot().lookupAll(".state-pane .button").stream()
                        .map(Button.class::cast)
                        .filter(button -> button.getText().equals("Open the instance’s settings"))
                        .findFirst()
                        .orElseThrow()
                        .fire();

                assertThat(navigation.location().get()).isEqualTo(new Location.OfInstance(brand, "settings"));
            }
        });
    }
}
