package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// What a house lacks, above its entities.
class ProblemStripTest {

    @Test
    void nothingOfItIsCutOffInGermanAtTheLargestScale() {
        var fakes = PictureFleet.make();
        SampleHouse.fill(fakes.homes);
        fakes.homes.further = List.of(new HomeProblems.Found(
                HomeProblems.Kind.FAILING_AUTOMATION,
                true,
                "automation.frost_guard",
                "Frost guard",
                "failed 2 of 3 runs",
                Optional.empty()));
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                window.context().navigation().go(new Location.OfInstance(PictureFleet.id("H2"), "entities"));
                for (int i = 0; i < 2; i++) {
                    Windows.settle(fakes);
                    window.scene().getRoot().applyCss();
                    window.scene().getRoot().layout();
                }
                var words = window.scene().getRoot().lookupAll(".home-problems .label").stream()
                        .map(Labeled.class::cast)
                        .toList();

                assertThat(words).hasSizeGreaterThan(2);
                assertThat(words).allSatisfy(word -> assertThat(shown(word)).contains(word.getText()));
                assertThat(window.scene().lookup(".home-problems .toggle-button"))
                        .isInstanceOfSatisfying(
                                Labeled.class, only -> assertThat(shown(only)).contains(only.getText()));
            }
        });
    }

    private static List<String> shown(Labeled labeled) {
        return labeled.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .map(text -> ((Text) text).getText())
                .toList();
    }
}
