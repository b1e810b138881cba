package io.pilothouse.ui.table;

import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.control.TableView;

/// The row a person is on. It is a row, not a line: where the rows change places the cursor goes with its
/// row. FX thread only.
final class RowCursor<R> {

    /// So many rows are seen above the one that is shown.
    private static final int ABOVE = 3;

    private final TableSpec<R> spec;
    private final RowFeed<R> feed;
    private final Grid<R> grid;
    private final TableView<R> view;
    private final Runnable moved;
    private Optional<Object> current = Optional.empty();
    private boolean settling;
    private boolean otherRows;

    /// @param moved told when a person moved it
    RowCursor(TableSpec<R> spec, RowFeed<R> feed, Grid<R> grid, Runnable moved) {
        this.spec = spec;
        this.feed = feed;
        this.grid = grid;
        this.view = grid.view();
        this.moved = moved;
        view.getSelectionModel().selectedIndexProperty().addListener(_ -> onMoved());
    }

    private void onMoved() {
        if (!settling) {
            current = row().map(spec.rows()::key);
            moved.run();
        }
    }

    /// @return the line, -1 for none
    int at() {
        return view.getSelectionModel().getSelectedIndex();
    }

    /// @return the row; empty also while it has not been read yet
    Optional<R> row() {
        int at = at();
        return at < 0 || at >= feed.items().size()
                ? Optional.empty()
                : Optional.ofNullable(feed.items().get(at));
    }

    void select(Object key) {
        feed.placeOf(key).ifPresent(at -> {
            view.getSelectionModel().clearAndSelect(at);
            view.scrollTo(above(at));
        });
    }

    /// On the first row, if it is on none.
    void begin() {
        view.requestFocus();
        if (at() < 0 && !feed.items().isEmpty()) {
            view.getSelectionModel().selectFirst();
        }
    }

    void moveTo(int line) {
        view.getSelectionModel().clearAndSelect(line);
        view.getFocusModel().focus(line);
        view.scrollTo(Math.max(0, line - 5));
    }

    /// Rows are about to be replaced: it jumps meanwhile, which is nobody's wish.
    void rowsChange() {
        settling = true;
    }

    /// Other rows are asked for: what is seen begins anew with them.
    void rowsAreOthers() {
        otherRows = true;
    }

    /// The rows were replaced.
    void restore() {
        settling = true;
        try {
            var at = current.map(feed::placeOf).orElse(OptionalInt.empty());
            if (at.isPresent()) {
                view.getSelectionModel().clearAndSelect(at.getAsInt());
            } else {
                view.getSelectionModel().clearSelection();
            }
            if (otherRows) { // begins where the cursor is, else at the top
                otherRows = false;
                grid.showFrom(above(at.orElse(0)));
            }
        } finally {
            settling = false;
        }
    }

    /// A page of rows was read.
    void restoreIfLost() {
        if (current.isPresent() && row().isEmpty()) {
            restore();
        }
    }

    private static int above(int line) {
        return Math.max(0, line - ABOVE);
    }
}
