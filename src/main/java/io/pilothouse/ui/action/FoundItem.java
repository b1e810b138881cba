package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;

/// Something the palette found, for example a film of one Radarr.
///
/// @param about what it is: "Film, 2024"
/// @param open  shows it, on the FX thread
public record FoundItem(InstanceId instance, String title, String about, Runnable open) {}
