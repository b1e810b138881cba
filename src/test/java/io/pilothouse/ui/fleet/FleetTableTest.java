package io.pilothouse.ui.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class FleetTableTest {

    private final FakeServices fakes = PictureFleet.make();

    /// The Fleet in a window.
    private record Seen(ShellWindow window, FakeServices fakes) {

        void lay() {
            for (int i = 0; i < 3; i++) {
                window.scene().getRoot().applyCss();
                window.scene().getRoot().layout();
                Windows.settle(fakes);
            }
        }

        @SuppressWarnings("unchecked")
        TableView<FleetLine> table() {
            return (TableView<FleetLine>) window.scene().lookup(".fleet-table #table-rows");
        }

        List<String> names() {
            lay();
            return table().getItems().stream()
                    .map(line -> switch (line) {
                        case FleetLine.Heading head -> "# " + head.title() + (head.folded() ? " folded" : "");
                        case FleetLine.Of(FleetRow row) -> row.instance().name();
                    })
                    .toList();
        }

        void type(String words) {
            ((TextField) window.scene().lookup(".fleet-table #table-filter")).setText(words);
            lay();
        }

        void press(KeyCode code, boolean shift, boolean shortcut) {
            table().requestFocus();
            table().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, shortcut, false, false));
            lay();
        }

        String label(String id) {
            return ((Label) window.scene().lookup(".fleet-table " + id)).getText();
        }
    }

    private void look(Consumer<Seen> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var seen = new Seen(window, fakes);
                seen.lay();
                look.accept(seen);
            }
        });
    }

    @Test
    void aMessageLeavesTheBarOfChosenRowsFree() {
        look(seen -> {
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.A, false, true);
            seen.window().context().toasts().news(Optional.empty(), "Something happened.", Optional.empty());
            seen.lay();
            var scene = seen.window().scene();
            var bar = scene.lookup("#table-bulk");
            var toast = scene.lookup(".toast");

            assertThat(bar.isVisible()).isTrue();
            assertThat(toast.localToScene(toast.getLayoutBounds()).getMaxY())
                    .isLessThanOrEqualTo(bar.localToScene(bar.getLayoutBounds()).getMinY());

            seen.press(KeyCode.ESCAPE, false, false);
            seen.window().context().navigation().go(new Location.Program("settings"));
            seen.lay();
            assertThat(toast.localToScene(toast.getLayoutBounds()).getMaxY())
                    .isGreaterThan(bar.localToScene(bar.getLayoutBounds()).getMinY());
        });
    }

    /// What only houses can do is offered where one is chosen, and says what came of each.
    @Test
    void theLinesToChosenHousesAreMadeAnewFromTheFleet() {
        look(seen -> {
            var scene = seen.window().scene();
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.A, false, true);
            var reconnect = (Button) scene.lookup("#home-reconnect-many");
            assertThat(reconnect.isVisible()).isTrue();
            reconnect.fire();
            seen.lay();
            assertThat(scene.getRoot().lookupAll(".toast .label").stream().map(label -> ((Label) label).getText()))
                    .anyMatch(text -> text.lines()
                            .toList()
                            .containsAll(List.of("Connected to Home anew.", "Connected to Cabin anew.")));

            seen.press(KeyCode.ESCAPE, false, false);
            seen.type("Radarr");
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.A, false, true);
            assertThat(scene.lookup("#table-bulk").isVisible()).isTrue();
            assertThat(reconnect.isVisible()).isFalse();
        });
    }

    /// Bar E12: one setting of fifty instances, at most twelve chords, one preview.
    @Test
    void oneSettingOfFiftyInstancesTakesFiveChordsAndShowsOnePreview() throws Exception {
        var some = fakes.instances.find(PictureFleet.id("R1")).orElseThrow().configuration();
        for (int i = fakes.instances.fleet().get().live().size(); i < 50; i++) {
            fakes.instances.add(some.withName("Radarr " + i), Secrets.NONE, Consent.none(Origin.WINDOW));
        }
        look(seen -> {
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.A, false, true);
            seen.press(KeyCode.E, false, true);
            var dialog = (Parent) seen.window().scene().lookup("#bulk-edit");
            assertThat(seen.window().scene().getFocusOwner().getId()).isEqualTo("bulk-group");
            ((CheckBox) seen.window().scene().getFocusOwner()).fire(); // Space
            ((TextField) seen.window().scene().getFocusOwner()).setText("Loft"); // pasted
            seen.lay();
            assertThat(dialog.lookupAll(".label").stream()
                            .map(label -> ((Label) label).getText())
                            .filter(text -> text.contains("becomes Loft")))
                    .hasSize(50);
            ((Button) dialog.lookup("#bulk-go")).fire(); // Enter: it is the default button
            assertThat(((Button) dialog.lookup("#bulk-go")).isDefaultButton()).isTrue();

            assertThat(fakes.instances.fleet().get().live())
                    .hasSize(50)
                    .allMatch(instance -> instance.configuration().group().equals("Loft"));
        });
    }

    @Test
    void filtersByEverythingAnInstanceIsKnownBy() {
        look(seen -> {
            seen.type("radio");
            assertThat(seen.names()).containsExactly("Brand South"); // which was Radio South
            seen.type("group:home");
            assertThat(seen.names()).containsExactly("Home", "Cabin");
            seen.type("state:down host:nas2");
            assertThat(seen.names()).containsExactly("Anime", "Music", "Stash");
            assertThat(seen.label("#table-count")).isEqualTo("3 of 14");
        });
    }

    @Test
    void groupsHaveHeadsThatFoldAndAreNoRows() {
        fakes.settings.set(FleetSettings.GROUPING, FleetSettings.Grouping.GROUP);
        look(seen -> {
            assertThat(seen.names()).hasSize(17).startsWith("# Media", "Anime", "Music", "Stash");
            assertThat(seen.label("#table-count")).isEqualTo("14");
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.ENTER, false, false);
            assertThat(seen.names()).startsWith("# Media folded", "# Home", "Home", "Cabin");
            seen.press(KeyCode.A, false, true);
            assertThat(seen.label("#table-chosen")).startsWith("5 selected");
        });
    }

    @Test
    void groupsStandInTheOrderOfTheirWorstMemberAndCountTheirStates() {
        fakes.settings.set(FleetSettings.GROUPING, FleetSettings.Grouping.HOST);
        look(seen -> {
            assertThat(seen.names().stream().filter(name -> name.startsWith("#")))
                    .startsWith("# nas2.lan", "# box.example.net");
            assertThat(((FleetLine.Heading) seen.table().getItems().getFirst()).tallies())
                    .containsExactly(new FleetLine.Tally(ShownState.DOWN, 3));
        });
    }

    @Test
    void thePastOfARowIsPaintedAsSoonAsItIsKnownAlthoughNothingElseChanged() {
        look(seen -> assertThat(seen.table().getItems())
                .allSatisfy(line ->
                        assertThat(((FleetLine.Of) line).row().history()).isNotEqualTo(FleetHistory.NONE)));
    }

    @Test
    void severalInstancesAreEditedInOneForm() {
        look(seen -> {
            seen.type("group:ads");
            seen.press(KeyCode.A, false, true);
            ((Button) seen.window().scene().lookup("#fleet-edit")).fire();
            seen.lay();
            assertThat(seen.window().scene().getRoot().lookupAll(".text-title"))
                    .extracting(node -> ((Label) node).getText())
                    .contains("Edit 3 instances");
        });
    }

    @Test
    void deleteMovesWhatIsChosenToTheTrashAndNothingElse() {
        look(seen -> {
            seen.type("group:ads");
            var names = seen.names();
            seen.press(KeyCode.A, false, true);
            seen.press(KeyCode.DELETE, false, false);

            assertThat(fakes.instances.fleet().get().trashed())
                    .extracting(Instance::name)
                    .hasSize(3)
                    .containsExactlyInAnyOrderElementsOf(names);
        });
    }

    @Test
    void tableCardsPastAndWallAreOneControlWhoseShownShapeStaysChosen() {
        look(seen -> {
            var control = seen.window().scene().lookup(".fleet .segments");
            var cards = (ToggleButton) control.lookup("#shape-cards");
            assertThat(control.lookupAll(".segment"))
                    .extracting(node -> ((ButtonBase) node).getText())
                    .containsExactlyInAnyOrder("Table", "Cards", "Over time", "Wall");
            assertThat(((ToggleButton) control.lookup("#shape-table")).isSelected())
                    .isTrue();
            cards.fire();
            cards.fire();
            seen.lay();
            assertThat(cards.isSelected()).isTrue();
            assertThat(fakes.settings.get(FleetSettings.SHAPE)).isEqualTo(FleetSettings.Shape.CARDS);
        });
    }

    @Test
    void theFirstTabStartsWhereTheTileOfTheTitleStarts() {
        look(seen -> {
            var tab = seen.window().scene().lookup(".fleet .tab-strip .view-tab:selected");
            var tile = seen.window().scene().lookup(".header .page-tile");
            var words = ((Parent) tab)
                    .getChildrenUnmodifiable().stream()
                            .filter(Text.class::isInstance)
                            .findFirst()
                            .orElseThrow();
            assertThat(words.localToScene(words.getLayoutBounds()).getMinX())
                    .isCloseTo(tile.localToScene(tile.getLayoutBounds()).getMinX(), within(2.0));
        });
    }

    @Test
    void whatDriftedFromItsBaselineIsMarkedInWordsAndFoundByTheFilter() {
        fakes.comparing.drifted.set(Map.of(
                PictureFleet.id("R1"), new Drift(1, FakeServices.NOW.minus(Duration.ofDays(37)), Optional.empty())));
        look(seen -> {
            assertThat(seen.window().scene().getRoot().lookupAll(".fleet-table .instance-cell .count"))
                    .filteredOn(node -> node.isVisible() && node.getParent().isVisible())
                    .extracting(node -> ((Label) node).getTooltip().getText())
                    .containsOnly("1 setting changed since 12 May 14:14");
            seen.type("drift>0");
            assertThat(seen.names()).containsExactly("Radarr HD");
        });
    }

    @Test
    void aCauseInThreeLinesIsAsHighAsItsWords() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.GERMAN, false, Optional.empty())) {
                var root = (Region) window.scene().getRoot();
                root.resize(720, 450);
                var seen = new Seen(window, fakes);
                seen.lay();
                ((Button) root.lookup("#unfold-causes")).fire();
                seen.lay();

                var causes = window.scene().getRoot().lookupAll(".cause");
                assertThat(causes).hasSize(3);
                for (var cause : causes) {
                    for (var label : cause.lookupAll(".label")) {
                        assertThat(cause.localToScene(cause.getLayoutBounds())
                                        .contains(label.localToScene(label.getLayoutBounds())))
                                .as(((Label) label).getText())
                                .isTrue();
                    }
                }
            }
        });
    }

    @Test
    void escapeClosesTheDrawerUnderTheTableBeforeItClearsTheFilter() {
        look(seen -> {
            seen.type("radarr");
            seen.table().getSelectionModel().select(0);
            seen.press(KeyCode.SPACE, false, false);
            assertThat(seen.window().scene().lookup("#fleet-peek")).isNotNull();

            seen.press(KeyCode.ESCAPE, false, false);
            assertThat(seen.window().scene().lookup("#fleet-peek")).isNull();
            assertThat(seen.names()).hasSize(2);
            seen.press(KeyCode.ESCAPE, false, false);
            assertThat(seen.names()).hasSize(14);
        });
    }

    @Test
    void aLongCauseIsReadWholeWithItsTime() {
        fakes.health.causes.update(causes -> Stream.concat(
                        Stream.of(new Cause(
                                Cause.Kind.HOST_SILENT,
                                "storage-in-the-basement-of-the-house.lan",
                                causes.getFirst().since(),
                                causes.getFirst().members())),
                        causes.stream().skip(1))
                .toList());
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty())) {
                ((Region) window.scene().getRoot()).resize(1440, 900);
                var seen = new Seen(window, fakes);
                seen.lay();

                var first = window.scene().getRoot().lookup(".cause");
                assertThat(first.lookupAll(".label").stream()
                                .filter(label -> label.lookup(".text") instanceof Text)
                                .map(label ->
                                        ((Text) label.lookup(".text")).getText().replace("\n", "")))
                        .contains("storage-in-the-basement-of-the-house.lan is silent", "since 14:02");
            }
        });
    }

    /// As wide as the pictures of the guide.
    @Test
    void allColumnsFitInGermanToo() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false, Locale.GERMAN, false, Optional.empty())) {
                var root = (Region) window.scene().getRoot();
                root.resize(1440, 900);
                var seen = new Seen(window, fakes);
                seen.lay();

                var bars = seen.table().lookupAll(".scroll-bar").stream()
                        .map(ScrollBar.class::cast)
                        .filter(bar -> bar.getOrientation() == Orientation.HORIZONTAL)
                        .toList();
                assertThat(bars).isNotEmpty().noneMatch(Node::isVisible);
            }
        });
    }

    /// Up to what they need; a width that a person chose stays.
    @Test
    void aWideWindowGivesItsWidthToWordsAndBars() {
        look(seen -> {
            var root = (Region) seen.window().scene().getRoot();
            root.resize(2200, 900);
            seen.lay();
            var table = seen.table();
            var widths = table.getVisibleLeafColumns().stream()
                    .collect(Collectors.toMap(TableColumn::getId, TableColumn::getWidth));

            assertThat(widths).containsEntry("state", 300.0).containsEntry("uptime", 304.0);
            assertThat(widths.values().stream().mapToDouble(width -> width).sum())
                    .isBetween(table.getWidth() - 12, table.getWidth());

            var state = table.getVisibleLeafColumns().getFirst();
            table.resizeColumn(state, -80);
            root.resize(1900, 900);
            seen.lay();
            assertThat(state.getWidth()).isEqualTo(220);
        });
    }

    @Test
    void aCauseThatStaysKeepsItsLineWhenAnotherGoes() {
        look(seen -> {
            seen.lay();
            var box = (Parent) seen.window().scene().lookup(".causes");
            var before = List.copyOf(box.getChildrenUnmodifiable());
            assertThat(before).hasSizeGreaterThan(2);

            fakes.health.causes.update(causes -> causes.subList(1, causes.size()));
            seen.lay();

            var left = box.getChildrenUnmodifiable();
            assertThat(left).hasSize(before.size() - 1);
            assertThat(left.getFirst()).isSameAs(before.get(1));
            assertThat(left.getFirst().getStyleClass()).contains("first");
            assertThat(before.getFirst().getScene()).isNull();
        });
    }
}
