package io.pilothouse.ui.table;

import java.util.List;
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
    private static final List<PseudoClass> LOOKS = List.of(
            TICKED,
            HEADING,
            PseudoClass.getPseudoClass("selected"),
            PseudoClass.getPseudoClass("focused"),
            PseudoClass.getPseudoClass("empty"));

    /// What a line asks of its table.
    interface Table<R> {
        TableSpec<R> spec();

        boolean ticked(R row);

        void clicked(R row, int index, MouseEvent event);

        void menu(RowLine<R> line, int index, double screenX, double screenY);
    }

    private final Table<R> table;
    private Optional<CellDrawing<R>> head = Optional.empty();
    private boolean filling;
    private boolean emptied;
    private int looks = -1;

    RowLine(Table<R> table) {
        this.table = table;
        visibleProperty().subscribe(visible -> {
            if (!visible && emptied) {
                updateIndex(-1);
            }
        });
        setOnMousePressed(event -> {
            if (event.getButton() == MouseButton.PRIMARY && getItem() != null) {
                getTableView().requestFocus();
                getTableView().getSelectionModel().clearAndSelect(getIndex());
            }
        });
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

    /// Another row in the same line stands where the old one stood: nothing is laid out again but what the
    /// cells show, and looks are worked out again only where the line itself looks different now.
    ///
    /// With each new list the line is told to show nothing before it gets its next row. That waits until the line
    /// is hidden, else each cell would be emptied and filled.
    @Override
    public void updateIndex(int index) {
        emptied = index < 0 && isVisible() && getIndex() >= 0;
        if (emptied) {
            return;
        }
        filling = true;
        try {
            super.updateIndex(index);
        } finally {
            filling = false;
        }
        layOutCells();
        int now = looks();
        if (now != looks) {
            looks = now;
            if (getScene() != null) {
                applyCss(); // it may be too late for those of this picture
            }
        }
    }

    /// What a cell draws is laid out at once. It would have to wait for the line, and a line that asked for its own
    /// layout while others were laid out is not reached by those that change in it: JavaFX takes it for one that
    /// is on its list already, and the cell would show words of the row before.
    private void layOutCells() {
        for (var child : getChildren()) {
            if (child instanceof RowCell<?> cell && cell.isNeedsLayout()) {
                cell.layout();
            }
        }
    }

    @Override
    public void requestLayout() {
        if (!filling) {
            super.requestLayout();
        }
    }

    /// @return one bit for each pseudo-class that the style sheets know of lines
    private int looks() {
        var states = getPseudoClassStates();
        int bits = 0;
        for (int i = 0; i < LOOKS.size(); i++) {
            bits |= states.contains(LOOKS.get(i)) ? 1 << i : 0;
        }
        return bits;
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
            super.requestLayout(); // it stands over the cells
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
            setManaged(false);
            setGraphic(box);
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
            box.setVisible(!empty && row != null && !table.spec().isHead(row));
            showTick();
        }

        private void showTick() {
            var row = getItem();
            boolean ticked = row != null && table.ticked(row);
            if (ticked != box.isSelected()) {
                box.setSelected(ticked);
                box.applyCss(); // it may be too late for the looks of this picture
            }
        }
    }

    interface Ticking {
        void tick(int index, boolean range);
    }
}
