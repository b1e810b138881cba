package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.window.WindowState;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowStart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// Several windows, pinned ones, and that they come back.
class SeveralWindowsTest {

    private static final InstanceId R1 = PictureFleet.id("R1");
    private static final InstanceId R4 = PictureFleet.id("R4");

    private final FakeServices fakes = PictureFleet.make();

    private void run(Consumer<PilothouseUi> test) {
        FxToolkit.run(() -> {
            try (var ui = new PilothouseUi(fakes.services(Runnable::run))) {
                test.accept(ui);
            }
        });
    }

    private static Location at(ShellWindow window) {
        return window.context().navigation().location().get();
    }

    private void pass() {
        fakes.later.pass(Duration.ofSeconds(1));
    }

    @Test
    void windowsComeBackWithInstancePageAndPin() {
        run(ui -> {
            ui.openFirst(new Stage());
            ui.open(Optional.of(new WindowStart(new Location.OfInstance(R4, "history"), true)));
            pass();
        });
        assertThat(fakes.windows.states).containsOnlyKeys("w1", "w2");
        assertThat(fakes.windows.states.get("w1").page()).isEqualTo("fleet");

        run(ui -> {
            ui.openFirst(new Stage());
            assertThat(fakes.windows.states.get("w2"))
                    .extracting(WindowState::instance, WindowState::page, WindowState::pinned)
                    .containsExactly(Optional.of(R4), "history", true);
            assertThat(Stage.getWindows().stream().map(window -> ((Stage) window).getTitle()))
                    .contains("Fleet — Pilothouse", "Radarr 4K · History (pinned) — Pilothouse");
        });
    }

    @Test
    void whatWasRestoredCanBeTakenBackFromItsMessage() {
        run(ui -> {
            var window = ui.openFirst(new Stage());
            ui.tellRestored(Path.of("before.db"), false);
            var offer = window.scene().getRoot().lookupAll(".link").stream()
                    .map(Button.class::cast)
                    .filter(link -> link.getText().equals("Restore that one…"))
                    .findFirst()
                    .orElseThrow();
            offer.fire();

            assertThat(window.context().dialogs().anyOpen()).isTrue();
            assertThat(fakes.safekeeping.calls).contains("planRestore before.db");
        });
    }

    @Test
    void aWindowClosedByAPersonDoesNotComeBackTheLastOneDoes() {
        run(ui -> {
            var first = new Stage();
            ui.openFirst(first);
            ui.open(Optional.of(WindowStart.on(R1)));
            pass();
            first.hide();
            pass();
            assertThat(fakes.windows.states).containsOnlyKeys("w2");
        });
        assertThat(fakes.windows.states).containsOnlyKeys("w2");
    }

    @Test
    void aWindowOfAnInstanceThatIsGoneIsForgotten() throws Exception {
        fakes.windows.save(new WindowState("w7", Optional.of(R4), "overview", true, Map.of()));
        fakes.instances.remove(R4, Consent.none(Origin.WINDOW));
        run(ui -> {
            var window = ui.openFirst(new Stage());
            assertThat(at(window)).isEqualTo(Navigation.FLEET);
            assertThat(fakes.windows.states).doesNotContainKey("w7");
        });
    }

    @Test
    void aPinnedWindowNeverShowsAnythingElse() {
        run(ui -> {
            var window = ui.openFirst(new Stage());
            var context = window.context();
            context.navigation().goTo(R4);
            context.actions().run("window.pin", Optional.empty());

            assertThat(context.navigation().goTo(R1)).isFalse();
            assertThat(context.navigation().go(Navigation.FLEET)).isFalse();
            context.navigation().back();

            assertThat(at(window)).isEqualTo(new Location.OfInstance(R4, "overview"));
            assertThat(context.active().id()).contains(R4);
            assertThat(context.actions().run("switcher.open", Optional.of(R4))).isFalse();
            assertThat(shown(window, "#railPlace")).isFalse();
            assertThat(shown(window, "#unpin")).isTrue();
            assertThat(Stage.getWindows()).hasSizeGreaterThan(1); // what it must not show is shown elsewhere
            assertThat(context.navigation().goTo(R4, "history")).isTrue();
        });
    }

