package io.pilothouse.domain.torrent;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/// One torrent of one client, as last seen. Immutable. Sizes are bytes, speeds bytes per second, times
/// of the client's own clock.
///
/// @param infohashV1   40 hexadecimal digits, empty for a torrent of version 2 only
/// @param infohashV2   64 hexadecimal digits, empty for a torrent of version 1 only
/// @param category     empty for none
/// @param progress     0 to 1 of the wanted files
/// @param size         of the wanted files; 0 without metadata, and when no file is wanted
/// @param totalSize    of all files; empty without metadata
/// @param completed    downloaded and verified of the wanted files: the best measure of progress
/// @param amountLeft   of the wanted files; 0 while metadata is missing, so no proof of completeness
/// @param eta          empty when unknown or endless
/// @param ratio        uploaded to downloaded; infinite where nothing was downloaded
/// @param availability copies in the swarm including our own part; empty when complete
/// @param completedAt  survives a recheck that finds nothing, so no proof of completeness
/// @param contentPath  file or root folder; may be relative or empty for a while after adding
/// @param downloadPath folder while incomplete, empty for none
/// @param limits       its own share limits
/// @param isPrivate    empty when not known (yet)
/// @param tracker      a tracker's address, may hold a passkey: never log it
/// @param trackersFail whether all its trackers fail, where the client says so
/// @param queuePlace   0 for none
public record Torrent(
        TorrentKey key,
        String infohashV1,
        String infohashV2,
        String name,
        TorrentState state,
        String category,
        SortedSet<String> tags,
        double progress,
        long size,
        Optional<Long> totalSize,
        long completed,
        long amountLeft,
        long downloadSpeed,
        long uploadSpeed,
        Optional<Duration> eta,
        double ratio,
        Optional<Double> availability,
        long downloaded,
        long uploaded,
        int seeds,
        int leeches,
        int swarmSeeds,
        int swarmLeeches,
        Optional<Instant> addedAt,
        Optional<Instant> completedAt,
        Optional<Instant> lastActivityAt,
        Optional<Instant> seenCompleteAt,
        Duration seedingTime,
        Duration activeTime,
        String savePath,
        String contentPath,
        String downloadPath,
        boolean automatic,
        boolean forced,
        boolean sequential,
        boolean firstAndLastFirst,
        boolean superSeeding,
        long downloadLimit,
        long uploadLimit,
        ShareLimits limits,
        Optional<Boolean> isPrivate,
        boolean hasMetadata,
        String tracker,
        int trackers,
        Optional<Boolean> trackersFail,
        int queuePlace) {

    /// @return whether all wanted data is there: a torrent without a wanted file looks finished and is
    ///     empty
    public boolean complete() {
        return hasMetadata && size > 0 && progress >= 1.0;
    }

    public TorrentFamily family() {
        return state.family();
    }
}
