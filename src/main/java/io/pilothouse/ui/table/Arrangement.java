package io.pilothouse.ui.table;

import io.pilothouse.domain.query.RowQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The rows that match, in order. Made on a background thread from a snapshot.
///
/// @param rows     with the heads of groups between them
/// @param places   of the rows by key
/// @param matching rows without heads, also those folded away
/// @param total    rows without the filter
record Arrangement<R>(List<R> rows, Places<R> places, int matching, int total) {

    /// A row with what it is sorted by, worked out once.
    private record Keyed<R>(R row, Object[] keys) {}

    static <R> Arrangement<R> of(List<R> all, List<Column<R>> columns, RowQuery query, Function<R, Object> key) {
        return of(all, columns, query, Optional.empty(), key);
    }

    static <R> Arrangement<R> of(
            List<R> all,
            List<Column<R>> columns,
            RowQuery query,
            Optional<Grouping<R>> grouping,
            Function<R, Object> key) {
        var test = new RowMatch<>(columns).of(query.filter());
        var matching = new ArrayList<R>(all.size());
        for (var row : all) {
            if (test.test(row)) {
                matching.add(row);
            }
        }
        var ordered = sorted(matching, columns, query);
        var rows = grouping.map(by -> grouped(ordered, by)).orElse(ordered);
        return new Arrangement<>(rows, new Places<>(rows, key), ordered.size(), all.size());
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

    private static <R> List<R> sorted(List<R> rows, List<Column<R>> columns, RowQuery query) {
        var sort = query.sort().stream()
                .filter(one -> columns.stream().anyMatch(column -> column.id().equals(one.column())))
                .toList();
        if (sort.isEmpty()) {
            return rows;
        }
        var by = sort.stream()
                .map(one -> columns.stream()
                        .filter(column -> column.id().equals(one.column()))
                        .findFirst()
                        .orElseThrow())
                .toList();
        var keyed = new ArrayList<Keyed<R>>(rows.size());
        for (var row : rows) {
            var keys = new Object[by.size()];
            for (int k = 0; k < keys.length; k++) {
                var column = by.get(k);
                keys[k] = column.order().isPresent()
                        ? row
                        : column.type().measured()
                                ? (Object) column.number(row)
                                : column.text(row).toLowerCase(Locale.ROOT);
            }
            keyed.add(new Keyed<>(row, keys));
        }
        Comparator<Keyed<R>> order = (_, _) -> 0;
        for (int k = 0; k < by.size(); k++) {
            int at = k;
            var one = by(by.get(k), sort.get(k).descending());
            order = order.thenComparing((a, b) -> one.compare(a.keys[at], b.keys[at]));
        }
        keyed.sort(order); // stable: equal rows keep their own order
        var result = new ArrayList<R>(keyed.size());
        for (var one : keyed) {
            result.add(one.row);
        }
        return result;
    }

    /// What says nothing comes last in both directions.
    @SuppressWarnings("unchecked")
    private static <R> Comparator<Object> by(Column<R> column, boolean descending) {
        int sign = descending ? -1 : 1;
        if (column.order().isPresent()) {
            var own = column.order().get();
            return (a, b) -> sign * own.compare((R) a, (R) b);
        }
        if (column.type().measured()) {
            return (a, b) -> {
                double first = (Double) a;
                double second = (Double) b;
                if (Double.isNaN(first) || Double.isNaN(second)) {
                    return Boolean.compare(Double.isNaN(first), Double.isNaN(second));
                }
                return sign * Double.compare(first, second);
            };
        }
        return (a, b) -> {
            var first = (String) a;
            var second = (String) b;
            if (first.isEmpty() || second.isEmpty()) {
                return Boolean.compare(first.isEmpty(), second.isEmpty());
            }
            return sign * first.compareTo(second);
        };
    }
}
