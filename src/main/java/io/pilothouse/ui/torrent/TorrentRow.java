package io.pilothouse.ui.torrent;

import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentState;
import java.util.Optional;

/// One torrent of one client as the table shows it. Immutable.
///
/// @param on       name of the client
/// @param owner    name of its *arr and what it is for; empty for nobody's
/// @param imported whether its *arr has it; empty for "nobody knows"
/// @param next     what the rules do or wait for, for people; empty for nothing
record TorrentRow(Torrent torrent, String on, Owner owning, String owner, Optional<Boolean> imported, String next) {

    TorrentKey key() {
        return torrent.key();
    }

    TorrentRow withNext(String words) {
        return words.equals(next) ? this : new TorrentRow(torrent, on, owning, owner, imported, words);
    }

    /// The tabs over the table. A torrent may be under several.
    enum Tab {
        ALL,
        DOWNLOADING,
        SEEDING,
        STALLED,
        STOPPED,
        ERRORS,
        UNOWNED;

        boolean holds(TorrentRow row) {
            var family = row.torrent.family();
            return switch (this) {
                case ALL -> true;
                case DOWNLOADING -> family == TorrentFamily.DOWNLOADING || family == TorrentFamily.METADATA;
                case SEEDING -> family == TorrentFamily.SEEDING;
                case STALLED -> row.torrent.state() == TorrentState.STALLED_DOWNLOAD;
                case STOPPED -> row.torrent.state().stopped();
                case ERRORS -> family == TorrentFamily.ERROR || family == TorrentFamily.MISSING;
                case UNOWNED -> !(row.owning instanceof Owner.Arr);
            };
        }
    }
}
