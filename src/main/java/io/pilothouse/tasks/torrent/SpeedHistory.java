package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How fast torrents were over the last minutes; only of those that move data. Thread-safe.
final class SpeedHistory {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration APART = Duration.ofSeconds(5);

    private final Map<TorrentKey, ArrayDeque<Speed>> speeds = new ConcurrentHashMap<>();

    /// Takes in what a client told.
    void seen(TorrentSnapshot snapshot) {
        var told = new HashSet<>(snapshot.changes().changed());
        told.addAll(snapshot.changes().added());
        for (var hash : told) {
            var torrent = snapshot.torrents().get(hash);
            if (torrent != null) {
                long speed = torrent.downloadSpeed() + torrent.uploadSpeed();
                if (speed > 0 || speeds.containsKey(torrent.key())) {
                    note(torrent.key(), snapshot.at(), speed);
                }
            }
        }
        var old = snapshot.at().minus(KEPT);
        speeds.entrySet().removeIf(entry -> {
            if (!entry.getKey().instance().equals(snapshot.instance())) {
                return false;
            }
            synchronized (entry.getValue()) {
                entry.getValue().removeIf(speed -> speed.at().isBefore(old));
                return entry.getValue().isEmpty();
            }
        });
    }

    private void note(TorrentKey key, Instant at, long speed) {
        var its = speeds.computeIfAbsent(key, _ -> new ArrayDeque<>());
        synchronized (its) {
            if (!its.isEmpty() && at.isBefore(its.getLast().at().plus(APART))) {
                its.removeLast();
            }
            its.add(new Speed(at, speed));
        }
    }

    /// @return oldest first
    List<Speed> of(TorrentKey key) {
        var its = speeds.get(key);
        if (its == null) {
            return List.of();
        }
        synchronized (its) {
            return List.copyOf(its);
        }
    }
}
