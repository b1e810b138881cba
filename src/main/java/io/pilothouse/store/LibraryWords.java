package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/// The index of words in titles, files, people, studios and codes.
final class LibraryWords {

    private LibraryWords() {}

    static void index(Connection connection, EntityType type, Collection<Long> keys, Collection<Long> known)
            throws SQLException {
        Sql.updateEach(
                connection,
                "delete from library_text where rowid = ?",
                known.stream()
                        .map(k -> new Object[] {LibraryTables.textRow(type, k)})
                        .toList());
        var people = type == EntityType.SCENE
                ? "(select group_concat(p.title, ' ') from library_link l join library_performer p on p.k = l.to_k"
                        + " where l.relation = 2 and l.from_k = h.k)"
                : "''";
        var studio = type == EntityType.SCENE ? "(select s.title from library_studio s where s.k = h.parent_k)" : "''";
        Sql.update(
                connection,
                """
                insert into library_text (rowid, title, file, people, studio, code)
                select (? << 56) | h.k,
                    h.title || ' ' || coalesce(json_extract(d.fields, '$.aliases'), '') || ' '
                        || coalesce(json_extract(d.fields, '$.alias_list'), ''),
                    coalesce(replace(replace(f.path, '/', ' '), '\\', ' '), ''),
                    coalesce(PEOPLE, ''), coalesce(STUDIO, ''), coalesce(json_extract(d.fields, '$.code'), '')
                from json_each(?) j cross join TABLE h on h.k = j.value
                join library_detail d on d.type = ?3 and d.k = h.k
                left join library_file f on f.type = ?3 and f.k = h.k and f.pos = 0
                where h.gone is null
                """.replace("TABLE", LibraryTables.table(type))
                        .replace("PEOPLE", people)
                        .replace("STUDIO", studio),
                type.number(),
                LibraryTables.json(keys),
                type.number());
    }
}
