package io.pilothouse.domain.query;

/// One key of an order.
///
/// @param column stable id of the column
public record SortBy(String column, boolean descending) {}
