package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.WindowSettings;
import io.pilothouse.ui.shell.WindowSettings.LastWindow;
import io.pilothouse.ui.shell.WindowStart;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;

/// What closing a window asks, and what it means for the program.
class LeavingTest {

    private static final InstanceId R1 = PictureFleet.id("R1");

    private final FakeServices fakes = PictureFleet.make();

    private void run(Consumer<PilothouseUi> test) {
        run(false, test);
    }

    private void run(boolean demo, Consumer<PilothouseUi> test) {
        fakes.tasks.tasks.set(List.of());
        FxToolkit.run(() -> {
            try (var ui = new PilothouseUi(fakes.services(Runnable::run, Locale.ENGLISH, demo))) {
                test.accept(ui);
            }
        });
    }

    private static void askToClose(Stage stage) {
        Event.fireEvent(stage, new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    private static Optional<Node> found(Stage stage, String id) {
        return Optional.ofNullable(stage.getScene().getRoot().lookup("#" + id));
    }

    private static String question(Stage stage, String id) {
        return found(stage, id).orElseThrow().lookupAll(".label").stream()
                .map(label -> ((Label) label).getText())
                .collect(Collectors.joining("\n"));
    }

    private static void press(Stage stage, String id) {
        ((Button) found(stage, id).orElseThrow()).fire();
    }

    private static void stay(Stage stage) {
        stage.getScene().getRoot().lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(Button::isCancelButton)
                .findFirst()
                .orElseThrow()
                .fire();
    }

    @Test
    void theLastWindowAsksOnceAndQuittingIsRemembered() {
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);

            askToClose(stage);
            assertThat(stage.isShowing()).isTrue();
            press(stage, "quit");

            assertThat(stage.isShowing()).isFalse();
            assertThat(fakes.settings.get(WindowSettings.LAST_WINDOW)).isEqualTo(LastWindow.QUIT);
            assertThat(ui.staysWithoutWindows()).isFalse();
        });
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);

            askToClose(stage);

            assertThat(stage.isShowing()).isFalse();
        });
    }

    @Test
    void inTheBackgroundTheProgramGoesOnAndTheNextStartShowsWhatWasShownLast() {
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage).context().navigation().goTo(R1, "history");
            askToClose(stage);
            press(stage, "background");

            assertThat(stage.isShowing()).isFalse();
            assertThat(ui.staysWithoutWindows()).isTrue();
            ui.toFront();

            assertThat(Stage.getWindows().stream().map(window -> ((Stage) window).getTitle()))
                    .containsExactly("Radarr HD · History — Pilothouse");
        });
    }

    @Test
    void whoKeepsTheWindowIsAskedAgain() {
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);
            askToClose(stage);
            stay(stage);

            assertThat(found(stage, "leaving-last")).isEmpty();
            askToClose(stage);

            assertThat(found(stage, "leaving-last")).isPresent();
        });
    }

    @Test
    void aWindowWithTextThatIsNotStoredAsksOnceInWordsOfWhatIsLost() {
        run(ui -> {
            ui.openFirst(new Stage());
            ui.open(Optional.of(new WindowStart(new Location.OfInstance(R1, "system"), false)));
            var stage = (Stage) Stage.getWindows().getLast();
            typeHalf(stage);

            askToClose(stage);
            assertThat(stage.isShowing()).isTrue();
            press(stage, "go");

            assertThat(stage.isShowing()).isFalse();
        });
    }

    @Test
    void quittingAsksWhileSomethingRuns() {
        run(ui -> {
            var stage = new Stage();
            var window = ui.openFirst(stage);
            fakes.tasks.tasks.set(PictureFleet.make().tasks.tasks.get());

            window.context().actions().run("program.quit", Optional.empty());
            assertThat(fakes.program.calls).isEmpty();
            assertThat(question(stage, "leaving-running")).contains("Quitting stops what runs");
            fakes.tasks.tasks.set(List.of());
            Windows.settle(fakes);
            assertThat(question(stage, "leaving-running"))
                    .as("what ended meanwhile")
                    .contains("it is safe to quit now")
                    .doesNotContain("Quitting stops what runs");
            press(stage, "quit-now");

            assertThat(fakes.program.calls).containsExactly("quit");
        });
    }

    private static void typeHalf(Stage stage) {
        stage.getScene().getRoot().applyCss();
        ((TextArea) found(stage, "notes").orElseThrow()).setText("half");
    }

    @Test
    void whatWouldBeLostIsNamedAndTheListOfInstancesShowsWhere() {
        run(ui -> {
            var stage = new Stage();
            var navigation = ui.openFirst(stage).context().navigation();
            navigation.goTo(R1, "system");
            typeHalf(stage);
            assertThat(pencils(stage)).isZero();

            navigation.go(Navigation.FLEET);
            assertThat(pencils(stage)).isOne();
            ui.quit();

            assertThat(found(stage, "leaving-typed").orElseThrow().lookupAll(".label").stream()
                            .map(label -> ((Label) label).getText()))
                    .contains("Not stored yet, and lost when the window closes: System of Radarr HD (Notes).");
            stay(stage);
        });
    }

    @Test
    void theFieldsOfAFormThatWouldBeLostAreNamed() {
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage).context().navigation().goTo(R1, "settings");
            stage.getScene().getRoot().applyCss();
            var name = stage.getScene().getRoot().lookupAll(".text-field").stream()
                    .map(TextField.class::cast)
                    .filter(field -> field.getText().equals("Radarr HD"))
                    .findFirst()
                    .orElseThrow();
            Event.fireEvent(name, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SHIFT, true, false, false, false));
            name.setText("Radarr Attic");
            ui.quit();

            assertThat(found(stage, "leaving-typed").orElseThrow().lookupAll(".label").stream()
                            .map(label -> ((Label) label).getText()))
                    .contains("Not stored yet, and lost when the window closes: Settings of Radarr HD (Name).");
            stay(stage);
        });
    }

    private static long pencils(Stage stage) {
        stage.getScene().getRoot().applyCss();
        stage.getScene().getRoot().layout();
        return stage.getScene().getRoot().lookupAll(".list-cell").stream()
                .filter(cell -> cell.getAccessibleText() != null)
                .filter(cell -> cell.getAccessibleText().endsWith("something typed is not stored yet"))
                .count();
    }

    @Test
    void quittingClosesNoWindowBeforeAllHaveAgreed() {
        run(ui -> {
            var first = new Stage();
            var there = Optional.of(new WindowStart(new Location.OfInstance(R1, "system"), false));
            ui.openFirst(first).context().navigation().goTo(R1, "system");
            ui.open(there);
            var second = (Stage) Stage.getWindows().getLast();
            typeHalf(first);
            typeHalf(second);

            ui.quit();
            press(second, "go");
            assertThat(found(first, "leaving-typed")).isPresent();
            stay(first);

            assertThat(List.of(first.isShowing(), second.isShowing())).containsOnly(true);
            assertThat(fakes.program.calls).isEmpty();
            assertThat(found(first, "notes").map(notes -> ((TextArea) notes).getText()))
                    .contains("half");

            ui.quit(); // asks all anew
            press(second, "go");
            press(first, "go");

            assertThat(fakes.program.calls).containsExactly("quit");
            assertThat(List.of(first.isShowing(), second.isShowing())).containsOnly(true);
        });
        assertThat(fakes.windows.atStart()).hasSize(2);
    }

    @Test
    void whereItCannotBeStoredThatTheProgramGoesOnTheWindowStaysAndSaysSo() {
        fakes.settings.refusing = true;
        run(ui -> {
            var stage = new Stage();
            ui.openFirst(stage);
            askToClose(stage);
            press(stage, "background");

            assertThat(stage.isShowing()).isTrue();
            assertThat(stage.getScene().getRoot().lookupAll(".toast")).isNotEmpty();
        });
    }

    @Test
    void theDemoFleetEndsWithItsLastWindow() {
        run(true, ui -> {
            var stage = new Stage();
            ui.openFirst(stage);

            askToClose(stage);

            assertThat(stage.isShowing()).isFalse();
            assertThat(ui.staysWithoutWindows()).isFalse();
        });
    }
}
