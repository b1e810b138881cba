package io.pilothouse.domain.torrent;

import io.pilothouse.domain.cycle.RunSentence;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Stops all rules that take something away when too much happens at once: an unmounted disk, a wrong
/// setting, a client that lost its list (contract section 15.3). Pure.
public final class Breaker {

    private static final int LEAST = 5;
    private static final int MOST = 50;
    private static final int SAME_ROOT = 3;
    private static final int LOST_AT_LEAST = 10;

    /// What tripped it.
    public enum Cause {
        /// half of the list is gone
        LOST,
        /// files of several torrents below the same folders are missing; over by itself once all are back
        DISK,
        /// too many torrents at once are in trouble
        MANY;

        /// @return as it is stored
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param reason a sentence or two
    public record Tripped(Cause cause, String reason) {}

    private Breaker() {}

    /// @param torrents the client has now
    /// @param before   how many it had with the full list before; empty for none
    /// @param ours     how many of those that went were deleted by this program
    /// @param troubled candidates for removal, torrents in error or without files, counted before
    /// @param now      the same, now
    /// @return why it trips; empty when it does not
    public static Optional<Tripped> trips(
            Collection<Torrent> torrents,
            Optional<Integer> before,
            int ours,
            Set<String> troubled,
            Collection<Torrent> now) {
        int had = before.orElse(0);
        int lost = had - torrents.size() - ours;
        if (had > 0 && lost >= LOST_AT_LEAST && lost * 2 >= had) {
            return Optional.of(new Tripped(Cause.LOST, RunSentence.LOST_AT_ONCE.with(lost, had)));
        }
        var roots = new HashMap<String, Integer>();
        int fresh = 0;
        for (var it : now) {
            if (!troubled.contains(it.key().hash())) {
                fresh++;
                if (it.family() == TorrentFamily.MISSING) {
                    roots.merge(root(it.savePath()), 1, Integer::sum);
                }
            }
        }
        for (var root : roots.entrySet()) {
            if (root.getValue() >= SAME_ROOT) {
                return Optional.of(new Tripped(Cause.DISK, RunSentence.DISK_GONE.with(root.getValue(), root.getKey())));
            }
        }
        int limit = Math.max(LEAST, Math.min(MOST, torrents.size() / 10));
        return fresh >= limit
                ? Optional.of(new Tripped(Cause.MANY, RunSentence.TROUBLED_AT_ONCE.with(fresh, limit)))
                : Optional.empty();
    }

    /// @return the first folders of a path, which are likely to be one disk
    static String root(String path) {
        var parts = path.replace('\\', '/').split("/");
        var root = new StringBuilder();
        int taken = 0;
        for (var part : parts) {
            if (part.isEmpty()) {
                continue;
            }
            root.append(part.endsWith(":") ? "" : "/").append(part);
            if (++taken == 2) {
                break;
            }
        }
        return root.isEmpty() ? "/" : root.toString();
    }
}
