package io.pilothouse.domain.torrent;

import java.time.Instant;

/// Something an *arr remembers of a download.
///
/// @param item what it was for, for example `episode:5501`; empty for unknown
public record ArrHistory(Instant at, What what, String title, String item, String indexer, String note) {

    public enum What {
        GRABBED,
        IMPORTED,
        FAILED,
        IGNORED,
        DELETED,
        OTHER
    }
}
