package io.pilothouse.domain.torrent;

/// An *arr's entry for one qBittorrent: where it thinks it is, and what it puts there.
///
/// @param name             of the entry
/// @param path             below the address, without slashes; usually empty
/// @param category         what it downloads gets this one; empty for none
/// @param importedCategory what is imported gets this one; empty for "stays as it is"
/// @param removesCompleted whether it removes torrents itself once they have seeded enough
public record ArrClient(
        String name,
        String host,
        int port,
        String path,
        String category,
        String importedCategory,
        boolean removesCompleted) {}
