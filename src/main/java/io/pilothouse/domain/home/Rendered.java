package io.pilothouse.domain.home;

/// What a template came to.
///
/// @param text the result, or why there is none
/// @param good whether it could be worked out
public record Rendered(String text, boolean good) {}
