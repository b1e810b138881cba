package io.pilothouse.domain.torrent;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Something that was done to a torrent, or was to be done.
///
/// @param act    `delete`, `stop`, …
/// @param rule   that wanted it; empty for a person
/// @param reason the facts on which it was decided, for people
/// @param error  why it did not work; empty when it did
public record TorrentEntry(
        long number,
        TorrentKey torrent,
        String name,
        String act,
        Optional<String> rule,
        String reason,
        State state,
        Instant at,
        Optional<Instant> settledAt,
        String error) {

    public enum State {
        PLANNED,
        /// Nobody knows yet whether it was carried out.
        SENT,
        CONFIRMED,
        NO_EFFECT,
        FAILED,
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
