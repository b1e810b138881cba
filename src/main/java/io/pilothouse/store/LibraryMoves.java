package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/// What a person said of a thing that came back under another number on its server.
final class LibraryMoves {

    private LibraryMoves() {}

    /// User data follows a thing that came back under another number on the same server: the same file,
    /// never merely a likeness.
    static void follow(Connection connection, EntityType type, Set<Long> keys, Set<Long> known, Instant now)
            throws SQLException {
        var fresh = keys.stream().filter(k -> !known.contains(k)).toList();
        var moves = Sql.list(
                connection,
                """
                select o.k, f.k from library_user u cross join TABLE h on h.k = u.k and h.gone is not null
                cross join library_file o on o.type = u.type and o.k = u.k
                cross join library_file f indexed by library_file_md5
                    on f.md5 = o.md5 and f.type = o.type and f.k >> 40 = o.k >> 40 and f.k <> o.k
                where u.type = ?2 and f.k in (select value from json_each(?1)) and FREE
                union select o.k, f.k from library_user u cross join TABLE h on h.k = u.k and h.gone is not null
                cross join library_file o on o.type = u.type and o.k = u.k
                cross join library_file f indexed by library_file_oshash
                    on f.oshash = o.oshash and f.size = o.size and f.type = o.type and f.k >> 40 = o.k >> 40
                    and f.k <> o.k
                where u.type = ?2 and f.k in (select value from json_each(?1)) and FREE
                """.replace("TABLE", LibraryTables.table(type)).replace("FREE", """
                        not exists (select 1 from library_user x where x.type = ?2 and x.k = f.k)
                        and not exists (select 1 from library_move m where m.type = ?2 and m.from_k in (o.k, f.k)
                            and m.to_k in (o.k, f.k))"""),
                row -> new Object[] {row.getLong(1), row.getLong(2)},
                LibraryTables.json(fresh),
                type.number());
        for (var move : moves) {
            Sql.update(connection, """
                    insert or ignore into library_user (type, k, rating, favourite, hidden, resume_ms, note, updated_at_ms)
                    select type, ?, rating, favourite, hidden, resume_ms, note, updated_at_ms
                    from library_user where type = ? and k = ?
                    """, move[1], type.number(), move[0]);
            Sql.update(
                    connection,
                    "insert into library_event (type, k, what, at_ms, seconds, pushed)"
                            + " select type, ?, what, at_ms, seconds, pushed from library_event where type = ? and k = ?",
                    move[1],
                    type.number(),
                    move[0]);
            Sql.update(
                    connection,
                    "insert or ignore into library_move (type, from_k, to_k, reason, at_ms) values (?, ?, ?, 'same file', ?)",
                    type.number(),
                    move[0],
                    move[1],
                    now);
        }
    }
}
