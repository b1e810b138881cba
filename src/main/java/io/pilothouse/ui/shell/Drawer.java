package io.pilothouse.ui.shell;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// A panel over the lower part of the content; what is above stays in use. One at a time. FX thread
/// only.
public final class Drawer extends StackPane {

    private Runnable closed = () -> {};
    private Optional<Node> opener = Optional.empty();

    public Drawer() {
        getStyleClass().add("drawer");
        setAlignment(Pos.BOTTOM_CENTER);
        setMaxHeight(Region.USE_PREF_SIZE);
        StackPane.setAlignment(this, Pos.BOTTOM_CENTER);
        setVisible(false);
        addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                close();
                key.consume();
            }
        });
    }

    public boolean open() {
        return isVisible();
    }

    /// @return whether it is open and `node` is not in it
    public boolean covers(Node node) {
        Node at = node;
        while (at != null && at != this) {
            at = at.getParent();
        }
        return open() && at == null;
    }

    /// @param whenClosed called once after it closed
    public void show(Region panel, Runnable whenClosed) {
        close();
        opener = Optional.ofNullable(getScene()).map(scene -> scene.getFocusOwner());
        closed = whenClosed;
        getChildren().setAll(panel);
        setVisible(true);
    }

    /// Closes what is open; the focus goes back to where it was.
    public void close() {
        if (isVisible()) {
            setVisible(false);
            getChildren().clear();
            opener.filter(node -> node.getScene() != null).ifPresent(Node::requestFocus);
            var run = closed;
            closed = () -> {};
            run.run();
        }
    }
}
