package io.pilothouse.domain.arr;

import java.time.Instant;

/// Something that an app did with one item, as its history tells.
///
/// @param release what the release was called
/// @param source  the indexer it came from, empty where that is not told
/// @param reason  why, in the app's words; empty for none
public record Past(Instant at, What what, String release, String quality, String source, String reason) {

    public enum What {
        GRABBED,
        IMPORTED,
        FAILED,
        DELETED,
        RENAMED,
        IGNORED,
        OTHER
    }
}
