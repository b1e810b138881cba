package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.testing.TurningClock;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.KeySettings;
import io.pilothouse.ui.shell.IdleLock;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

/// After a time without input all windows are covered until the passphrase is typed.
class IdleLockTest {

    private final TurningClock clock = new TurningClock(FakeServices.NOW);
    private final FakeServices fakes = new FakeServices(clock);

    private void runWindow(BiConsumer<ShellWindow, Stage> test) {
        FxToolkit.run(() -> {
            try (var ui = new PilothouseUi(fakes.services(Runnable::run))) {
                var stage = new Stage();
                test.accept(ui.openFirst(stage), stage);
            }
        });
    }

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

    @Test
    void theRecoveryPhraseOpensIt() {
        passphrase(true);
        run((ui, stage) -> {
            ui.lock();
            type(stage, fakes.safekeeping.recoveryPhrase());
            assertThat(covered(stage)).isFalse();
        });
    }

    @Test
    void lockNowStandsInThePaletteAndMayHaveAKeyWhereThereIsAPassphrase() {
        passphrase(false);
        fakes.settings.set(KeySettings.KEYS, Map.of("program.lock", Optional.of(KeyCombination.valueOf("Shortcut+L"))));
        runWindow((window, stage) -> {
            var lock = window.context().actions().find("program.lock").orElseThrow();
            assertThat(lock.availability().apply(Optional.empty()))
                    .isEqualTo(new Availability.NotNow("Needs a passphrase: add one in the settings, Security"));
            press(stage, KeyCode.L, true);
            assertThat(covered(stage)).isFalse();

            passphrase(true);
            window.context().actions().run("palette.open", Optional.empty());
            stage.getScene().getRoot().lookupAll("#search").stream()
                    .filter(TextField.class::isInstance)
                    .forEach(field -> ((TextField) field).setText("lock now"));
            press(stage, KeyCode.ENTER, false);
            assertThat(covered(stage)).isTrue();
            type(stage, "right");
            press(stage, KeyCode.L, true);
            assertThat(covered(stage)).isTrue();
        });
    }

    @Test
    void desktopMessagesSayNoNamesWhileItIsLocked() {
        passphrase(true);
        run((ui, stage) -> {
            var down = down(Set.of(AlertChannel.DESKTOP));
            fakes.alerts.tell(new Alerts.Told.One(down));
            ui.lock();
            fakes.alerts.tell(new Alerts.Told.One(down));
            fakes.alerts.tell(new Alerts.Told.Digest(List.of(down), Set.of(AlertChannel.DESKTOP)));

            var told = fakes.program.calls;
            assertThat(told).hasSize(3);
            assertThat(told.getFirst()).contains("nas2.lan");
            assertThat(told.subList(1, 3)).containsOnly("tell There is news. Unlock Pilothouse to read it.");
        });
    }

    private static Alert down(Set<AlertChannel> channels) {
        return new Alert(
                7,
                AlertEvent.DOWN,
                "host nas2.lan",
                "nas2.lan",
                List.of(),
                FakeServices.NOW,
                FakeServices.NOW,
                channels,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aComputerThatSleptIsLockedSoonAfterItWakesAlsoWhereNobodyTouchesIt() {
        passphrase(true);
        fakes.settings.set(IdleLock.AFTER, 15);
        run((ui, stage) -> {
            pass(Duration.ofMinutes(1));
            clock.pass(Duration.ofHours(8)); // the timers stood still
            assertThat(covered(stage)).isFalse();
            fakes.later.pass(Duration.ofSeconds(10));
            assertThat(covered(stage)).isTrue();
        });
    }

    @Test
    void aClockThatWasSetBackPostponesItByTheTimeChosenAtMost() {
        passphrase(true);
        fakes.settings.set(IdleLock.AFTER, 15);
        run((ui, stage) -> {
            clock.pass(Duration.ofHours(-5));
            fakes.later.pass(Duration.ofSeconds(10));
            pass(Duration.ofMinutes(15));
            assertThat(covered(stage)).isTrue();
        });
    }

    @Test
    void newsWaitsBehindTheCover() {
        passphrase(true);
        run((ui, stage) -> {
            ui.lock();
            fakes.alerts.tell(new Alerts.Told.One(down(Set.of(AlertChannel.BAR))));
            pass(Duration.ofHours(1));
            type(stage, "right");
            assertThat(stage.getScene().getRoot().lookupAll(".toast")).hasSize(1);
        });
    }

    @Test
    void thatALockIsNotStoredIsReadAfterUnlocking() {
        passphrase(true);
        run((ui, stage) -> {
            fakes.settings.refusing = true;
            ui.lock();
            assertThat(covered(stage)).isTrue();
            type(stage, "right");
            assertThat(stage.getScene().getRoot().lookupAll(".toast-problem")).hasSize(1);
        });
    }
}
