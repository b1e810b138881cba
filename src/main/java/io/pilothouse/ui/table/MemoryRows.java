package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Rows that are all in memory and change while they are looked at. Belongs to one table. Changes of a
/// row are shown in place at once; where it then belongs is worked out in the background and waits
/// while the pointer aims. FX thread only.
///
/// @param <R> an immutable row with value equality
public final class MemoryRows<R> implements RowSource<R> {

    /// The table that shows the rows.
    interface Watcher<R> {
        /// @param others whether rows came or went
        void changed(Collection<R> changed, boolean others);
    }

    private final Function<R, Object> key;
    private Map<Object, R> byKey = new LinkedHashMap<>();
    private Optional<List<R>> copy = Optional.empty();
    private boolean loaded;
    private Optional<Watcher<R>> watcher = Optional.empty();

    /// @param key see [RowSource#key]
    public MemoryRows(Function<R, Object> key) {
        this.key = key;
    }

    @Override
    public Object key(R row) {
        return key.apply(row);
    }

    /// Makes the rows equal to `rows`, in this order where no column is sorted. The first call ends the
    /// state "loading", with an empty list too.
    public void set(Collection<R> rows) {
        var before = byKey;
        copy = Optional.empty();
        byKey = new LinkedHashMap<>();
        var changed = new ArrayList<R>();
        for (var row : rows) {
            var its = key(row);
            byKey.put(its, row);
            if (!row.equals(before.get(its))) {
                changed.add(row);
            }
        }
        boolean first = !loaded;
        loaded = true;
        boolean gone = before.size() + added(before) > byKey.size();
        if (first || gone || !changed.isEmpty()) {
            watcher.ifPresent(one -> one.changed(changed, true));
        }
    }

    /// As [#set], for very many rows that were put together on a background thread: nothing is compared
    /// here, the table arranges them all anew.
    ///
    /// @param ready taken over
    public void replace(LinkedHashMap<Object, R> ready) {
        copy = Optional.empty();
        byKey = ready;
        loaded = true;
        watcher.ifPresent(one -> one.changed(List.of(), true));
    }

    private int added(Map<Object, R> before) {
        int added = 0;
        for (var its : byKey.keySet()) {
            added += before.containsKey(its) ? 0 : 1;
        }
        return added;
    }

    /// Adds or replaces rows by key and takes others away. The first call ends the state "loading", with
    /// nothing too.
    ///
    /// @param gone keys
    public void change(Collection<R> newOrChanged, Collection<?> gone) {
        copy = Optional.empty();
        boolean first = !loaded;
        int before = byKey.size();
        List.copyOf(gone).forEach(byKey::remove);
        boolean others = byKey.size() < before;
        before = byKey.size();
        newOrChanged.forEach(row -> byKey.put(key(row), row));
        others |= byKey.size() > before;
        loaded = true;
        if (first || others || !newOrChanged.isEmpty()) {
            boolean cameOrWent = others;
            watcher.ifPresent(one -> one.changed(newOrChanged, cameOrWent));
        }
    }

    public Optional<R> find(Object itsKey) {
        return Optional.ofNullable(byKey.get(itsKey));
    }

    public int size() {
        return byKey.size();
    }

    /// @return a copy, in their own order; the same one until a row changes
    public List<R> all() {
        if (copy.isEmpty()) {
            copy = Optional.of(List.copyOf(byKey.values()));
        }
        return copy.orElseThrow();
    }

    boolean loaded() {
        return loaded;
    }

    void watchedBy(Watcher<R> table) {
        watcher = Optional.of(table);
    }
}
