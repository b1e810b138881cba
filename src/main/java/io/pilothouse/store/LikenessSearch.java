package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Lookalikes;
import io.pilothouse.domain.library.Lookalikes.Seen;
import io.pilothouse.domain.library.SortTitle;
import io.pilothouse.store.LibraryRepository.Todo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps what looks alike up with what changed. Scenes are compared with all others, so many changed ones
/// in one go over the library; of the other types there are few enough to compare all.
final class LikenessSearch {

    private static final int AT_ONCE = 100_000;
    private static final int LIKES_OF_ONE = 20;
    /// A name that more things have than these tells nothing.
    private static final int NAMESAKES = 20;

    private final Database database;

    LikenessSearch(Database database) {
        this.database = database;
    }

    /// @param hash of everything its server told when it was looked at
    private record Changed(long k, long hash) {}

    /// @param weight the less the more alike
    private record Like(long a, long b, int weight, String mark) {}

    /// @return whether there is more to do
    boolean next() {
        for (var type : EntityType.values()) {
            var changed = LibraryLikeness.TYPES.contains(type) ? changed(type) : List.<Changed>of();
            if (!changed.isEmpty()) {
                var keys = LibraryTables.json(changed.stream().map(Changed::k).toList());
                store(
                        type,
                        changed,
                        keys,
                        database.read(connection ->
                                type == EntityType.SCENE ? scenes(connection, keys) : named(connection, type)));
                return true;
            }
        }
        return false;
    }

    private List<Changed> changed(EntityType type) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select t.k, coalesce(d.row_hash, 0) from library_todo t
                left join library_detail d on d.type = t.type and d.k = t.k where t.what = ? and t.type = ? limit ?
                """,
                row -> new Changed(row.getLong(1), row.getLong(2)),
                Todo.LIKE.word(),
                type.number(),
                AT_ONCE));
    }

    /// What changed once more while it was compared stays to be done.
    private void store(EntityType type, List<Changed> changed, String keys, List<Like> likes) {
        database.transaction(connection -> {
            if (type == EntityType.SCENE) {
                Sql.update(
                        connection,
                        "delete from library_like where type = ?1 and a in (select value from json_each(?2))",
                        type.number(),
                        keys);
                Sql.update(
                        connection,
                        "delete from library_like where type = ?1 and b in (select value from json_each(?2))",
                        type.number(),
                        keys);
            } else {
                Sql.update(connection, "delete from library_like where type = ?", type.number());
            }
            Sql.updateEach(
                    connection,
                    "insert or replace into library_like (type, a, b, weight, mark) values (?, ?, ?, ?, ?)",
                    likes.stream()
                            .map(it -> new Object[] {type.number(), it.a, it.b, it.weight, it.mark})
                            .toList());
            Sql.updateEach(
                    connection,
                    """
                    delete from library_todo where what = ?1 and type = ?2 and k = ?3 and coalesce(
                        (select row_hash from library_detail where type = ?2 and k = ?3), 0) = ?4
                    """,
                    changed.stream()
                            .map(it -> new Object[] {Todo.LIKE.word(), type.number(), it.k, it.hash})
                            .toList());
            return changed.size();
        });
    }

    // --- scenes

    private static List<Like> scenes(Connection connection, String keys) throws SQLException {
        var some = Sql.list(connection, """
                        select f.k, f.phash, f.duration from json_each(?) j cross join library_file f
                            on f.type = 1 and f.k = j.value cross join library_scene h on h.k = f.k and h.gone is null
                        where f.phash is not null
                        """, LikenessSearch::seen, keys).stream()
                .filter(seen -> seen.hash() != 0)
                .toList();
        if (some.isEmpty()) {
            return List.of();
        }
        var search = new Lookalikes(some, (a, b) -> a >> 40 != b >> 40, LIKES_OF_ONE);
        Sql.each(
                connection,
                "select k, phash, duration from library_file where type = 1 and phash is not null",
                LikenessSearch::seen,
                seen -> {
                    if (seen.hash() != 0) {
                        search.meet(seen);
                    }
                });
        return search.found().stream()
                .map(pair -> new Like(pair.a(), pair.b(), pair.bits(), "phash " + pair.bits()))
                .toList();
    }

    private static Seen seen(ResultSet row) throws SQLException {
        return new Seen(row.getLong(1), Lookalikes.hash(row.getString(2)), row.getDouble(3));
    }

    // --- names

    /// @param facts what must not contradict: a birthdate, the studio above, a date, the number of images
    private record Named(long k, Set<String> names, String facts, String moreFacts) {

        boolean fits(Named other) {
            return agree(facts, other.facts) && agree(moreFacts, other.moreFacts);
        }

        private static boolean agree(String one, String other) {
            return one.isEmpty() || other.isEmpty() || one.equals(other);
        }
    }

    private static List<Like> named(Connection connection, EntityType type) throws SQLException {
        var clusters = new HashMap<Long, Long>();
        var byName = new LinkedHashMap<String, List<Named>>();
        Sql.each(
                connection,
                "select h.k, h.title, coalesce(d.fields ->> '$.alias_list', d.fields ->> '$.aliases', ''), "
                        + facts(type) + ", " + moreFacts(type) + ", h.cluster from " + LibraryTables.table(type)
                        + " h join library_detail d on d.type = ? and d.k = h.k where h.gone is null order by h.k",
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
                each -> each.names.forEach(name ->
                        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(each)),
                type.number());
        var found = new LinkedHashMap<List<Long>, Like>();
        byName.forEach((name, alike) -> {
            if (alike.size() <= NAMESAKES) {
                pairs(name, alike, clusters, found);
            }
        });
        return List.copyOf(found.values());
    }

    private static void pairs(String name, List<Named> alike, Map<Long, Long> clusters, Map<List<Long>, Like> found) {
        for (int i = 0; i < alike.size(); i++) {
            for (int j = i + 1; j < alike.size(); j++) { // by key, ascending
                var a = alike.get(i);
                var b = alike.get(j);
                var folded = clusters.get(a.k);
                if (a.k >> 40 != b.k >> 40 && a.fits(b) && (folded == null || !folded.equals(clusters.get(b.k)))) {
                    found.putIfAbsent(List.of(a.k, b.k), new Like(a.k, b.k, 0, "name " + name));
                }
            }
        }
    }

    private static String facts(EntityType type) {
        return switch (type) {
            case PERFORMER -> "coalesce(d.fields ->> '$.birthdate', '')";
            case STUDIO -> "coalesce((select p.s_title from library_studio p where p.k = h.parent_k), '')";
            case GALLERY -> "coalesce(d.fields ->> '$.image_count', '')";
            case GROUP -> "h.s_date";
            default -> "''";
        };
    }

    private static String moreFacts(EntityType type) {
        return type == EntityType.GROUP ? "case h.s_duration when 0 then '' else h.s_duration || '' end" : "''";
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
