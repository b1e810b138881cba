package io.pilothouse.domain.amc;

/// A place in SQL as services name it.
///
/// @param line   from 1
/// @param column from 1
public record SqlPosition(int line, int column) {}
