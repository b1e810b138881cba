package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.SampleHouse;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.torrent.TorrentScenes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rest of bar A5 over every page there is, whoever adds it: nothing that can be pressed and no
/// heading is cut off at any scale or in German, and every such word comes from the bundles.
class WordsFitTest {

    /// Instances of every kind, so that every page of every kind is shown.
    private static final List<String> ONE_OF_EACH = List.of("S1", "R4", "L1", "W1", "Q1", "T1", "H2", "A1");

    private static Map<String, Location> routes(ShellWindow window, Shown shown) {
        var routes = new LinkedHashMap<String, Location>();
        window.context().pages().ofProgram().forEach(page -> routes.put(page.id(), new Location.Program(page.id())));
        var seen = new HashSet<InstancePage>();
        for (var monogram : ONE_OF_EACH) {
            var id = PictureFleet.id(monogram);
            window.context().pages().of(id.kind()).stream()
                    .filter(page -> seen.add(page) || shown == Shown.EVERY_PAGE_OF_EVERY_KIND)
                    .forEach(page -> routes.put(id.kind() + "." + page.id(), new Location.OfInstance(id, page.id())));
        }
        return routes;
    }

    /// How often a page that several kinds have is shown.
    private enum Shown {
        EVERY_PAGE,
        EVERY_PAGE_OF_EVERY_KIND
    }

