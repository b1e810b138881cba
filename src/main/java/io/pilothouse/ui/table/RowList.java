package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// Rows in memory as the table shows them. Replacing one row in its place says nothing to those who
/// watch: the table repaints that line itself, which is cheaper and moves nothing. FX thread only.
final class RowList<R> extends ObservableListBase<R> {

    private final ToIntFunction<R> placeOf;
    private List<R> rows = new ArrayList<>();

    /// @param placeOf finds a row of the list that is shown, -1 for none
    RowList(ToIntFunction<R> placeOf) {
        this.placeOf = placeOf;
    }

    /// @param next taken over
    void show(List<R> next) {
        var before = rows;
        rows = next;
        fireChange(new Replaced<>(this, before));
    }

    /// Tables look for the chosen row in each new list.
    @Override
    @SuppressWarnings("unchecked")
    public int indexOf(@Nullable Object row) {
        return row == null ? -1 : placeOf.applyAsInt((R) row);
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

    /// All rows were others; says so without a copy of any list.
    private static final class Replaced<R> extends ListChangeListener.Change<R> {
        private static final int[] NONE = {};

        private final List<R> before;
        private boolean told;

        Replaced(ObservableList<R> list, List<R> before) {
            super(list);
            this.before = before;
        }

        @Override
        public boolean next() {
            boolean first = !told;
            told = true;
            return first;
        }

        @Override
        public void reset() {
            told = false;
        }

        @Override
        public int getFrom() {
            return 0;
        }

        @Override
        public int getTo() {
            return getList().size();
        }

        @Override
        public List<R> getRemoved() {
            return Collections.unmodifiableList(before);
        }

        @Override
        protected int[] getPermutation() {
            return NONE;
        }
    }
}
