package io.pilothouse.domain.torrent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The torrents of one client that an act is about: at least one, each by its hash. That torrent clients
/// take words such as `all`, and take an empty list for all, cannot be said with it.
///
/// @param hashes in ascending order, without repetition
public record TorrentHashes(List<String> hashes) {

    public TorrentHashes {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("an act needs a torrent");
        }
        for (var hash : hashes) {
            if (!TorrentKey.isHash(hash)) {
                throw new IllegalArgumentException("not the hash of a torrent: " + hash);
            }
        }
        hashes = List.copyOf(new TreeSet<>(hashes));
    }

    public static TorrentHashes of(String... hashes) {
        return new TorrentHashes(List.of(hashes));
    }

    public static TorrentHashes of(Collection<String> hashes) {
        return new TorrentHashes(List.copyOf(hashes));
    }

    /// @return parts of at most `size`
    public List<TorrentHashes> parts(int size) {
        var parts = new ArrayList<TorrentHashes>();
        for (int from = 0; from < hashes.size(); from += size) {
            parts.add(new TorrentHashes(hashes.subList(from, Math.min(from + size, hashes.size()))));
        }
        return parts;
    }
}
