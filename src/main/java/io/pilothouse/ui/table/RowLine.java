package io.pilothouse.ui.table;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// One line of a table: a row, or the head of a group over all columns. FX thread only.
final class RowLine<R> extends TableRow<R> {

    private static final PseudoClass TICKED = PseudoClass.getPseudoClass("ticked");
    private static final PseudoClass HEADING = PseudoClass.getPseudoClass("heading");

    /// What a line asks of its table.
    interface Table<R> {
        TableSpec<R> spec();

        boolean ticked(R row);

        void clicked(R row, int index, MouseEvent event);

        void menu(RowLine<R> line, int index, double screenX, double screenY);
    }

    private final Table<R> table;
    private Optional<CellDrawing<R>> head = Optional.empty();

    RowLine(Table<R> table) {
        this.table = table;
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && getItem() != null) {
                table.clicked(getItem(), getIndex(), event);
            }
        });
        setOnContextMenuRequested(event -> {
            if (getItem() != null) {
                table.menu(this, getIndex(), event.getScreenX(), event.getScreenY());
                event.consume();
            }
        });
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
        super.updateItem(row, empty);
        if (row == null) {
            getProperties().remove("instance");
            setAccessibleText("");
        } else {
            table.spec()
                    .instance()
                    .apply(row)
                    .ifPresentOrElse(
                            id -> getProperties().put("instance", id),
                            () -> getProperties().remove("instance"));
            setAccessibleText(table.spec().spoken(row));
        }
        showHead(Optional.ofNullable(row).filter(table.spec()::isHead));
        showTick();
    }

    private void showHead(Optional<R> shown) {
        boolean here = shown.isPresent()
                && (getTableView() == null || !getTableView().getStyleClass().contains("frozen"));
        pseudoClassStateChanged(HEADING, shown.isPresent());
        if (here && head.isEmpty()) {
            head = table.spec().heads().map(heads -> heads.drawing().get());
            head.ifPresent(drawing -> {
                drawing.node().setManaged(false);
                drawing.node().setMouseTransparent(true);
            });
        }
        head.ifPresent(drawing -> {
            drawing.node().setVisible(here);
            if (here) {
                drawing.show(shown.orElseThrow());
            }
        });
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        head.map(CellDrawing::node).filter(node -> node.isVisible()).ifPresent(node -> {
            if (!getChildren().contains(node)) {
                getChildren().add(node);
                node.applyCss(); // else it has its looks only in the next picture
            }
            node.resizeRelocate(0, 0, Math.max(0, getWidth()), Math.max(0, getHeight() - 1));
            node.toFront();
        });
    }

    void showTick() {
        var row = getItem();
        pseudoClassStateChanged(TICKED, row != null && table.ticked(row));
        for (var child : getChildren()) {
            if (child instanceof TickCell<?> cell) {
                cell.showTick();
            }
        }
    }

    /// The box at the left of a line.
    static final class TickCell<R> extends TableCell<R, R> {

        private final CheckBox box = new CheckBox();
        private final Table<R> table;

        /// @param ticking hears the place of the row and whether a range is meant
        TickCell(Table<R> table, String words, Ticking ticking) {
            this.table = table;
            box.setFocusTraversable(false);
            box.setMouseTransparent(true);
            box.setAccessibleText(words);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY
                        && getItem() != null
                        && !table.spec().isHead(getItem())) {
                    ticking.tick(getIndex(), event.isShiftDown());
                    event.consume();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable R row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null || table.spec().isHead(row) ? null : box);
            showTick();
        }

        private void showTick() {
            var row = getItem();
            box.setSelected(row != null && table.ticked(row));
        }
    }

    interface Ticking {
        void tick(int index, boolean range);
    }
}
