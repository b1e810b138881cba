package io.pilothouse.domain.torrent;

/// A file of a torrent.
///
/// @param name     path inside the torrent, `/` between folders
/// @param size     bytes
/// @param progress 0 to 1
/// @param priority 0 not wanted, 1 usual, 6 high, 7 highest
public record TorrentFile(int index, String name, long size, double progress, int priority) {

    public boolean wanted() {
        return priority > 0;
    }
}
