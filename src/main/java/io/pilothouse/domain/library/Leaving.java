package io.pilothouse.domain.library;

/// What leaves the library with a server.
///
/// @param things of all types
/// @param folded how many of them are one thing with another one
/// @param said   ratings, favourites, plays and decisions of a person about them
public record Leaving(long things, long folded, long said) {}
