package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.effect.Blend;
import javafx.scene.effect.ColorInput;
import javafx.scene.effect.Effect;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// With streamer mode on, no name, address or title of the fleet can be read anywhere.
class StreamerTest {

    /// @return of each text what no cover lies over; of a covered letter a blank
    private static List<String> readable(Node node) {
        var found = new ArrayList<Text>();
        texts(node, found);
        return found.stream()
                .map(StreamerTest::readable)
                .filter(text -> !text.isBlank())
                .toList();
    }

    private static String readable(Text text) {
        if (text.getParent() instanceof TextFlow) {
            return text.getEffect() == null ? text.getText() : ""; // never a part of one
        }
        var covers = new ArrayList<ColorInput>();
        for (Effect effect = text.getEffect(); effect != null; ) {
            switch (effect) {
                case Blend both -> {
                    covers.add((ColorInput) both.getTopInput());
                    effect = both.getBottomInput();
                }
                default -> {
                    covers.add((ColorInput) effect);
                    effect = null;
                }
            }
        }
        var shown = new StringBuilder(text.getText());
        for (int i = 0; i < shown.length() && !covers.isEmpty(); i++) {
            var letter = new Path(text.rangeShape(i, i + 1)).getLayoutBounds();
            if (covers.stream()
                    .anyMatch(cover -> new Rectangle2D(cover.getX(), cover.getY(), cover.getWidth(), cover.getHeight())
                            .contains(letter.getCenterX(), letter.getCenterY()))) {
                shown.setCharAt(i, ' ');
            }
        }
        return shown.toString();
    }

