package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The story of one torrent: where it is, who wanted it, what became of it.
///
/// @param torrents on every client that has it
/// @param lines    oldest first
/// @param leftOut  who could not be asked, and why
public record TorrentTrace(String hash, List<Torrent> torrents, List<Line> lines, Map<InstanceId, String> leftOut) {

    /// @param at   empty for what is so now
    /// @param what `grabbed`, `added`, `queued`, `imported`, an act of the ledger, …
    public record Line(Optional<Instant> at, InstanceId instance, String what, String text) {}
}
