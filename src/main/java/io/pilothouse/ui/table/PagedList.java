package io.pilothouse.ui.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// A list as long as all rows that match, of which only some pages are held. Asking for a row that is
/// not held asks for its page and gives null. FX thread only.
final class PagedList<R> extends ObservableListBase<@Nullable R> {

    static final int PAGE = 100;

    /// More than a tall window shows, and room to scroll back.
    private static final int MOST_PAGES = 60;

    private final IntConsumer want;
    private final Map<Integer, List<R>> pages = new LinkedHashMap<>(16, 0.75f, true);
    private int size;

    /// @param want hears the number of a page that is missing, often
    PagedList(IntConsumer want) {
        this.want = want;
    }

    /// Other rows: what was held is forgotten.
    void reset(long count, Map<Integer, List<R>> known) {
        int before = size;
        beginChange();
        pages.clear();
        pages.putAll(known);
        size = (int) Math.min(Integer.MAX_VALUE, count);
        nextReplace(0, size, Collections.nCopies(before, null));
        endChange();
    }

    /// The same places with newer values; says nothing to those who watch.
    void renew(Map<Integer, List<R>> known) {
        pages.clear();
        pages.putAll(known);
    }

    void put(int page, List<R> rows) {
        pages.put(page, rows);
        var oldest = pages.keySet().iterator();
        while (pages.size() > MOST_PAGES && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    boolean holds(int page) {
        return pages.containsKey(page);
    }

    /// @return the pages asked for last, at most `most`
    List<Integer> recent(int most) {
        var all = new ArrayList<>(pages.keySet());
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    OptionalInt placeOf(Object key, Function<R, Object> keyOf) {
        for (var page : pages.entrySet()) {
            var rows = page.getValue();
            for (int i = 0; i < rows.size(); i++) {
                if (keyOf.apply(rows.get(i)).equals(key)) {
                    return OptionalInt.of(page.getKey() * PAGE + i);
                }
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public @Nullable R get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        var page = pages.get(index / PAGE);
        if (page == null) {
            want.accept(index / PAGE);
            return null;
        }
        int at = index % PAGE;
        return at < page.size() ? page.get(at) : null;
    }

    @Override
    public int size() {
        return size;
    }

    /// Looks only at what is held, so that nobody reads everything by searching.
    @Override
    public int indexOf(@Nullable Object row) {
        for (var page : pages.entrySet()) {
            int at = row == null ? -1 : page.getValue().indexOf(row);
            if (at >= 0) {
                return page.getKey() * PAGE + at;
            }
        }
        return -1;
    }

    @Override
    public boolean contains(@Nullable Object row) {
        return indexOf(row) >= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
