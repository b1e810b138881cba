package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.testing.ui.Contrast;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What a chart tells by colour it tells by form, too: 3.6.
class WithoutColourTest {

    private static final int HEIGHT = 20;

    @Test
    void barsAreToldApartByTheirForm() {
        var states = List.of(
                ShownState.HEALTHY,
                ShownState.WARNING,
                ShownState.REFUSED,
                ShownState.UNSTABLE,
                ShownState.IDENTITY_CHANGED,
                ShownState.MAINTENANCE,
                ShownState.DOWN,
                ShownState.UNKNOWN);
        var forms = FxToolkit.call(() -> {
            var bars = new UptimeBars(HEIGHT);
            var scene = new Scene(new HBox(bars), 200, 60);
            bars.show(
                    states.stream()
                            .map(state -> new Bar(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), state, 1, 1))
                            .toList(),
                    "");
            var image = picture(scene, bars);
            var found = new LinkedHashMap<String, ShownState>();
            for (int i = 0; i < states.size(); i++) {
                found.put(form(image, i * UptimeBars.PITCH), states.get(i));
            }
            return found;
        });

        assertThat(forms.values()).containsExactlyElementsOf(states);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void areasOfTheFleetOverTimeAreToldApartByTheirPattern(Themes.Choice theme) {
        assertThat(patterns(
                        theme,
                        "states-block states-down",
                        "states-block states-refused",
                        "states-block states-warning",
                        "states-block states-unstable",
                        "states-block states-maintenance"))
                .hasSize(5);
    }

    /// One instance in trouble among hundreds.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void areasOfTheFleetOverTimeAreToldApartAlsoWhereTheyAreLow(Themes.Choice theme) {
        assertThat(patterns(
                        theme,
                        5,
                        "states-block states-down",
                        "states-block states-refused",
                        "states-block states-warning",
                        "states-block states-unstable"))
                .hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void outcomesAreToldApartByTheirPattern(Themes.Choice theme) {
        assertThat(patterns(
                        theme,
                        "share-good",
                        "share-better",
                        "share-open",
                        "share-bad",
                        "share-refused",
                        "share-nothing"))
                .hasSize(6);
    }

    /// @param styles style classes of each area
    private static Map<String, String> patterns(Themes.Choice theme, String... styles) {
        return patterns(theme, HEIGHT, styles);
    }

    private static Map<String, String> patterns(Themes.Choice theme, int height, String... styles) {
        return FxToolkit.call(() -> {
            var fakes = new FakeServices();
            fakes.settings.set(Themes.THEME, theme);
            try (var themes = new Themes(fakes.services(Runnable::run))) {
                var areas = Stream.of(styles)
                        .map(style -> {
                            var area = new Region();
                            area.getStyleClass().addAll(style.split(" "));
                            area.setMinSize(10, height);
                            area.setMaxHeight(height);
                            return area;
                        })
                        .toList();
                var page = new Region();
                page.setStyle("-fx-background-color: -color-bg-default;");
                page.setMinSize(10, HEIGHT);
                var row = new HBox(page);
                row.getChildren().addAll(areas);
                var scene = new Scene(row, 200, 60);
                themes.dress(scene);
                var ground = picture(scene, page).getPixelReader().getColor(5, 5);
                var found = new LinkedHashMap<String, String>();
                for (int i = 0; i < styles.length; i++) {
                    found.put(pattern(picture(scene, areas.get(i)), height, ground), styles[i]);
                }
                return found;
            }
        });
    }

    private static WritableImage picture(Scene scene, Node node) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        var parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        return node.snapshot(parameters, null);
    }

    /// Where something is drawn.
    private static String form(WritableImage image, int left) {
        var form = new StringBuilder();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = left; x < left + UptimeBars.PITCH; x++) {
                form.append(image.getPixelReader().getColor(x, y).getOpacity() > 0.5 ? '#' : '.');
            }
            form.append('\n');
        }
        return form.toString();
    }

    /// What is drawn over the page, and what of it is as the middle is.
    private static String pattern(WritableImage image, int height, Color ground) {
        var shades = new ArrayList<Color>();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < 10; x++) {
                shades.add(image.getPixelReader().getColor(x, y));
            }
        }
        var middle = shades.get(height / 2 * 10 + 5);
        var pattern = new StringBuilder();
        for (var shade : shades) {
            pattern.append(Contrast.of(shade, ground) < 1.3 ? '.' : Contrast.of(shade, middle) < 1.3 ? '#' : '+');
        }
        return pattern.toString();
    }
}
