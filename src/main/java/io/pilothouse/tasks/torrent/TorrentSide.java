package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TransferState;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// One torrent client as last seen. Immutable.
///
/// @param state    whether what it shows may be believed
/// @param torrents by hash: of the snapshot, or as stored when there was none yet
/// @param problem  why it does not answer, or did not at the last try
/// @param seenAt   when what it shows was told
/// @param upSince  when it began to answer in its present session; empty while it does not
/// @param failures polls in a row that failed
public record TorrentSide(
        InstanceId instance,
        State state,
        Map<String, Torrent> torrents,
        Optional<TorrentSnapshot> snapshot,
        Optional<Problem> problem,
        Optional<Instant> seenAt,
        Optional<Instant> upSince,
        int failures) {

    public enum State {
        /// Not asked yet: what is shown comes from the store.
        UNKNOWN,
        UP,
        DOWN
    }

    static TorrentSide stored(InstanceId instance, Map<String, Torrent> torrents, Optional<Instant> seenAt) {
        return new TorrentSide(
                instance, State.UNKNOWN, torrents, Optional.empty(), Optional.empty(), seenAt, Optional.empty(), 0);
    }

    /// A new session means that the client may have been restarted between two looks, unnoticed.
    TorrentSide seen(TorrentSnapshot fresh) {
        boolean still = state == State.UP
                && snapshot.filter(before -> before.session() == fresh.session())
                        .isPresent();
        return new TorrentSide(
                instance,
                State.UP,
                fresh.torrents(),
                Optional.of(fresh),
                Optional.empty(),
                Optional.of(fresh.at()),
                still ? upSince : Optional.of(fresh.at()),
                0);
    }

    TorrentSide failed(Problem why) {
        return new TorrentSide(
                instance, State.DOWN, torrents, snapshot, Optional.of(why), seenAt, Optional.empty(), failures + 1);
    }

    public boolean up() {
        return state == State.UP;
    }

    public SortedMap<String, TorrentCategory> categories() {
        return snapshot.map(TorrentSnapshot::categories).orElseGet(Collections::emptySortedMap);
    }

    public Optional<TransferState> transfer() {
        return snapshot.map(TorrentSnapshot::transfer);
    }
}
