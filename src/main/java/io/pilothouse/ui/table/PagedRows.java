package io.pilothouse.ui.table;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import java.util.List;
import java.util.Map;

/// Rows that stay in the store: only pages near what is visible are read. All methods but [#key] are
/// called on background threads and may block. Say that something changed with [RowTable#changed()].
///
/// @param <R> an immutable row with value equality
public non-sealed interface PagedRows<R> extends RowSource<R> {

    /// @return how many rows match; of [Filter#EVERYTHING] all there are
    long count(Filter filter) throws Exception;

    /// @param offset from 0
    /// @return the rows from there, fewer than `limit` only at the end. Equal rows by `query.sort` must
    ///         keep one order (add the row's id as last key)
    List<R> page(RowQuery query, long offset, int limit) throws Exception;

    /// @return how many of the matching rows belong to which instance, for the bulk bar; empty where all
    ///         rows belong to the page's instance
    default Map<InstanceId, Long> split(Filter filter) throws Exception {
        return Map.of();
    }
}
