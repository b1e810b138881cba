package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.benchmark.Figure;
import io.pilothouse.testing.ui.Contrast;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.ShellWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Bars A1, A2, A3 and A5 over every page, dialog and panel there is.
class EveryRouteTest {

    private static final double READABLE = 4.5;

    /// @return what `look` found, with the route before it
    private static List<String> everywhere(
            Themes.Choice theme, Locale locale, double width, double height, Function<ShellWindow, List<String>> look) {
        var found = new ArrayList<String>();
        everywhere(
                theme,
                locale,
                width,
                height,
                (route, window) -> look.apply(window).forEach(one -> found.add(route + ": " + one)));
        return found;
    }

    /// Looks at every route, one after the other in one window; what opens over it is closed again.
    private static void everywhere(
            Themes.Choice theme,
            Locale locale,
            double width,
            double height,
            BiConsumer<Routes.Route, ShellWindow> look) {
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, theme, locale)) {
                var routes = Routes.all(fakes, window);
                for (var route : routes) {
                    if (!route.over()) {
                        visit(fakes, window, route, width, height, look);
                    }
                }
                routes.getFirst().open().accept(window);
                for (var route : routes) {
                    if (route.over()) {
                        visit(fakes, window, route, width, height, look);
                        Routes.close(window);
                    }
                }
            }
        });
    }

    private static void visit(
            FakeServices fakes,
            ShellWindow window,
            Routes.Route route,
            double width,
            double height,
            BiConsumer<Routes.Route, ShellWindow> look) {
        window.scene().getRoot().resize(width, height);
        route.open().accept(window);
        Routes.settle(fakes, window);
        look.accept(route, window);
    }

    private static Optional<Light> light = Optional.empty();

    private static synchronized Light light() {
        var walked = light.orElseGet(Light::walk);
        light = Optional.of(walked);
        return walked;
    }

    /// One walk for three questions.
    ///
    /// @param routes how many were walked
    /// @param asked  how many controls were asked for their name
    private record Light(
            List<String> nameless,
            List<String> unreached,
            List<String> pale,
            AtomicInteger routes,
            AtomicInteger asked) {
        static Light walk() {
            var found = new Light(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new AtomicInteger(), new AtomicInteger());
            everywhere(Themes.Choice.LIGHT, Locale.ENGLISH, 1440, 900, (route, window) -> {
                found.routes.incrementAndGet();
                Routes.walk(window.scene().getRoot(), node -> {
                    if (usable(node)) {
                        found.asked.incrementAndGet();
                    }
                });
                EveryRouteTest.nameless(window).forEach(one -> found.nameless.add(route + ": " + one));
                EveryRouteTest.pale(window).forEach(one -> found.pale.add(route + ": " + one));
                EveryRouteTest.unreached(window).forEach(one -> found.unreached.add(route + ": " + one));
            });
            return found;
        }
    }

    private static boolean usable(Node node) {
        return node instanceof ButtonBase
                || node instanceof TextInputControl
                || node instanceof ComboBoxBase<?>
                || node instanceof TableView<?>
                || node instanceof ListView<?>
                || node.isFocusTraversable(); // whatever else the keyboard comes to
    }

    private static String say(Node node) {
        var words = node instanceof Labeled labeled ? " “" + labeled.getText() + "”" : "";
        return node.getClass().getSimpleName() + (node.getId() == null ? "" : "#" + node.getId()) + words + " "
                + node.getStyleClass();
    }

    /// Writes the figures of A1, A2 and A3.
    static void recordFigures() throws IOException {
        var walked = light();
        var where = " among " + walked.asked + " on " + walked.routes + " routes";
        Figure.of("A1", "controls without name or role" + where, "controls")
                .median(0)
                .record(walked.nameless.size());
        Figure.of("A2", "controls that Tab does not reach, or that keep it" + where, "controls")
                .median(0)
                .record(walked.unreached.size());
        Figure.of("A3", "words that are too pale" + where, "words").median(0).record(walked.pale.size());
    }

    // A1

    @Test
    void everyControlHasAName() {
        assertThat(light().nameless).isEmpty();
    }

    private static final Set<AccessibleRole> ROLELESS = EnumSet.of(AccessibleRole.NODE, AccessibleRole.PARENT);

    private static List<String> nameless(ShellWindow window) {
        var labelled = new ArrayList<Node>();
        var found = new ArrayList<String>();
        var root = window.scene().getRoot();
        Routes.walk(root, node -> {
            if (node instanceof Label label
                    && label.getLabelFor() != null
                    && !label.getText().isBlank()) {
                labelled.add(label.getLabelFor());
            }
        });
        Routes.walk(root, node -> {
            if (usable(node)
                    && (!labelled.contains(node) && !named(node) || ROLELESS.contains(node.getAccessibleRole()))) {
                found.add(say(node));
            }
        });
        return found;
    }

    private static boolean named(Node node) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return true;
        }
        return node instanceof Labeled labeled
                && labeled.getText() != null
                && !labeled.getText().isBlank();
    }

    // A2

    @Test
    void everyControlIsReachedByTabAndNoneKeepsTheFocus() {
        assertThat(light().unreached).isEmpty();
    }

    /// What an action opens over the window is gone through by Tab without leaving it, left by Escape, has names,
    /// and can be read.
    @Test
    void everyDialogOfAnActionKeepsTheKeysAndEscapeLeavesIt() {
        var found = new ArrayList<String>();
        var opened = new TreeSet<String>();
        for (var one : List.of("R1", "Q1", "T1", "H1", "A1")) {
            FxToolkit.run(() -> {
                var fakes = PictureFleet.make();
                try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                    window.scene().getRoot().resize(1440, 900);
                    var fleet = fakes.instances.fleet.get();
                    for (var action : window.context().actions().all()) {
                        if (!action.needsInstance()) {
                            continue;
                        }
                        window.context().actions().run(action.id(), Optional.of(PictureFleet.id(one)));
                        Routes.settle(fakes, window);
                        if (window.context().dialogs().anyOpen()) {
                            var dialog = one + " " + action.id();
                            opened.add(action.id());
                            nameless(window).forEach(it -> found.add(dialog + ": " + it));
                            pale(window).forEach(it -> found.add(dialog + ": " + it));
                            unreached(window).forEach(it -> found.add(dialog + ": " + it));
                            if (!Routes.isOver(window.scene().getFocusOwner())) {
                                found.add(dialog + ": Tab left it for "
                                        + say(window.scene().getFocusOwner()));
                            }
                            Routes.close(window);
                        }
                        if (!fakes.instances.fleet.get().equals(fleet)) { // the action asked nobody
                            fakes.instances.fleet.set(fleet);
                            Routes.settle(fakes, window);
                        }
                    }
                }
            });
        }

        assertThat(found).isEmpty();
        assertThat(opened).contains("instance.edit", "instance.maintenance-plan", "amc.run", "amc.schedule");
    }

    private static List<String> unreached(ShellWindow window) {
        var scene = window.scene();
        boolean over = window.context().dialogs().anyOpen();
        var reached = new LinkedHashSet<Node>();
        if (scene.getFocusOwner() == null) {
            scene.getRoot().requestFocusTraversal(TraversalDirection.NEXT);
        }
        var start = Optional.ofNullable(scene.getFocusOwner());
        if (start.isEmpty()) {
            return List.of("nothing takes the focus");
        }
        Node at = start.get();
        while (at != null && reached.add(at)) {
            at.requestFocusTraversal(TraversalDirection.NEXT);
            at = scene.getFocusOwner();
        }
        var found = new ArrayList<String>();
        if (reached.size() == 1 && traversable(window, over).size() > 1) {
            found.add("the focus stays on " + say(start.get()));
        }
        for (var node : traversable(window, over)) {
            boolean arrows = node instanceof Toggle toggle
                    && toggle.getToggleGroup() != null
                    && toggle.getToggleGroup().getToggles().stream().anyMatch(reached::contains);
            if (!arrows && !reached.contains(node)) { // within a group the arrow keys go on
                found.add("not reached by Tab: " + say(node));
            }
        }
        return found;
    }

    private static Set<Node> traversable(ShellWindow window, boolean over) {
        var all = new LinkedHashSet<Node>();
        var root = window.scene().getRoot();
        Routes.walk(root, node -> {
            if (usable(node) && node.isFocusTraversable() && !node.isDisabled() && (!over || Routes.isOver(node))) {
                all.add(node);
            }
        });
        return all;
    }

    // A3

    @ParameterizedTest
    @EnumSource(
            value = Themes.Choice.class,
            mode = Mode.EXCLUDE,
            names = {"SYSTEM", "LIGHT"})
    void everyWordCanBeRead(Themes.Choice theme) {
        assertThat(everywhere(theme, Locale.ENGLISH, 1440, 900, EveryRouteTest::pale))
                .isEmpty();
    }

    @Test
    void everyWordCanBeReadInTheLightTheme() {
        assertThat(light().pale).isEmpty();
    }

    private static List<String> pale(ShellWindow window) {
        var found = new ArrayList<String>();
        boolean over = window.context().dialogs().anyOpen();
        Routes.walk(window.scene().getRoot(), node -> {
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && !labeled.getText().isBlank()
                    && !labeled.isDisabled()
                    && labeled.getTextFill() instanceof Color ink
                    && (!over || Routes.isOver(labeled))) {
                ground(labeled).ifPresent(ground -> {
                    double contrast = Contrast.of(on(ground, ink, opacity(labeled)), ground);
                    if (contrast < READABLE) {
                        found.add("%.2f %s on %s: %s".formatted(contrast, ink, ground, say(labeled)));
                    }
                });
            }
        });
        return found;
    }

    private static double opacity(Node node) {
        double opacity = 1;
        for (Node at = node; at != null; at = at.getParent()) {
            opacity *= at.getOpacity();
        }
        return opacity;
    }

    /// The colour behind a node, from the innermost that paints; empty where it is a gradient.
    private static Optional<Color> ground(Node node) {
        var over = new ArrayList<Color>();
        for (Node at = node; at != null; at = at.getParent()) {
            if (at instanceof Region region && region.getBackground() != null) {
                var fills = region.getBackground().getFills();
                for (int i = fills.size() - 1; i >= 0; i--) {
                    var insets = fills.get(i).getInsets();
                    boolean line = insets.getLeft() < 0 || insets.getTop() < 0;
                    if (!(fills.get(i).getFill() instanceof Color paint)) {
                        return Optional.empty();
                    }
                    if (!line && paint.getOpacity() > 0) {
                        over.add(paint);
                        if (paint.isOpaque()) {
                            var ground = paint;
                            for (int k = over.size() - 2; k >= 0; k--) {
                                ground = on(ground, over.get(k), 1);
                            }
                            return Optional.of(ground);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Color on(Color ground, Color ink, double opacity) {
        return ground.interpolate(
                new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 1), ink.getOpacity() * opacity);
    }

    // A5

    /// What acts and what names a field, a column or a page is never cut off at 100 %. How much is at other
    /// scales is a figure of the benchmarks, see [#cutOff].
    @Test
    void noWordOfAControlIsCutOffWhenTextsAreLonger() {
        assertThat(everywhere(
                        Themes.Choice.LIGHT,
                        Locale.forLanguageTag(Texts.PSEUDO),
                        1440,
                        900,
                        window -> cutOff(window, EveryRouteTest::leads)))
                .isEmpty();
    }

    /// @param scale of the screen of 1440 by 900 pixels
    /// @return every word of every route that is cut off when texts are 40 % longer
    public static List<String> cutOff(double scale) {
        return everywhere(
                Themes.Choice.LIGHT,
                Locale.forLanguageTag(Texts.PSEUDO),
                1440 / scale,
                900 / scale,
                window -> cutOff(window, _ -> true));
    }

    private static boolean leads(Labeled labeled) {
        var classes = labeled.getStyleClass();
        return labeled instanceof ButtonBase
                || classes.contains("field-label")
                || classes.contains("text-title")
                || classes.contains("text-card")
                || labeled.getParent() != null
                        && labeled.getParent().getStyleClass().contains("column-header");
    }

    /// Every text of the pseudo-language ends with a bracket; what lost it was cut off. What people named
    /// themselves may be cut off, it is shown in full elsewhere.
    private static List<String> cutOff(ShellWindow window, Predicate<Labeled> of) {
        var found = new ArrayList<String>();
        boolean over = window.context().dialogs().anyOpen();
        Routes.walk(window.scene().getRoot(), node -> {
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && isText(labeled.getText())
                    && of.test(labeled)
                    && !labeled.getClass().getSimpleName().equals("MenuLabeledImpl")
                    && (!over || Routes.isOver(labeled))) {
                labeled.lookupAll(".text").stream()
                        .filter(Text.class::isInstance)
                        .map(text -> ((Text) text).getText())
                        .filter(shown -> shown.startsWith("[") && !shown.equals(labeled.getText()))
                        .forEach(shown -> found.add("“" + shown + "” of " + say(labeled)));
            }
        });
        return found;
    }

    private static boolean isText(String words) {
        return words.startsWith("[") && words.endsWith("]") && words.contains("~");
    }
}
