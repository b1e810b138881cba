package io.pilothouse.ui.help;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.KeySettings;
import io.pilothouse.ui.shell.WindowContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;
import javafx.scene.input.KeyEvent;

/// The map of keys: which action has which, and changing that. FX thread only.
final class KeyMap {

    /// What became of a key that was pressed for an action.
    sealed interface Pressed {

        /// The action has it now.
        record Taken() implements Pressed {}

        /// Only a modifier so far.
        record NotYet() implements Pressed {}

        /// It cannot be a key, and why.
        record Refused(String reason) implements Pressed {}

        /// Another action has it; pressing it once more takes it from there.
        record Belongs(Action other, String words) implements Pressed {}
    }

    /// Views and pinned instances 2 to 9 are like the first; they are found by searching.
    private static final String NUMBERED = ".*\\.[2-9]";

    private final WindowContext window;
    private Optional<KeyCombination> askedTwice = Optional.empty();

    KeyMap(WindowContext window) {
        this.window = window;
    }

    /// @param words part of a title or of a key; empty for every action that has a key
    List<Action> actions(String words) {
        var wanted = words.toLowerCase(Locale.ROOT).strip();
        return window.actions().all().stream()
                .filter(action -> wanted.isEmpty()
                        ? changed(action)
                                || action.key().isPresent() && !action.id().matches(NUMBERED)
                        : window.actions()
                                        .title(action)
                                        .toLowerCase(Locale.ROOT)
                                        .contains(wanted)
                                || key(action).toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    /// @return as people read it; empty for none
    String key(Action action) {
        return action.key().map(window.actions()::keyWords).orElse("");
    }

    /// @return whether it has another key than the usual one
    boolean changed(Action action) {
        return !window.actions().usual(action.id()).map(Action::key).equals(Optional.of(action.key()));
    }

    /// Takes a pressed key for an action; Backspace takes its key away.
    Pressed press(String id, KeyEvent event) {
        if (event.getCode().isModifierKey() || event.getCode() == KeyCode.UNDEFINED) {
            return new Pressed.NotYet();
        }
        boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isControlDown() && !event.isMetaDown();
        if (plain && !event.isShiftDown() && event.getCode() == KeyCode.BACK_SPACE) {
            choose(id, Optional.empty());
            return new Pressed.Taken();
        }
        if (plain && !event.getCode().isFunctionKey()) {
            return new Pressed.Refused(window.texts().text("help.keys.plain"));
        }
        KeyCombination pressed = combination(event);
        var other = window.actions().all().stream()
                .filter(action -> !action.id().equals(id)
                        && action.key().filter(key -> key.match(event)).isPresent())
                .findFirst();
        if (other.isPresent() && !askedTwice.equals(Optional.of(pressed))) {
            askedTwice = Optional.of(pressed);
            return new Pressed.Belongs(
                    other.get(),
                    window.texts()
                            .text(
                                    "help.keys.belongs",
                                    window.actions().keyWords(pressed),
                                    window.actions().title(other.get())));
        }
        askedTwice = Optional.empty();
        other.ifPresent(action -> choose(action.id(), Optional.empty()));
        choose(id, Optional.of(pressed));
        return new Pressed.Taken();
    }

    private static KeyCombination combination(KeyEvent event) {
        boolean mac = event.isMetaDown() && event.isShortcutDown();
        return new KeyCodeCombination(
                event.getCode(),
                down(event.isShiftDown()),
                down(event.isControlDown() && (mac || !event.isShortcutDown())),
                down(event.isAltDown()),
                down(event.isMetaDown() && !mac),
                down(event.isShortcutDown()));
    }

    private static ModifierValue down(boolean down) {
        return down ? ModifierValue.DOWN : ModifierValue.UP;
    }

    private void choose(String id, Optional<KeyCombination> key) {
        var keys = new HashMap<>(window.services().settings().get(KeySettings.KEYS));
        if (window.actions().usual(id).map(Action::key).equals(Optional.of(key))) {
            keys.remove(id);
        } else {
            keys.put(id, key);
        }
        store(keys);
    }

    /// Gives an action its usual key back.
    void reset(String id) {
        var keys = new HashMap<>(window.services().settings().get(KeySettings.KEYS));
        keys.remove(id);
        store(keys);
    }

    void resetAll() {
        store(Map.of());
    }

    private void store(Map<String, Optional<KeyCombination>> keys) {
        window.actions().chooseKeys(keys);
        window.background().store(KeySettings.KEYS, Map.copyOf(keys));
    }
}
