package io.pilothouse.domain.torrent;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Which downloads would not fit on the disk (contract section 15.7). Pure.
public final class SpaceGuard {

    private SpaceGuard() {}

    /// @param torrents of all clients that share the disk
    /// @param free     bytes at the default save path
    /// @param reserve  bytes that must stay free
    /// @param margin   bytes more that are wanted before one that was stopped runs again
    /// @param ourStops whether this program stopped a torrent for space
    /// @return those that do not fit, by the order of the queue; forced ones are counted, never named
    public static Set<TorrentKey> tooLarge(
            Collection<Torrent> torrents, long free, long reserve, long margin, Predicate<Torrent> ourStops) {
        long budget = free - reserve;
        var none = new HashSet<TorrentKey>();
        var inOrder = torrents.stream()
                .filter(it -> it.family() == TorrentFamily.DOWNLOADING
                        || (it.family() == TorrentFamily.STOPPED_DOWNLOAD && ourStops.test(it)))
                .sorted(Comparator.comparing((Torrent it) -> !it.forced())
                        .thenComparing(it -> it.state().stopped())
                        .thenComparing(it -> it.queuePlace() <= 0)
                        .thenComparing(Torrent::queuePlace)
                        .thenComparing(Torrent::key))
                .toList();
        for (var it : inOrder) {
            long needs =
                    it.state().stopped() ? it.amountLeft() + Math.max(margin, it.amountLeft() / 20) : it.amountLeft();
            if (it.forced() || needs <= budget) {
                budget -= it.amountLeft();
            } else {
                none.add(it.key());
            }
        }
        return none;
    }
}
