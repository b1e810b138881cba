package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the screens, to be looked at.
@Tag("pictures")
class PicturesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fleet(boolean dark) {
        var name = "fleet-" + (dark ? "dark" : "light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, dark)) {
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