    /// Shows every route and gives each to `look`.
    private static void walk(FakeServices fakes, Locale locale, boolean dark, Shown shown, Look look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, dark, locale, false, Optional.empty())) {
                var root = window.scene().getRoot();
                routes(window, shown).forEach((name, place) -> {
                    window.context().navigation().go(place);
                    for (int i = 0; i < 2; i++) {
                        root.applyCss();
                        root.layout();
                        Windows.settle(fakes);
                    }
                    root.applyCss();
                    root.layout();
                    look.at(name, window);
                });
            }
        });
    }

    private interface Look {
        void at(String route, ShellWindow window);
    }

    /// Where words are shortest and where they are longest a page is shown for every kind that has it.
    @ParameterizedTest
    @CsvSource({
        "80,en,EVERY_PAGE",
        "100,en,EVERY_PAGE_OF_EVERY_KIND",
        "125,en,EVERY_PAGE",
        "150,en,EVERY_PAGE",
        "200,en,EVERY_PAGE",
        "100,de,EVERY_PAGE",
        "200,de,EVERY_PAGE_OF_EVERY_KIND"
    })
    void nothingIsCutOffAtAnyScale(int scale, String language, Shown shown) {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, scale);
        var found = new TreeSet<String>();
        walk(fakes, Locale.forLanguageTag(language), false, shown, (route, window) -> {
            Fit.faults(window).forEach(one -> found.add(route + " " + one));
            if (window.context().navigation().location().get() instanceof Location.OfInstance && !seenInRail(window)) {
                found.add(route + " the instance is not seen in the rail");
            }
        });

        assertThat(found).isEmpty();
    }

    private static boolean seenInRail(ShellWindow window) {
        var list = window.scene().lookup("#rail-list");
        var place = list.localToScene(list.getLayoutBounds());
        return list.lookupAll(".rail-cell:on").stream()
                .filter(WordsFitTest::shown)
                .map(line -> line.localToScene(line.getLayoutBounds()))
                .anyMatch(line -> line.getMinY() >= place.getMinY() - 0.5 && line.getMaxY() <= place.getMaxY() + 0.5);
    }

    private static boolean shown(Node node) {
        return node.isVisible() && (node.getParent() == null || shown(node.getParent()));
    }

    /// A row of the settings that got less height than its words need lies over the next row.
    @Test
    void noSettingLiesOverTheNextInGermanAtTheLargestScale() {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.GERMAN, false, Optional.empty())) {
                var root = window.scene().getRoot();
                window.context().navigation().go(new Location.Program("settings"));
                for (int i = 0; i < 2; i++) {
                    root.applyCss();
                    root.layout();
                    Windows.settle(fakes);
                }
                var rows = root.lookupAll(".setting");

                assertThat(rows).isNotEmpty().allSatisfy(row -> {
                    double width = row.getLayoutBounds().getWidth();
                    assertThat(row.getLayoutBounds().getHeight()).isGreaterThanOrEqualTo(row.prefHeight(width) - 1);
                });
            }
        });
    }

    /// What opens over a window stands within it, and what it holds within what opened; lists and what scrolls
    /// see to that themselves.
    @Test
    void whatOpensOverTheWindowStaysWithinItInGermanAtTheLargestScale() {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, 200);
        var found = new TreeSet<String>();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.GERMAN)) {
                for (var route : Routes.all(fakes, window)) {
                    if (route.over()) {
                        route.open().accept(window);
                        Routes.settle(fakes, window);
                        outside(window).forEach(one -> found.add(route + ": " + one));
                        Routes.close(window);
                    }
                }
            }
        });

        assertThat(found).isEmpty();
    }

    /// A dialog is as high as the least of what stands in it, where the window has the room.
    @Test
    void theStepsOfADiagnosisHaveRoom() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.context().actions().run("instance.diagnose", Optional.of(PictureFleet.id("S1")));
                Routes.settle(fakes, window);

                var body = (ScrollPane) window.scene().getRoot().lookup("#diagnose .dialog-scroll");
                assertThat(body.getHeight()).isGreaterThanOrEqualTo(390);
            }
        });
    }

    /// Where there is room, each instance of a scope is seen, and not "2 more".
    @Test
    void aWideHeaderShowsAllSixOfAScope() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.context().navigation().go(new Location.Program("outcomes"));
                Routes.settle(fakes, window);

                assertThat(window.scene().getRoot().lookupAll(".scope-chip")).hasSize(6);
            }
        });
    }

    /// The first page of all shows each of its columns, in the longer language too.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void theFleetIsSeenWithoutScrollingSideways(String language) {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                window.context().navigation().go(new Location.Program("fleet"));
                Routes.settle(fakes, window);

                assertThat(window.scene().getRoot().lookupAll(".fleet-table .scroll-bar"))
                        .isNotEmpty()
                        .noneMatch(bar -> bar instanceof ScrollBar scroll
                                && scroll.getOrientation() == Orientation.HORIZONTAL
                                && scroll.isVisible());
            }
        });
    }

    /// The state and what it is about come before every picture.
    @ParameterizedTest
    @CsvSource({"100,en", "100,de", "200,en", "200,de"})
    void theStatesOfTheFleetAndTheirCausesAreReadWhole(int scale, String language) {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, scale);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                window.context().navigation().go(new Location.Program("fleet"));
                Routes.settle(fakes, window);
                if (scale == 200) { // the kind steps aside until a person wants it
                    var fleet = window.scene().getRoot().lookup(".fleet-table");
                    ((ButtonBase) fleet.lookup("#table-columns")).fire();
                    Routes.settle(fakes, window);
                    ((CheckBox) window.scene().getRoot().lookup("#column-kind")).fire();
                    Routes.settle(fakes, window);
                }

                // state, name and work come first where there is not room for all
                for (var name : scale < 200
                        ? List.of(".state-label", ".instance-cell", ".version")
                        : List.of(".state-label", ".instance-cell")) {
                    assertThat(window.scene().getRoot().lookup(".fleet-table").lookupAll(name + " .text"))
                            .extracting(text -> ((Text) text).getText())
                            .as(name)
                            .isNotEmpty()
                            .noneMatch(said -> said.contains("…") || said.contains("..."));
                }
            }
        });
    }

    /// A long address is worth more than the kind, which stands in the tabs and the tile too.
    @ParameterizedTest
    @CsvSource({"100,en", "200,en", "200,de"})
    void theHeaderSaysTheWholeAddressOfEveryInstance(int scale, String language) {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, scale);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                for (var instance : fakes.instances.fleet().get().live()) {
                    window.context().navigation().goTo(instance.id(), "overview");
                    Routes.settle(fakes, window);

                    var place = window.context().words().place(instance);
                    var shortened = window.scene().getRoot().lookup("#header .selectable-short");
                    assertThat(!shortened.isVisible()
                                    || ((Text) shortened.lookup(".text"))
                                            .getText()
                                            .endsWith(place))
                            .as(instance.name())
                            .isTrue();
                }
            }
        });
    }

    @Test
    void theHostsOfTheSchedulesAreReadWhole() {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.ENGLISH)) {
                window.context().navigation().go(new Location.Program("schedules"));
                Routes.settle(fakes, window);

                assertThat(window.scene().getRoot().lookupAll(".strip-host"))
                        .extracting(host -> ((Text) host.lookup(".text")).getText())
                        .contains("advertising-api-eu.amazon.com");
            }
        });
    }

    private static List<String> outside(ShellWindow window) {
        var found = new ArrayList<String>();
        var root = window.scene().getRoot();
        var all = root.localToScene(root.getLayoutBounds());
        for (var over : root.lookupAll(".overlay")) {
            var place = over.localToScene(over.getLayoutBounds());
            if (place.getMinX() < all.getMinX() - 1 || place.getMaxX() > all.getMaxX() + 1) {
                found.add("it stands at " + place);
            }
            within(over, place, found);
        }
        return found;
    }

    private static void within(Node node, Bounds place, List<String> found) {
        for (var child : node instanceof Parent parent ? parent.getChildrenUnmodifiable() : List.<Node>of()) {
            boolean seesToIt = child instanceof ScrollPane
                    || child instanceof ListView<?>
                    || child instanceof TableView<?>
                    || child instanceof TextInputControl;
            if (child.isVisible()) {
                var at = child.localToScene(child.getLayoutBounds());
                if (at.getMaxX() > place.getMaxX() + 1 || at.getMinX() < place.getMinX() - 1) {
                    found.add(child + " at " + at + " of " + place);
                } else if (!seesToIt) {
                    within(child, place, found);
                }
            }
        }
    }

    @Test
    void everyWordThatCanBePressedComesFromTheBundles() {
        var fakes = PictureFleet.make();
        var data = new ArrayList<String>();
        fakes.instances.fleet().get().live().forEach(one -> {
            data.add(one.name());
            data.add(one.configuration().group());
            data.add(one.configuration().monogram());
        });
        var found = new TreeSet<String>();
        walk(
                fakes,
                Locale.forLanguageTag(Texts.PSEUDO),
                false,
                Shown.EVERY_PAGE_OF_EVERY_KIND,
                (route, window) -> Fit.visit(window.scene().getRoot(), node -> {
                    if (node instanceof Labeled labeled && Fit.ours(labeled)) {
                        var text = labeled.getText() == null ? "" : labeled.getText();
                        if (!text.isBlank() && !text.contains("[") && !data.contains(text)) {
                            found.add(route + ": " + text);
                        }
                    }
                }));

        assertThat(found).isEmpty();
    }

    /// All routes as pictures, to be looked at: `target/pictures/walk-*`. The property `walk` narrows down
    /// which, for example `-Dwalk=light-200`.
    @ParameterizedTest
    @CsvSource({
        "light,100,en", "light,100,de", "light,200,en", "light,200,de",
        "dark,100,en", "dark,100,de", "dark,200,en", "dark,200,de",
        "contrast,100,en", "contrast,100,de", "contrast,200,en", "contrast,200,de"
    })
    @Tag("pictures")
    void everyRoute(String theme, int scale, String language) {
        var name = theme + "-" + scale + "-" + language;
        Assumptions.assumeTrue(name.contains(System.getProperty("walk", "")));
        var fakes = PictureFleet.make();
        SampleHouse.fill(fakes.homes, FakeServices.NOW, 1);
        SampleHouse.fillPages(fakes.homes, FakeServices.NOW, PictureFleet.id("H2"));
        PictureFleet.addRules(fakes);
        PictureFleet.addRequests(fakes);
        TorrentScenes.services(fakes, 20);
        fakes.settings.set(Appearance.SCALE, scale);
        walk(
                fakes,
                Locale.forLanguageTag(language),
                theme.equals("dark"),
                Shown.EVERY_PAGE_OF_EVERY_KIND,
                (route, window) -> {
                    if (theme.equals("contrast")) {
                        fakes.settings.set(Themes.THEME, Themes.Choice.CONTRAST);
                    }
                    Windows.picture(fakes, window, "walk-" + route + "-" + name);
                });
        var choice = Themes.Choice.valueOf(theme.toUpperCase(Locale.ROOT));
        var drawn = new AtomicInteger(); // each in a call of its own, so that its window is released
        while (FxToolkit.call(
                () -> drawDialog(drawn.getAndIncrement(), choice, scale, Locale.forLanguageTag(language), name))) {}
    }

    /// What opens over a window, each over one of its own.
    ///
    /// @return whether there are so many
    private static boolean drawDialog(int number, Themes.Choice theme, int scale, Locale locale, String name) {
        var fakes = PictureFleet.make();
        fakes.settings.set(Appearance.SCALE, scale);
        try (var window = Windows.open(fakes, theme, locale)) {
            var dialogs = Routes.all(fakes, window).stream()
                    .filter(Routes.Route::over)
                    .toList();
            if (number >= dialogs.size()) {
                return false;
            }
            dialogs.get(number).open().accept(window);
            Windows.picture(fakes, window, "walk-over-" + dialogs.get(number) + "-" + name);
            return true;
        }
    }
}
