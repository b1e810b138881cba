package io.pilothouse.ui.table;

import java.util.Optional;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Skin;
import javafx.scene.control.TableCell;
import org.jspecify.annotations.Nullable;

/// A cell that shows its column of the row. A screen reader says the value, then the column. It is laid
/// out by itself: what it shows never moves the other cells of its line.
final class RowCell<R> extends TableCell<R, R> {

    private final Column<R> column;
    private final String title;
    private final Optional<CellDrawing<R>> drawing;
    private boolean hidden;

    RowCell(Column<R> column, String title) {
        this.column = column;
        this.title = title;
        drawing = column.drawing().map(maker -> maker.get());
        setManaged(false);
        drawing.ifPresent(drawn -> setGraphic(drawn.node()));
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        return new RowCellSkin(this);
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        var shown = empty ? null : row;
        drawing.ifPresentOrElse(one -> draw(one, shown), () -> setText(shown == null ? null : column.text(shown)));
        if (getSkin() instanceof RowCellSkin skin) {
            skin.show();
        }
    }

    /// What is empty hides its picture: to take it away and bring it back costs more than all else of a line.
    private void draw(CellDrawing<R> picture, @Nullable R row) {
        if (hidden != (row == null)) {
            hidden = row == null;
            picture.node().setVisible(!hidden);
        }
        if (row != null) {
            picture.show(row);
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
