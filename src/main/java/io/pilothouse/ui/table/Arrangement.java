package io.pilothouse.ui.table;

import io.pilothouse.domain.query.RowQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// The rows that match, in order. Made on a background thread from a snapshot.
///
/// @param places index of each row by key
record Arrangement<R>(List<R> rows, Map<Object, Integer> places, int total) {

    /// A row with what it is sorted by, worked out once.
    private record Keyed<R>(R row, Object[] keys) {}

    static <R> Arrangement<R> of(List<R> all, List<Column<R>> columns, RowQuery query, Function<R, Object> key) {
        var test = new RowMatch<>(columns).of(query.filter());
        var matching = new ArrayList<R>(all.size());
        for (var row : all) {
            if (test.test(row)) {
                matching.add(row);
            }
        }
        var rows = sorted(matching, columns, query);
        var places = HashMap.<Object, Integer>newHashMap(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            places.put(key.apply(rows.get(i)), i);
        }
        return new Arrangement<>(rows, places, all.size());
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
