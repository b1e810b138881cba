package io.pilothouse.domain.torrent;

import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/// A torrent to be added.
///
/// @param savePath absolute folder on the client's computer, empty for its default
/// @param category made when missing; empty for none
/// @param stopped  whether it waits for a start; its data is not looked at until then
public record TorrentAddition(
        Source source, String savePath, String category, SortedSet<String> tags, boolean stopped) {

    public TorrentAddition {
        tags = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }

    /// Where it comes from. Paths are not among these: a client would read them from its own disk.
    public sealed interface Source {}

    /// @param bytes of a `.torrent` file
    public record File(byte[] bytes) implements Source {}

    /// A magnet link, or a web address from which the client fetches the file.
    public record Link(String uri) implements Source {
        public Link {
            var start = uri.toLowerCase(Locale.ROOT);
            if (!start.startsWith("magnet:?") && !start.startsWith("http://") && !start.startsWith("https://")) {
                throw new IllegalArgumentException("neither a magnet link nor a web address");
            }
            if (start.startsWith("magnet:") && Magnet.hash(uri).isEmpty()) {
                throw new IllegalArgumentException("a magnet link without the hash of a torrent");
            }
            if (uri.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a link is one line");
            }
        }
    }
}
