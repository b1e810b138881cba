package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/// Everything one client told, at one moment. Immutable.
///
/// @param session  raised by every new login: figures of different sessions do not follow each other
/// @param at       when the answer was complete, by our clock
/// @param took     how long the client needed to answer
/// @param skew     the client's clock minus ours
/// @param torrents by hash
/// @param changes  against the snapshot before
/// @param delta    whether the client tells only what changed; without it polling is dear
public record TorrentSnapshot(
        InstanceId instance,
        long session,
        Instant at,
        Duration took,
        Duration skew,
        Map<String, Torrent> torrents,
        SortedMap<String, TorrentCategory> categories,
        SortedSet<String> tags,
        TransferState transfer,
        Changes changes,
        boolean delta) {

    /// What differs from the snapshot before, by hash.
    ///
    /// @param full     whether the client told everything anew
    /// @param readded  removed and added again between two polls: what was observed about them is void
    /// @param renamed  torrents that got another hash when their metadata came: history goes along
    public record Changes(
            boolean full,
            Set<String> added,
            Set<String> changed,
            Set<String> removed,
            Set<String> readded,
            List<Renamed> renamed) {

        /// @return whether anything differs
        public boolean any() {
            return !(added.isEmpty()
                    && changed.isEmpty()
                    && removed.isEmpty()
                    && readded.isEmpty()
                    && renamed.isEmpty());
        }
    }

    public record Renamed(String from, String to) {}
}
