package io.pilothouse.domain.torrent;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Which downloads would not fit on the disk (contract section 15.7). Pure.
public final class SpaceGuard {

    private SpaceGuard() {}

    /// Folders below which disks are put, each under its own name.
    private static final Set<String> GATHERING = Set.of("mnt", "media", "Volumes");

    /// @param usual the client's default save path; its free space is the only one known
    /// @return whether a torrent lies on the same disk as far as its path says
    public static boolean guarded(Torrent torrent, String usual) {
        return usual.isEmpty() || disk(torrent.savePath()).equals(disk(usual));
    }

    private static String disk(String path) {
        var parts = path.replace('\\', '/').replaceAll("^/+", "").split("/");
        return parts.length > 1 && GATHERING.contains(parts[0]) ? parts[0] + "/" + parts[1] : parts[0];
    }

    /// @param torrents of all clients that share the disk
    /// @param free     bytes at the default save path
    /// @param reserve  bytes that must stay free
    /// @param margin   bytes more that are wanted before one that was stopped runs again
    /// @param ourStops whether this program stopped a torrent for space
    /// @param byHand   whether a person wants a torrent to run although it did not fit
    /// @return those that do not fit, by the order of the queue; those that run whatever happens are counted,
    ///     never named
    public static Set<TorrentKey> tooLarge(
            Collection<Torrent> torrents,
            long free,
            long reserve,
            long margin,
            Predicate<Torrent> ourStops,
            Predicate<Torrent> byHand) {
        long budget = free - reserve;
        var none = new HashSet<TorrentKey>();
        var inOrder = torrents.stream()
                .filter(it -> it.family() == TorrentFamily.DOWNLOADING
                        || (it.family() == TorrentFamily.STOPPED_DOWNLOAD && ourStops.test(it)))
                .sorted(Comparator.comparing((Torrent it) -> !runs(it, byHand))
                        .thenComparing(it -> it.state().stopped())
                        .thenComparing(it -> it.queuePlace() <= 0)
                        .thenComparing(Torrent::queuePlace)
                        .thenComparing(Torrent::key))
                .toList();
        for (var it : inOrder) {
            long needs =
                    it.state().stopped() ? it.amountLeft() + Math.max(margin, it.amountLeft() / 20) : it.amountLeft();
            if (runs(it, byHand) || needs <= budget) {
                budget -= it.amountLeft();
            } else {
                none.add(it.key());
            }
        }
        return none;
    }

    private static boolean runs(Torrent torrent, Predicate<Torrent> byHand) {
        return torrent.forced() || (!torrent.state().stopped() && byHand.test(torrent));
    }
}
