package io.pilothouse.domain.arr;

import java.util.List;

/// A release that an indexer has of something.
///
/// @param handle     what the app knows it by for the next half hour
/// @param indexerId  the app's number of the indexer
/// @param objections why the app would not take it by itself; empty when it would
public record Release(
        String handle,
        long indexerId,
        String title,
        String indexer,
        long sizeBytes,
        int ageDays,
        List<String> objections) {

    public Release {
        objections = List.copyOf(objections);
    }
}
