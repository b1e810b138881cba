package io.pilothouse.ui.table;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// One row in full, beside the table. FX thread only.
final class DetailPane<R> extends StackPane {

    private static final double WIDTH = 340;

    private final Function<R, Node> pane;
    private final Button close = new Button(null, new Icon(Octicons.X_16));
    private Optional<R> shown = Optional.empty();
    private boolean open;

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
        setVisible(false);
        setManaged(false);
    }

    void hide() {
        show(Optional.empty());
        open = false;
    }

    void open() {
        open = true;
    }

    /// Shows the row if the pane is open, nothing while there is none; the same row is left as it is.
    void show(Optional<R> row) {
        if (!open || row.equals(shown)) {
            return;
        }
        shown = row;
        setVisible(row.isPresent());
        setManaged(row.isPresent());
        getChildren()
                .setAll(row.map(one -> List.<Node>of(pane.apply(one), close)).orElse(List.of()));
    }
}