    private static void texts(Node node, List<Text> found) {
        if (!node.isVisible() || node instanceof Monogram || node instanceof Icon) {
            return;
        }
        if (node instanceof Text text && !text.getText().isBlank()) {
            found.add(text);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> texts(child, found));
        }
    }

    private static List<String> secrets(FakeServices fakes) {
        return fakes.instances.fleet.get().live().stream()
                .flatMap(one -> Stream.of(
                        one.name(),
                        one.address().uri().getHost(),
                        one.address().uri().toString()))
                .distinct()
                .toList();
    }

    private static Streamer streamer(FakeServices fakes, ShellWindow window) {
        return new Streamer(
                fakes.services(Runnable::run, Locale.ENGLISH, false),
                () -> window.context().texts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void nothingOfTheFleetCanBeReadOnAnyRoute(String language) {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Streamer.ON, true);
            var secrets = secrets(fakes);
            var leaks = new TreeSet<String>();
            var bare = new TreeSet<String>();
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language));
                    var streamer = streamer(fakes, window)) {
                for (var route : Routes.all(fakes, window)) {
                    window.scene().getRoot().resize(1440, 900);
                    route.open().accept(window);
                    Routes.settle(fakes, window);
                    streamer.cover(window.scene());
                    var left = readable(window.scene().getRoot());
                    var example = window.context().texts().text("instances.address-prompt"); // ours, of every form
                    for (var text : left) {
                        if (text.equals(example)) {
                            continue;
                        }
                        secrets.stream()
                                .filter(secret -> secret.equals("Home") || secret.equals("Stash")
                                        ? text.equals(secret)
                                        : text.contains(secret))
                                .forEach(secret -> leaks.add(route + ": " + text));
                    }
                    if (left.size() < 12) {
                        bare.add(route + ": " + left.size());
                    }
                    if (route.over()) {
                        Routes.close(window);
                    }
                }
            }
            assertThat(leaks).isEmpty();
            assertThat(bare)
                    .as("routes on which our own words are covered, too")
                    .isEmpty();
        });
    }

    @Test
    void turningItOffShowsEverythingAgainAndWhatIsNewIsCoveredBeforeItIsPainted() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Streamer.ON, true);
            try (var window = Windows.open(fakes, Themes.Choice.DARK, Locale.ENGLISH);
                    var streamer = streamer(fakes, window)) {
                window.scene().getRoot().resize(1440, 900);
                Routes.settle(fakes, window);
                var title = streamer.title(new SimpleStringProperty("Radarr 4K – Wanted"));
                streamer.cover(window.scene());
                assertThat(title.getValue()).isEqualTo("Pilothouse");
                var fresh = new Text("Tide and Timber");
                ((javafx.scene.layout.StackPane) window.scene().getRoot().lookup("#root"))
                        .getChildren()
                        .add(fresh);
                streamer.cover(window.scene()); // as before each painting
                assertThat(fresh.getEffect()).isNotNull();
                fresh.setText("Settings"); // a line that shows another row
                streamer.cover(window.scene());
                assertThat(fresh.getEffect()).isNull();
                assertThat(window.scene().lookup("#streamer").isVisible()).isTrue();

                window.context().actions().run("streamer", Optional.empty());

                assertThat(fakes.settings.get(Streamer.ON)).isFalse();
                assertThat(window.scene().lookup("#streamer").isVisible()).isFalse();
                var all = new ArrayList<Text>();
                texts(window.scene().getRoot(), all);
                assertThat(all).allMatch(text -> text.getEffect() == null);
                assertThat(title.getValue()).isEqualTo("Radarr 4K – Wanted");
            }
        });
    }

    @Test
    void ofASentenceOnlyTheNamesAreCoveredAndInAColumnOfOurWordsNoWordOfOurs() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Streamer.ON, true);
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH);
                    var streamer = streamer(fakes, window)) {
                window.scene().getRoot().resize(1440, 900);
                Routes.settle(fakes, window);
                window.context()
                        .toasts()
                        .news(
                                Optional.empty(),
                                window.context().texts().text("shell.slow.known", "Radarr 4K", "5 s", "6 s"),
                                Optional.empty());
                window.scene().getRoot().layout();
                streamer.cover(window.scene());
                var left = readable(window.scene().getRoot());
                assertThat(left).noneMatch(text -> text.contains("Radarr 4K")).contains("Sonarr", "Radarr");
                assertThat(left).contains("          answers slowly: 5 s so far, its last check took 6 s.");
            }
        });
    }

    /// Its parts do not know where on the line they stand.
    @Test
    void inAFlowOfWordsAPartWithANameIsCoveredWhole() {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Streamer.ON, true);
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH);
                    var streamer = streamer(fakes, window)) {
                var texts = window.context().texts();
                var head = new Text(texts.text("shell.slow.stop"));
                var rest = new Text(" " + texts.text("shell.slow.known", "Radarr 4K", "5 s", "6 s"));
                ((javafx.scene.layout.StackPane) window.scene().getRoot().lookup("#root"))
                        .getChildren()
                        .add(new TextFlow(head, rest));
                streamer.cover(window.scene());
                assertThat(head.getEffect()).isNull();
                assertThat(rest.getEffect()).isInstanceOf(ColorInput.class);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(OverrunStyle.class)
    void howeverASentenceIsCutShortItsNamesStayCovered(OverrunStyle style) {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Streamer.ON, true);
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH);
                    var streamer = streamer(fakes, window)) {
                var label = new Label(window.context().texts().text("shell.slow.known", "Radarr 4K", "5 s", "6 s"));
                label.setTextOverrun(style);
                var root =
                        (javafx.scene.layout.StackPane) window.scene().getRoot().lookup("#root");
                root.getChildren().add(label);
                label.applyCss();
                for (double width = 10; width < 500; width += 7) {
                    label.setMinWidth(width);
                    label.setMaxWidth(width);
                    window.scene().getRoot().layout();
                    streamer.cover(window.scene());
                    var shown = readable((Text) label.lookup(".text")).replace(label.getEllipsisString(), "");
                    assertThat("answers slowly: 5 s so far, its last check took 6 s.")
                            .contains(shown.strip());
                }
            }
        });
    }
}
