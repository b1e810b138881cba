package io.pilothouse.ui.shell;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.SettingStore;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.event.Event;
import javafx.event.EventHandler;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.input.InputEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Locks all windows after a time without a key or a movement in any of them: each shows another scene until the
/// passphrase or the recovery phrase is typed, so that nothing of the one before can be read or reached. Work goes on.
/// One timer, which looks at the last input when it fires; a computer that slept is locked soon after it wakes. FX
/// thread only.
public final class IdleLock implements AutoCloseable {

    /// In minutes; 0 for never.
    public static final Setting<Integer> AFTER = Setting.number("security.lockAfter", 0);

    /// Kept, so that a new start does not open what was locked.
    public static final Setting<Boolean> LOCKED = Setting.truth("security.locked", false);

    private static final int LONGEST_WAIT = 30;

    /// It looks at the clock so often: timers stand still while the computer sleeps.
    private static final Duration LOOK = Duration.ofSeconds(10);

    /// What comes also when the window changes under a pointer that lies still.
    private static final Set<EventType<? extends Event>> NO_INPUT = Set.of(
            MouseEvent.MOUSE_ENTERED,
            MouseEvent.MOUSE_ENTERED_TARGET,
            MouseEvent.MOUSE_EXITED,
            MouseEvent.MOUSE_EXITED_TARGET);

    private final UiServices services;
    private final Themes themes;
    private final Supplier<Texts> texts;
    private final BooleanSupplier unfinished;
    private final Runnable quit;
    private final SettingStore storing;
    private final ReadOnlyBooleanWrapper locked = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");
    private final Map<Stage, Scene> behind = new HashMap<>();
    private final EventHandler<InputEvent> onInput = this::noteInput;
    private final ListChangeListener<Window> onWindows = _ -> watchAll();
    private final Subscription onSettings;
    private final Subscription onKeys;
    private Subscription timer = () -> {};
    private Subscription pause = () -> {};
    private Duration limit = Duration.ZERO;
    private Instant lastInput;
    private int refused;
    private boolean warned;

    /// @param texts      in which the windows speak now
    /// @param unfinished whether something that was typed or is running would be lost at the end of the program
    /// @param quit       ends the program
    /// @param failed     says, where it is read after unlocking, that a new start would not do the same
    public IdleLock(
            UiServices services,
            Themes themes,
            Supplier<Texts> texts,
            BooleanSupplier unfinished,
            Runnable quit,
            Consumer<Problem> failed) {
        this.services = services;
        this.themes = themes;
        this.texts = texts;
        this.unfinished = unfinished;
        this.quit = quit;
        storing = new SettingStore(services, failed);
        lastInput = services.clock().instant();
        locked.set(services.settings().get(LOCKED));
        Window.getWindows().addListener(onWindows);
        watchAll();
        onSettings = services.settings().values().subscribe(services.fx(), _ -> takeLimit());
        onKeys = services.safekeeping().keys().subscribe(services.fx(), this::openWithoutKey);
    }

    /// Whether there is something that only the person knows.
    static boolean possible(KeyStatus keys) {
        return keys.passphrase();
    }

    public ReadOnlyBooleanProperty locked() {
        return locked.getReadOnlyProperty();
    }

    /// Whether words are being tried, or were refused just now.
    ReadOnlyBooleanProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /// What is to be said on the covers.
    ReadOnlyStringProperty said() {
        return said.getReadOnlyProperty();
    }

    /// @return the title of a window; without the instance while it is locked
    public ObservableValue<String> title(ObservableValue<String> whole) {
        return locked.flatMap(
                covered -> covered ? new SimpleStringProperty(texts.get().text("common.application")) : whole);
    }

    /// Shows a scene in a window, behind the cover while it is locked.
    public void show(Stage stage, Scene scene) {
        if (locked.get()) {
            behind.put(stage, scene);
            stage.setScene(new LockCover(this, texts.get(), themes).scene());
        } else {
            stage.setScene(scene);
        }
    }

    public void lock() {
        if (locked.get()) {
            return;
        }
        locked.set(true);
        timer.close();
        say("");
        List.copyOf(Window.getWindows()).stream()
                .filter(PopupWindow.class::isInstance)
                .forEach(Window::hide);
        watchAll();
        storing.store(LOCKED, Optional.of(true), () -> {});
    }

