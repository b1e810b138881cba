package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Folding;
import io.pilothouse.domain.library.Folding.Mark;
import io.pilothouse.domain.library.Folding.Said;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/// Keeps the clusters right for the things that changed: looks at everything that is connected with them
/// by marks, whatever cluster that is in now, and folds it anew.
final class LibraryFolds {

    private LibraryFolds() {}

    /// @param keys whose marks may have changed, or that came or went
    static void refold(Connection connection, EntityType type, Collection<Long> keys, Instant now) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        var left = new HashSet<>(concerned(connection, type, keys));
        while (!left.isEmpty()) {
            var part = connected(connection, type, left.iterator().next());
            left.removeAll(part.keys);
            left.removeAll(part.lost);
            store(connection, type, part, now);
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
                """, row -> row.getLong(1), list, number);
    }

    /// A connected part.
    ///
    /// @param keys what is there
    /// @param lost members of its clusters that are not there any more
    private record Part(Set<Long> keys, Set<Long> lost, List<Mark> marks, List<Said> said) {}

    private static Part connected(Connection connection, EntityType type, long from) throws SQLException {
        var keys = new HashSet<Long>();
        var lost = new HashSet<Long>();
        var marks = new ArrayList<Mark>();
        var said = new HashSet<Said>();
        var next = new ArrayDeque<Long>(List.of(from));
        var seen = new HashSet<Long>(List.of(from));
        while (!next.isEmpty()) {
            long k = next.poll();
            boolean there = Sql.number(
                            connection,
                            "select count(*) from " + LibraryTables.table(type) + " where k = ? and gone is null",
                            k)
                    == 1;
            (there ? keys : lost).add(k);
            for (var mark : there ? marks(connection, type, k) : List.<Mark>of()) {
                marks.add(mark);
                long other = mark.a() == k ? mark.b() : mark.a();
                if (seen.add(other)) {
                    next.add(other);
                }
            }
            for (var other : neighbours(connection, type, k)) {
                if (seen.add(other)) {
                    next.add(other);
                }
            }
            said.addAll(said(connection, type, k));
        }
        said.removeIf(it -> !keys.contains(it.a()) || !keys.contains(it.b()));
        return new Part(keys, lost, marks, List.copyOf(said));
    }

    private static List<Mark> marks(Connection connection, EntityType type, long k) throws SQLException {
        var marks = new ArrayList<Mark>(Sql.list(
                connection, """
                select o.k, p.url || ' ' || o.sid from library_external_id e cross join library_external_id o
                    on o.type = e.type and o.endpoint = e.endpoint and o.sid = e.sid and o.k <> e.k
                join library_endpoint p on p.num = e.endpoint where e.type = ? and e.k = ?
                """, row -> Mark.between(k, row.getLong(1), true, row.getString(2)), type.number(), k));
        marks.addAll(Sql.list(
                connection, """
                select o.k, 'md5 ' || o.md5 from library_file f join library_file o indexed by library_file_md5
                    on o.md5 = f.md5 and o.type = f.type and o.k <> f.k where f.type = ?1 and f.k = ?2
                union select o.k, 'oshash ' || o.oshash from library_file f join library_file o indexed by library_file_oshash
                    on o.oshash = f.oshash and o.size = f.size and o.type = f.type and o.k <> f.k
                    where f.type = ?1 and f.k = ?2
                """, row -> Mark.between(k, row.getLong(1), false, row.getString(2)), type.number(), k));
        return marks;
    }

    /// Those it was folded with until now, and those a person said something about beside it.
    private static List<Long> neighbours(Connection connection, EntityType type, long k) throws SQLException {
        return Sql.list(connection, """
                select o.k from library_member m join library_member o on o.type = m.type and o.cluster = m.cluster
                    where m.type = ?1 and m.k = ?2
                union select b from library_rule where type = ?1 and a = ?2 and undone_at_ms is null
                union select a from library_rule where type = ?1 and b = ?2 and undone_at_ms is null
                union select b from library_conflict where type = ?1 and a = ?2
                union select a from library_conflict where type = ?1 and b = ?2
                """, row -> row.getLong(1), type.number(), k);
    }

    private static List<Said> said(Connection connection, EntityType type, long k) throws SQLException {
        return Sql.list(
                connection,
                """
                select a, b, verdict from library_rule where type = ?1 and a = ?2 and undone_at_ms is null
                union select a, b, verdict from library_rule where type = ?1 and b = ?2 and undone_at_ms is null
                """,
                row -> Said.of(row.getLong(1), row.getLong(2), row.getString(3).equals("same")),
                type.number(),
                k);
    }

    private static void store(Connection connection, EntityType type, Part part, Instant now) throws SQLException {
        var folded = Folding.fold(part.keys, part.marks, part.said);
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
        for (var cluster : named(folded.clusters(), before).entrySet()) {
            rank(connection, type, cluster.getKey(), cluster.getValue());
        }
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

    /// Puts the members in order: the one a person picked, then by the instances' priorities, then by how
    /// much is known.
    private static void rank(Connection connection, EntityType type, long cluster, Collection<Long> members)
            throws SQLException {
        var order =
                Sql.list(connection, """
                select j.value from json_each(?1) j
                left join instance i on i.num = j.value >> 40
                left join library_detail d on d.type = ?2 and d.k = j.value
                left join library_pick p on p.type = ?2 and p.cluster = ?3 and p.field = '*' and p.k = j.value
                order by p.k is null, coalesce(i.priority, 1000000), coalesce(i.place, 1000000),
                    coalesce(d.filled, 0) desc, j.value
                """, row -> row.getLong(1), LibraryTables.json(members), type.number(), cluster);
        var rows = new ArrayList<Object[]>();
        var hot = new ArrayList<Object[]>();
        for (int i = 0; i < order.size(); i++) {
            long k = order.get(i);
            rows.add(new Object[] {type.number(), cluster, i + 1, k >> 40, k});
            hot.add(new Object[] {cluster, i + 1, k});
        }
        Sql.updateEach(
                connection, "insert into library_member (type, cluster, crank, inst, k) values (?, ?, ?, ?, ?)", rows);
        Sql.updateEach(
                connection, "update " + LibraryTables.table(type) + " set cluster = ?, crank = ? where k = ?", hot);
    }

    /// Puts the members of one cluster in order again.
    static void rankAgain(Connection connection, EntityType type, long cluster) throws SQLException {
        var members = Sql.list(
                connection,
                "select k from library_member where type = ? and cluster = ?",
                row -> row.getLong(1),
                type.number(),
                cluster);
        Sql.update(connection, "delete from library_member where type = ? and cluster = ?", type.number(), cluster);
        rank(connection, type, cluster, members);
    }
}
