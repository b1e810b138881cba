package io.pilothouse.tasks.library;

import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryQuery.Place;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.store.LibraryQueries;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Rows of a query by their number. The store reads by place; this keeps a place every few thousand rows,
/// so that dragging to the middle is read once, and going on from there at once. Thread-safe.
public final class LibraryPager {

    private static final int STRIDE = 5_000;

    private final LibraryQueries queries;
    private final LibraryQuery query;
    private final TreeMap<Long, Optional<Place>> known = new TreeMap<>();

    LibraryPager(LibraryQueries queries, LibraryQuery query) {
        this.queries = queries;
        this.query = query;
        known.put(0L, Optional.empty());
    }

    public long count() {
        return queries.total(query, Long.MAX_VALUE - 1).shown();
    }

    /// @return fewer than `limit` rows only at the end
    public synchronized List<LibraryRow> page(long offset, int limit) {
        var from = known.floorEntry(offset);
        long at = from.getKey();
        var place = from.getValue();
        while (at < offset) {
            int step = (int) Math.min(STRIDE, offset - at);
            var places = queries.places(after(place).limit(step));
            if (places.size() < step) {
                return List.of();
            }
            at += step;
            place = Optional.of(places.getLast());
            known.put(at, place);
        }
        var rows = queries.page(after(place).limit(limit));
        if (!rows.isEmpty()) {
            known.put(at + rows.size(), Optional.of(rows.getLast().place()));
        }
        return rows;
    }

    private LibraryQuery after(Optional<Place> place) {
        return place.map(query::after).orElse(query);
    }
}
