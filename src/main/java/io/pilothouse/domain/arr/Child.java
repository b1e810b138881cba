package io.pilothouse.domain.arr;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One episode, album, book or scene of a title. Immutable.
///
/// @param season     its season; empty where there is none
/// @param number     its number in the season; empty where there is none
/// @param have       whether it is there, whole
/// @param quality    of its file, empty without one
/// @param searchedAt when the app last searched for it; empty where it does not tell
public record Child(
        ItemKey item,
        OptionalInt season,
        OptionalInt number,
        String name,
        Optional<Instant> releasedAt,
        boolean monitored,
        boolean have,
        String quality,
        Optional<Instant> searchedAt) {}
