package io.pilothouse.ui.shell;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;

/// Where the keyboard begins in a part of a window.
public final class FirstControl {

    private FirstControl() {}

    /// @return the first control that can have the focus now; empty if there is none
    public static Optional<Node> in(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
        }
        if (node instanceof ScrollPane scroll && scroll.getContent() != null) { // what it shows rather than itself
            var inside = in(scroll.getContent());
            return inside.isEmpty() && scroll.isFocusTraversable() ? Optional.of(scroll) : inside;
        }
        if (node.isFocusTraversable()) {
            return Optional.of(node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream()
                        .map(FirstControl::in)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }
}
