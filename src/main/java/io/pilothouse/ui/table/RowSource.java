package io.pilothouse.ui.table;

/// Where the rows of a table come from.
///
/// @param <R> an immutable row
public sealed interface RowSource<R> permits MemoryRows, PagedRows {

    /// @return stable identity of the row, for example the instance's id with the item's; with value
    ///         equality
    Object key(R row);
}
