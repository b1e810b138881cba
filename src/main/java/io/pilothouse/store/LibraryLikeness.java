package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LikeGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What may be the same and is not folded. Nothing here folds: a person decides. Thread-safe.
public final class LibraryLikeness {

    /// Types of which a likeness is known; images and markers have none.
    static final Set<EntityType> TYPES = Set.of(
            EntityType.SCENE,
            EntityType.PERFORMER,
            EntityType.STUDIO,
            EntityType.TAG,
            EntityType.GROUP,
            EntityType.GALLERY);

    /// A thing's own title: a file's name is none, nor is a number.
    private static final String OWN_TITLE = """
            iif(h.title = '#' || (h.k & 1099511627775) or exists (select 1 from library_file f where f.type = ?1
                and f.k = h.k and f.pos = 0 and substr(f.path, -length(h.title)) = h.title), '', h.title)""";

    private final Database database;

    public LibraryLikeness(Database database) {
        this.database = database;
    }

    /// Two things of one server with the same id of a public database.
    public List<LikeGroup> onOneServer(EntityType type, Collection<Integer> instances, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select a.k, b.k, p.url || ' ' || a.sid from library_external_id a cross join library_external_id b
                    on b.type = a.type and b.endpoint = a.endpoint and b.sid = a.sid and b.k > a.k and b.k >> 40 = a.k >> 40
                join TABLE ha on ha.k = a.k and ha.gone is null join TABLE hb on hb.k = b.k and hb.gone is null
                join library_endpoint p on p.num = a.endpoint
                where a.type = ? and a.k >> 40 in (select value from json_each(?))
                    and not exists (select 1 from library_rule r where r.type = a.type and r.a = a.k and r.b = b.k
                        and r.undone_at_ms is null)
                order by a.k, b.k limit ?
                """.replace("TABLE", LibraryTables.table(type)),
                row -> new LikeGroup(
                        type,
                        "one-server",
                        row.getString(3),
                        List.of(EntityKey.unpacked(type, row.getLong(1)), EntityKey.unpacked(type, row.getLong(2)))),
                type.number(),
                LibraryTables.json(instances.stream().map(Long::valueOf).toList()),
                most));
    }

    /// Marks that were not followed.
    public List<LikeGroup> unfolded(EntityType type, Collection<Integer> instances, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select a, b, signal from library_conflict where type = ?1 and a >> 40 in (select value from json_each(?2))
                    and b >> 40 in (select value from json_each(?2)) order by a, b limit ?3
                """,
                row -> new LikeGroup(
                        type,
                        "conflict",
                        row.getString(3),
                        List.of(EntityKey.unpacked(type, row.getLong(1)), EntityKey.unpacked(type, row.getLong(2)))),
                type.number(),
                LibraryTables.json(instances.stream().map(Long::valueOf).toList()),
                most));
    }

    /// What should be the same on every copy.
    ///
    /// @param title empty for what has none of its own
    public record Copy(EntityKey key, String title, String date) {}

    /// Something folded whose copies have different names or dates.
    ///
    /// @param copies  on the servers asked for, the shown one first
    /// @param decided by field the values on which a person decided
    public record Differing(long cluster, List<Copy> copies, Map<String, String> decided) {}

    /// What is folded, and whose copies differ. What a person decided on is among it.
    public List<Differing> differing(EntityType type, Collection<Integer> instances, long afterCluster, int most) {
        var table = LibraryTables.table(type);
        return database.read(connection -> {
            var copies = new LinkedHashMap<Long, List<Copy>>();
            Sql.each(
                    connection,
                    """
                    select m.cluster, m.k, TITLE, h.s_date from (
                        select m.cluster from library_member m join TABLE h on h.k = m.k
                        where m.type = ?1 and m.cluster > ?2 and m.inst in (select value from json_each(?3))
                            and h.gone is null
                        group by m.cluster having min(TITLE) <> max(TITLE) or min(h.s_date) <> max(h.s_date)
                        order by m.cluster limit ?4) c
                    cross join library_member m on m.type = ?1 and m.cluster = c.cluster
                        and m.inst in (select value from json_each(?3))
                    cross join TABLE h on h.k = m.k and h.gone is null
                    order by m.cluster, m.crank
                    """.replace("TABLE", table).replace("TITLE", OWN_TITLE),
                    row -> Map.entry(
                            row.getLong(1),
                            new Copy(EntityKey.unpacked(type, row.getLong(2)), row.getString(3), row.getString(4))),
                    copy -> copies.computeIfAbsent(copy.getKey(), _ -> new ArrayList<>())
                            .add(copy.getValue()),
                    type.number(),
                    afterCluster,
                    list(instances),
                    most);
            var decided = new HashMap<Long, Map<String, String>>();
            Sql.each(
                    connection,
                    "select cluster, field, seen from library_pick where type = ? and cluster in (select value from json_each(?))",
                    row -> new Decided(row.getLong(1), row.getString(2), row.getString(3)),
                    pick -> decided.computeIfAbsent(pick.cluster, _ -> new HashMap<>())
                            .put(pick.field, pick.seen),
                    type.number(),
                    LibraryTables.json(copies.keySet()));
            return copies.entrySet().stream()
                    .map(entry -> new Differing(
                            entry.getKey(), entry.getValue(), decided.getOrDefault(entry.getKey(), Map.of())))
                    .toList();
        });
    }

    private record Decided(long cluster, String field, String seen) {}

    /// Things of different servers that look alike and are not folded (contract for Stash, 14.2, signal
    /// 2): scenes by what they show and how long they are, others by a name or an alias and what else is
    /// known. As it stood at the last [#catchUp].
    ///
    /// @return what a person decided on is not among them; the most alike first
    public List<LikeGroup> likely(EntityType type, Collection<Integer> instances, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select p.a, p.b, p.mark from library_like p
                cross join TABLE a on a.k = p.a and a.gone is null cross join TABLE b on b.k = p.b and b.gone is null
                where p.type = ?1 and a.inst in (select value from json_each(?2))
                    and b.inst in (select value from json_each(?2))
                    and (a.cluster is null or a.cluster is not b.cluster)
                    and not exists (select 1 from library_rule r where r.type = p.type and r.a = p.a and r.b = p.b
                        and r.undone_at_ms is null)
                order by p.weight, p.a, p.b limit ?3
                """.replace("TABLE", LibraryTables.table(type)),
                row -> new LikeGroup(
                        type,
                        "likely",
                        row.getString(3),
                        List.of(EntityKey.unpacked(type, row.getLong(1)), EntityKey.unpacked(type, row.getLong(2)))),
                type.number(),
                list(instances),
                most));
    }

    /// Finds what looks like the things that changed since the last time.
    ///
    /// @return whether there is more to do
    public boolean catchUp() {
        return new LikenessSearch(database).next();
    }

    private static String list(Collection<Integer> instances) {
        return LibraryTables.json(instances.stream().map(Long::valueOf).toList());
    }
}
