package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.IdleLock;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

/// After a time without input all windows are covered until the passphrase is typed.
class IdleLockTest {

    private final TurningClock clock = new TurningClock(FakeServices.NOW);
    private final FakeServices fakes = new FakeServices(clock);

    private void run(BiConsumer<PilothouseUi, Stage> test) {
        FxToolkit.run(() -> {
            try (var ui = new PilothouseUi(fakes.services(Runnable::run))) {
                var stage = new Stage();
                ui.openFirst(stage);
                test.accept(ui, stage);
            }
        });
    }

    private void passphrase(boolean there) {
        fakes.safekeeping.keys.set(new KeyStatus(
                KeyStatus.State.OPEN,
                KeyStatus.Protection.KEY_STORE,
                "GNOME Keyring",
                there,
                Optional.empty(),
                Set.of()));
    }

    private void pass(Duration time) {
        clock.pass(time);
        fakes.later.pass(time);
    }

    private static Node in(Stage stage, String id) {
        return stage.getScene().getRoot().lookup(id);
    }

    private static boolean covered(Stage stage) {
        return in(stage, "#lock-words") != null;
    }

    private static void type(Stage stage, String words) {
        ((PasswordField) in(stage, "#lock-words")).setText(words);
        ((Button) in(stage, "#lock-open")).fire();
    }

    private static void press(Window window, KeyCode code, boolean shortcut) {
        var focused = window.getScene().getFocusOwner();
        Event.fireEvent(
                focused == null ? window.getScene() : focused,
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, shortcut, false, false));
    }

    @Test
    void locksEveryWindowAfterTheTimeAndInputPostponesIt() {
        passphrase(true);
        fakes.settings.set(IdleLock.AFTER, 15);
        run((ui, first) -> {
            var scene = first.getScene();
            ui.open(Optional.empty());
            var second = (Stage) Window.getWindows().stream()
                    .filter(window -> window != first)
                    .findFirst()
                    .orElseThrow();
            pass(Duration.ofMinutes(10));
            press(second, KeyCode.SHIFT, false);
            pass(Duration.ofMinutes(14));
            assertThat(covered(first)).isFalse();

            pass(Duration.ofMinutes(1));
            assertThat(covered(first)).isTrue();
            assertThat(covered(second)).isTrue();
            assertThat(first.getTitle()).isEqualTo("Pilothouse");
            assertThat(fakes.settings.get(IdleLock.LOCKED)).isTrue();
            ui.open(Optional.empty());
            assertThat(Window.getWindows()).hasSize(3).allMatch(window -> covered((Stage) window));

            type(second, "right");
            assertThat(Window.getWindows()).hasSize(3).noneMatch(window -> covered((Stage) window));
            assertThat(first.getScene()).isSameAs(scene);
            assertThat(fakes.settings.get(IdleLock.LOCKED)).isFalse();
        });
    }

    @Test
    void whatNothingCouldOpenAnyMoreOpensByItself() {
        passphrase(false);
        fakes.settings.set(IdleLock.LOCKED, true);
        run((ui, stage) -> assertThat(covered(stage)).isFalse());

        passphrase(true);
        fakes.settings.set(IdleLock.LOCKED, true);
        run((ui, stage) -> {
            assertThat(covered(stage)).isTrue();
            passphrase(false);
            assertThat(covered(stage)).isFalse();
        });
    }

    /// The keyboard stays in the field: the next control is the one that quits.
    private static boolean taken(Stage stage) {
        var field = (PasswordField) in(stage, "#lock-words");
        assertThat(stage.getScene().getFocusOwner()).isEqualTo(field);
        return field.isEditable();
    }

    @Test
    void aWrongPassphraseStaysIsSaidAndWaitsLongerEachTime() {
        passphrase(true);
        run((ui, stage) -> {
            ui.lock();
            type(stage, "wrong");
            assertThat(covered(stage)).isTrue();
            assertThat(((PasswordField) in(stage, "#lock-words")).getText()).isEmpty();
            assertThat(((Label) in(stage, "#lock-said")).getText())
                    .isEqualTo("This passphrase does not open the key. Wait one second.");
            assertThat(taken(stage)).isFalse();
            pass(Duration.ofSeconds(1));
            assertThat(taken(stage)).isTrue();

            type(stage, "wrong");
            pass(Duration.ofSeconds(1));
            assertThat(taken(stage)).isFalse();
            pass(Duration.ofSeconds(1));
            type(stage, "right");
            assertThat(covered(stage)).isFalse();
        });
    }

    @Test
    void keysDoNotReachThePageBehindAndTheWindowDoesNotClose() {
        passphrase(true);
        FxToolkit.run(() -> {
            try (var ui = new PilothouseUi(fakes.services(Runnable::run))) {
                var stage = new Stage();
                ShellWindow window = ui.openFirst(stage);
                ui.lock();
                press(stage, KeyCode.COMMA, true); // opens the settings
                press(stage, KeyCode.N, true);
                Event.fireEvent(
                        stage, new javafx.stage.WindowEvent(stage, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));

                assertThat(stage.isShowing()).isTrue();
                assertThat(window.context().navigation().location().get()).isEqualTo(Navigation.FLEET);
                assertThat(window.context().dialogs().anyOpen()).isFalse();
                assertThat(((Label) in(stage, "#lock-said")).getText()).startsWith("A locked window stays.");
            }
        });
    }

    @Test
    void whatWasLockedStartsLockedAndWithoutPassphraseNothingLocks() {
        passphrase(false);
        fakes.settings.set(IdleLock.AFTER, 5);
        run((ui, stage) -> {
            pass(Duration.ofHours(1));
            assertThat(covered(stage)).isFalse();
        });
        passphrase(true);
        fakes.settings.set(IdleLock.LOCKED, true);
        run((ui, stage) -> assertThat(covered(stage)).isTrue());
    }
}
