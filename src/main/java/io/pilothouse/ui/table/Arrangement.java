package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rows that match, in order. Made on a background thread from a snapshot.
///
/// @param rows     with the heads of groups between them
/// @param places   of the rows by key
/// @param matching rows without heads, also those folded away
/// @param total    rows without the filter
/// @param whole    all rows in order, where they were put in order
/// @param by       the order of the rows
/// @param holds    which rows are shown
record Arrangement<R>(
        List<R> rows,
        Places<R> places,
        int matching,
        int total,
        Optional<Whole<R>> whole,
        RowOrder<R> by,
        Predicate<R> holds) {

    /// What is to be shown.
    ///
    /// @param within of which rows the query asks; empty for all
    record Wanted<R>(RowQuery query, Optional<Predicate<R>> within, Optional<Grouping<R>> grouping) {

        static <R> Wanted<R> of(RowQuery query) {
            return new Wanted<>(query, Optional.empty(), Optional.empty());
        }

        private boolean everything() {
            return within.isEmpty() && query.filter().equals(Filter.EVERYTHING);
        }
    }

    /// All rows in order: a filter only leaves some out, and where few have changed the rest is in order
    /// already.
    record Whole<R>(List<SortBy> sort, List<R> rows, Places<R> places) {

        private static <R> Whole<R> of(List<SortBy> sort, List<R> rows, Function<R, Object> key) {
            return new Whole<>(sort, rows, new Places<>(rows, key));
        }

        /// Another row for one that stands there.
        void put(Object key, R row) {
            places.of(key).ifPresent(at -> rows.set(at, row));
        }

        /// @return whether a row belongs where it stands, as it is now
        boolean stands(Object key, RowOrder<R> by) {
            var place = places.of(key);
            if (place.isEmpty()) {
                return false;
            }
            int at = place.getAsInt();
            return (at == 0 || by.stands(rows.get(at - 1), rows.get(at)))
                    && (at == rows.size() - 1 || by.stands(rows.get(at), rows.get(at + 1)));
        }

        /// @return rows of now in the order of before, those that are new at the end
        private List<R> likeBefore(List<R> now, Function<R, Object> key) {
            var placed = new int[rows.size()];
            var like = new ArrayList<R>(now.size());
            var fresh = new ArrayList<R>();
            for (int i = 0; i < now.size(); i++) {
                var at = places.of(key.apply(now.get(i)));
                if (at.isPresent()) {
                    placed[at.getAsInt()] = i + 1;
                } else {
                    fresh.add(now.get(i));
                }
            }
            for (int i : placed) {
                if (i > 0) {
                    like.add(now.get(i - 1));
                }
            }
            like.addAll(fresh);
            return like;
        }
    }

    static <R> Arrangement<R> of(List<R> all, List<Column<R>> columns, RowQuery query, Function<R, Object> key) {
        return of(all, columns, Wanted.of(query), Optional.empty(), false, key);
    }

    /// @param before  what stood there before, if it is known
    /// @param current whether that has all rows, as they are and in order
    static <R> Arrangement<R> of(
            List<R> all,
            List<Column<R>> columns,
            Wanted<R> wanted,
            Optional<Whole<R>> before,
            boolean current,
            Function<R, Object> key) {
        var sort = wanted.query.sort();
        var order = new RowOrder<>(columns, sort);
        // rows that nobody sorts stand as their source has them, whatever stood there before
        var known = before.filter(it -> it.sort.equals(sort) && (current || !sort.isEmpty()));
        var whole = known.filter(_ -> current)
                .or(() -> known.map(it -> Whole.of(sort, order.sorted(it.likeBefore(all, key)), key)))
                .or(() -> wanted.query.filter().equals(Filter.EVERYTHING)
                        ? Optional.of(Whole.of(sort, order.sorted(new ArrayList<>(all)), key))
                        : Optional.empty());
        var within = wanted.within.orElse(_ -> true);
        var test = new RowMatch<>(columns).of(wanted.query.filter());
        int total = 0;
        List<R> ordered;
        if (wanted.everything()) {
            ordered = whole.orElseThrow().rows;
            total = ordered.size();
        } else {
            var matching = new ArrayList<R>();
            for (var row : whole.map(Whole::rows).orElse(all)) {
                if (within.test(row)) {
                    total++;
                    if (test.test(row)) {
                        matching.add(row);
                    }
                }
            }
            ordered = whole.isPresent() ? matching : order.sorted(matching);
        }
        var rows = wanted.grouping.map(by -> grouped(ordered, by)).orElse(ordered);
        var places = whole.filter(it -> it.rows == rows).map(Whole::places).orElseGet(() -> new Places<>(rows, key));
        return new Arrangement<>(rows, places, ordered.size(), total, whole, order, within.and(test));
    }

    private static <R> List<R> grouped(List<R> rows, Grouping<R> by) {
        var groups = new LinkedHashMap<String, List<R>>();
        rows.forEach(row -> groups.computeIfAbsent(by.of().apply(row), _ -> new ArrayList<>())
                .add(row));
        var grouped = new ArrayList<R>(rows.size() + groups.size());
        groups.forEach((group, members) -> {
            boolean folded = by.folded().contains(group);
            grouped.add(by.head().head(group, List.copyOf(members), folded));
            if (!folded) {
                grouped.addAll(members);
            }
        });
        return grouped;
    }
}
