package io.pilothouse.ui.action;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.Ikon;

/// Something a person can do. Its words are `action.<id>` in the texts. Immutable.
///
/// @param id             stable name, for example `instance.edit`
/// @param key            the usual key
/// @param secondKey      another one that does the same wherever nothing else has it, for hands that learnt it
///                       elsewhere
/// @param actionClass    what it can do to a service; the guards themselves ask in `tasks`
/// @param needsInstance  whether it acts on one instance
/// @param availability   asked with the captured instance, each time it is offered
/// @param body           does it, or starts it; on the FX thread, must not wait
public record Action(
        String id,
        Optional<Ikon> icon,
        Optional<KeyCombination> key,
        Optional<KeyCombination> secondKey,
        ActionClass actionClass,
        boolean needsInstance,
        Function<Optional<InstanceId>, Availability> availability,
        Consumer<ActionCall> body) {

    /// An action of the window, without an instance.
    public static Action ofWindow(String id, Consumer<ActionCall> body) {
        return new Action(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ActionClass.READ,
                false,
                _ -> Availability.YES,
                body);
    }

    /// An action on one instance.
    public static Action ofInstance(String id, ActionClass actionClass, Consumer<ActionCall> body) {
        return new Action(
                id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                actionClass,
                true,
                _ -> Availability.YES,
                body);
    }

    public Action withIcon(Ikon newIcon) {
        return new Action(id, Optional.of(newIcon), key, secondKey, actionClass, needsInstance, availability, body);
    }

    /// @param combination for example `Shortcut+J`; *Shortcut* is Ctrl, on macOS Cmd
    public Action withKey(String combination) {
        return new Action(
                id,
                icon,
                Optional.of(KeyCombination.valueOf(combination)),
                secondKey,
                actionClass,
                needsInstance,
                availability,
                body);
    }

    /// @param combination as in [#withKey]; `'?'` for what is typed, whichever keys of a keyboard type it
    public Action withSecondKey(String combination) {
        return new Action(
                id,
                icon,
                key,
                Optional.of(KeyCombination.valueOf(combination)),
                actionClass,
                needsInstance,
                availability,
                body);
    }

    /// A key that is another one on macOS, where its usual one types a letter or means something else.
    public Action withKey(String combination, String onMac) {
        return withKey(keyOf(System.getProperty("os.name"), combination, onMac));
    }

    /// @param operatingSystem as in the system property `os.name`
    static String keyOf(String operatingSystem, String combination, String onMac) {
        return operatingSystem.startsWith("Mac") ? onMac : combination;
    }

    Action withKey(Optional<KeyCombination> newKey) {
        return new Action(id, icon, newKey, secondKey, actionClass, needsInstance, availability, body);
    }

    public Action availableWhen(Function<Optional<InstanceId>, Availability> when) {
        return new Action(id, icon, key, secondKey, actionClass, needsInstance, when, body);
    }
}
