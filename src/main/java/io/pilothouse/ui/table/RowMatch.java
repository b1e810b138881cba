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
            case Filter.Word(var text) -> {
                var part = new Part(text);
                yield row -> {
                    for (var column : words) {
                        if (part.in(column.text(row))) {
                            return true;
                        }
                    }
                    return false;
                };
            }
            case Filter.Has(var id, var text) -> {
                var part = new Part(text);
                yield column(id, column -> row -> part.in(column.text(row)));
            }
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

    /// A part of words, in capitals or not. Without making strings: this looks into every row at every key.
    static final class Part {

        private final String part;
        private final String firsts;

        Part(String part) {
            this.part = part;
            firsts = part.isEmpty() ? "" : sameLetter(Character.toLowerCase(part.charAt(0)));
        }

        /// @return all characters that are this one in small letters, the usual ones first
        private static String sameLetter(char small) {
            var same = new StringBuilder();
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                if (Character.toLowerCase((char) c) == small) {
                    same.append((char) c);
                }
            }
            return same.toString();
        }

        /// Looks for the first letter as the processor can, many characters at once.
        boolean in(String text) {
            int last = text.length() - part.length();
            for (int i = 0; i < firsts.length(); i++) {
                char first = firsts.charAt(i);
                for (int at = text.indexOf(first); at >= 0 && at <= last; at = text.indexOf(first, at + 1)) {
                    if (text.regionMatches(true, at, part, 0, part.length())) {
                        return true;
                    }
                }
            }
            return part.isEmpty();
        }
    }
}
