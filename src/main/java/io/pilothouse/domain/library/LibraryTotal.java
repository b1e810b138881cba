package io.pilothouse.domain.library;

/// @param shown  rows
/// @param folded further copies that have no row of their own
/// @param more   whether there are more than were counted
public record LibraryTotal(long shown, long folded, boolean more) {}
