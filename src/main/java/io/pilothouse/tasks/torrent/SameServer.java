package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.tasks.instance.Instances;
import java.util.Comparator;
import java.util.Optional;

/// Notices that two records lead to the same qBittorrent, for example by name and by number (contract section
/// 13.6). Rules work for the first of them only: the same torrent would be judged twice.
final class SameServer {

    private static final int LEAST = 5;
    private static final double ALIKE = 0.9;

    private SameServer() {}

    /// @return an earlier record that leads to the same server; empty where there is none
    static Optional<Instance> before(Instance instance, TorrentFleet fleet, Instances instances) {
        return instances.fleet().get().live().stream()
                .filter(other -> TorrentWatch.client(other) && other.enabled() && other.num() < instance.num())
                .filter(other -> same(instance, other, fleet))
                .min(Comparator.comparingInt(Instance::num));
    }

    private static boolean same(Instance one, Instance other, TorrentFleet fleet) {
        var mine = fleet.sides().get(one.id());
        var its = fleet.sides().get(other.id());
        if (mine == null
                || its == null
                || !mine.up()
                || !its.up()
                || one.identity().isEmpty()) {
            return false;
        }
        int most = Math.max(mine.torrents().size(), its.torrents().size());
        if (most < LEAST
                || !other.identity()
                        .filter(it -> alike(it, one.identity().get()))
                        .isPresent()) {
            return false;
        }
        long both = mine.torrents().keySet().stream()
                .filter(its.torrents()::containsKey)
                .count();
        return both >= most * ALIKE;
    }

    /// The same version, port and folder.
    private static boolean alike(RemoteIdentity one, RemoteIdentity other) {
        return one.version().equals(other.version())
                && !one.facts().isEmpty()
                && one.facts().equals(other.facts());
    }
}
