package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.WindowSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void switcher(boolean dark) {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(
                    WindowSettings.PINNED,
                    Stream.of("S1", "R4", "R1", "Q1", "T1", "H2")
                            .map(monogram -> PictureFleet.id(monogram).value())
                            .toList());
            try (var window = Windows.open(fakes, dark)) {
                Windows.picture(fakes, window, "behind-switcher");
                window.context().actions().run("switcher.open", Optional.empty());
                ((TextField) window.scene().lookup(".switcher .text-field")).setText("ra");
                Windows.picture(fakes, window, "switcher-" + (dark ? "dark" : "light"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"H2", "S2", "R4"})
    void instance(String monogram) {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(
                    fakes, monogram.equals("S2"), Locale.ENGLISH, true, Optional.of(PictureFleet.id(monogram)))) {
                Windows.picture(fakes, window, "instance-" + monogram);
            }
        });
    }

    @Test
    void collapsedAndPseudo() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(WindowSettings.RAIL_COLLAPSED, true);
            fakes.pausing.pause(Optional.empty());
            try (var window =
                    Windows.open(fakes, false, Locale.forLanguageTag(Texts.PSEUDO), false, Optional.empty())) {
                Windows.picture(fakes, window, "fleet-pseudo");
            }
        });
    }

    @Test
    void aThousandInstancesAndANarrowWindow() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.generated(1_000);
            try (var window = Windows.open(fakes, true)) {
                Windows.picture(fakes, window, "fleet-thousand");
                for (int i = 0; i < 3; i++) {
                    fakes.health.states.update(java.util.HashMap::new);
                    Windows.settle(fakes);
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                }
            }
            var few = PictureFleet.make();
            try (var window = Windows.open(few, false)) {
                var stage = new Stage();
                stage.setScene(window.scene());
                stage.setWidth(900);
                stage.setHeight(600);
                stage.show();
                Windows.picture(few, window, "fleet-narrow");
                window.context().actions().run("switcher.open", Optional.empty());
                Windows.picture(few, window, "switcher-narrow");
                stage.hide();
            }
        });
    }

    @Test
    void keys() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("help.keys", Optional.empty());
                Windows.picture(fakes, window, "keys");
            }
        });
    }
}
