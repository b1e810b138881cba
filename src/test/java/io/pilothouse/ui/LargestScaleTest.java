package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What has to be seen at 200 % in a window of the usual size: it has the room of 720 by 450 pixels there.
class LargestScaleTest {

    private static void look(FakeServices fakes, String language, Consumer<ShellWindow> look) {
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                Routes.settle(fakes, window);
                look.accept(window);
            }
        });
    }

    private static void show(FakeServices fakes, ShellWindow window, String page) {
        window.context().navigation().go(new Location.Program(page));
        Routes.settle(fakes, window);
        Routes.settle(fakes, window);
    }

    private static Bounds place(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void theSwitcherKeepsItsPlaceWhereTheWindowBecomesNarrowWhileItIsOpen(String language) {
        var fakes = PictureFleet.make();
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, Themes.Choice.LIGHT, Locale.forLanguageTag(language))) {
                Routes.settle(fakes, window);
                window.context().actions().run("switcher.open", Optional.empty());
                Routes.settle(fakes, window);
                var box = (Region) window.scene().getRoot().lookup("#switcher-box");
                double roomy = box.getWidth();

                fakes.settings.set(Appearance.SCALE, 200);
                Routes.settle(fakes, window);
                Routes.settle(fakes, window);

                assertThat(box.getWidth()).isLessThanOrEqualTo(roomy).isGreaterThan(600);
                assertThat(box.lookupAll(".switcher-line"))
                        .filteredOn(Node::isVisible)
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line.lookupAll(".text"))
                                .noneMatch(text -> ((Text) text).getText().contains("...")));
                assertThat(box.lookupAll(".switcher-foot .label"))
                        .filteredOn(Node::isVisible)
                        .allSatisfy(label -> assertThat(((Text) label.lookup(".text")).getText())
                                .isEqualTo(((Label) label).getText()));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void theSwitcherShowsItsPeek(String language) {
        var fakes = PictureFleet.make();
        look(fakes, language, window -> {
            window.context().actions().run("switcher.open", Optional.empty());
            Routes.settle(fakes, window);

            var root = window.scene().getRoot();
            var box = root.lookup("#switcher-box");
            var peek = box.lookup(".switcher-peek");
            assertThat(box.lookup("#peekPlace").isVisible()).isTrue();
            assertThat(peek.lookupAll(".fact"))
                    .isNotEmpty()
                    .allSatisfy(fact -> assertThat(((Label) fact).getHeight())
                            .isGreaterThanOrEqualTo(((Label) fact).prefHeight(((Label) fact).getWidth()) - 1));
            assertThat(place(root).contains(place(box))).isTrue();
            assertThat(box.lookupAll(".switcher-foot .label"))
                    .filteredOn(Node::isVisible)
                    .allSatisfy(label ->
                            assertThat(((Text) label.lookup(".text")).getText()).isEqualTo(((Label) label).getText()));
            assertThat(box.lookupAll(".switcher-line"))
                    .filteredOn(Node::isVisible)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.lookupAll(".text"))
                            .noneMatch(text -> ((Text) text).getText().contains("...")
                                    || ((Text) text).getText().contains("…")));
        });
    }

    @Test
    void thatNothingHappenedIsReadWithoutScrollingThePictureAway() {
        var fakes = PictureFleet.make();
        fakes.health.changes.clear();
        look(fakes, "de", window -> {
            show(fakes, window, "timeline");

            var root = window.scene().getRoot();
            var words = root.lookup(".row-table .state-pane");
            var last = words.lookupAll(".label").stream()
                    .mapToDouble(label -> place(label).getMaxY())
                    .max()
                    .orElseThrow();
            assertThat(last)
                    .isLessThanOrEqualTo(place(root.lookup(".page-frame")).getMaxY());
            assertThat(((Region) root.lookup(".states-chart")).getHeight()).isGreaterThanOrEqualTo(80);
        });
    }

    /// What happened and to whom are read; a long list of counts ends where the pointer shows it whole.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "en; 32 asked since yesterday: 20 nothing found, 12 in place",
                "de; 32 gesucht seit gestern: 20 nichts gefunden, 12 angekommen"
            })
    void messagesAreReadWhole(String language, String results) {
        var fakes = PictureFleet.make();
        var seen = new TreeSet<String>();
        fakes.alerts.state.set(new Alerts.State(
                List.of(
                        message(2, AlertEvent.DOWN, "host nas2.lan", "nas2.lan"),
                        message(1, AlertEvent.RESULTS, "work cycle-results", "nothing-found=20 in-place=12")),
                Optional.empty()));
        look(fakes, language, window -> {
            show(fakes, window, "messages");

            var cells = window.scene().getRoot().lookupAll(".row-table .table-cell");
            assertThat(cells).isNotEmpty();
            for (var cell : cells) {
                Event.fireEvent(cell, entered());
                var words = cell.lookupAll(".text").stream()
                        .map(text -> ((Text) text).getText())
                        .collect(Collectors.joining(" "));
                boolean cut = words.contains("...");
                var whole = ((TableCell<?, ?>) cell).getTooltip();
                assertThat(whole != null).as(words).isEqualTo(cut);
                if (cut) {
                    seen.add(whole.getText());
                }
            }
        });

        assertThat(seen).containsExactly(results);
    }

    private static MouseEvent entered() {
        return new MouseEvent(
                MouseEvent.MOUSE_ENTERED,
                1,
                1,
                1,
                1,
                MouseButton.NONE,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                null);
    }

    private static Alert message(long id, AlertEvent event, String cause, String subject) {
        return new Alert(
                id,
                event,
                cause,
                subject,
                List.of(PictureFleet.id("S2")),
                FakeServices.NOW,
                FakeServices.NOW,
                Set.of(AlertChannel.BAR),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void theChoicesOfASettingsPageStandUnderEachOther() {
        var fakes = PictureFleet.make();
        look(fakes, "de", window -> {
            show(fakes, window, "settings");

            var lefts = window.scene().getRoot().lookupAll(".setting .combo-box").stream()
                    .map(box -> place((ComboBox<?>) box).getMinX())
                    .distinct()
                    .toList();
            assertThat(lefts).hasSize(1);
        });
    }

    @Test
    void twoLinesUnderATitleStandInTheMiddleToo() {
        var fakes = PictureFleet.make();
        look(fakes, "de", window -> {
            show(fakes, window, "compare");

            assertThat(window.scene().getRoot().lookupAll(".state-pane > .label"))
                    .isNotEmpty()
                    .allSatisfy(label ->
                            assertThat(((Label) label).getTextAlignment()).isEqualTo(TextAlignment.CENTER));
        });
    }

    /// One thing to scroll, the table, with some of its lines in sight; what gave way for it comes back when a
    /// person wants it, and the page is scrolled then.
    @ParameterizedTest
    @CsvSource({
        "fleet, en, #unfold-causes",
        "fleet, de, #unfold-causes",
        "schedules, en, #day-fold",
        "schedules, de, #day-fold"
    })
    void aTableHasTheRoomOfALowWindow(String page, String language, String unfold) {
        var fakes = PictureFleet.make();
        look(fakes, language, window -> {
            show(fakes, window, page);
            var root = window.scene().getRoot();
            var frame = (ScrollPane) root.lookup(".page-frame");

            assertThat(frame.getContent().getLayoutBounds().getHeight())
                    .isLessThanOrEqualTo(frame.getViewportBounds().getHeight() + 1);
            var lines = (Region) root.lookup(".row-table .table-view > .virtual-flow");
            assertThat(lines.getHeight()).isGreaterThanOrEqualTo(3 * 32);

            ((ButtonBase) root.lookup(unfold)).fire();
            Routes.settle(fakes, window);
            assertThat(frame.getContent().getLayoutBounds().getHeight())
                    .isGreaterThan(frame.getViewportBounds().getHeight());
            if (page.equals("fleet")) {
                assertThat(root.lookupAll(".cause")).hasSize(3);
            } else {
                assertThat(root.lookup(".day-strip").getParent().isVisible()).isTrue();
            }
        });
    }

    @Test
    void aDiagnosisHasNothingToScrollToButBlankSpace() {
        var fakes = PictureFleet.make();
        look(fakes, "de", window -> {
            window.context().actions().run("instance.diagnose", Optional.of(PictureFleet.id("S1")));
            Routes.settle(fakes, window);

            var body = (ScrollPane) window.scene().getRoot().lookup("#diagnose .dialog-scroll");
            assertThat(body.getContent().getLayoutBounds().getHeight())
                    .isLessThanOrEqualTo(body.getViewportBounds().getHeight() + 1);
        });
    }

    @Test
    void theNameOfAWorkflowIsReadBesideItsButtons() {
        var fakes = PictureFleet.make();
        look(fakes, "de", window -> {
            window.context().navigation().goTo(PictureFleet.id("A1"), "workflows");
            Routes.settle(fakes, window);
            Routes.settle(fakes, window);

            assertThat(((Region) window.scene().getRoot().lookup("#workflow-title")).getWidth())
                    .isGreaterThanOrEqualTo(200);
        });
    }

    /// A custom format is nothing but its name.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void whatAProfileIsCalledStaysInANarrowTable(String language) {
        var fakes = PictureFleet.make();
        look(fakes, language, window -> {
            window.context().navigation().goTo(PictureFleet.id("R4"), "profiles");
            Routes.settle(fakes, window);

            var table = (TableView<?>) window.scene().getRoot().lookup(".row-table .table-view");
            assertThat(table.getVisibleLeafColumns())
                    .extracting(TableColumn::getId)
                    .contains("name", "summary");
            assertThat(table.getVisibleLeafColumns().stream()
                            .mapToDouble(TableColumn::getWidth)
                            .sum())
                    .isLessThanOrEqualTo(table.getWidth());
        });
    }

    /// However many lines a rule takes.
    @Test
    void aLineStandsBetweenTheRulesOfAClient() {
        var fakes = PictureFleet.make();
        look(fakes, "de", window -> {
            window.context().navigation().goTo(PictureFleet.id("Q1"), "rules");
            Routes.settle(fakes, window);

            var root = window.scene().getRoot();
            var lines = root.lookupAll(".rules-list > .rules-line").stream()
                    .map(LargestScaleTest::place)
                    .toList();
            assertThat(lines).hasSizeGreaterThan(5);
            assertThat(root.lookupAll(".rules-list > .label"))
                    .allSatisfy(label -> assertThat(lines).noneMatch(line -> line.intersects(place(label))));
        });
    }

    /// A small screen: nothing that can be pressed is cut off or stands over an edge.
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void aSmallWindowHasRoomForItsWords(String language) {
        var fakes = PictureFleet.make();
        var found = new TreeSet<String>();
        look(fakes, language, window -> {
            var stage = new Stage();
            stage.setScene(window.scene());
            stage.setWidth(1024);
            stage.setHeight(640);
            stage.show();
            for (var route : Routes.all(fakes, window)) {
                route.open().accept(window);
                Routes.settle(fakes, window);
                Fit.faults(window).forEach(fault -> found.add(route + ": " + fault));
                if (route.over()) {
                    Routes.close(window);
                }
            }
            stage.hide();
        });

        assertThat(found).isEmpty();
    }
}
