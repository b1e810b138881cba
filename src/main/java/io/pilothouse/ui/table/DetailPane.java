package io.pilothouse.ui.table;

import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// One row in full, beside the table. FX thread only.
final class DetailPane<R> extends StackPane {

    private static final double WIDTH = 340;

    private final Function<R, Node> pane;
    private final Button close = new Button(null, new FontIcon(Octicons.X_16));
    private Optional<R> shown = Optional.empty();

    DetailPane(WindowContext window, Function<R, Node> pane, Runnable closing) {
        this.pane = pane;
        getStyleClass().add("table-detail");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        var words = window.texts().text("table.detail.close");
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(words);
        close.setTooltip(new Tooltip(words));
        close.setOnAction(_ -> closing.run());
        StackPane.setAlignment(close, Pos.TOP_RIGHT);
        StackPane.setMargin(close, new Insets(12));
        hide();
    }

    void hide() {
        setVisible(false);
        setManaged(false);
        getChildren().clear();
        shown = Optional.empty();
    }

    void open() {
        setVisible(true);
        setManaged(true);
    }

    /// Shows the row if the pane is open; the same row is left as it is.
    void show(Optional<R> row) {
        if (!isVisible() || row.equals(shown)) {
            return;
        }
        shown = row;
        getChildren().clear();
        row.ifPresent(one -> getChildren().setAll(pane.apply(one), close));
    }
}
