package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Folding.Said;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.Lookalikes;
import io.pilothouse.domain.library.Lookalikes.Seen;
import io.pilothouse.domain.library.SortTitle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What may be the same and is not folded. Nothing here folds: a person decides. Thread-safe.
public final class LibraryLikeness {

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

    /// Things that are folded, and whose copies have different names or dates. What a person decided on is
    /// among them.
    ///
    /// @return keys of one copy each, by cluster
    public List<EntityKey> differing(EntityType type, Collection<Integer> instances, long afterCluster, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select m.cluster, min(m.k) from library_member m join TABLE h on h.k = m.k
                where m.type = ? and m.cluster > ? and m.inst in (select value from json_each(?)) and h.gone is null
                group by m.cluster having min(h.title) <> max(h.title) or min(h.s_date) <> max(h.s_date)
                order by m.cluster limit ?
                """.replace("TABLE", LibraryTables.table(type)),
                row -> EntityKey.unpacked(type, row.getLong(2)),
                type.number(),
                afterCluster,
                list(instances),
                most));
    }

    /// Things of different servers that look alike and are not folded (contract for Stash, 14.2, signal
    /// 2): scenes by what they show and how long they are, others by a name or an alias and what else is
    /// known. Images and markers have no such likeness.
    ///
    /// @return what a person decided on is not among them; the most alike first
    public List<LikeGroup> likely(EntityType type, Collection<Integer> instances, int most) {
        return switch (type) {
            case SCENE -> database.read(connection -> scenes(connection, instances, most));
            case PERFORMER, STUDIO, TAG, GROUP, GALLERY ->
                database.read(connection -> named(connection, type, instances, most));
            case IMAGE, MARKER -> List.of();
        };
    }

    private static Set<Said> decided(Connection connection, EntityType type) throws SQLException {
        return new HashSet<>(Sql.list(
                connection,
                "select a, b from library_rule where type = ? and undone_at_ms is null",
                row -> Said.of(row.getLong(1), row.getLong(2), true),
                type.number()));
    }

    private static boolean open(Set<Said> decided, Map<Long, Long> clusters, long a, long b) {
        return a >> 40 != b >> 40
                && (!clusters.containsKey(a) || !Objects.equals(clusters.get(a), clusters.get(b)))
                && !decided.contains(Said.of(a, b, true));
    }

    private static String list(Collection<Integer> instances) {
        return LibraryTables.json(instances.stream().map(Long::valueOf).toList());
    }

    private static List<LikeGroup> scenes(Connection connection, Collection<Integer> instances, int most)
            throws SQLException {
        var clusters = new HashMap<Long, Long>();
        var all = Sql.list(
                connection,
                """
                select f.k, f.phash, f.duration, h.cluster from library_file f join library_scene h on h.k = f.k
                where f.type = 1 and f.phash is not null and h.gone is null
                    and h.inst in (select value from json_each(?)) order by f.k, f.pos
                """,
                row -> {
                    long k = row.getLong(1);
                    long cluster = row.getLong(4);
                    if (!row.wasNull()) {
                        clusters.put(k, cluster);
                    }
                    return new Seen(k, Lookalikes.hash(row.getString(2)), row.getDouble(3));
                },
                list(instances));
        var decided = decided(connection, EntityType.SCENE);
        var telling = all.stream().filter(seen -> seen.hash() != 0).toList();
        return Lookalikes.find(telling, (a, b) -> open(decided, clusters, a, b), most).stream()
                .map(pair -> group(EntityType.SCENE, "phash " + pair.bits(), pair.a(), pair.b()))
                .toList();
    }

    private static LikeGroup group(EntityType type, String mark, long a, long b) {
        return new LikeGroup(type, "likely", mark, List.of(EntityKey.unpacked(type, a), EntityKey.unpacked(type, b)));
    }

    /// @param facts what must not contradict: a birthdate, the studio above, a date, the number of images
    private record Named(long k, Set<String> names, String facts, String moreFacts) {

        boolean fits(Named other) {
            return agree(facts, other.facts) && agree(moreFacts, other.moreFacts);
        }

        private static boolean agree(String one, String other) {
            return one.isEmpty() || other.isEmpty() || one.equals(other);
        }
    }

    private static List<LikeGroup> named(
            Connection connection, EntityType type, Collection<Integer> instances, int most) throws SQLException {
        var facts =
                switch (type) {
                    case PERFORMER -> "coalesce(d.fields ->> '$.birthdate', '')";
                    case STUDIO -> "coalesce((select p.s_title from library_studio p where p.k = h.parent_k), '')";
                    case GALLERY -> "coalesce(d.fields ->> '$.image_count', '')";
                    case GROUP -> "h.s_date";
                    default -> "''";
                };
        var more = type == EntityType.GROUP ? "case h.s_duration when 0 then '' else h.s_duration || '' end" : "''";
        var clusters = new HashMap<Long, Long>();
        var byName = new LinkedHashMap<String, List<Named>>();
        Sql.list(
                        connection,
                        "select h.k, h.title, coalesce(d.fields ->> '$.alias_list', d.fields ->> '$.aliases', ''), "
                                + facts + ", " + more + ", h.cluster from " + LibraryTables.table(type)
                                + " h join library_detail d on d.type = ? and d.k = h.k where h.gone is null"
                                + " and h.inst in (select value from json_each(?)) order by h.k",
                        row -> {
                            long cluster = row.getLong(6);
                            if (!row.wasNull()) {
                                clusters.put(row.getLong(1), cluster);
                            }
                            return new Named(
                                    row.getLong(1),
                                    names(type, row.getString(2), row.getString(3)),
                                    row.getString(4),
                                    row.getString(5));
                        },
                        type.number(),
                        list(instances))
                .forEach(each -> each.names.forEach(name ->
                        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(each)));
        var decided = decided(connection, type);
        var found = new LinkedHashMap<Said, LikeGroup>();
        for (var entry : byName.entrySet()) {
            var alike = entry.getValue();
            for (int i = 0; i < alike.size() && found.size() < most; i++) {
                for (int j = i + 1; j < alike.size() && found.size() < most; j++) {
                    long a = alike.get(i).k;
                    long b = alike.get(j).k;
                    if (alike.get(i).fits(alike.get(j)) && open(decided, clusters, a, b)) {
                        found.putIfAbsent(Said.of(a, b, true), group(type, "name " + entry.getKey(), a, b));
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static Set<String> names(EntityType type, String title, String aliases) {
        var names = new HashSet<String>();
        names.add(SortTitle.of(title));
        if (type != EntityType.GALLERY) { // a group has one line of them
            for (var alias : aliases.split(type == EntityType.GROUP ? "," : "\n")) {
                names.add(SortTitle.of(alias));
            }
        }
        names.remove("");
        return names;
    }
}
