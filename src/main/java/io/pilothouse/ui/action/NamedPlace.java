package io.pilothouse.ui.action;

/// Somewhere to go that is no page of its own: a row of the settings. For the palette.
///
/// @param id    stable, under which its use is counted
/// @param about where it is: "Settings: Checks and states"
/// @param also  other words that people look for it by, not shown; may be empty
/// @param open  goes there, on the FX thread
public record NamedPlace(String id, String title, String about, String also, Runnable open) {}
