package io.pilothouse.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Statements with bound values, and columns as the types the domain uses. Times and durations are
/// whole milliseconds in the store; an empty optional is `null` there.
final class Sql {

    private Sql() {}

    /// Makes a value of one row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @return how many rows were changed
    static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /// Runs one statement for each of `rows`.
    static void updateEach(Connection connection, String sql, Iterable<@Nullable Object[]> rows) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var values : rows) {
                bind(statement, values);
                statement.executeUpdate();
            }
        }
    }

    /// So many rows are put in by one statement.
    private static final int TOGETHER = 50;

    /// Puts in rows, many by each statement: running a statement takes longer than putting in a row.
    ///
    /// @param sql with `ROWS` where the rows stand
    /// @param row how one row is written, for example `(?, ?)`
    static void insertEach(Connection connection, String sql, String row, List<? extends @Nullable Object[]> rows)
            throws SQLException {
        int from = 0;
        for (int together : List.of(TOGETHER, 1)) {
            if (rows.size() - from < together) {
                continue;
            }
            try (var statement = connection.prepareStatement(
                    sql.replace("ROWS", String.join(", ", Collections.nCopies(together, row))))) {
                for (; rows.size() - from >= together; from += together) {
                    int place = 1;
                    for (var values : rows.subList(from, from + together)) {
                        for (var value : values) {
                            bind(statement, place++, value);
                        }
                    }
                    statement.executeUpdate();
                }
            }
        }
    }

    static <T> List<T> list(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        var list = new ArrayList<T>();
        each(connection, sql, row, list::add, values);
        return List.copyOf(list);
    }

    /// Passes rows on one after the other, where there are too many to hold them all.
    static <T> void each(
            Connection connection, String sql, Row<T> row, Consumer<? super T> taking, @Nullable Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    taking.accept(row.read(rows));
                }
            }
        }
    }

    /// @return immutable; of rows with the same key the last
    static <K, V> Map<K, V> map(Connection connection, String sql, Row<K> key, Row<V> value, @Nullable Object... values)
            throws SQLException {
        var map = new HashMap<K, V>();
        list(connection, sql, row -> Map.entry(key.read(row), value.read(row)), values)
                .forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return Map.copyOf(map);
    }

    static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
            }
        }
    }

    /// @return the first column of the first row; 0 without a row
    static long number(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        return first(connection, sql, row -> row.getLong(1), values).orElse(0L);
    }

    /// @return whether a table holds a row of this id that belongs to somebody else
    static boolean foreign(Connection connection, String table, String id) throws SQLException {
        return number(
                        connection,
                        "select count(*) from " + table + " where id = ? and not " + InstanceRepository.OWN,
                        id)
                > 0;
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(instantOrNull(row, column));
    }

    static Optional<Duration> optionalDuration(ResultSet row, String column) throws SQLException {
        return optionalLong(row, column).stream().mapToObj(Duration::ofMillis).findFirst();
    }

    static Optional<String> optionalText(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int place, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(place, null);
            case Optional<?> optional -> bind(statement, place, optional.orElse(null));
            case OptionalLong optional -> bind(statement, place, optional.isPresent() ? optional.getAsLong() : null);
            case Instant instant -> statement.setLong(place, instant.toEpochMilli());
            case Duration duration -> statement.setLong(place, duration.toMillis());
            case Boolean truth -> statement.setInt(place, truth ? 1 : 0);
            case Integer number -> statement.setInt(place, number);
            case Long number -> statement.setLong(place, number);
            case Double number -> statement.setDouble(place, number);
            case byte[] bytes -> statement.setBytes(place, bytes);
            case Enum<?> constant -> statement.setString(place, constant.name());
            default -> statement.setString(place, value.toString());
        }
    }
}
