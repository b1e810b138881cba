package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryCopy.File;
import io.pilothouse.domain.library.LibraryCopy.Named;
import io.pilothouse.domain.library.LibraryQuery.Place;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells what is known of one thing, and of things that are named. Thread-safe.
public final class LibraryThings {

    /// Title, date and studio of the copies from which a person took them.
    private static final String TAKEN =
            taken("title", "t.title") + taken("date", "t.s_date") + taken("parent", "coalesce(a.title, '')");

    private final Database database;

    LibraryThings(Database database) {
        this.database = database;
    }

    private static String taken(String field, String value) {
        return """
                case when ?4 and h.cluster is not null then (select VALUE from library_pick c
                    join TABLE t on t.k = c.k and t.gone is null left join ABOVE a on a.k = t.parent_k
                    where c.type = ?2 and c.cluster = h.cluster and c.field = 'FIELD'
                        and t.inst in (select value from json_each(?3))) end as taken_FIELD,
                """.replace("VALUE", value).replace("FIELD", field);
    }

    /// @param taken whether values that a person took from another copy stand in the place of a copy's own
    static List<LibraryRow> rows(
            Connection connection,
            EntityType type,
            Collection<Integer> instances,
            Map<Long, Place> places,
            boolean taken)
            throws SQLException {
        if (places.isEmpty()) {
            return List.of();
        }
        var list = LibraryTables.json(places.keySet());
        var selected = LibraryTables.json(instances.stream().map(Long::valueOf).toList());
        var copies = new HashMap<Long, List<EntityKey>>();
        Sql.list(
                        connection,
                        """
                        select j.value, m.k from json_each(?1) j cross join library_member o on o.type = ?2 and o.k = j.value
                        join library_member m on m.type = o.type and m.cluster = o.cluster
                        where m.inst in (select value from json_each(?3)) order by m.k <> j.value, m.crank
                        """,
                        row -> Map.entry(row.getLong(1), EntityKey.unpacked(type, row.getLong(2))),
                        list,
                        type.number(),
                        selected)
                .forEach(pair -> copies.computeIfAbsent(pair.getKey(), _ -> new ArrayList<>())
                        .add(pair.getValue()));
        var above = type == EntityType.MARKER ? "library_scene" : "library_studio";
        var rows = Sql.map(
                connection,
                """
                select h.*, p.title as under,
                    (select u.rating from library_user u where u.type = ?2 and u.rating is not null and (u.k = h.k
                        or u.k in (select m.k from library_member m where m.type = ?2 and m.cluster = h.cluster))
                        order by u.updated_at_ms desc limit 1) as own_rating,
                    (select count(*) from library_event e where e.type = ?2 and e.k = h.k and e.what = 'play'
                        and e.pushed = 0) as own_plays,
                    (select count(*) from library_event e where e.type = ?2 and e.k = h.k and e.what = 'o'
                        and e.pushed = 0) as own_o,
                    TAKEN
                    exists (select 1 from library_user u where u.type = ?2 and u.favourite = 1 and (u.k = h.k
                        or u.k in (select m.k from library_member m where m.type = ?2 and m.cluster = h.cluster))) as own_favourite
                from json_each(?1) j cross join TABLE h on h.k = j.value left join ABOVE p on p.k = h.parent_k
                """.replace("TAKEN", TAKEN)
                        .replace("TABLE", LibraryTables.table(type))
                        .replace("ABOVE", above),
                row -> row.getLong("k"),
                row -> {
                    long k = row.getLong("k");
                    var key = EntityKey.unpacked(type, k);
                    long ownRating = row.getLong("own_rating");
                    boolean rated = !row.wasNull();
                    long cluster = row.getLong("cluster");
                    var folded = row.wasNull() ? Optional.<Long>empty() : Optional.of(cluster);
                    var under = row.getString("under");
                    var takenTitle = row.getString("taken_title");
                    var takenDate = row.getString("taken_date");
                    var takenUnder = row.getString("taken_parent");
                    return new LibraryRow(
                            key,
                            takenTitle == null ? row.getString("title") : takenTitle,
                            takenDate == null ? row.getString("s_date") : takenDate,
                            takenUnder != null ? takenUnder : under == null ? "" : under,
                            row.getLong("s_duration"),
                            row.getLong("s_size"),
                            row.getInt("s_height"),
                            rated ? (int) ownRating : row.getInt("s_rating"),
                            row.getInt("s_plays") + row.getInt("own_plays"),
                            row.getInt("s_o") + row.getInt("own_o"),
                            row.getBoolean("favourite") || row.getBoolean("own_favourite"),
                            row.getBoolean("organized"),
                            row.getBoolean("picture"),
                            Instant.ofEpochMilli(row.getLong("s_created")),
                            Instant.ofEpochMilli(row.getLong("s_updated")),
                            row.getLong("s_updated") / 1_000,
                            copies.getOrDefault(k, List.of(key)),
                            folded,
                            java.util.Objects.requireNonNull(places.get(k)));
                },
                list,
                type.number(),
                selected,
                taken);
        return places.keySet().stream()
                .map(rows::get)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /// Rows of these keys, as far as they are there, in this order.
    public List<LibraryRow> rows(EntityType type, Collection<Integer> instances, List<EntityKey> keys) {
        var places = new LinkedHashMap<Long, Place>();
        keys.forEach(key -> places.put(key.packed(), new Place("", 0, key.packed(), 0)));
        return database.read(connection -> rows(connection, type, instances, places, false));
    }

    public Optional<LibraryCopy> copy(EntityKey key) {
        return database.read(connection -> {
            var type = key.type();
            long k = key.packed();
            var rows = rows(connection, type, List.of(key.instance()), Map.of(k, new Place("", 0, k, 0)), false);
            if (rows.isEmpty()) {
                return Optional.empty();
            }
            var row = rows.getFirst();
            return Sql.first(
                    connection,
                    "select d.*, h.gone from library_detail d join " + LibraryTables.table(type)
                            + " h on h.k = d.k where d.type = ? and d.k = ?",
                    found -> new LibraryCopy(
                            key,
                            row.title(),
                            LibraryJson.fields(found.getString("fields")),
                            row,
                            Sql.instant(found, "read_at_ms"),
                            Sql.optionalInstant(found, "gone"),
                            found.getDouble("play_seconds"),
                            found.getDouble("resume_seconds"),
                            files(connection, type, k),
                            links(connection, type, k),
                            externalIds(connection, type, k)),
                    type.number(),
                    k);
        });
    }

    private static List<File> files(Connection connection, EntityType type, long k) throws SQLException {
        return Sql.list(
                connection,
                "select * from library_file where type = ? and k = ? order by pos",
                row -> new File(
                        row.getString("path"),
                        row.getLong("size"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getDouble("duration"),
                        row.getLong("bitrate"),
                        row.getString("codec"),
                        Sql.optionalText(row, "oshash").orElse(""),
                        Sql.optionalText(row, "md5").orElse(""),
                        Sql.optionalText(row, "phash").orElse("")),
                type.number(),
                k);
    }

    /// @return the scene of a marker; empty for what is no marker
    public Optional<EntityKey> sceneOf(EntityKey key) {
        return key.type() == EntityType.MARKER
                ? database.read(connection -> Sql.first(
                        connection,
                        "select parent_k from library_marker where k = ? and parent_k is not null",
                        row -> EntityKey.unpacked(EntityType.SCENE, row.getLong(1)),
                        key.packed()))
                : Optional.empty();
    }

    private static Map<EntityType, List<Named>> links(Connection connection, EntityType type, long k)
            throws SQLException {
        var links = new EnumMap<EntityType, List<Named>>(EntityType.class);
        var above = type == EntityType.MARKER ? EntityType.SCENE : EntityType.STUDIO;
        Sql.first(
                        connection,
                        "select h.parent_k, coalesce(p.title, '#' || (h.parent_k & 1099511627775)) from "
                                + LibraryTables.table(type) + " h left join " + LibraryTables.table(above)
                                + " p on p.k = h.parent_k where h.k = ? and h.parent_k is not null",
                        row -> new Named(EntityKey.unpacked(above, row.getLong(1)), row.getString(2), false),
                        k)
                .ifPresent(parent -> links.put(above, List.of(parent)));
        for (var relation : Relation.from(type)) {
            var to = relation.to();
            var named = Sql.list(
                    connection,
                    "select l.to_k, coalesce(h.title, '#' || (l.to_k & 1099511627775)), l.src & 1 = 0 from library_link l"
                            + " left join " + LibraryTables.table(to)
                            + " h on h.k = l.to_k where l.relation = ? and l.from_k = ? order by l.place, h.s_title, l.to_k",
                    row -> new Named(EntityKey.unpacked(to, row.getLong(1)), row.getString(2), row.getBoolean(3)),
                    relation.number(),
                    k);
            if (!named.isEmpty()) {
                links.put(to, named);
            }
        }
        return links;
    }

    private static List<String> externalIds(Connection connection, EntityType type, long k) throws SQLException {
        return Sql.list(connection, """
                select p.url || ' ' || e.sid from library_external_id e join library_endpoint p on p.num = e.endpoint
                where e.type = ? and e.k = ? order by 1
                """, row -> row.getString(1), type.number(), k);
    }

    /// @return the copies of a thing on these servers, the shown one first; only itself when it has no like
    public List<EntityKey> copiesOf(EntityKey key, Collection<Integer> instances) {
        return database.read(connection -> {
            var copies = Sql.list(
                    connection,
                    """
                    select m.k from library_member o join library_member m on m.type = o.type and m.cluster = o.cluster
                    where o.type = ? and o.k = ? and m.inst in (select value from json_each(?)) order by m.crank
                    """,
                    row -> EntityKey.unpacked(key.type(), row.getLong(1)),
                    key.type().number(),
                    key.packed(),
                    LibraryTables.json(instances.stream().map(Long::valueOf).toList()));
            return copies.isEmpty() ? List.of(key) : copies;
        });
    }

    /// What the server itself says of a thing, whatever a person thinks of it.
    ///
    /// @param rating 0 for none
    public record Told(int rating, boolean favourite) {}

    /// @return empty when it is not here
    public Optional<Told> told(EntityKey key) {
        return database.read(connection -> Sql.first(
                connection,
                "select s_rating, favourite from " + LibraryTables.table(key.type()) + " where k = ?",
                row -> new Told(row.getInt(1), row.getBoolean(2)),
                key.packed()));
    }

    /// @return whether it is here, gone or not
    public boolean has(EntityKey key) {
        return database.read(connection -> Sql.number(
                        connection,
                        "select count(*) from " + LibraryTables.table(key.type()) + " where k = ?",
                        key.packed()))
                > 0;
    }

    public Optional<Long> clusterOf(EntityKey key) {
        return database.read(connection -> Sql.first(
                connection,
                "select cluster from library_member where type = ? and k = ?",
                row -> row.getLong(1),
                key.type().number(),
                key.packed()));
    }

    // --- what is the same, and what is not

    /// Things folded on these servers, largest groups first.
    public List<LikeGroup> folded(EntityType type, Collection<Integer> instances, int most) {
        return database.read(connection -> {
            var groups = Sql.list(
                    connection,
                    """
                    select cluster, count(*) as n from library_member
                    where type = ? and inst in (select value from json_each(?)) group by cluster having n > 1
                    order by n desc, cluster limit ?
                    """,
                    row -> row.getLong(1),
                    type.number(),
                    LibraryTables.json(instances.stream().map(Long::valueOf).toList()),
                    most);
            var found = new ArrayList<LikeGroup>();
            for (var cluster : groups) {
                found.add(new LikeGroup(
                        type,
                        "same",
                        "",
                        Sql.list(
                                connection,
                                """
                                select k from library_member where type = ? and cluster = ?
                                    and inst in (select value from json_each(?)) order by crank
                                """,
                                row -> EntityKey.unpacked(type, row.getLong(1)),
                                type.number(),
                                cluster,
                                LibraryTables.json(
                                        instances.stream().map(Long::valueOf).toList()))));
            }
            return found;
        });
    }

    // --- sums

    public List<LibrarySums> sums() {
        return database.read(connection -> Sql.list(
                connection,
                """
                select inst, count(*), sum(s_size), sum(s_duration), sum(s_plays), sum(s_rating > 0), sum(organized)
                from library_scene where gone is null group by inst order by inst
                """,
                row -> new LibrarySums(
                        row.getInt(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7))));
    }
}
