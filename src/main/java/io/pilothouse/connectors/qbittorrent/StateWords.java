package io.pilothouse.connectors.qbittorrent;

import static java.util.Map.entry;

import io.pilothouse.domain.torrent.TorrentState;
import java.util.Map;

/// The words by which servers of all versions call the state of a torrent.
final class StateWords {

    private static final Map<String, TorrentState> STATES = Map.ofEntries(
            entry("downloading", TorrentState.DOWNLOADING),
            entry("stalledDL", TorrentState.STALLED_DOWNLOAD),
            entry("queuedDL", TorrentState.QUEUED_DOWNLOAD),
            entry("forcedDL", TorrentState.FORCED_DOWNLOAD),
            entry("metaDL", TorrentState.METADATA),
            entry("forcedMetaDL", TorrentState.FORCED_METADATA),
            entry("pausedDL", TorrentState.STOPPED_DOWNLOAD),
            entry("stoppedDL", TorrentState.STOPPED_DOWNLOAD),
            entry("uploading", TorrentState.UPLOADING),
            entry("stalledUP", TorrentState.STALLED_UPLOAD),
            entry("queuedUP", TorrentState.QUEUED_UPLOAD),
            entry("forcedUP", TorrentState.FORCED_UPLOAD),
            entry("pausedUP", TorrentState.STOPPED_UPLOAD),
            entry("stoppedUP", TorrentState.STOPPED_UPLOAD),
            entry("checkingResumeData", TorrentState.LOADING),
            entry("checkingDL", TorrentState.CHECKING_DOWNLOAD),
            entry("checkingUP", TorrentState.CHECKING_UPLOAD),
            entry("moving", TorrentState.MOVING),
            entry("allocating", TorrentState.ALLOCATING),
            entry("missingFiles", TorrentState.MISSING_FILES),
            entry("error", TorrentState.ERROR),
            entry("unknown", TorrentState.UNKNOWN));

    private StateWords() {}

    /// @return [TorrentState#UNKNOWN] for a word of a newer server
    static TorrentState state(String word) {
        return STATES.getOrDefault(word, TorrentState.UNKNOWN);
    }
}
