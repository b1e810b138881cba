package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Folding;
import io.pilothouse.domain.library.Folding.Mark;
import io.pilothouse.domain.library.Folding.Said;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Keeps the clusters right for the things that changed: looks at everything that is connected with them
/// by marks, whatever cluster that is in now, and folds it anew.
final class LibraryFolds {

    private LibraryFolds() {}

    /// @param keys whose marks may have changed, or that came or went
    static void refold(Connection connection, EntityType type, Collection<Long> keys, Instant now) throws SQLException {
        var concerned = keys.isEmpty() ? List.<Long>of() : concerned(connection, type, keys);
        if (!concerned.isEmpty()) {
            store(connection, type, connected(connection, type, concerned), now);
        }
    }

    /// Most things have no like anywhere: those are sorted out at once.
    private static List<Long> concerned(Connection connection, EntityType type, Collection<Long> keys)
            throws SQLException {
        var list = LibraryTables.json(keys);
        int number = type.number();
        return Sql.list(connection, """
                select distinct j.value from json_each(?1) j where
                exists (select 1 from library_member m where m.type = ?2 and m.k = j.value)
                or exists (select 1 from library_rule r where r.type = ?2 and r.undone_at_ms is null and r.a = j.value)
                or exists (select 1 from library_rule r where r.type = ?2 and r.undone_at_ms is null and r.b = j.value)
                or exists (select 1 from library_conflict c where c.type = ?2 and c.a = j.value)
                or exists (select 1 from library_conflict c where c.type = ?2 and c.b = j.value)
                or exists (select 1 from library_external_id e cross join library_external_id o
                    on o.type = e.type and o.endpoint = e.endpoint and o.sid = e.sid and o.k <> e.k
                    where e.type = ?2 and e.k = j.value)
                or exists (select 1 from library_file f join library_file o indexed by library_file_md5
                    on o.md5 = f.md5 and o.type = f.type and o.k <> f.k
                    where f.type = ?2 and f.k = j.value and f.md5 is not null)
                or exists (select 1 from library_file f join library_file o indexed by library_file_oshash
                    on o.oshash = f.oshash and o.size = f.size and o.type = f.type and o.k <> f.k
                    where f.type = ?2 and f.k = j.value and f.oshash is not null)
                or ?2 = 3 and exists (select 1 from library_image_set s join library_image_set o
                    on o.digest = s.digest and o.k <> s.k where s.k = j.value)
                """, row -> row.getLong(1), list, number);
    }

    /// Everything that hangs together with some things. Several parts that do not hang together are folded
    /// at once as each alone would be.
    ///
    /// @param keys what is there
    /// @param lost members of its clusters that are not there any more
    private record Part(Set<Long> keys, Set<Long> lost, Set<Mark> marks, Set<Said> said) {}

