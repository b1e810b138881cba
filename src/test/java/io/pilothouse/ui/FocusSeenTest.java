package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.Contrast;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Of bar A3: whatever has the keys is drawn otherwise than without them, with a contrast of 3:1, on every route.
/// Rows of tables and lists: `ContrastTest`.
class FocusSeenTest {

    private static final double ROUND = 4;
    private static final double SEEN = 3;
    /// So high that no page needs to be scrolled.
    private static final double HEIGHT = 2400;

    private static final Set<String> ONLY_FIELD = Set.of("palette-head", "switcher-head");

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SYSTEM")
    void whatHasTheKeysIsSeen(Themes.Choice theme) {
        var unseen = new TreeSet<String>();
        var looked = new HashSet<String>();
        var ground = theme == Themes.Choice.LIGHT ? Color.WHITE : Color.BLACK;
        FxToolkit.run(() -> {
            var empty = new FakeServices();
            try (var window = Windows.open(empty, theme, Locale.ENGLISH)) {
                window.scene().getRoot().resize(1440, 900);
                Routes.settle(empty, window);
                look(window, "first run", ground, looked, unseen);
            }
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, theme, Locale.ENGLISH)) {
                for (var route : Routes.all(fakes, window)) {
                    window.scene().getRoot().resize(1440, HEIGHT);
                    route.open().accept(window);
                    Routes.settle(fakes, window);
                    look(window, route.name(), ground, looked, unseen);
                    if (route.over()) {
                        Routes.close(window);
                    }
                }
            }
        });

        assertThat(unseen).isEmpty();
        assertThat(looked).hasSizeGreaterThan(40);
    }

    /// Looks at one of each sort: what is styled alike, in a place styled alike, looks alike.
    private static void look(ShellWindow window, String route, Color ground, Set<String> looked, Set<String> unseen) {
        boolean over = window.context().dialogs().anyOpen();
        Routes.walk(window.scene().getRoot(), node -> {
            if (node.isFocusTraversable()
                    && !node.isDisabled()
                    && !marksItself(node)
                    && over == Routes.isOver(node)
                    && whole(node)
                    && looked.add(sort(node))
                    && !seen(window, node, ground)) {
                unseen.add(sort(node) + " on " + route);
            }
        });
    }

    /// A list marks its row, a chart the place that was walked to, and an overlay's one field always has the keys.
    private static boolean marksItself(Node node) {
        return node instanceof TableView<?>
                || node instanceof ListView<?>
                || node instanceof ScrollPane
                || node.getStyleClass().contains("states-chart")
                || node.getParent().getStyleClass().stream().anyMatch(ONLY_FIELD::contains);
    }

    private static String sort(Node node) {
        return node.getClass().getSimpleName() + node.getStyleClass() + " in "
                + node.getParent().getStyleClass();
    }

    /// @return whether it has a size and nothing that scrolls hides a part of it
    private static boolean whole(Node node) {
        var place = place(node);
        for (var at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane && !place(pane).contains(place)) {
                return false;
            }
        }
        return place.getWidth() > 0 && place.getHeight() > 0 && place.getMaxY() < HEIGHT;
    }

    private static Bounds place(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private static boolean seen(ShellWindow window, Node node, Color ground) {
        boolean had = node.isFocused();
        focus(node, false);
        var around = around(node);
        var without = picture(window, node, around, ground);
        focus(node, true);
        var with = picture(window, node, around, ground);
        focus(node, had);
        int changed = 0;
        for (int y = 0; y < (int) with.getHeight(); y++) {
            for (int x = 0; x < (int) with.getWidth(); x++) {
                var one = without.getPixelReader().getColor(x, y);
                if (Contrast.of(one, with.getPixelReader().getColor(x, y)) >= SEEN) {
                    changed++;
                }
            }
        }
        var size = place(node);
        return changed >= 2 * Math.min(size.getWidth(), size.getHeight());
    }

    private static void focus(Node node, boolean has) {
        node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), has);
        node.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), has);
    }

    private static Rectangle2D around(Node node) {
        var place = node.getBoundsInParent();
        return new Rectangle2D(
                Math.floor(place.getMinX() - ROUND),
                Math.floor(place.getMinY() - ROUND),
                Math.ceil(place.getWidth() + 2 * ROUND),
                Math.ceil(place.getHeight() + 2 * ROUND));
    }

    private static WritableImage picture(ShellWindow window, Node node, Rectangle2D place, Color ground) {
        var root = window.scene().getRoot();
        root.applyCss();
        root.layout();
        var wanted = new SnapshotParameters();
        wanted.setViewport(place);
        wanted.setFill(ground);
        return node.snapshot(wanted, null);
    }
}
