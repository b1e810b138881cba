package io.pilothouse.demo.arr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one simulated app remembers: everything that happened, and the releases it will not take again.
final class ArrHistory {

    /// One line of the history.
    record Event(
            int id,
            Instant at,
            String type,
            int unit,
            String sourceTitle,
            String downloadId,
            Map<String, String> data) {}

    record Blocked(
            int id, Instant at, List<Integer> units, String title, String indexer, boolean torrent, String message) {}

    private final ArrApp app;
    private final List<Event> events = new ArrayList<>();
    private final List<Blocked> blocklist = new ArrayList<>();
    private int lastBlocked;

    ArrHistory(ArrApp app) {
        this.app = app;
    }

    void note(Instant at, ArrEvent type, int unit, ArrDownload download, Map<String, String> data) {
        events.add(new Event(
                70_000 + events.size() + 1, at, type.word(app), unit, download.title, download.downloadId, data));
    }

    void block(ArrDownload download, Instant at, String message) {
        blocklist.add(new Blocked(
                ++lastBlocked, at, download.units, download.title, download.indexer, download.torrent(), message));
    }

    /// Oldest first.
    List<Event> events() {
        return List.copyOf(events);
    }

    List<Blocked> blocklist() {
        return List.copyOf(blocklist);
    }

    void unblock(Set<Integer> ids) {
        blocklist.removeIf(it -> ids.contains(it.id()));
    }
}