    /// Goes out from all of them at once, a step at a time, so that a page costs a few statements.
    private static Part connected(Connection connection, EntityType type, Collection<Long> from) throws SQLException {
        var part = new Part(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        var seen = new HashSet<>(from);
        Collection<Long> front = List.copyOf(seen);
        while (!front.isEmpty()) {
            var list = LibraryTables.json(front);
            var there = Set.copyOf(Sql.list(
                    connection,
                    "select h.k from json_each(?) j cross join " + LibraryTables.table(type)
                            + " h on h.k = j.value where h.gone is null",
                    row -> row.getLong(1),
                    list));
            front.forEach(k -> (there.contains(k) ? part.keys : part.lost).add(k));
            var marks = marks(connection, type, LibraryTables.json(there));
            part.marks.addAll(marks);
            part.said.addAll(said(connection, type, list));
            var next = new HashSet<Long>();
            marks.forEach(mark -> {
                next.add(mark.a());
                next.add(mark.b());
            });
            next.addAll(neighbours(connection, type, list));
            next.removeIf(k -> !seen.add(k));
            front = next;
        }
        part.said.removeIf(it -> !part.keys.contains(it.a()) || !part.keys.contains(it.b()));
        return part;
    }

    private static List<Mark> marks(Connection connection, EntityType type, String keys) throws SQLException {
        var marks = new ArrayList<Mark>(Sql.list(connection, """
                select e.k, o.k, p.url || ' ' || o.sid from json_each(?2) j cross join library_external_id e
                    on e.type = ?1 and e.k = j.value cross join library_external_id o
                    on o.type = e.type and o.endpoint = e.endpoint and o.sid = e.sid and o.k <> e.k
                join library_endpoint p on p.num = e.endpoint
                """, row -> mark(row, true), type.number(), keys));
        marks.addAll(Sql.list(connection, """
                select f.k, o.k, 'md5 ' || o.md5 from json_each(?2) j cross join library_file f
                    on f.type = ?1 and f.k = j.value cross join library_file o indexed by library_file_md5
                    on o.md5 = f.md5 and o.type = f.type and o.k <> f.k
                union select f.k, o.k, 'oshash ' || o.oshash from json_each(?2) j cross join library_file f
                    on f.type = ?1 and f.k = j.value cross join library_file o indexed by library_file_oshash
                    on o.oshash = f.oshash and o.size = f.size and o.type = f.type and o.k <> f.k
                union select s.k, o.k, 'images ' || o.digest from json_each(?2) j cross join library_image_set s
                    on ?1 = 3 and s.k = j.value cross join library_image_set o on o.digest = s.digest and o.k <> s.k
                """, row -> mark(row, false), type.number(), keys));
        return marks;
    }

    private static Mark mark(ResultSet row, boolean strong) throws SQLException {
        return Mark.between(row.getLong(1), row.getLong(2), strong, row.getString(3));
    }

    /// Those they were folded with until now, and those a person said something about beside them.
    private static List<Long> neighbours(Connection connection, EntityType type, String keys) throws SQLException {
        return Sql.list(connection, """
                select o.k from json_each(?2) j cross join library_member m on m.type = ?1 and m.k = j.value
                    join library_member o on o.type = m.type and o.cluster = m.cluster
                union select r.b from json_each(?2) j cross join library_rule r
                    on r.type = ?1 and r.a = j.value and r.undone_at_ms is null
                union select r.a from json_each(?2) j cross join library_rule r
                    on r.type = ?1 and r.b = j.value and r.undone_at_ms is null
                union select c.b from json_each(?2) j cross join library_conflict c on c.type = ?1 and c.a = j.value
                union select c.a from json_each(?2) j cross join library_conflict c on c.type = ?1 and c.b = j.value
                """, row -> row.getLong(1), type.number(), keys);
    }

    private static List<Said> said(Connection connection, EntityType type, String keys) throws SQLException {
        return Sql.list(
                connection,
                """
                select r.a, r.b, r.verdict from json_each(?2) j cross join library_rule r
                    on r.type = ?1 and r.a = j.value and r.undone_at_ms is null
                union select r.a, r.b, r.verdict from json_each(?2) j cross join library_rule r
                    on r.type = ?1 and r.b = j.value and r.undone_at_ms is null
                """,
                row -> Said.of(row.getLong(1), row.getLong(2), row.getString(3).equals("same")),
                type.number(),
                keys);
    }

    private static void store(Connection connection, EntityType type, Part part, Instant now) throws SQLException {
        var folded = Folding.fold(part.keys, List.copyOf(part.marks), List.copyOf(part.said));
        var all = new HashSet<>(part.keys);
        all.addAll(part.lost);
        var list = LibraryTables.json(all);
        var before = Sql.map(
                connection,
                "select k, cluster from library_member where type = ? and k in (select value from json_each(?))",
                row -> row.getLong(1),
                row -> row.getLong(2),
                type.number(),
                list);
        Sql.update(
                connection,
                "delete from library_member where type = ? and k in (select value from json_each(?))",
                type.number(),
                list);
        Sql.update(
                connection,
                "update " + LibraryTables.table(type) + " set cluster = null, crank = null"
                        + " where cluster is not null and k in (select value from json_each(?))",
                list);
        rank(connection, type, named(folded.clusters(), before));
        Sql.update(
                connection,
                "delete from library_conflict where type = ?1 and (a in (select value from json_each(?2))"
                        + " or b in (select value from json_each(?2)))",
                type.number(),
                list);
        Sql.updateEach(
                connection,
                "insert or replace into library_conflict (type, a, b, signal, found_at_ms) values (?, ?, ?, ?, ?)",
                folded.conflicts().stream()
                        .map(it -> new Object[] {type.number(), it.a(), it.b(), it.mark(), now})
                        .toList());
    }

    /// A cluster keeps its number while a member of old stays; the larger part keeps it when it is split,
    /// the older one when two are joined.
    private static Map<Long, SortedSet<Long>> named(List<SortedSet<Long>> clusters, Map<Long, Long> before) {
        var named = new TreeMap<Long, SortedSet<Long>>();
        var claims = new TreeMap<String, Runnable>();
        var given = new HashSet<SortedSet<Long>>();
        for (var cluster : clusters) {
            var olds = new HashMap<Long, Integer>();
            cluster.forEach(k -> {
                var old = before.get(k);
                if (old != null) {
                    olds.merge(old, 1, Integer::sum);
                }
            });
            olds.forEach((old, members) ->
                    claims.put("%020d %06d %020d".formatted(old, 999_999 - members, cluster.first()), () -> {
                        if (!named.containsKey(old) && !given.contains(cluster)) {
                            named.put(old, cluster);
                            given.add(cluster);
                        }
                    }));
        }
        claims.values().forEach(Runnable::run);
        for (var cluster : clusters) {
            if (given.add(cluster)) {
                cluster.stream().filter(k -> !named.containsKey(k)).findFirst().ifPresent(k -> named.put(k, cluster));
            }
        }
        return named;
    }

    /// Puts the members of clusters in order: the one a person picked, then where that is wanted the scene
    /// with the best picture, then by the instances' priorities, then by how much is known.
    private static void rank(Connection connection, EntityType type, Map<Long, ? extends Collection<Long>> clusters)
            throws SQLException {
        if (clusters.isEmpty()) {
            return;
        }
        var rows = order(connection, type, clusters);
        Sql.updateEach(
                connection,
                "insert into library_member (type, cluster, crank, inst, k) values (?, ?, ?, ?, ?)",
                rows.stream()
                        .map(row -> new Object[] {type.number(), row.cluster, row.crank, row.k >> 40, row.k})
                        .toList());
        Sql.updateEach(
                connection,
                "update " + LibraryTables.table(type) + " set cluster = ?, crank = ? where k = ?",
                rows.stream()
                        .map(row -> new Object[] {row.cluster, row.crank, row.k})
                        .toList());
    }

    /// The place of a thing among its like.
    private record Ranked(long cluster, long crank, long k) {}

    private static List<Ranked> order(
            Connection connection, EntityType type, Map<Long, ? extends Collection<Long>> clusters)
            throws SQLException {
        var members = clusters.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(k -> "[" + entry.getKey() + "," + k + "]"))
                .collect(Collectors.joining(",", "[", "]"));
        return Sql.list(
                connection,
                """
                select cluster, row_number() over (partition by cluster order by picked desc, height desc,
                    bitrate desc, priority, place, filled desc, k), k from (
                    select j.value ->> 0 as cluster, j.value ->> 1 as k, p.k is not null as picked,
                        coalesce(i.priority, 1000000) as priority, coalesce(i.place, 1000000) as place,
                        coalesce(d.filled, 0) as filled, coalesce(q.s_height, 0) as height,
                        coalesce(q.s_bitrate, 0) as bitrate
                    from json_each(?1) j
                    left join instance i on i.num = (j.value ->> 1) >> 40
                    left join library_detail d on d.type = ?2 and d.k = j.value ->> 1
                    left join library_scene q on ?2 = 1 and q.k = j.value ->> 1
                        and exists (select 1 from setting where name = 'library.shownCopy' and value = 'BEST')
                    left join library_pick p on p.type = ?2 and p.cluster = j.value ->> 0 and p.field = '*'
                        and p.k = j.value ->> 1)
                """,
                row -> new Ranked(row.getLong(1), row.getLong(2), row.getLong(3)),
                members,
                type.number());
    }

