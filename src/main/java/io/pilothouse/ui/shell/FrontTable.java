package io.pilothouse.ui.shell;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/// The table that a page shows, for commands that say what to do without its own buttons. FX thread only.
public interface FrontTable {

    /// Opens the choice of columns.
    void chooseColumns();

    /// Asks for a name for what is shown: filter, order and columns.
    void saveView();

    /// @return the first table that is to be seen in `node`
    static Optional<FrontTable> in(Node node) {
        if (!node.isVisible()) {
            return Optional.empty();
        }
        if (node instanceof FrontTable table) {
            return Optional.of(table);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream()
                        .flatMap(child -> in(child).stream())
                        .findFirst()
                : Optional.empty();
    }
}
