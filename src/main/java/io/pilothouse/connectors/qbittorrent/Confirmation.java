package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentState;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When an act counts as done: what the server's list must show (contract section 11.2).
final class Confirmation {

    /// The list shows the old state until the server has looked again, every 1.5 s.
    static final Duration FIRST_LOOK = Duration.ofMillis(1_500);

    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration MOVING = Duration.ofSeconds(60);
    private static final Duration DELETING_MUCH = Duration.ofSeconds(120);
    /// By then a check has been seen, or is believed.
    private static final Duration CHECKING = Duration.ofSeconds(30);

    private static final long MUCH = 100L << 30;
    private static final double SAME_RATIO = 0.005;

    private Confirmation() {}

    /// @param before what the list showed before the act
    static Duration limit(TorrentAct act, TorrentSnapshot before) {
        return switch (act) {
            case TorrentAct.Move _, TorrentAct.SetAutomatic _, TorrentAct.SetCategory _ -> MOVING;
            case TorrentAct.Delete(TorrentHashes torrents, boolean withFiles)
            when withFiles -> bytes(torrents, before) > MUCH ? DELETING_MUCH : USUAL;
            case TorrentAct.Recheck _ -> CHECKING;
            default -> USUAL;
        };
    }

    private static long bytes(TorrentHashes torrents, TorrentSnapshot before) {
        return torrents.hashes().stream()
                .map(before.torrents()::get)
                .filter(Objects::nonNull)
                .mapToLong(Torrent::size)
                .sum();
    }

    /// @return whether running out of time is as good as having seen it
    static boolean settledByTime(TorrentAct act) {
        return act instanceof TorrentAct.Recheck;
    }

    /// @param before null when it was not listed
    /// @param now    null when it is not listed any more
    static boolean seen(TorrentAct act, @Nullable Torrent before, @Nullable Torrent now) {
        if (act instanceof TorrentAct.Delete) {
            return now == null;
        }
        if (now == null) {
            return false;
        }
        return switch (act) {
            case TorrentAct.Stop _ -> now.state().stopped();
            case TorrentAct.Start _ -> !now.state().stopped();
            case TorrentAct.Force(TorrentHashes _, boolean on) -> now.forced() == on;
            case TorrentAct.Delete _ -> false;
            case TorrentAct.Recheck _ ->
                now.family() == TorrentFamily.TRANSIENT || (before != null && now.completed() != before.completed());
            case TorrentAct.Reannounce _, TorrentAct.ToTop _ -> true;
            case TorrentAct.SetCategory(TorrentHashes _, String category) ->
                now.category().equals(category) && now.state() != TorrentState.MOVING;
            case TorrentAct.AddTags(TorrentHashes _, var tags) -> now.tags().containsAll(tags);
            case TorrentAct.RemoveTags(TorrentHashes _, var tags) ->
                tags.stream().noneMatch(now.tags()::contains);
            case TorrentAct.SetDownloadLimit(TorrentHashes _, long limit) -> now.downloadLimit() == Math.max(0, limit);
            case TorrentAct.SetUploadLimit(TorrentHashes _, long limit) -> now.uploadLimit() == Math.max(0, limit);
            case TorrentAct.SetShareLimits(TorrentHashes _, ShareLimits limits) -> same(limits, now.limits());
            case TorrentAct.Move(TorrentHashes _, String folder) ->
                withoutSlash(now.savePath()).equals(withoutSlash(folder))
                        && now.state() != TorrentState.MOVING
                        && (before == null || now.completed() >= before.completed());
            case TorrentAct.SetAutomatic(TorrentHashes _, boolean on) ->
                now.automatic() == on && now.state() != TorrentState.MOVING;
        };
    }

    /// Servers that lack a limit go on showing the usual value for it.
    private static boolean same(ShareLimits wanted, ShareLimits shown) {
        return Math.abs(wanted.ratio() - shown.ratio()) < SAME_RATIO
                && wanted.minutes() == shown.minutes()
                && (wanted.inactiveMinutes() == shown.inactiveMinutes()
                        || shown.inactiveMinutes() == ShareLimits.GLOBAL);
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