    private static boolean shown(ShellWindow window, String id) {
        Node node = window.scene().getRoot().lookup(id);
        for (var each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node != null;
    }

    @Test
    void aPinnedWindowKeepsAPausedInstanceAndLetsATrashedOneGo() throws Exception {
        run(ui -> {
            var window = ui.openFirst(new Stage());
            window.context().navigation().goTo(R4);
            window.context().actions().run("window.pin", Optional.empty());

            disable(R4);
            Windows.settle(fakes);
            assertThat(at(window)).isEqualTo(new Location.OfInstance(R4, "overview"));

            remove(R4);
            Windows.settle(fakes);
            assertThat(window.context().pin().pinned()).isFalse();
            assertThat(at(window)).isNotEqualTo(new Location.OfInstance(R4, "overview"));
        });
    }

    private void disable(InstanceId id) {
        try {
            fakes.instances.setEnabled(id, false, Consent.none(Origin.WINDOW));
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private void remove(InstanceId id) {
        try {
            fakes.instances.remove(id, Consent.none(Origin.WINDOW));
        } catch (io.pilothouse.domain.ProblemException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachWindowHasAPlaceForEachArrangementOfScreens() {
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);
            stage.setX(40);
            stage.setY(30);
            stage.setWidth(800);
            stage.setHeight(600);
            pass();
            assertThat(fakes.windows.states.get("w1").places()).containsValue("40,30,800,600,false");
        });
        var places = new java.util.HashMap<>(fakes.windows.states.get("w1").places());
        places.put("another screen", "5,5,720,480,false");
        fakes.windows.save(new WindowState("w1", Optional.empty(), "fleet", false, places));
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);
            assertThat(stage.getX()).isEqualTo(40);
            assertThat(stage.getWidth()).isEqualTo(800);
            pass();
            assertThat(fakes.windows.states.get("w1").places()).containsEntry("another screen", "5,5,720,480,false");
        });
    }

    @Test
    void statesThatCouldNotBeReadAreSaid() {
        fakes.windows.unreadable = java.util.List.of("w1");
        run(ui -> {
            var window = ui.openFirst(new Stage());
            assertThat(window.scene().getRoot().lookupAll(".toast")).isNotEmpty();
        });
    }

    @Test
    void aStateWhosePageOrPlaceIsNoneIsKeptAsideAndSaid() {
        var page = new WindowState("w1", Optional.empty(), "nonsense", false, Map.of());
        var place = new WindowState("w2", Optional.of(R1), "overview", false, Map.of("a screen", "left"));
        var good = new WindowState("w3", Optional.of(R4), "history", false, Map.of("a screen", "5,5,720,480,false"));
        java.util.List.of(page, place, good).forEach(fakes.windows::save);
        run(ui -> {
            var window = ui.openFirst(new Stage());

            assertThat(at(window)).isEqualTo(new Location.Program("fleet"));
            assertThat(window.scene().getRoot().lookupAll(".toast")).hasSize(1);
            assertThat(fakes.windows.aside).containsExactly(page, place);
        });
    }

    /// The window is made anew in another language; Enter must not press what happens to be first in it.
    @Test
    void inAnotherLanguageTheKeyboardIsWhereItWas() {
        run(ui -> {
            var stage = new Stage();
            var window = ui.openFirst(stage);
            window.context().actions().run("settings.open", Optional.empty());
            window.scene().getRoot().applyCss();
            window.scene().lookup("#setting-general-language").requestFocus();

            fakes.settings.set(Appearance.LANGUAGE, "de");

            assertThat(stage.getScene()).isNotSameAs(window.scene());
            assertThat(stage.getScene().getFocusOwner().getId()).isEqualTo("setting-general-language");
        });
    }

    @Test
    void inAnotherLanguageTheSettingsShowTheirPageOfBefore() {
        run(ui -> {
            var stage = new Stage();
            var window = ui.openFirst(stage);
            window.context().actions().run("settings.open", Optional.empty());
            window.scene().getRoot().applyCss();
            ((ListView<?>) window.scene().lookup("#pages")).getSelectionModel().select(3);

            fakes.settings.set(Appearance.LANGUAGE, "de");
            stage.getScene().getRoot().applyCss();

            var pages = (ListView<?>) stage.getScene().lookup("#pages");
            assertThat(pages.getSelectionModel().getSelectedIndex()).isEqualTo(3);
            assertThat(stage.getScene().getRoot().lookupAll(".label"))
                    .extracting(label -> ((Label) label).getText())
                    .contains("Alle Instanzen von Radarr");
        });
    }

    @Test
    void whatIsPassedWithTheArrowsIsChosenByEnterOnly() {
        run(ui -> {
            var stage = new Stage();
            var window = ui.openFirst(stage);
            window.context().actions().run("settings.open", Optional.empty());
            window.scene().getRoot().applyCss();
            ComboBox<?> box = (ComboBox<?>) window.scene().lookup("#setting-general-language");
            box.requestFocus();
            Event.fireEvent(box, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
            assertThat(box.isShowing()).isTrue();

            box.getSelectionModel().selectLast();
            assertThat(fakes.settings.get(Appearance.LANGUAGE)).isEqualTo("system");

            box.hide();
            assertThat(fakes.settings.get(Appearance.LANGUAGE)).isEqualTo("de");
        });
    }
}
