package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Knows galleries of several servers again by their images: the same checksums make the same digest
/// (contract for Stash, 14.2).
final class LibraryImageSets {

    private LibraryImageSets() {}

    /// Makes the digests of galleries anew, and folds those anew whose digest is another.
    static void compare(Connection connection, Collection<Long> galleries, Instant now) throws SQLException {
        var others = new ArrayList<Long>();
        for (var gallery : galleries) {
            var digest = digest(checksums(connection, gallery));
            var before = Sql.first(
                    connection, "select digest from library_image_set where k = ?", row -> row.getString(1), gallery);
            if (digest.equals(before)) {
                continue;
            }
            if (digest.isPresent()) {
                Sql.update(
                        connection,
                        "insert or replace into library_image_set (k, digest) values (?, ?)",
                        gallery,
                        digest);
            } else {
                Sql.update(connection, "delete from library_image_set where k = ?", gallery);
            }
            others.add(gallery);
        }
        LibraryFolds.refold(connection, EntityType.GALLERY, others, now);
    }

    /// @return one for each image, empty for one whose checksum is not known, ascending
    private static List<String> checksums(Connection connection, long gallery) throws SQLException {
        return Sql.list(
                connection,
                """
                select distinct coalesce(f.md5, '') from library_link l
                cross join library_image h on h.k = l.from_k and h.gone is null
                left join library_file f on f.type = ? and f.k = h.k and f.pos = 0
                where l.relation = ? and l.to_k = ? order by 1
                """,
                row -> row.getString(1),
                EntityType.IMAGE.number(),
                Relation.IMAGE_GALLERY.number(),
                gallery);
    }

    /// @return empty for a gallery without images, or with one that cannot be told
    private static Optional<String> digest(List<String> checksums) {
        if (checksums.isEmpty() || checksums.getFirst().isEmpty()) {
            return Optional.empty();
        }
        try {
            var all = String.join(" ", checksums).getBytes(StandardCharsets.UTF_8);
            return Optional.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all), 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
