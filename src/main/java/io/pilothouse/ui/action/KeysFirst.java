package io.pilothouse.ui.action;

import javafx.scene.Node;
import javafx.scene.input.KeyEvent;

/// What a control does with keys that actions have as well: a row of a list is nearer than the active instance.
@FunctionalInterface
public interface KeysFirst {

    /// @return whether it has done what the key means
    boolean take(KeyEvent event);

    /// While `control` has the focus it is asked before the actions of the window.
    static void of(Node control, KeysFirst keys) {
        control.getProperties().put(KeysFirst.class, keys);
    }

    /// @param control with the focus
    static boolean takenBy(Node control, KeyEvent event) {
        return control.getProperties().get(KeysFirst.class) instanceof KeysFirst keys && keys.take(event);
    }
}
