package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Everything known of one copy.
///
/// @param gone when it was missed on the server; empty for what is there
/// @param links titles of what it is linked to, by type, in order
public record LibraryCopy(
        EntityKey key,
        String title,
        SortedMap<String, String> fields,
        LibraryRow row,
        Instant readAt,
        Optional<Instant> gone,
        double playSeconds,
        double resumeSeconds,
        List<File> files,
        Map<EntityType, List<Named>> links,
        List<String> externalIds) {

    public record File(
            String path,
            long sizeBytes,
            int width,
            int height,
            double seconds,
            long bitRate,
            String codec,
            String oshash,
            String md5,
            String phash) {}

    /// @param inherited whether it came by a performer, studio or group
    public record Named(EntityKey key, String title, boolean inherited) {}
}
