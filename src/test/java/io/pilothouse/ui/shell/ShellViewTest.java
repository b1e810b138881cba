package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The whole window as a person uses it, with keys, on made-up services.
class ShellViewTest {

    private static final InstanceId HD = PictureFleet.id("R1");
    private static final InstanceId UHD = PictureFleet.id("R4");

    private final FakeServices fakes = PictureFleet.make();
    private ShellWindow window;
    private Stage stage;

    @BeforeEach
    void open() {
        FxToolkit.run(() -> {
            window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(HD));
            stage = new Stage();
            stage.setScene(window.scene());
            stage.setWidth(1000);
            stage.setHeight(800);
            stage.show();
            layout();
        });
    }

    @AfterEach
    void close() {
        FxToolkit.run(() -> {
            stage.hide();
            window.close();
        });
    }

    @Test
    void theTitleSaysTheInstanceFirst() {
        FxToolkit.run(() -> {
            assertThat(window.title().getValue()).startsWith("Radarr HD · ").endsWith(" — Pilothouse");

            press(KeyCode.H, true, true);
            assertThat(window.title().getValue()).isEqualTo("Fleet — Pilothouse");
        });
    }

    @Test
    void aLookAtADamagedStoreIsSaidInsteadOfThePauseThatComesWithIt() {
        fakes.program.looking = true;
        fakes.pausing.state.set(Optional.of(new Pausing.Pause(FakeServices.NOW, Optional.empty())));
        FxToolkit.run(() -> {
            var looking = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty());
            looking.scene().getRoot().applyCss();

            assertThat(shownTexts(looking.scene().getRoot()))
                    .contains("You look at a copy of the damaged store.")
                    .doesNotContain("Background work is paused.");
            looking.close();
        });
    }

    @Test
    void theStatusBarSaysWhatRunsNextUnlessWorkIsPaused() {
        FxToolkit.run(() -> {
            fakes.schedules.plan.set(List.of(
                    planned("copy", Optional.empty(), FakeServices.NOW.plusSeconds(60)),
                    planned("cycle/a", Optional.of(HD), FakeServices.NOW.minusSeconds(60)),
                    planned("cycle/b", Optional.of(UHD), FakeServices.NOW.plusSeconds(3_600))));
            fakes.later.pass(Batch.PAUSE);
        });
        FxToolkit.run(() -> assertThat(next()).isEqualTo("Next: 15:14 Radarr 4K"));
        FxToolkit.run(() -> {
            fakes.pausing.state.set(Optional.of(new Pausing.Pause(FakeServices.NOW, Optional.empty())));
            fakes.later.pass(Batch.PAUSE);
        });
        FxToolkit.run(() -> assertThat(next()).isEmpty());
    }

    private String next() {
        return ((Label) window.scene().lookup("#next")).getText();
    }

    private static Schedules.Planned planned(String key, Optional<InstanceId> instance, Instant at) {
        return new Schedules.Planned(
                key, "cycle", "run it", instance, Optional.of(at), MissedTurns.LATEST, false, Optional.empty());
    }

    @Test
    void switchingChangesHeaderAndBandAndNothingOfTheOldOneIsLeft() {
        FxToolkit.run(() -> {
            window.context().actions().run("instance.open", Optional.of(UHD));
            layout();

            assertThat(((ButtonBase) window.scene().lookup("#header-name")).getText())
                    .isEqualTo("Radarr 4K");
            assertThat(window.scene().lookup(".band").getStyleClass()).contains("identity-indigo");
            assertThat(shownTexts(window.scene().lookup("#header"))).noneMatch(text -> text.contains("Radarr HD"));
        });
    }

    @Test
    void ctrlYRedoesAsItDoesElsewhereUntilSomethingElseHasThatKey() {
        FxToolkit.run(() -> {
            press(KeyCode.Y, true, false);
            assertThat(shownTexts(window.scene().getRoot())).contains("There is nothing to do again.");

            window.context()
                    .actions()
                    .chooseKeys(Map.of("go.fleet", Optional.of(KeyCombination.valueOf("Shortcut+Y"))));
            press(KeyCode.Y, true, false);

            assertThat(window.title().getValue()).isEqualTo("Fleet — Pilothouse");
        });
    }

    @Test
    void aQuestionMarkShowsTheKeysUnlessItIsTypedIntoAText() {
        FxToolkit.run(() -> {
            var box = new ComboBox<String>();
            box.setEditable(true);
            var field = new TextField();
            var root = (Pane) window.scene().getRoot().lookup("#content");
            root.getChildren().addAll(box, field);
            for (var takesText : List.of(box, field)) {
                takesText.requestFocus();
                ask();
                assertThat(window.context().dialogs().anyOpen()).isFalse();
            }
            root.getChildren().removeAll(box, field);
            window.scene().getRoot().requestFocus();
            ask();
            assertThat(window.scene().getRoot().lookup("#keys")).isNotNull();
        });
    }

    private void ask() {
        window.scene()
                .getFocusOwner()
                .fireEvent(new KeyEvent(KeyEvent.KEY_TYPED, "?", "?", KeyCode.UNDEFINED, true, false, false, false));
    }

    @Test
    void eachPageOfTheSettingsIsACommandAlsoWhileTheSettingsAreShown() {
        FxToolkit.run(() -> {
            for (var page : List.of("alerts", "network", "log")) {
                window.context().actions().run("settings." + page, Optional.empty());
                layout();
                var shown = ((Label) window.scene().getRoot().lookup("#content .settings #title")).getText();
                assertThat(shown).isEqualTo(window.context().texts().text("settings.page." + page));
            }
            window.context().navigation().go(Navigation.FLEET);
            window.context().actions().run("settings.data", Optional.empty());
            layout();
            assertThat(((Label) window.scene().getRoot().lookup("#content .settings #title")).getText())
                    .isEqualTo("Backup and data");
        });
    }

    @Test
    void aFieldOfAnInstanceIsReachedByItsOwnCommand() {
        FxToolkit.run(() -> {
            for (var field : List.of("group", "guard", "colour", "tags")) {
                window.context().actions().run("instance." + field, Optional.of(HD));
                layout();
                assertThat(window.scene().getFocusOwner().getId()).isEqualTo(field);
                assertThat(shown(window.scene().getFocusOwner())).isTrue();
                window.context().dialogs().closeAll();
            }
        });
    }

    private static boolean shown(Node node) {
        return node == null || node.isVisible() && shown(node.getParent());
    }

    @Test
    void aLinkNamesTheInstanceByItsIdAndThePageThatIsShown() {
        FxToolkit.run(() -> {
            window.context().navigation().goTo(UHD, "history");
            window.context().actions().run("instance.copy-link", Optional.of(UHD));
            assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo("pilothouse:" + UHD + "/history");
            window.context().actions().run("instance.copy-link", Optional.of(HD));
            assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo("pilothouse:" + HD);
        });
    }

    @Test
    void workIsPausedForATimeByACommand() {
        FxToolkit.run(() -> window.context().actions().run("work.pause.two_hours", Optional.empty()));

        assertThat(fakes.pausing.state().get().orElseThrow().until())
                .contains(FakeServices.NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void ctrlRChecksTheInstanceAsF5Does() {
        FxToolkit.run(() -> {
            window.context().navigation().goTo(PictureFleet.id("R4"), "overview");
            press(KeyCode.R, true, false);
            press(KeyCode.F5, false, false);
        });

        assertThat(fakes.health.checked).containsExactly(PictureFleet.id("R4"), PictureFleet.id("R4"));
    }

    @Test
    void aRenameReachesHeaderAndTitle() throws Exception {
        fakes.instances.rename(HD, "Loft", Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            Windows.settle(fakes);

            assertThat(window.title().getValue()).startsWith("Loft · ");
        });
    }

    @Test
    void theLongestNameLeavesRoomForTheSearch() throws Exception {
        var longest = "W".repeat(100);
        fakes.instances.rename(HD, longest, Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            for (var place : List.of(new Location.OfInstance(HD, "overview"), new Location.Program("fleet"))) {
                window.context().navigation().go(place);
                layout();
                var search = window.scene().getRoot().lookup("#search");
                assertThat(search.localToScene(search.getLayoutBounds()).getMaxX())
                        .as(place.toString())
                        .isLessThanOrEqualTo(window.scene().getWidth());
            }
        });
    }

    /// However low the window is, and wherever the switch came from.
    @Test
    void theRailShowsTheLineOfWhatTheWindowIsAbout() {
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var low = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("A3")))) {
                var root = (Region) low.scene().getRoot();
                root.resize(1440, 900);
                for (var monogram : List.of("A3", "S1", "A1")) {
                    low.context().navigation().goTo(PictureFleet.id(monogram), "overview");
                    root.applyCss();
                    root.layout();
                    var list = root.lookup("#rail-list");
                    var seen = list.localToScene(list.getLayoutBounds());

                    assertThat(list.lookupAll(".monogram"))
                            .filteredOn(node -> ((Label) node).getText().equals(monogram))
                            .filteredOn(node -> seen.contains(node.localToScene(node.getLayoutBounds())))
                            .as(monogram)
                            .isNotEmpty();
                }
            }
        });
    }

    @Test
    void theRailStaysWhereAPersonScrolledIt() {
        fakes.settings.set(Appearance.SCALE, 200);
        FxToolkit.run(() -> {
            try (var low = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.of(PictureFleet.id("A3")))) {
                var root = (Region) low.scene().getRoot();
                root.resize(1440, 900);
                root.applyCss();
                root.layout();
                var flow = (VirtualFlow<?>) root.lookup("#rail-list .virtual-flow");
                assertThat(flow.getPosition()).isGreaterThan(0.9);

                flow.setPosition(0);
                Windows.settle(fakes);
                root.lookup("#rail-list").applyCss();
                ((Parent) root.lookup("#rail-list")).requestLayout();
                root.layout();

                assertThat(flow.getPosition()).isZero();
            }
        });
    }

    @Test
    void ctrlJAndEnterGoBackToTheOneBefore() {
        FxToolkit.run(() -> {
            window.context().actions().run("instance.open", Optional.of(UHD));
            layout();

            press(KeyCode.J, true, false);
            press(KeyCode.ENTER, false, false);
            assertThat(window.context().active().id()).contains(HD);
            assertThat(window.context().dialogs().anyOpen()).isFalse();

            press(KeyCode.J, true, false);
            press(KeyCode.ENTER, false, false);
            assertThat(window.context().active().id()).contains(UHD);
        });
    }

    /// Bar E7: a pinned instance is one chord away.
    @Test
    void oneChordGoesToThePinnedInstance() {
        FxToolkit.run(() -> {
            window.context().actions().run("instance.pin", Optional.of(UHD));
            Windows.settle(fakes);
            press(KeyCode.DIGIT1, true, false);

            assertThat(window.context().active().id()).contains(UHD);
        });
    }

    @Test
    void keysOfTheWindowSleepWhileTheSwitcherIsOpen() {
        FxToolkit.run(() -> {
            press(KeyCode.J, true, false);
            press(KeyCode.F5, false, false);
            assertThat(fakes.health.checked).isEmpty();

            press(KeyCode.ESCAPE, false, false);
            press(KeyCode.F5, false, false);
            assertThat(fakes.health.checked).containsExactly(HD);
        });
    }

    @Test
    void f6WalksTheAreasAndComesRound() {
        FxToolkit.run(() -> {
            press(KeyCode.H, true, true);
            layout();
            var reached = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                press(KeyCode.F6, false, false);
                reached.add(area(window.scene().getFocusOwner()));
                assertThat(window.scene().getFocusOwner().isFocusVisible())
                        .as("the ring in " + reached.getLast())
                        .isTrue();
            }

            assertThat(reached).doesNotHaveDuplicates().contains("rail", "header", "content", "status");
        });
    }

    @Test
    void everyControlHasANameForScreenReaders() {
        FxToolkit.run(() -> {
            press(KeyCode.H, true, true);
            layout();
            Windows.settle(fakes);
            layout();
            var nameless = new ArrayList<String>();
            walk(window.scene().getRoot(), node -> {
                boolean named = node.getAccessibleText() != null
                                && !node.getAccessibleText().isBlank()
                        || node instanceof ButtonBase button
                                && button.getText() != null
                                && !button.getText().isBlank();
                boolean control = node instanceof ButtonBase
                        || node instanceof TextInputControl
                        || node instanceof ListView
                        || node instanceof TableView;
                if (control && node.isFocusTraversable() && node.isVisible() && !named) {
                    nameless.add(node.toString());
                }
            });
            assertThat(nameless).isEmpty();
        });
    }

    @Test
    void theKeyboardStaysInADialogThatAsksForNoFocusOrWhoseControlIsDisabled() {
        FxToolkit.run(() -> {
            window.scene().lookup("#rail").lookupAll(".button").stream()
                    .findFirst()
                    .orElseThrow()
                    .requestFocus();
            var again = new Button("again");
            var opened = window.context()
                    .dialogs()
                    .open(new DialogFrame(
                            "one", "One", Optional.empty(), 300, new Label("words"), List.of(), List.of(again)));
            assertThat(inDialog(window.scene().getFocusOwner())).isTrue();

            again.requestFocus();
            assertThat(window.scene().getFocusOwner()).isEqualTo(again);
            again.setDisable(true);
            stage.getScene().getRoot().requestFocus(); // as the toolkit does at its next pulse

            assertThat(inDialog(window.scene().getFocusOwner())).isTrue();
            press(KeyCode.ESCAPE, false, false);
            assertThat(window.context().dialogs().anyOpen()).isFalse();
            opened.close();
        });
    }

    private static boolean inDialog(Node focused) {
        for (Node node = focused; node != null; node = node.getParent()) {
            if ("one".equals(node.getId())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theFleetListsEveryInstanceAndEnterOpensOne() {
        FxToolkit.run(() -> {
            press(KeyCode.H, true, true);
            layout();
            var table = (TableView<?>) window.scene().lookup(".fleet-table #table-rows");
            assertThat(table.getItems()).hasSize(14);

            table.requestFocus();
            table.getSelectionModel().select(3);
            press(KeyCode.ENTER, false, false);

            assertThat(window.context().active().id()).contains(PictureFleet.id("Q2"));
        });
    }

    @Test
    void removingTheActiveInstanceShowsAnotherAndSaysWhy() throws Exception {
        fakes.instances.remove(HD, Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            Windows.settle(fakes);
            layout();

            assertThat(window.context().active().id()).contains(UHD);
            assertThat(shownTexts(window.context().toasts()))
                    .contains("Radarr HD is in the trash: this window shows Radarr 4K now.");
        });
    }

    @Test
    void fallingBackTwiceInASecondIsOneMessageWithAWayBack() throws Exception {
        fakes.instances.setEnabled(HD, false, Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> Windows.settle(fakes));
        fakes.instances.setEnabled(UHD, false, Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            Windows.settle(fakes);
            layout();

            var toasts = window.context().toasts();
            assertThat(toasts.getChildren()).hasSize(1);
            assertThat(shownTexts(toasts))
                    .anyMatch(words -> words.startsWith("Radarr HD is paused; Radarr 4K is paused: "));
            button(toasts, "Switch back").fire();
            Windows.settle(fakes);

            assertThat(window.context().active().id()).contains(HD);
            assertThat(window.context().navigation().location().get())
                    .isInstanceOfSatisfying(
                            Location.OfInstance.class,
                            there -> assertThat(there.instance()).isEqualTo(HD));
        });
    }

    @Test
    void whatTheLastRunShowedAndCannotBeShownIsSaidAtTheStart() throws Exception {
        fakes.instances.setEnabled(HD, false, Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            var later = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty());
            later.scene().getRoot().applyCss();

            assertThat(shownTexts(later.context().toasts()))
                    .contains("Radarr HD is paused: this window shows Radarr 4K now.");
            later.close();
        });
    }

    private static Button button(Node root, String text) {
        return root.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(it -> text.equals(it.getText()))
                .findFirst()
                .orElseThrow();
    }

    private void layout() {
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
    }

    private void press(KeyCode code, boolean shortcut, boolean shift) {
        var target = window.scene().getFocusOwner() == null
                ? window.scene().getRoot()
                : window.scene().getFocusOwner();
        target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", code.getName(), code, shift, shortcut, false, false));
    }

    private static String area(Node focused) {
        for (Node node = focused; node != null; node = node.getParent()) {
            if (node.getId() != null
                    && List.of("rail", "header", "tabsPlace", "content", "status")
                            .contains(node.getId())) {
                return node.getId();
            }
        }
        return "nowhere";
    }

    private static List<String> shownTexts(Node root) {
        var texts = new ArrayList<String>();
        walk(root, node -> {
            if (node instanceof Label label && label.getText() != null) {
                texts.add(label.getText());
            } else if (node instanceof TextInputControl input) {
                texts.add(input.getText());
            } else if (node instanceof Text text && text.getParent() instanceof TextFlow) {
                texts.add(text.getText());
            }
        });
        return texts;
    }

    private static void walk(Node node, java.util.function.Consumer<Node> visitor) {
        if (!node.isVisible()) {
            return;
        }
        visitor.accept(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, visitor));
        }
    }
}
