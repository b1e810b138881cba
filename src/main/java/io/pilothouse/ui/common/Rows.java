package io.pilothouse.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ModifiableObservableListBase;

/// A list of rows that is brought up to date in one step: rows that stay the same are not touched, and
/// those who watch hear of all changes together. FX thread only.
///
/// @param <T> an immutable row with value equality
public final class Rows<T> extends ModifiableObservableListBase<T> {

    private final List<T> rows = new ArrayList<>();

    /// Makes the list equal to `next`.
    public void replace(List<T> next) {
        beginChange();
        for (int i = 0; i < Math.min(size(), next.size()); i++) {
            if (!get(i).equals(next.get(i))) {
                set(i, next.get(i));
            }
        }
        if (next.size() > size()) {
            addAll(next.subList(size(), next.size()));
        } else if (next.size() < size()) {
            remove(next.size(), size());
        }
        endChange();
    }

    @Override
    public T get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    protected void doAdd(int index, T element) {
        rows.add(index, element);
    }

    @Override
    protected T doSet(int index, T element) {
        return rows.set(index, element);
    }

    @Override
    protected T doRemove(int index) {
        return rows.remove(index);
    }
}
