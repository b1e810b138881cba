package io.pilothouse.ui.table;

import java.util.Optional;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell that shows its column of the row. A screen reader says the value, then the column.
final class RowCell<R> extends TableCell<R, R> {

    private final Column<R> column;
    private final String title;
    private final Optional<CellDrawing<R>> drawing;

    RowCell(Column<R> column, String title) {
        this.column = column;
        this.title = title;
        drawing = column.drawing().map(maker -> maker.get());
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
        } else if (drawing.isPresent()) {
            drawing.get().show(row);
            setGraphic(drawing.get().node());
        } else {
            setText(column.text(row));
        }
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        var row = getItem();
        return attribute == AccessibleAttribute.TEXT && row != null
                ? column.text(row) + ", " + title
                : super.queryAccessibleAttribute(attribute, parameters);
    }
}
