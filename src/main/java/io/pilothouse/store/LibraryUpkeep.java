package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/// Makes sure now and then that what is kept by adding and taking away is what counting anew would give,
/// and tells SQLite how the library has grown. Thread-safe.
public final class LibraryUpkeep {

    private static final int SLICE = 500;
    /// So many rows of an index are looked at to know how it is filled.
    private static final int LOOKED_AT = 1_000;

    private final Database database;

    LibraryUpkeep(Database database) {
        this.database = database;
    }

    /// What became of a slice.
    ///
    /// @param last  the key to go on after; empty when there is no more
    /// @param wrong counts that were others, and are right now
    public record Recounted(OptionalLong last, int wrong) {}

    /// Counts anew what is linked to the things after a key, a slice of them. Looks at them beside writing, and writes
    /// only what
    /// is wrong.
    public Recounted recount(EntityType type, long after) {
        var keys = database.read(connection -> Sql.list(
                connection,
                "select k from " + LibraryTables.table(type) + " where k > ? and gone is null order by k limit ?",
                row -> row.getLong(1),
                after,
                SLICE));
        var last = keys.size() < SLICE ? OptionalLong.empty() : OptionalLong.of(keys.getLast());
        var suspects = database.read(connection -> wrong(connection, type, keys));
        if (suspects.isEmpty()) {
            return new Recounted(last, 0);
        }
        return database.transaction(connection -> {
            var wrong = wrong(connection, type, suspects.stream().map(Count::k).toList());
            Sql.updateEach(
                    connection,
                    "insert or replace into library_count (type, k, scenes, images, galleries) values (?, ?, ?, ?, ?)",
                    wrong.stream()
                            .map(it -> new Object[] {type.number(), it.k, it.scenes, it.images, it.galleries})
                            .toList());
            return new Recounted(last, wrong.size());
        });
    }

    private record Count(long k, long scenes, long images, long galleries) {}

    private static List<Count> wrong(Connection connection, EntityType type, List<Long> keys) throws SQLException {
        return Sql.list(
                connection,
                """
                with counted as materialized (
                    select j.value as k, SCENES as scenes, IMAGES as images, GALLERIES as galleries from json_each(?1) j)
                select n.* from counted n left join library_count c on c.type = ?2 and c.k = n.k
                where n.scenes <> coalesce(c.scenes, 0) or n.images <> coalesce(c.images, 0)
                    or n.galleries <> coalesce(c.galleries, 0)
                """.replace("SCENES", counting(EntityType.SCENE, type))
                        .replace("IMAGES", counting(EntityType.IMAGE, type))
                        .replace("GALLERIES", counting(EntityType.GALLERY, type)),
                row -> new Count(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                LibraryTables.json(keys),
                type.number());
    }

    private static String counting(EntityType what, EntityType of) {
        var there = LibraryTables.table(what) + " h";
        if (of == EntityType.STUDIO) {
            return "(select count(*) from " + there + " where h.parent_k = j.value and h.gone is null)";
        }
        return Relation.from(what).stream()
                .filter(relation -> relation.to() == of)
                .findFirst()
                .map(relation -> "(select count(*) from library_link l cross join " + there
                        + " on h.k = l.from_k and h.gone is null where l.relation = " + relation.number()
                        + " and l.to_k = j.value and l.src & 1)")
                .orElse("0");
    }

    /// Counts anew how much of a type is there, and how much went away, of each server.
    ///
    /// @return totals that were others, and are right now
    public int recountTotals(EntityType type) {
        var table = LibraryTables.table(type);
        var live = "(select count(*) from " + table + " h where h.inst = t.instance_num and h.gone is null)";
        var gone = "(select count(*) from " + table + " h where h.k between t.instance_num << 40"
                + " and ((t.instance_num + 1) << 40) - 1 and h.gone is not null)";
        var wrong = "where type = ? and (live <> " + live + " or gone <> " + gone + ")";
        boolean any = database.read(connection ->
                        Sql.number(connection, "select count(*) from library_total t " + wrong, type.number()))
                > 0;
        return any
                ? database.transaction(connection -> Sql.update(
                        connection,
                        "update library_total as t set live = " + live + ", gone = " + gone + " " + wrong,
                        type.number()))
                : 0;
    }

    /// Tells SQLite how the tables are filled, so that it finds the shorter way.
    public void analyse() {
        database.transaction(connection -> {
            Sql.number(connection, "pragma analysis_limit = " + LOOKED_AT);
            for (var table : Sql.list(
                    connection,
                    "select name from sqlite_schema where type = 'table' and name like 'library@_%' escape '@'"
                            + " and name not like 'library@_text%' escape '@'",
                    row -> row.getString(1))) {
                Sql.update(connection, "analyze " + table);
            }
            return 0;
        });
    }

    /// Types of things that others are counted for.
    public static List<EntityType> types() {
        return List.of(EntityType.TAG, EntityType.STUDIO, EntityType.PERFORMER, EntityType.GROUP, EntityType.GALLERY);
    }
}
