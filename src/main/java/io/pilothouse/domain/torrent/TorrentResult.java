package io.pilothouse.domain.torrent;

import java.util.Locale;

/// What became of one torrent of a bulk order.
///
/// @param message why, for people; empty for "done"
public record TorrentResult(TorrentKey torrent, Outcome outcome, String message) {

    public enum Outcome {
        DONE,
        /// Not tried: guard, data in use, not there.
        REFUSED,
        FAILED,
        /// Sent, and nobody knows whether it was carried out.
        UNKNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
