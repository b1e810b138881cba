package io.pilothouse.ui.table;

import io.pilothouse.ui.common.Streamer;
import java.util.Optional;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Skin;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// A cell that shows its column of the row. A screen reader says the value, then the column. It is laid
/// out by itself: what it shows never moves the other cells of its line.
final class RowCell<R> extends TableCell<R, R> {

    private static final double WHOLE = 640;

    private final Column<R> column;
    private final String title;
    private final Optional<CellDrawing<R>> drawing;
    private boolean hidden;

    RowCell(Column<R> column, String title) {
        this.column = column;
        this.title = title;
        drawing = column.drawing().map(maker -> maker.get());
        setManaged(false);
        if (column.isForeign()) {
            Streamer.foreign(this);
        }
        drawing.ifPresent(drawn -> setGraphic(drawn.node()));
        setOnMouseEntered(_ -> tellWhole());
    }

    /// What found no room is read where the pointer rests.
    private void tellWhole() {
        var row = getItem();
        if (row == null || !(getSkin() instanceof RowCellSkin skin) || !skin.cuts()) {
            setTooltip(null);
            return;
        }
        var whole = new Tooltip(column.text(row));
        whole.setWrapText(true);
        whole.setMaxWidth(WHOLE);
        setTooltip(whole);
    }

    @Override
    protected Skin<?> createDefaultSkin() {
        return new RowCellSkin(this);
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (getTooltip() != null && (row == null || !getTooltip().getText().equals(column.text(row)))) {
            setTooltip(null); // it told of another row
        }
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
