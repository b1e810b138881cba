package io.pilothouse.domain.torrent;

import java.util.List;

/// One download in an *arr's queue.
///
/// @param downloadId for a torrent its hash, lower case
/// @param title      of the release
/// @param item       what it is for, for example `episode:5501`; empty for unknown
/// @param label      the same for people; empty for unknown
/// @param state      the *arr's word: `downloading`, `importPending`, `importBlocked`, `importing`, …
/// @param status     `ok`, `warning` or `error`
/// @param messages   what it complains about
/// @param client     name of its entry for the client
public record ArrDownload(
        List<Long> queueIds,
        String downloadId,
        String title,
        String item,
        String label,
        String state,
        String status,
        List<String> messages,
        String client) {

    public ArrDownload {
        queueIds = List.copyOf(queueIds);
        messages = List.copyOf(messages);
    }
}
