package io.pilothouse.demo.arr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One download of a simulated app. `units` is empty for one the app cannot match.
final class ArrDownload {

    /// How a download ends.
    enum Fate {
        IMPORTED,
        FAILED,
        /// It never gets further than a third.
        STALLED,
        /// It is downloaded and waits for a person to import it.
        BLOCKED,
        /// It still waits for its turn and has no id in the download client.
        PENDING
    }

    final String key;
    final String downloadId;
    final String title;
    final List<Integer> units;
    final Instant grabbedAt;
    final Instant endsAt;
    final Fate fate;
    final long size;
    final String indexer;
    final int commandId;
    String end = "";

    @Nullable
    Instant endedAt;

    ArrDownload(
            String key,
            String downloadId,
            String title,
            List<Integer> units,
            Instant grabbedAt,
            Instant endsAt,
            Fate fate,
            long size,
            String indexer,
            int commandId) {
        this.key = key;
        this.downloadId = downloadId;
        this.title = title;
        this.units = List.copyOf(units);
        this.grabbedAt = grabbedAt;
        this.endsAt = endsAt;
        this.fate = fate;
        this.size = size;
        this.indexer = indexer;
        this.commandId = commandId;
    }

    /// @return 0 to 1
    double progress(Instant now) {
        if (fate == Fate.PENDING) {
            return 0;
        }
        double all = Math.max(1, Duration.between(grabbedAt, endsAt).toMillis());
        double part = Duration.between(grabbedAt, now).toMillis() / all;
        return Math.clamp(part, 0, fate == Fate.STALLED ? 0.31 : 1);
    }

    boolean torrent() {
        return downloadId.length() == 40;
    }
}
