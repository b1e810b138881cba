package io.pilothouse.ui.table;

import io.pilothouse.domain.query.SortBy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The order that a person chose: by one column after the other. Immutable and thread-safe.
final class RowOrder<R> {

    private final List<Column<R>> by;
    private final Comparator<Keyed<R>> order;

    /// A row with what it is sorted by, worked out once.
    private record Keyed<R>(R row, Object[] keys) {}

    /// @param sort columns that are not there count for nothing
    RowOrder(List<Column<R>> columns, List<SortBy> sort) {
        var known =
                sort.stream().filter(one -> column(columns, one).isPresent()).toList();
        by = known.stream().map(one -> column(columns, one).orElseThrow()).toList();
        Comparator<Keyed<R>> all = (_, _) -> 0;
        for (int k = 0; k < by.size(); k++) {
            int at = k;
            var one = by(by.get(k), known.get(k).descending());
            all = all.thenComparing((a, b) -> one.compare(a.keys[at], b.keys[at]));
        }
        order = all;
    }

    private static <R> Optional<Column<R>> column(List<Column<R>> columns, SortBy one) {
        return columns.stream()
                .filter(column -> column.id().equals(one.column()))
                .findFirst();
    }

    /// @return the same list where no column is sorted. Equal rows keep their own order; what is nearly in order
    ///         costs little
    List<R> sorted(List<R> rows) {
        if (by.isEmpty()) {
            return rows;
        }
        @SuppressWarnings({"unchecked", "rawtypes"})
        Keyed<R>[] keyed = new Keyed[rows.size()];
        Arrays.parallelSetAll(keyed, at -> keyed(rows.get(at)));
        Arrays.parallelSort(keyed, order);
        @SuppressWarnings("unchecked")
        R[] sorted = (R[]) new Object[keyed.length];
        Arrays.setAll(sorted, at -> keyed[at].row);
        return Arrays.asList(sorted);
    }

    /// @return whether the second may stand behind the first
    boolean stands(R first, R second) {
        return by.isEmpty() || order.compare(keyed(first), keyed(second)) <= 0;
    }

    private Keyed<R> keyed(R row) {
        var keys = new Object[by.size()];
        for (int k = 0; k < keys.length; k++) {
            var column = by.get(k);
            keys[k] = column.order().isPresent()
                    ? row
                    : column.type().measured()
                            ? (Object) column.number(row)
                            : column.text(row).toLowerCase(Locale.ROOT);
        }
        return new Keyed<>(row, keys);
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
