package io.pilothouse.domain.library;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a server says about its library as a whole.
///
/// @param things      how many of each type; types it does not count are absent
/// @param plays       times scenes were played
/// @param o           sum of the O counters, images included
/// @param playSeconds watched time
/// @param played      scenes played at least once
public record LibraryCounts(Map<EntityType, Long> things, long plays, long o, long playSeconds, long played) {

    public LibraryCounts {
        var copy = new EnumMap<EntityType, Long>(EntityType.class);
        copy.putAll(things);
        things = Collections.unmodifiableMap(copy);
    }

    /// @return whether anybody watched anything in between, as far as the sums tell
    public boolean sameActivity(LibraryCounts other) {
        return plays == other.plays && o == other.o && playSeconds == other.playSeconds && played == other.played;
    }
}
