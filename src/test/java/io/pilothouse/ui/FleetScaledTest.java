package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// A long name beside a long act left the words no width, so that every letter had a line of its own.
    @ParameterizedTest
    @CsvSource({"en", "de"})
    void aCauseHasRoomForItsWordsBesideALongName(String language) throws Exception {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, 200);
        var seedbox = fakes.instances.fleet().get().byId().get(PictureFleet.id("Q2"));
        fakes.instances.edit(
                seedbox.id(),
                seedbox.configVersion(),
                seedbox.configuration().withName("Seedbox of everybody who lives in the old mill"),
                Map.of(),
                Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                Windows.picture(fakes, window, "fleet-scaled-name-" + language);
                ((Button) window.scene().getRoot().lookup("#unfold-causes")).fire();
                Windows.picture(fakes, window, "fleet-scaled-causes-" + language);

                assertThat(window.scene().getRoot().lookupAll(".cause"))
                        .hasSize(3)
                        .allSatisfy(cause -> {
                            assertThat(((Region) cause).getHeight()).isLessThan(120);
                            assertThat(cause.lookupAll(".text-strong .text"))
                                    .extracting(text -> ((Text) text).getText())
                                    .noneMatch(said -> said.contains("…") || said.contains("..."));
                        });
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
