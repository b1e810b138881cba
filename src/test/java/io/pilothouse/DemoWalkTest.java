package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every place of a window on the demo fleet at work, so that pages are full of what services answer. Once as it
/// opens and, where it has a table, once with a row of it chosen.
class DemoWalkTest {

    /// @param scale in percent
    private record Manner(String name, Themes.Choice theme, int scale, String language) {
        static List<Manner> of(String names) {
            return Arrays.stream(names.split(","))
                    .filter(name -> !name.isBlank())
                    .map(name -> name.split("-"))
                    .map(parts -> new Manner(
                            String.join("-", parts),
                            Themes.Choice.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                            Integer.parseInt(parts[1]),
                            parts[2]))
                    .toList();
        }
    }

    @TempDir
    Path folder;

    /// Draws `target/pictures/demo-*`, to be looked at. Takes minutes for each manner, so the property `walk` says
    /// which, for example `-Dwalk=light-200-de`.
    @Test
    @Tag("pictures")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void everyPlaceFullOfData() throws Exception {
        var manners = Manner.of(System.getProperty("walk", ""));
        Assumptions.assumeFalse(manners.isEmpty());

        assertThat(walk(manners)).isEmpty();
    }

    /// @return what is cut off
    private TreeSet<String> walk(List<Manner> manners) throws Exception {
        var found = new TreeSet<String>();
        try (var demo = DemoAtWork.start(folder)) {
            for (var manner : manners) {
                var settings = demo.services().settings();
                settings.set(Themes.THEME, manner.theme());
                settings.set(Appearance.SCALE, manner.scale());
                settings.set(Appearance.LANGUAGE, manner.language());
                var ui = FxToolkit.call(() -> new PilothouseUi(demo.services()));
                try {
                    var window = FxToolkit.call(() -> open(ui));
                    for (var place : FxToolkit.call(() -> demo.places(window)).entrySet()) {
                        demo.show(window, place.getValue());
                        look(demo, window, place.getKey() + "-" + manner.name(), found);
                        if (choose(window)) {
                            look(demo, window, place.getKey() + "-row-" + manner.name(), found);
                        }
                    }
                } finally {
                    FxToolkit.run(ui::close);
                }
            }
        }
        return found;
    }

    private static ShellWindow open(PilothouseUi ui) {
        var stage = new Stage();
        var window = ui.openFirst(stage);
        stage.setWidth(1440);
        stage.setHeight(900);
        return window;
    }

    private static void look(DemoAtWork demo, ShellWindow window, String name, TreeSet<String> found)
            throws InterruptedException {
        demo.settle();
        Eventually.that(() -> FxToolkit.call(() -> tables(window).allMatch(DemoWalkTest::drawnWhole)));
        FxToolkit.run(() -> {
            var root = window.scene().getRoot();
            root.applyCss();
            root.layout();
            Fit.faults(window).forEach(fault -> found.add(name + " " + fault));
            FxToolkit.picture(window.scene(), Path.of("target", "pictures", "demo-" + name + ".png"));
        });
        demo.settle();
    }

    private static Stream<Node> tables(ShellWindow window) {
        return window.scene().getRoot().lookupAll(".table-view").stream();
    }

    /// A table that draws its lines one at a time is as high as those drawn so far.
    private static boolean drawnWhole(Node table) {
        return table instanceof TableView<?> view && view.getMaxHeight() == Region.USE_COMPUTED_SIZE;
    }

    /// @return whether the place has a table with rows; then its first is chosen
    private static boolean choose(ShellWindow window) {
        return FxToolkit.call(() -> {
            for (Node node : window.scene().getRoot().lookupAll(".table-view")) {
                if (node instanceof TableView<?> table
                        && table.getScene() != null
                        && !table.getItems().isEmpty()) {
                    table.getSelectionModel().select(0);
                    return true;
                }
            }
            return false;
        });
    }
}
