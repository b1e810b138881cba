package io.pilothouse.domain.arr;

import java.util.List;
import java.util.OptionalInt;

/// A release that an indexer has of something.
///
/// @param handle     what the app knows it by for the next half hour
/// @param indexerId  the app's number of the indexer
/// @param quality    in the app's words, empty where it cannot tell
/// @param protocol   `torrent` or `usenet`, empty where it is not told
/// @param seeders    of a torrent; empty where it is not told
/// @param score      what its custom formats are worth
/// @param objections why the app would not take it by itself; empty when it would
public record Release(
        String handle,
        long indexerId,
        String title,
        String indexer,
        long sizeBytes,
        int ageDays,
        String quality,
        String protocol,
        OptionalInt seeders,
        int score,
        List<String> objections) {

    public Release {
        objections = List.copyOf(objections);
    }
}
