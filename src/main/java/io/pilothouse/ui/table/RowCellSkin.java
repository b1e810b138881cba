package io.pilothouse.ui.table;

import javafx.geometry.HPos;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.SkinBase;
import javafx.scene.text.Text;

/// One line of words, or one picture, in the cell of a table. The skin of JavaFX is made for every label
/// there is; it measures the words several times and lays out the whole line with each other row.
final class RowCellSkin extends SkinBase<RowCell<?>> {

    private static final double ROUNDING = 0.01;

    private final Text words = new Text();
    private String full = "";

    RowCellSkin(RowCell<?> cell) {
        super(cell);
        consumeMouseEvents(false);
        var column = cell.getTableColumn();
        if (column != null) {
            registerChangeListener(column.widthProperty(), _ -> widened());
        }
        var picture = cell.getGraphic();
        if (picture == null) {
            words.getStyleClass().add("text");
            words.setManaged(false);
            words.setTextOrigin(VPos.TOP);
            words.fontProperty().bind(cell.fontProperty());
            words.fillProperty().bind(cell.textFillProperty());
            getChildren().setAll(words);
            registerChangeListener(cell.fontProperty(), _ -> place());
            registerChangeListener(cell.alignmentProperty(), _ -> place());
            show();
        } else {
            getChildren().setAll(picture);
        }
    }

    private void widened() {
        getSkinnable().requestLayout();
        var line = getSkinnable().getTableRow();
        if (line != null) {
            line.requestLayout(); // the cells behind it stand elsewhere now
        }
    }

    /// The cell has another row.
    void show() {
        var picture = getSkinnable().getGraphic();
        if (picture != null) {
            dress(picture);
            return;
        }
        var text = getSkinnable().getText();
        var next = text == null ? "" : text.replace('\n', ' ');
        if (!next.equals(full)) {
            full = next;
            place();
        }
    }

    /// @return whether some of the words found no room
    boolean cuts() {
        var picture = getSkinnable().getGraphic();
        if (picture == null) {
            return !words.getText().equals(full);
        }
        return picture.lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.isVisible()
                        && label.lookup(".text") instanceof Text shown
                        && !shown.getText().equals(label.getText()));
    }

    /// Cells get their rows while the window is laid out, when it is too late for the looks of this picture.
    private void dress(Node picture) {
        if (picture.isVisible() && picture.getScene() != null) {
            picture.applyCss();
        }
    }

    @Override
    protected void layoutChildren(double x, double y, double width, double height) {
        var picture = getSkinnable().getGraphic();
        if (picture == null) {
            place();
            return;
        }
        var at = getSkinnable().getAlignment();
        layoutInArea(picture, x, y, width, height, 0, at.getHpos(), at.getVpos());
    }

    /// Words that find no room end with the sign of the cell for that.
    private void place() {
        var cell = getSkinnable();
        double left = snappedLeftInset();
        double room = cell.getWidth() - left - snappedRightInset();
        if (room <= 0) {
            return; // it has no size yet
        }
        words.setText(full);
        double width = words.getLayoutBounds().getWidth();
        if (width > room + ROUNDING) {
            width = cut(room);
        }
        var bounds = words.getLayoutBounds();
        double x = cell.getAlignment().getHpos() == HPos.RIGHT ? left + room - width : left;
        words.setLayoutX(snapPositionX(x));
        words.setLayoutY(snapPositionY((cell.getHeight() - bounds.getHeight()) / 2));
    }

    /// @return how wide the words are now
    private double cut(double room) {
        var sign = getSkinnable().getEllipsisString();
        var height = words.getLayoutBounds().getHeight();
        words.setText(sign);
        double rest = room - words.getLayoutBounds().getWidth();
        words.setText(full);
        int end = rest <= 0
                ? 0
                : words.hitTest(new Point2D(rest, height / 2)).getCharIndex(); // the one that is over the edge
        words.setText(full.substring(0, end).stripTrailing() + sign);
        double width = words.getLayoutBounds().getWidth();
        while (end > 0 && width > room + ROUNDING) {
            end--; // letters stand otherwise beside others
            words.setText(full.substring(0, end).stripTrailing() + sign);
            width = words.getLayoutBounds().getWidth();
        }
        return width;
    }

    @Override
    protected double computePrefWidth(double height, double top, double right, double bottom, double left) {
        var column = getSkinnable().getTableColumn();
        return column == null ? 0 : column.getWidth();
    }
}
