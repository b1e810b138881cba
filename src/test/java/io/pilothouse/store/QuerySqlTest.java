package io.pilothouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.query.ValueType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuerySqlTest {

    private static final QuerySql COLUMNS =
            new QuerySql("id").word("title", "title").word("tag", "tag").number("size", "size_bytes");

    private final FilterLanguage language = new FilterLanguage(ZoneOffset.UTC)
            .add("title", ValueType.TEXT, List.of())
            .add("tag", ValueType.TEXT, List.of())
            .add("size", ValueType.SIZE, List.of());
    private Connection connection;

    @BeforeEach
    void fill() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Sql.update(connection, "create table item (id integer primary key, title text, tag text, size_bytes integer)");
        Sql.updateEach(
                connection,
                "insert into item values (?, ?, ?, ?)",
                List.of(
                        new Object[] {1, "Tide and Timber", "wood", 100L},
                        new Object[] {2, "100% sure", null, 50L},
                        new Object[] {3, "under_score", "", null},
                        new Object[] {4, "tide", "Wood", 200L},
                        new Object[] {5, "back\\slash", "x", 0L},
                        new Object[] {6, "École [Ölüm] *Ärger*", "Écrit", 50L}));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<Integer> ids(Filter filter, SortBy... sort) throws SQLException {
        var where = COLUMNS.where(filter);
        return Sql.list(
                connection,
                "select id from item where " + where.sql() + COLUMNS.orderBy(new RowQuery(filter, List.of(sort)))
                        + " limit ?",
                row -> row.getInt(1),
                where.values(List.of(), 100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "tide;1 4",
                "%;2",
                "under_s;3",
                "r_s;3",
                "\\;5",
                "tag:wood;1 4",
                "title=TIDE;4",
                "tag:empty;2 3",
                "size:empty;3",
                "size>50;1 4",
                "size<=50;2 5 6",
                "-size>50;2 3 5 6",
                "-tag:wood;2 3 5 6",
                "tide -tag=Wood|x;",
                "title:tide|sure size<150;1 2",
                "it's;",
                "éCOLE;6",
                "[ölÜM;6",
                "*ärger*;6",
                "ä*r;",
                "tag=éCRIT;6",
                "tag=éCRI;",
                "Écolë;",
                "title:ärg|sure;2 6"
            })
    void finds(String typed, String wanted) throws SQLException {
        var expected = wanted == null
                ? List.<Integer>of()
                : java.util.Arrays.stream(wanted.split(" "))
                        .map(Integer::valueOf)
                        .toList();
        assertThat(ids(language.understand(typed, Instant.EPOCH).filter())).isEqualTo(expected);
    }

    @Test
    void everythingAndNothing() throws SQLException {
        assertThat(ids(Filter.EVERYTHING)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(ids(new Filter.Has("unknown", "x"))).isEmpty();
        assertThat(ids(new Filter.Any(List.of()))).isEmpty();
    }

    @Test
    void sortsWithWhatSaysNothingLast() throws SQLException {
        assertThat(ids(Filter.EVERYTHING, new SortBy("size", false))).containsExactly(5, 2, 6, 1, 4, 3);
        assertThat(ids(Filter.EVERYTHING, new SortBy("size", true))).containsExactly(4, 1, 2, 6, 5, 3);
        assertThat(ids(Filter.EVERYTHING, new SortBy("tag", false), new SortBy("size", true)))
                .containsExactly(4, 1, 5, 6, 2, 3);
        assertThat(ids(Filter.EVERYTHING, new SortBy("unknown; drop table item", false)))
                .hasSize(6);
    }
}
