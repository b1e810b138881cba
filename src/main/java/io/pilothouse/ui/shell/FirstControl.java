package io.pilothouse.ui.shell;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/// Where the keyboard begins in a part of a window.
public final class FirstControl {

    private FirstControl() {}

    /// @return the first control that can have the focus now; empty if there is none
    public static Optional<Node> in(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Optional.empty();
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
