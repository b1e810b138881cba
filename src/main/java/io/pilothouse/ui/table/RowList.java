package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ObservableListBase;

/// Rows in memory as the table shows them. Replacing one row in its place says nothing to those who
/// watch: the table repaints that line itself, which is cheaper and moves nothing. FX thread only.
final class RowList<R> extends ObservableListBase<R> {

    private List<R> rows = new ArrayList<>();

    /// @param next taken over
    void show(List<R> next) {
        var before = rows;
        beginChange();
        rows = next;
        nextReplace(0, next.size(), before);
        endChange();
    }

    void put(int index, R row) {
        rows.set(index, row);
    }

    @Override
    public R get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
