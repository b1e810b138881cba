package io.pilothouse.domain.torrent;

import java.util.Optional;

/// What became of a torrent that was to be added.
///
/// @param hash  empty for a web address, whose torrent is not known before the service has fetched it
/// @param there whether it was there before: nothing of it was changed then
public record TorrentAdded(Optional<String> hash, boolean there) {}
