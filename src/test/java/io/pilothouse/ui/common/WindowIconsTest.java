package io.pilothouse.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pilothouse.testing.ui.FxToolkit;
import java.util.List;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// The icon of windows, as the drawn set has it.
class WindowIconsTest {

    @Test
    void aWindowHasTheIconInEverySizeThatSystemsAskFor() {
        FxToolkit.start();
        var sizes = FxToolkit.call(() -> {
            var stage = new Stage();
            WindowIcons.on(stage);
            return stage.getIcons().stream().map(Image::getWidth).toList();
        });

        assertEquals(List.of(16.0, 24.0, 32.0, 48.0, 64.0, 128.0, 256.0), sizes);
    }
}
