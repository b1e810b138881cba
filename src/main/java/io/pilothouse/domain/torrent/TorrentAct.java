package io.pilothouse.domain.torrent;

import java.util.SortedSet;
import java.util.TreeSet;

/// Something that can be done to torrents of one client. Sizes in bytes per second.
public sealed interface TorrentAct {

    /// @return the torrents it is about
    TorrentHashes torrents();

    record Stop(TorrentHashes torrents) implements TorrentAct {}

    record Start(TorrentHashes torrents) implements TorrentAct {}

    /// @param on whether it ignores the queue; taking this away leaves it running
    record Force(TorrentHashes torrents, boolean on) implements TorrentAct {}

    /// @param withFiles whether the data goes, too; then it cannot be taken back
    record Delete(TorrentHashes torrents, boolean withFiles) implements TorrentAct {}

    /// Reads all data again; a stopped torrent is started for it.
    record Recheck(TorrentHashes torrents) implements TorrentAct {}

    /// Puts them before all others in the queue.
    record ToTop(TorrentHashes torrents) implements TorrentAct {}

    /// Asks the trackers now; no effect while stopped.
    record Reannounce(TorrentHashes torrents) implements TorrentAct {}

    /// @param category must exist; empty for none. Data of automatically managed torrents moves
    record SetCategory(TorrentHashes torrents, String category) implements TorrentAct {}

    record AddTags(TorrentHashes torrents, SortedSet<String> tags) implements TorrentAct {
        public AddTags {
            tags = checked(tags);
        }
    }

    record RemoveTags(TorrentHashes torrents, SortedSet<String> tags) implements TorrentAct {
        public RemoveTags {
            tags = checked(tags);
        }
    }

    /// @param download 0 for none
    record SetDownloadLimit(TorrentHashes torrents, long download) implements TorrentAct {}

    /// @param upload 0 for none
    record SetUploadLimit(TorrentHashes torrents, long upload) implements TorrentAct {}

    /// Replaces all share limits at once.
    record SetShareLimits(TorrentHashes torrents, ShareLimits limits) implements TorrentAct {}

    /// Moves the data and ends automatic management.
    ///
    /// @param folder absolute path on the client's computer
    record Move(TorrentHashes torrents, String folder) implements TorrentAct {
        public Move {
            if (folder.isBlank()) {
                throw new IllegalArgumentException("a move needs a folder");
            }
        }
    }

    /// @param on moves data at once
    record SetAutomatic(TorrentHashes torrents, boolean on) implements TorrentAct {}

    /// An empty set would mean every tag to a client, and a comma is two tags.
    private static SortedSet<String> checked(SortedSet<String> tags) {
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("no tags");
        }
        for (var tag : tags) {
            if (tag.isBlank() || !tag.equals(tag.strip()) || tag.contains(",")) {
                throw new IllegalArgumentException("not a tag: " + tag);
            }
        }
        return java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    }
}
