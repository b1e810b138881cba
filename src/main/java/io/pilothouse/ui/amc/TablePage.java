package io.pilothouse.ui.amc;

import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.RowTable;
import javafx.scene.Parent;

/// A page that is one table.
interface TablePage extends PageView {

    RowTable<?> table();

    @Override
    default Parent root() {
        return table();
    }

    @Override
    default void close() {
        hidden();
        table().close();
    }

    @Override
    default boolean focusFilter() {
        return table().focusFilter();
    }
}
