package io.pilothouse.domain.query;

import java.util.List;

/// Which rows, in which order.
///
/// @param sort the first key decides, the next ones among equals; empty for the list's own order
public record RowQuery(Filter filter, List<SortBy> sort) {

    public static final RowQuery ALL = new RowQuery(Filter.EVERYTHING, List.of());

    public RowQuery {
        sort = List.copyOf(sort);
    }
}
