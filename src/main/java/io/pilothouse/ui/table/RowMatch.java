package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Whether rows in memory match a filter. Pure.
final class RowMatch<R> {

    private final Map<String, Column<R>> byId = new HashMap<>();
    private final List<Column<R>> words;

    RowMatch(List<Column<R>> columns) {
        columns.forEach(column -> byId.put(column.id(), column));
        words = columns.stream()
                .filter(column -> column.isFilterable() && !column.type().measured())
                .toList();
    }

    /// @return a test that may be used on many rows
    Predicate<R> of(Filter filter) {
        return switch (filter) {
            case Filter.Word(var text) ->
                row -> {
                    for (var column : words) {
                        if (holds(column.text(row), text)) {
                            return true;
                        }
                    }
                    return false;
                };
            case Filter.Has(var id, var text) -> column(id, column -> row -> holds(column.text(row), text));
            case Filter.Is(var id, var text) ->
                column(id, column -> row -> column.text(row).equalsIgnoreCase(text));
            case Filter.Compare(var id, var order, var value) ->
                column(id, column -> row -> order.holds(column.number(row), value));
            case Filter.Empty(var id) ->
                column(
                        id,
                        column -> column.type().measured() && column.type() != ValueType.TRUTH
                                ? row -> Double.isNaN(column.number(row))
                                : row -> column.text(row).isEmpty());
            case Filter.Not(var inner) -> of(inner).negate();
            case Filter.All(var filters) -> {
                var tests = filters.stream().map(this::of).toList();
                yield row -> {
                    for (var test : tests) {
                        if (!test.test(row)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Filter.Any(var filters) -> {
                var tests = filters.stream().map(this::of).toList();
                yield row -> tests.stream().anyMatch(test -> test.test(row));
            }
        };
    }

    private Predicate<R> column(String id, java.util.function.Function<Column<R>, Predicate<R>> test) {
        var column = byId.get(id);
        return column == null ? _ -> false : test.apply(column);
    }

    /// Without making strings: this runs over every row at every key.
    static boolean holds(String text, String part) {
        int length = part.length();
        if (length == 0) {
            return true;
        }
        int last = text.length() - length;
        char first = Character.toLowerCase(part.charAt(0));
        for (int at = 0; at <= last; at++) {
            char c = text.charAt(at);
            if ((c == first || Character.toLowerCase(c) == first) && text.regionMatches(true, at, part, 0, length)) {
                return true;
            }
        }
        return false;
    }
}