    /// @return those of some clusters whose members would stand in another order by now
    static Set<Long> disordered(Connection connection, EntityType type, Collection<Long> clusters) throws SQLException {
        var list = LibraryTables.json(clusters);
        var stored = Set.copyOf(Sql.list(
                connection,
                """
                select m.cluster, m.crank, m.k from json_each(?2) j cross join library_member m
                    on m.type = ?1 and m.cluster = j.value
                """,
                row -> new Ranked(row.getLong(1), row.getLong(2), row.getLong(3)),
                type.number(),
                list));
        return order(connection, type, members(connection, type, list)).stream()
                .filter(row -> !stored.contains(row))
                .map(Ranked::cluster)
                .collect(Collectors.toSet());
    }

    /// Puts the members of clusters in order again.
    static void rankAgain(Connection connection, EntityType type, Collection<Long> clusters) throws SQLException {
        var list = LibraryTables.json(clusters);
        var members = members(connection, type, list);
        Sql.update(
                connection,
                "delete from library_member where type = ? and cluster in (select value from json_each(?))",
                type.number(),
                list);
        rank(connection, type, members);
    }

    private static Map<Long, List<Long>> members(Connection connection, EntityType type, String clusters)
            throws SQLException {
        var members = new TreeMap<Long, List<Long>>();
        Sql.list(connection, """
                        select m.cluster, m.k from json_each(?2) j cross join library_member m
                            on m.type = ?1 and m.cluster = j.value
                        """, row -> new long[] {row.getLong(1), row.getLong(2)}, type.number(), clusters)
                .forEach(row ->
                        members.computeIfAbsent(row[0], _ -> new ArrayList<>()).add(row[1]));
        return members;
    }
}
