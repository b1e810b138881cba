package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.domain.torrent.ShareLimits;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// What many torrents of one server have in common, kept once: categories, trackers and folders, sets of
/// tags, share limits. Grows with what the server tells; not thread-safe.
final class Shared {

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, SortedSet<String>> tags = new HashMap<>();
    private final Map<ShareLimits, ShareLimits> limits = new HashMap<>();

    String text(String text) {
        return texts.computeIfAbsent(text, it -> it);
    }

    /// @param joined by commas, as the server tells them
    SortedSet<String> tags(String joined) {
        return tags.computeIfAbsent(joined, Shared::split);
    }

    ShareLimits limits(ShareLimits told) {
        return limits.computeIfAbsent(told, it -> it);
    }

    private static SortedSet<String> split(String joined) {
        var tags = new TreeSet<String>();
        for (var tag : joined.split(",")) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return tags.isEmpty() ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(tags);
    }
}
