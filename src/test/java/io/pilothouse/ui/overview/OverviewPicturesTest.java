package io.pilothouse.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Draws overviews, to be looked at.
@Tag("pictures")
class OverviewPicturesTest {

    @ParameterizedTest
    @CsvSource({"S1,overview,false", "S1,overview,true", "S2,overview-down,false"})
    void overview(String monogram, String picture, boolean dark) {
        var name = picture + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window =
                    Windows.open(fakes, dark, Locale.ENGLISH, false, Optional.of(PictureFleet.id(monogram)))) {
                Windows.picture(fakes, window, name);
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
