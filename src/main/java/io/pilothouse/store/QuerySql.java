package io.pilothouse.store;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Turns what a person asks of a list into SQL with bound values. A repository names once which
/// expression stands for which column:
///
/// ```java
/// private static final QuerySql COLUMNS = new QuerySql("movie_id")
///         .word("title", "title").number("size", "size_bytes").number("added", "added_at_ms");
///
/// var where = COLUMNS.where(query.filter());
/// Sql.list(connection, "select ... from movie where instance = ? and " + where.sql()
///         + COLUMNS.orderBy(query) + " limit ? offset ?", row, where.values(id.value(), ...)...)
/// ```
///
/// Words are compared without regard to case. SQLite itself knows only the cases of ASCII; where other
/// letters are asked for, each is looked for in both of its forms.
final class QuerySql {

    /// A condition in brackets, and the values of its places in order.
    record Where(String sql, List<Object> bound) {

        /// @return the values for a statement that has places before and after the condition
        Object[] values(List<?> before, Object... after) {
            var all = new ArrayList<Object>(before);
            all.addAll(bound);
            all.addAll(List.of(after));
            return all.toArray();
        }
    }

    private record Expression(String sql, boolean words) {}

    private final Map<String, Expression> columns = new LinkedHashMap<>();
    private final String lastKey;

    /// @param lastKey expression that differs in every row, so that pages never overlap
    QuerySql(String lastKey) {
        this.lastKey = lastKey;
    }

    /// A column of words; null counts as empty.
    QuerySql word(String column, String sql) {
        columns.put(column, new Expression(sql, true));
        return this;
    }

    /// A column of numbers: sizes in bytes, times in milliseconds since 1970, truths as 0 and 1.
    QuerySql number(String column, String sql) {
        columns.put(column, new Expression(sql, false));
        return this;
    }

    Where where(Filter filter) {
        var bound = new ArrayList<Object>();
        return new Where(condition(filter, bound), bound);
    }

    /// @return ` order by …`, rows that say nothing last; columns that are not known are left out
    String orderBy(RowQuery query) {
        var keys = query.sort().stream()
                .filter(one -> columns.containsKey(one.column()))
                .map(one -> {
                    var column = columns.get(one.column());
                    var nothing = column.words ? "ifnull(" + column.sql + ", '') = ''" : column.sql + " is null";
                    return nothing + ", " + column.sql + (column.words ? " collate nocase" : "")
                            + (one.descending() ? " desc" : "");
                })
                .collect(Collectors.toCollection(ArrayList::new));
        keys.add(lastKey);
        return " order by " + String.join(", ", keys);
    }

    private String condition(Filter filter, List<Object> bound) {
        return switch (filter) {
            case Filter.Word(var text) -> {
                var any = columns.values().stream()
                        .filter(Expression::words)
                        .map(column -> like(column, text, bound))
                        .collect(Collectors.joining(" or "));
                yield any.isEmpty() ? "0" : "(" + any + ")";
            }
            case Filter.Has(var id, var text) -> known(id) ? like(columns.get(id), text, bound) : "0";
            case Filter.Is(var id, var text) -> {
                if (!known(id)) {
                    yield "0";
                }
                yield is(columns.get(id), text, bound);
            }
            case Filter.Compare(var id, var order, var value) -> {
                if (!known(id)) {
                    yield "0";
                }
                bound.add(new Number(value));
                yield "ifnull(" + columns.get(id).sql + " " + order.sign() + " cast(? as real), 0)";
            }
            case Filter.Empty(var id) -> {
                if (!known(id)) {
                    yield "0";
                }
                var column = columns.get(id);
                yield column.words ? "ifnull(" + column.sql + ", '') = ''" : column.sql + " is null";
            }
            case Filter.Not(var inner) -> "not (" + condition(inner, bound) + ")";
            case Filter.All(var filters) -> joined(filters, " and ", "1", bound);
            case Filter.Any(var filters) -> joined(filters, " or ", "0", bound);
        };
    }

    /// A number that keeps its fraction when it is bound as text.
    private record Number(double value) {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    private boolean known(String column) {
        return columns.containsKey(column);
    }

    private String joined(List<Filter> filters, String word, String none, List<Object> bound) {
        return filters.isEmpty()
                ? none
                : filters.stream().map(one -> condition(one, bound)).collect(Collectors.joining(word, "(", ")"));
    }

    private static String is(Expression column, String text, List<Object> bound) {
        if (ascii(text)) {
            bound.add(text);
            return "ifnull(" + column.sql + ", '') = ? collate nocase";
        }
        bound.add(inBothCases(text));
        return "ifnull(" + column.sql + ", '') glob ?";
    }

    private static String like(Expression column, String text, List<Object> bound) {
        if (ascii(text)) {
            bound.add("%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
            return "ifnull(" + column.sql + ", '') like ? escape '\\'";
        }
        bound.add("*" + inBothCases(text) + "*");
        return "ifnull(" + column.sql + ", '') glob ?";
    }

    private static boolean ascii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /// @return a pattern of `glob`, which knows all of Unicode but no case: `[eE][éÉ]`
    private static String inBothCases(String text) {
        var pattern = new StringBuilder();
        text.codePoints().forEach(letter -> {
            int lower = Character.toLowerCase(letter);
            int upper = Character.toUpperCase(letter);
            if (lower != upper) {
                pattern.append('[')
                        .appendCodePoint(lower)
                        .appendCodePoint(upper)
                        .append(']');
            } else if ("*?[".indexOf(letter) >= 0) {
                pattern.append('[').appendCodePoint(letter).append(']');
            } else {
                pattern.appendCodePoint(letter);
            }
        });
        return pattern.toString();
    }
}
