package io.pilothouse.domain.torrent;

import java.util.Optional;

/// A category of one client. Names know upper and lower case; `/` separates parents from children.
///
/// @param savePath     empty for the client's default below its name
/// @param downloadPath empty for the client's default; an empty text for "none, whatever the default"
public record TorrentCategory(String name, String savePath, Optional<String> downloadPath) {}
