package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import javafx.scene.Parent;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.junit.jupiter.api.Test;

/// The tabs of an instance with many pages.
class ShellTabsTest {

    private static final double WIDTH = 1200;

    @Test
    void everyPageOfAHouseIsReachedFromItsTabsOrTheirMenu() {
        FxToolkit.start();
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, false)) {
                var root = window.scene().getRoot();
                root.resize(WIDTH, 900);
                Routes.settle(fakes, window);
                window.context().navigation().goTo(PictureFleet.id("H1"), "entities");
                Routes.settle(fakes, window);

                var strip = (Parent) root.lookup(".tab-strip");
                var more = (MenuButton) strip.lookup(".menu-button");
                assertThat(strip.localToScene(strip.getLayoutBounds()).getMaxX())
                        .isLessThanOrEqualTo(WIDTH);
                assertThat(more.isVisible()).isTrue();
                assertThat(more.localToScene(more.getLayoutBounds()).getMaxX()).isLessThanOrEqualTo(WIDTH);
                assertThat(more.getItems().stream().map(MenuItem::getText)).contains("Settings");
            }
        });
    }
}
