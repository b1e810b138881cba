package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibrarySort;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Names in the library's schema, from fixed lists and never from outside.
final class LibraryTables {

    /// So many keys are dealt with in one transaction where there may be many.
    static final int SLICE = 5_000;

    private LibraryTables() {}

    static String table(EntityType type) {
        return "library_" + type.word();
    }

    static String column(LibrarySort sort) {
        return switch (sort) {
            case SHUFFLE -> "shuffle";
            case PLAYED -> "s_last_played";
            case MATCH -> throw new IllegalArgumentException("no column tells how well words fit");
            default -> "s_" + sort.word();
        };
    }

    static boolean isText(LibrarySort sort) {
        return sort == LibrarySort.TITLE || sort == LibrarySort.DATE;
    }

    /// The row of the text index.
    static long textRow(EntityType type, long k) {
        return ((long) type.number() << 56) | k;
    }

    static long firstKey(int instance) {
        return EntityKey.first(instance);
    }

    static long lastKey(int instance) {
        return EntityKey.first(instance + 1) - 1;
    }

    static List<Long> packed(Collection<EntityKey> keys) {
        return keys.stream().map(EntityKey::packed).toList();
    }

    /// Numbers as a JSON array, to be bound and taken apart by `json_each`.
    static String json(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
