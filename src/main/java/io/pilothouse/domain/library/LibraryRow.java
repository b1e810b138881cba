package io.pilothouse.domain.library;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One row of a list: the copy that is shown, and which others there are.
///
/// @param under        title of the studio, of a marker the scene; empty for none
/// @param rating       the person's own if there is one, else the server's; 0 for none
/// @param seconds      0 for what has no length
/// @param copies       all copies on the servers that are shown, the shown one first
/// @param pictureStamp changes when the picture may have changed
public record LibraryRow(
        EntityKey key,
        String title,
        String date,
        String under,
        long seconds,
        long sizeBytes,
        int height,
        int rating,
        int plays,
        int o,
        boolean favourite,
        boolean organized,
        boolean picture,
        Instant createdAt,
        Instant updatedAt,
        long pictureStamp,
        List<EntityKey> copies,
        Optional<Long> cluster,
        LibraryQuery.Place place) {

    public LibraryRow {
        copies = List.copyOf(copies);
    }
}
