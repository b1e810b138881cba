package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.Contrast;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.kordamp.ikonli.octicons.Octicons;

/// What is pale on purpose can still be read, in what is drawn: 4.9, A3.
class PaleControlsTest {

    private static final int SCALE = 4;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void whatCannotBePressedCanBeReadAndIsPale(Themes.Choice theme) {
        FxToolkit.run(() -> {
            var controls = controls();
            controls.values().forEach(control -> control.setDisable(true));

            contrasts(theme, controls, "")
                    .forEach((name, contrast) -> assertThat(contrast)
                            .as("%s in %s", name, theme)
                            .isBetween(3.0, theme == Themes.Choice.CONTRAST ? 9.0 : 6.0));
        });
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void theRingOfWhatIsNotChosenIsSeen(Themes.Choice theme) {
        FxToolkit.run(() -> {
            var controls = new TreeMap<String, Control>(Map.of("check", new CheckBox(), "radio", new RadioButton()));

            contrasts(theme, controls, ".box, .radio")
                    .forEach((name, contrast) ->
                            assertThat(contrast).as("%s in %s", name, theme).isGreaterThanOrEqualTo(3));
        });
    }

    private static Map<String, Control> controls() {
        var controls = new TreeMap<String, Control>();
        for (var style : List.of("", "accent", "danger", "flat", "flat link", "small")) {
            var button = new Button("Search", new Icon(Octicons.SEARCH_16));
            button.getStyleClass()
                    .addAll(Stream.of(style.split(" "))
                            .filter(it -> !it.isEmpty())
                            .toList());
            controls.put("button " + style, button);
        }
        var drawn = new Button();
        drawn.setGraphic(new HBox(new Label("Search")));
        controls.put("button with a label", drawn);
        var segment = new ToggleButton("Search");
        segment.getStyleClass().setAll("segment");
        controls.put("segment", segment);
        controls.put("toggle", new ToggleButton("Search"));
        controls.put("menu", new MenuButton("Search"));
        controls.put("label", new Label("Search"));
        controls.put("field", new TextField("Search"));
        var choice = new ComboBox<String>();
        choice.getItems().add("Search");
        choice.setValue("Search");
        controls.put("choice", choice);
        return controls;
    }

    /// @param part what of each control is looked at, its words where empty
    private static Map<String, Double> contrasts(Themes.Choice theme, Map<String, Control> controls, String part) {
        var fakes = new FakeServices();
        fakes.settings.set(Themes.THEME, theme);
        try (var themes = new Themes(fakes.services(Runnable::run))) {
            var page = new VBox(20);
            page.setStyle("-fx-background-color: -color-bg-default; -fx-padding: 20;");
            page.getChildren().addAll(controls.values());
            var scene = new Scene(page, 400, 800);
            themes.dress(scene);
            page.applyCss();
            page.layout();
            var found = new HashMap<String, Double>();
            controls.forEach((name, control) -> {
                var seen = part.isEmpty()
                        ? words(control)
                        : Stream.of(part.split(", "))
                                .map(control::lookup)
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElseThrow();
                found.put(name, strongest(page, seen));
            });
            page.getChildren().clear();
            return found;
        }
    }

    private static Node words(Control control) {
        return control.lookupAll(".text").stream()
                .filter(node -> node instanceof Text text && !text.getText().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /// @return of what is drawn there, between what most of it has, its ground, and what differs most from that
    private static double strongest(VBox page, Node node) {
        var place = node.localToScene(node.getLayoutBounds());
        var parameters = new SnapshotParameters();
        parameters.setTransform(Transform.scale(SCALE, SCALE));
        var image = page.snapshot(parameters, null);
        var colours = new ArrayList<Color>();
        for (int y = (int) (place.getMinY() * SCALE) - SCALE; y < place.getMaxY() * SCALE + SCALE; y++) {
            for (int x = (int) (place.getMinX() * SCALE) - SCALE; x < place.getMaxX() * SCALE + SCALE; x++) {
                colours.add(image.getPixelReader().getColor(x, y));
            }
        }
        var counts = new HashMap<Color, Integer>();
        colours.forEach(colour -> counts.merge(colour, 1, Integer::sum));
        var ground = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return colours.stream()
                .mapToDouble(colour -> Contrast.of(colour, ground))
                .max()
                .orElseThrow();
    }
}
