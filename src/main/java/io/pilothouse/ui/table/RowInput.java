package io.pilothouse.ui.table;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;

/// What keys and the pointer do with the rows. FX thread only.
final class RowInput<R> implements RowLine.Table<R> {

    private static final Set<KeyCode> FOLDING = Set.of(KeyCode.ENTER, KeyCode.SPACE, KeyCode.LEFT, KeyCode.RIGHT);

    /// Where a menu stands that was asked for by a key.
    private static final double MENU_AT = 48;

    /// What a table does when it is asked by a key or the pointer.
    interface Asked {
        /// @return whether there was anything to close or to clear
        boolean escape();

        void openDetail();

        void tickEverything();

        /// @return whether there is something that can be removed
        boolean remove();

        void copy(RowWriter.Form form);

        /// @return one for each form
        List<MenuItem> copies();
    }

    private final TableSpec<R> spec;
    private final Grid<R> grid;
    private final TableView<R> view;
    private final RowCursor<R> cursor;
    private final RowChoosing<R> choosing;
    private final Ticks<R> ticks;
    private final Asked asked;
    private final IntSupplier rows;

    /// @param rows how many there are
    RowInput(
            TableSpec<R> spec,
            Grid<R> grid,
            RowCursor<R> cursor,
            RowChoosing<R> choosing,
            Ticks<R> ticks,
            IntSupplier rows,
            Asked asked) {
        this.spec = spec;
        this.grid = grid;
        this.view = grid.view();
        this.cursor = cursor;
        this.choosing = choosing;
        this.ticks = ticks;
        this.rows = rows;
        this.asked = asked;
    }

    void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE ? asked.escape() : event.getTarget() == view && onRow(event)) {
            event.consume();
        }
    }

    /// @return whether the key meant something
    private boolean onRow(KeyEvent event) {
        var group = cursor.row().flatMap(this::groupOf);
        if (group.isPresent() && FOLDING.contains(event.getCode()) && !event.isShiftDown()) {
            fold(group.get());
            return true;
        }
        return event.isShortcutDown() ? withShortcut(event) : plain(event);
    }

    private boolean withShortcut(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> cursor.row().ifPresent(this::open);
            case A -> asked.tickEverything();
            case C -> {
                if (event.isShiftDown()) {
                    showAtKey(new ContextMenu(asked.copies().toArray(MenuItem[]::new)));
                } else {
                    asked.copy(RowWriter.Form.TEXT);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean plain(KeyEvent event) {
        boolean shift = event.isShiftDown();
        switch (event.getCode()) {
            case ENTER -> cursor.row().ifPresent(this::open);
            case SPACE -> choosing.tick(cursor.at());
            case DOWN, UP -> {
                if (!shift) {
                    return false;
                }
                extend(event.getCode() == KeyCode.DOWN ? 1 : -1);
            }
            case PAGE_DOWN, PAGE_UP -> {
                if (shift) {
                    return false;
                }
                grid.turnPage(event.getCode() == KeyCode.PAGE_DOWN ? 1 : -1);
            }
            case DELETE -> {
                return !shift && asked.remove();
            }
            case CONTEXT_MENU -> menuOfRow().ifPresent(this::showAtKey);
            case F10 -> {
                if (!shift) {
                    return false;
                }
                menuOfRow().ifPresent(this::showAtKey);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void extend(int step) {
        int at = cursor.at();
        int next = Math.clamp((long) at + step, 0, Math.max(0, rows.getAsInt() - 1));
        choosing.extend(at, next);
        cursor.moveTo(next);
    }

    /// Below the row it is about; where that is scrolled away, at the top.
    void showAtKey(ContextMenu menu) {
        view.lookupAll(".table-row-cell").stream()
                .filter(node -> node.isVisible() && node instanceof TableRow<?> row && row.getIndex() == cursor.at())
                .findFirst()
                .ifPresentOrElse(
                        line -> menu.show(line, Side.BOTTOM, MENU_AT, 0),
                        () -> menu.show(view, Side.TOP, MENU_AT, MENU_AT));
    }

    private Optional<ContextMenu> menuOfRow() {
        return cursor.row().flatMap(row -> spec.menu().map(menu -> menu.apply(row)));
    }

    private Optional<String> groupOf(R row) {
        return spec.heads().flatMap(heads -> heads.groupOf().apply(row));
    }

    private void fold(String group) {
        spec.heads().ifPresent(heads -> heads.fold().accept(group));
    }

    private void open(R row) {
        if (spec.opens().isPresent()) {
            spec.opens().get().accept(row);
        } else {
            asked.openDetail();
        }
    }

    @Override
    public TableSpec<R> spec() {
        return spec;
    }

    @Override
    public boolean ticked(R row) {
        return ticks.has(row);
    }

    @Override
    public void clicked(R row, int index, MouseEvent event) {
        var group = groupOf(row);
        if (group.isPresent()) {
            fold(group.get());
            return;
        }
        if (choosing.clicked(index, event.isShiftDown(), event.isShortcutDown())) {
            return;
        }
        if (event.getClickCount() == 2) {
            open(row);
        } else if (spec.detail().isPresent() && event.getClickCount() == 1) {
            asked.openDetail();
        }
    }

    @Override
    public void menu(RowLine<R> line, int index, double screenX, double screenY) {
        view.getSelectionModel().clearAndSelect(index);
        menuOfRow().ifPresent(menu -> menu.show(line, screenX, screenY));
    }
}
