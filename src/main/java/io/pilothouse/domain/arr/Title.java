package io.pilothouse.domain.arr;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/// One line of a library: a series, film, artist or author. Immutable.
///
/// @param have      episodes, tracks or books that are there; of a film 0 or 1
/// @param want      those that should be there
/// @param profile   name of the quality profile
/// @param page      where the app itself shows it, below its address
/// @param foreignId its id at the metadata service, by which the same title is known on other instances
public record Title(
        ItemKey item,
        String name,
        String sortName,
        OptionalInt year,
        String status,
        boolean monitored,
        int have,
        int want,
        long sizeBytes,
        String profile,
        String root,
        SortedSet<String> tags,
        Optional<Instant> addedAt,
        String page,
        String foreignId) {

    public Title {
        tags = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(tags));
    }

    /// @return how many are lacking, never negative
    public int missing() {
        return Math.max(0, want - have);
    }
}