    private void watchAll() {
        for (var window : List.copyOf(Window.getWindows())) {
            window.removeEventFilter(InputEvent.ANY, onInput); // it is there once
            window.addEventFilter(InputEvent.ANY, onInput);
            if (locked.get() && window instanceof Stage stage && !behind.containsKey(stage)) {
                show(stage, stage.getScene());
            }
        }
    }

    private void takeLimit() {
        var chosen = Duration.ofMinutes(Math.max(0, services.settings().get(AFTER)));
        if (!chosen.equals(limit)) {
            limit = chosen;
            lastInput = services.clock().instant();
            arm();
        }
    }

    private void arm() {
        timer.close();
        if (!limit.isZero() && !locked.get()) {
            var left = limit.minus(idle());
            boolean soon = left.isPositive() && left.compareTo(LOOK) < 0;
            timer = services.later().after(soon ? left : LOOK, this::look);
        }
    }

    private Duration idle() {
        return Duration.between(lastInput, services.clock().instant());
    }

    private void look() {
        if (idle().isNegative()) {
            lastInput = services.clock().instant(); // the clock was set back
        }
        if (due()) {
            lock();
        } else {
            arm();
        }
    }

    /// While the keeper of the key has not answered it is not known whether there is a passphrase.
    private boolean due() {
        var keys = services.safekeeping().keys().get();
        return !limit.isZero()
                && idle().compareTo(limit) >= 0
                && (possible(keys) || keys.state() == KeyStatus.State.OPENING);
    }

    /// A computer that slept wakes with an input before its timers.
    private void noteInput(InputEvent event) {
        if (locked.get() || NO_INPUT.contains(event.getEventType())) {
            return;
        }
        if (due()) {
            event.consume();
            lock();
        } else {
            lastInput = services.clock().instant();
        }
    }

    /// Tries a passphrase or a recovery phrase; each refusal makes the next try wait longer.
    void open(char[] words) {
        if (waiting.get()) {
            return;
        }
        waiting.set(true);
        said.set("");
        services.tasks()
                .start(new TaskRequest("unlock", "unlock the windows", List.of(), Origin.WINDOW, true), _ -> {
                    try {
                        services.safekeeping().prove(words);
                        return true;
                    } finally {
                        Arrays.fill(words, ' ');
                    }
                })
                .whenEnded(services.fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Boolean> _ -> unlock();
                        case Outcome.Failed<Boolean>(Problem problem) -> refuse(problem);
                        case Outcome.Cancelled<Boolean>() -> waiting.set(false);
                    }
                });
    }

    private void refuse(Problem problem) {
        int seconds = Math.min(LONGEST_WAIT, 1 << Math.min(refused++, 5));
        say(texts.get().text("shell.lock.refused", texts.get().summary(problem), seconds));
        pause.close();
        pause = services.later().after(Duration.ofSeconds(seconds), () -> {
            waiting.set(false);
            say(texts.get().text("shell.lock.again", texts.get().summary(problem)));
        });
    }

    private void unlock() {
        refused = 0;
        waiting.set(false);
        say("");
        locked.set(false);
        behind.forEach(Stage::setScene);
        behind.clear();
        lastInput = services.clock().instant();
        arm();
        storing.store(LOCKED, Optional.empty(), () -> {});
    }

    /// Where there is no key or no passphrase any more, nothing that a person chose could open it.
    private void openWithoutKey(KeyStatus keys) {
        boolean taken = keys.state() == KeyStatus.State.OPEN && !possible(keys);
        if (locked.get() && (taken || keys.state() == KeyStatus.State.NONE)) {
            unlock();
        }
    }

    /// Ends the program; where something would be lost, only when asked again.
    void quit() {
        if (warned || !unfinished.getAsBoolean()) {
            quit.run();
        } else {
            say(texts.get().text("shell.lock.unfinished"));
            warned = true;
        }
    }

    /// Says that a locked window stays.
    public void refuseClosing() {
        say(texts.get().text("shell.lock.no-closing"));
    }

    private void say(String words) {
        warned = false;
        said.set(words);
    }

    @Override
    public void close() {
        Window.getWindows().removeListener(onWindows);
        List.copyOf(Window.getWindows()).forEach(window -> window.removeEventFilter(InputEvent.ANY, onInput));
        onSettings.close();
        onKeys.close();
        timer.close();
        pause.close();
    }
}
