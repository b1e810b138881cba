package io.pilothouse.ui.palette;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the palette and the map of keys, to be looked at.
@Tag("pictures")
class PalettePicturesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void palette(boolean dark) {
        draw("palette", dark, "palette.open", dark ? "" : "re @4k");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keys(boolean dark) {
        draw("keys", dark, "help.keys", "");
    }

    private static void draw(String what, boolean dark, String action, String typed) {
        var name = what + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, dark)) {
                window.context().navigation().goTo(PictureFleet.id("R1"), "overview");
                window.scene().getRoot().applyCss();
                window.context().actions().run(action, Optional.empty());
                if (!typed.isEmpty()) {
                    ((TextField) window.scene().getRoot().lookup("#palette-box .text-field")).setText(typed);
                }
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
