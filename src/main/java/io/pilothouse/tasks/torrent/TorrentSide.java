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
/// @param upSince  when it began to answer; empty while it does not
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

    TorrentSide seen(TorrentSnapshot fresh) {
        return new TorrentSide(
                instance,
                State.UP,
                fresh.torrents(),
                Optional.of(fresh),
                Optional.empty(),
                Optional.of(fresh.at()),
                state == State.UP ? upSince : Optional.of(fresh.at()),
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
