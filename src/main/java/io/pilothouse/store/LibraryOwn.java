package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibrarySort;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// What a person said or watched here beside what the servers tell: for the few things of which something was
/// said, the value that counts (contract for Stash, section 16).
enum LibraryOwn {
    /// The newest of a thing, whichever copy it was said of.
    RATING("s_rating", """
            select k, rating from (select k, rating, max(at) from (
                select u.k as k, u.rating as rating, u.updated_at_ms as at from library_user u
                    where u.type = ?1 and u.rating is not null
                union all
                select o.k, u.rating, u.updated_at_ms from library_user u
                    join library_member m on m.type = u.type and m.k = u.k
                    join library_member o on o.type = m.type and o.cluster = m.cluster and o.k <> u.k
                    where u.type = ?1 and u.rating is not null) group by k)
            """),
    /// What its server knows of is counted there.
    PLAYS("s_plays", """
            select h.k, h.s_plays + e.n from (select k, count(*) as n from library_event
                where type = ?1 and what = 'play' and pushed = 0 group by k) e join TABLE h on h.k = e.k
            """),
    LAST_PLAYED("s_last_played", """
            select h.k, max(h.s_last_played, e.at) from (select k, max(at_ms) as at from library_event
                where type = ?1 and what = 'play' group by k) e join TABLE h on h.k = e.k
            """),
    O("s_o", """
            select h.k, h.s_o + e.n from (select k, count(*) as n from library_event
                where type = ?1 and what = 'o' and pushed = 0 group by k) e join TABLE h on h.k = e.k
            """);

    private final String column;
    private final String values;

    LibraryOwn(String column, String values) {
        this.column = column;
        this.values = values;
    }

    static Optional<LibraryOwn> of(LibrarySort sort) {
        return switch (sort) {
            case RATING -> Optional.of(RATING);
            case PLAYED -> Optional.of(LAST_PLAYED);
            case O -> Optional.of(O);
            default -> Optional.empty();
        };
    }

    static Optional<LibraryOwn> of(LibraryFilter.Value value) {
        return switch (value) {
            case RATING -> Optional.of(RATING);
            case PLAYS -> Optional.of(PLAYS);
            default -> Optional.empty();
        };
    }

    /// @param row what the row is called in the statement
    /// @return the value that counts
    String value(Connection connection, EntityType type, String row) throws SQLException {
        var server = row + "." + column;
        return table(connection, type)
                .map(table ->
                        "coalesce((select o.value from " + table + " o where o.k = " + row + ".k), " + server + ")")
                .orElse(server);
    }

    /// Puts the values down in a table of the connection, where they stay until the store changes.
    ///
    /// @return the table, with `k` and `value`; empty when nothing was said
    Optional<String> table(Connection connection, EntityType type) throws SQLException {
        Sql.update(connection, """
                create temp table if not exists library_own (what integer primary key, type integer, version integer, said integer)
                """);
        long version = Sql.number(connection, "pragma data_version"); // tells of changes by other connections
        var table = "temp.library_own_" + column;
        var kept = Sql.first(
                connection,
                "select said from temp.library_own where what = ? and type = ? and version = ?",
                row -> row.getLong(1),
                ordinal(),
                type.number(),
                version);
        long said = kept.isPresent() && connection.isReadOnly() ? kept.get() : fill(connection, type, table, version);
        return said == 0 ? Optional.empty() : Optional.of(table);
    }

    private long fill(Connection connection, EntityType type, String table, long version) throws SQLException {
        Sql.update(
                connection,
                "create temp table if not exists library_own_" + column + " (k integer primary key, value integer)");
        Sql.update(connection, "delete from " + table);
        long said = Sql.update(
                connection,
                "insert into " + table + " " + values.replace("TABLE", LibraryTables.table(type)),
                type.number());
        Sql.update(
                connection,
                "insert or replace into temp.library_own (what, type, version, said) values (?, ?, ?, ?)",
                ordinal(),
                type.number(),
                version,
                said);
        return said;
    }
}
