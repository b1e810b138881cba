package io.pilothouse.domain.library;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One page of a library.
///
/// @param instances numbers of the servers that are shown; none means that nothing is shown
/// @param text      words that all must occur; empty for none
/// @param everyCopy whether each copy has a row of its own
/// @param seed      decides where [LibrarySort#SHUFFLE] begins
/// @param after     the last row of the page before
public record LibraryQuery(
        EntityType type,
        SortedSet<Integer> instances,
        String text,
        List<LibraryFilter> filters,
        LibrarySort sort,
        boolean downwards,
        boolean everyCopy,
        long seed,
        int limit,
        Optional<Place> after) {

    public static final int PAGE = 60;

    public LibraryQuery {
        filters = List.copyOf(filters);
        instances = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(instances));
        if (limit < 1 || limit > 5_000) {
            throw new IllegalArgumentException("a page has 1 to 5000 rows, not " + limit);
        }
        if (sort != LibrarySort.MATCH && !LibrarySort.of(type).contains(sort)) {
            throw new IllegalArgumentException(type + " cannot be sorted by " + sort);
        }
    }

    public static LibraryQuery all(EntityType type, SortedSet<Integer> instances) {
        var sort = LibrarySort.of(type).getFirst();
        return new LibraryQuery(
                type, instances, "", List.of(), sort, sort.downwards(), false, 0, PAGE, Optional.empty());
    }

    public LibraryQuery with(String words) {
        return new LibraryQuery(
                type, instances, words, filters, sort, downwards, everyCopy, seed, limit, Optional.empty());
    }

    public LibraryQuery with(List<LibraryFilter> others) {
        return new LibraryQuery(
                type, instances, text, others, sort, downwards, everyCopy, seed, limit, Optional.empty());
    }

    public LibraryQuery sorted(LibrarySort by, boolean down) {
        return new LibraryQuery(type, instances, text, filters, by, down, everyCopy, seed, limit, Optional.empty());
    }

    public LibraryQuery seeded(long other) {
        return new LibraryQuery(
                type, instances, text, filters, sort, downwards, everyCopy, other, limit, Optional.empty());
    }

    public LibraryQuery everyCopy(boolean each) {
        return new LibraryQuery(type, instances, text, filters, sort, downwards, each, seed, limit, Optional.empty());
    }

    public LibraryQuery limit(int rows) {
        return new LibraryQuery(type, instances, text, filters, sort, downwards, everyCopy, seed, rows, after);
    }

    public LibraryQuery after(Place place) {
        return new LibraryQuery(
                type, instances, text, filters, sort, downwards, everyCopy, seed, limit, Optional.of(place));
    }

    /// Looks for words: the best match comes first, unless another order was chosen.
    public LibraryQuery lookingFor(String words) {
        var usual = LibrarySort.of(type).getFirst();
        var asked = with(words);
        if (!words.isBlank() && sort == usual && downwards == usual.downwards()) {
            return asked.sorted(LibrarySort.MATCH, false);
        }
        return words.isBlank() && sort == LibrarySort.MATCH ? asked.sorted(usual, usual.downwards()) : asked;
    }

    /// @return whether nothing narrows it down
    public boolean everything() {
        return text.isBlank() && filters.isEmpty();
    }

    /// Where a row stands in its order.
    ///
    /// @param text   value of the sort when that is a text
    /// @param number value of the sort when that is a number
    /// @param lap    0 before, 1 after the end of a shuffled library was passed
    public record Place(String text, long number, long k, int lap) {}
}
