package io.pilothouse.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Themes;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

class SettingsViewTest {

    @Test
    void theScaleSaysWhereANarrowWindowDrawsItSmaller() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Appearance.SCALE, 200);
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                window.scene().getRoot().resize(960, 700);
                window.context().actions().run("settings.appearance", Optional.empty());
                Routes.settle(fakes, window);
                var drawn = (Label) window.scene().lookup("#scale-drawn");

                assertThat(drawn.isVisible()).isTrue();
                assertThat(drawn.getText()).contains("%").contains("schmal");

                window.scene().getRoot().resize(1900, 1000);
                Routes.settle(fakes, window);
                assertThat(drawn.isVisible()).isFalse();
            }
        });
    }

    @Test
    void aPassphraseIsTypedTwiceBeforeItOpensTheSecrets() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.context().actions().run("settings.security", Optional.empty());
                Routes.settle(fakes, window);
                var scene = window.scene();
                ((Button) scene.lookup("#set-passphrase")).fire();
                Routes.settle(fakes, window);
                var go = (Button) scene.lookup("#asked-go");
                ((TextField) scene.lookup("#asked")).setText("cat");
                ((TextField) scene.lookup("#asked-again")).setText("cat");
                assertThat(scene.lookup("#asked-short").isVisible()).isTrue();
                assertThat(go.isDisabled()).isTrue();
                ((TextField) scene.lookup("#asked-again")).setText("");
                ((TextField) scene.lookup("#asked")).setText("nine lives");
                assertThat(scene.lookup("#asked-short").isVisible()).isFalse();
                assertThat(go.isDisabled()).isTrue();
                ((TextField) scene.lookup("#asked-again")).setText("nine loves");
                assertThat(go.isDisabled()).isTrue();
                assertThat(scene.lookup("#asked-differ").isVisible()).isTrue();
                ((TextField) scene.lookup("#asked-again")).setText("nine lives");
                assertThat(scene.lookup("#asked-differ").isVisible()).isFalse();
                go.fire();
                Routes.settle(fakes, window);

                assertThat(fakes.safekeeping.calls).containsOnlyOnce("usePassphrase");
                assertThat(scene.lookup("#asked")).isNull();
            }
        });
    }

    @Test
    void tilesInTablesShowOnlyTheirColourWhereAPersonWantsIt() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.context().actions().run("go.fleet", Optional.empty());
                Routes.settle(fakes, window);
                var tiles = window.scene().getRoot().lookupAll("." + Monogram.NAMED);
                assertThat(tiles)
                        .isNotEmpty()
                        .allSatisfy(
                                tile -> assertThat(((Region) tile).getWidth()).isEqualTo(22));

                fakes.settings.set(Appearance.MONOGRAMS, Appearance.Monograms.COLOUR);
                Routes.settle(fakes, window);
                assertThat(window.scene().getRoot().lookupAll("." + Monogram.NAMED))
                        .filteredOn(tile -> !((Label) tile).getText().isEmpty())
                        .isNotEmpty()
                        .allSatisfy(tile -> {
                            assertThat(((Region) tile).getWidth()).isEqualTo(8);
                            assertThat(((Label) tile).getTextFill()).isEqualTo(Color.TRANSPARENT);
                            assertThat(tile.getAccessibleText()).isNotBlank();
                        });
                assertThat(window.scene().getRoot().lookupAll(".monogram"))
                        .filteredOn(tile -> !tile.getStyleClass().contains(Monogram.NAMED))
                        .isNotEmpty()
                        .allSatisfy(
                                tile -> assertThat(((Label) tile).getTextFill()).isNotEqualTo(Color.TRANSPARENT));
            }
        });
    }

    @Test
    void theFootOfAnInstanceIsOneLineHoweverLargeItIsDrawn() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Appearance.SCALE, 200);
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                window.scene().getRoot().resize(1440, 900);
                window.context().navigation().goTo(PictureFleet.id("S1"), "settings");
                Routes.settle(fakes, window);
                var foot = (Region) window.scene().lookup(".instance-settings-foot");

                assertThat(foot.getHeight()).isLessThan(70);
                assertThat(foot.lookup("#instance-more")).isNotNull();

                boolean some = false; // between all of them and none
                for (int width = 1500; width < 2600; width += 50) {
                    window.scene().getRoot().resize(width, 1400);
                    Routes.settle(fakes, window);
                    some |= foot.lookup("#instance-more") != null
                            && foot.lookupAll(".button").stream()
                                    .anyMatch(deed -> "instance-clone".equals(deed.getId()) && deed.isVisible()
                                            || "instance-pause".equals(deed.getId()) && deed.isVisible());
                    assertThat(foot.getHeight()).isLessThan(70);
                }
                assertThat(some).isTrue();

                window.scene().getRoot().resize(2600, 1400);
                Routes.settle(fakes, window);
                assertThat(foot.lookup("#instance-more")).isNull();
                assertThat(foot.getHeight()).isLessThan(70);
            }
        });
    }
}
