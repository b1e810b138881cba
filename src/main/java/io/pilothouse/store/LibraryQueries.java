package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryCopy.File;
import io.pilothouse.domain.library.LibraryCopy.Named;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryQuery.Place;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.SortTitle;
import io.pilothouse.store.LibraryConditions.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Looks into the library of all servers. Pages are read by place, never by number, so that the last page
/// costs as much as the first (contract for Stash, 18.1). Thread-safe.
public final class LibraryQueries {

    /// Links up to which a filter leads to the rows; above that the order leads and the filter is tested.
    private static final long LINKS_LEAD = 8_000;
    /// Hits up to which words lead to the rows. Above that the order leads: each hit that leads is a row to
    /// be fetched.
    private static final long WORDS_LEAD = 4_000;
    /// Hits up to which they are ranked by how well they match.
    private static final long RANKED = 20_000;
    /// Matches are counted no further than this.
    public static final long COUNTED = 10_000;

    private final Database database;

    public LibraryQueries(Database database) {
        this.database = database;
    }

    /// Counts what filters lead to, no further than it matters.
    interface Counting {
        long links(Relation relation, List<Long> to);

        long parents(EntityType type, List<Long> of);
    }

    /// @param leader the condition that leads to the rows, so that they need not be tested for it
    private record Plan(LibraryConditions conditions, List<Condition> tests, Optional<Condition> leader) {

        Optional<String> driver() {
            return leader.flatMap(Condition::drive);
        }
    }

    /// @return rows in order, at most the query's limit
    public List<LibraryRow> page(LibraryQuery query) {
        if (query.instances().isEmpty()) {
            return List.of();
        }
        return database.read(connection -> rows(connection, query, places(connection, query)));
    }

    /// The same without the rows: where they stand, in order.
    public List<Place> places(LibraryQuery query) {
        return query.instances().isEmpty()
                ? List.of()
                : database.read(
                        connection -> List.copyOf(places(connection, query).values()));
    }

    private LinkedHashMap<Long, Place> places(Connection connection, LibraryQuery query) throws SQLException {
        if (query.sort() == LibrarySort.MATCH) {
            return matched(connection, query);
        }
        var places = new LinkedHashMap<Long, Place>();
        int lap = query.after().map(Place::lap).orElse(0);
        var after = query.after();
        for (int laps = laps(query); lap < laps && places.size() < query.limit(); lap++) {
            for (var place : lap(connection, query, lap, after, query.limit() - places.size())) {
                places.put(place.k(), place);
            }
            after = Optional.empty();
        }
        return places;
    }

    /// The best match first: the very title, then as the words weigh by where they stand. Words that are
    /// on very many rows do not tell them apart, and no words nothing: those come in the usual order.
    private LinkedHashMap<Long, Place> matched(Connection connection, LibraryQuery query) throws SQLException {
        var leading = query.text().isBlank() ? Optional.<String>empty() : LibraryConditions.leading(query.text());
        var plan = plan(connection, query);
        if (leading.isEmpty() || plan.tests.getFirst().most() > RANKED) {
            var usual = LibrarySort.of(query.type()).getFirst();
            return places(connection, after(query.sorted(usual, usual.downwards()), query.after()));
        }
        var all = plan.conditions;
        long first = LibraryTables.textRow(query.type(), 0);
        int from = query.after().map(place -> (int) place.number()).orElse(0);
        var rows = Sql.list(
                connection,
                "select x.k from library_text cross join " + LibraryTables.table(query.type())
                        + " x on x.k = library_text.rowid - " + first + " where library_text match "
                        + all.bind(leading.get()) + " and library_text.rowid between " + first + " and "
                        + LibraryTables.textRow(query.type(), (1L << 56) - 1) + " and +x.inst in " + all.selected()
                        + " and x.gone is null" + conditions(query, plan, OptionalInt.empty())
                        + " order by x.s_title <> " + all.bind(SortTitle.of(query.text()))
                        + ", bm25(library_text, 10.0, 2.0, 3.0, 1.0, 5.0), x.k limit " + query.limit() + " offset "
                        + from,
                row -> row.getLong(1),
                all.values());
        var places = new LinkedHashMap<Long, Place>();
        for (int i = 0; i < rows.size(); i++) {
            places.put(rows.get(i), new Place("", from + i + 1L, rows.get(i), 0));
        }
        return places;
    }

    private static LibraryQuery after(LibraryQuery query, Optional<Place> place) {
        return place.map(query::after).orElse(query);
    }

    private static int laps(LibraryQuery query) {
        return query.sort() == LibrarySort.SHUFFLE || missingLast(query) ? 2 : 1;
    }

    /// What has no value stands at the end in both directions.
    private static boolean missingLast(LibraryQuery query) {
        return !query.downwards()
                && switch (query.sort()) {
                    case DATE, RATING, DURATION, SIZE -> true;
                    default -> false;
                };
    }

    private List<Place> lap(Connection connection, LibraryQuery query, int lap, Optional<Place> after, int limit)
            throws SQLException {
        var plan = plan(connection, query);
        var sort = LibraryTables.column(query.sort());
        var lapIs = lapCondition(query, lap, sort);
        var down = query.downwards() ? " desc" : "";
        var order = " order by " + sort + down + ", k" + down + " limit " + limit;
        var sql = new StringBuilder("select k, " + sort + " from (");
        if (plan.driver().isPresent()) {
            sql.append(arm(query, plan, lapIs, after, sort, order));
        } else {
            boolean first = true;
            for (var instance : query.instances()) {
                for (var range : ranges(query, plan, after, sort)) {
                    sql.append(first ? "" : " union all ")
                            .append("select * from (")
                            .append(walk(query, plan, lapIs, instance, range, sort, order))
                            .append(")");
                    first = false;
                }
            }
        }
        sql.append(")").append(order);
        boolean text = LibraryTables.isText(query.sort());
        return Sql.list(
                connection,
                sql.toString(),
                row -> new Place(text ? row.getString(2) : "", text ? 0 : row.getLong(2), row.getLong(1), lap),
                plan.conditions.values());
    }

    private static String lapCondition(LibraryQuery query, int lap, String sort) {
        if (query.sort() == LibrarySort.SHUFFLE) {
            long start = Math.floorMod(query.seed() * 0x9E3779B97F4A7C15L, 1L << 40);
            boolean upper = (lap == 0) != query.downwards();
            return " and x." + sort + (upper ? " >= " : " < ") + start;
        }
        if (missingLast(query)) {
            var nothing = LibraryTables.isText(query.sort()) ? "''" : "0";
            return " and x." + sort + (lap == 0 ? " > " : " = ") + nothing;
        }
        return switch (query.sort()) {
            case PLAYED, O -> " and x." + sort + " > 0";
            default -> "";
        };
    }

    /// One select for all servers, led by a condition.
    private static String arm(
            LibraryQuery query, Plan plan, String lapIs, Optional<Place> after, String sort, String order) {
        var range = ranges(query, plan, after, sort);
        return "select x.k, x." + sort + " from " + LibraryTables.table(query.type()) + " x where x.k in ("
                + plan.driver().orElseThrow() + ") and +x.inst in " + plan.conditions.selected() + " and x.gone is null"
                + lapIs
                + (range.size() == 1
                        ? range.getFirst()
                        : " and ("
                                + String.join(
                                        " or ",
                                        range.stream()
                                                .map(each -> "(1 " + each + ")")
                                                .toList()) + ")")
                + conditions(query, plan, OptionalInt.empty()) + order;
    }

    /// One select for one server, led by the order.
    private static String walk(
            LibraryQuery query, Plan plan, String lapIs, int instance, String range, String sort, String order) {
        return "select x.k, x." + sort + " from " + LibraryTables.table(query.type()) + " x indexed by "
                + LibraryTables.table(query.type()) + "_" + query.sort().word() + " where x.inst = "
                + plan.conditions.bind(instance) + " and x.gone is null" + lapIs + range
                + conditions(query, plan, OptionalInt.of(instance)) + order;
    }

    /// After a row come those with the same value and a further key, then those with a further value: two
    /// ranges, as a comparison of pairs would walk all of the same value.
    private static List<String> ranges(LibraryQuery query, Plan plan, Optional<Place> after, String sort) {
        if (after.isEmpty()) {
            return List.of("");
        }
        var place = after.get();
        var further = query.downwards() ? " < " : " > ";
        var value = plan.conditions.bind(LibraryTables.isText(query.sort()) ? place.text() : place.number());
        return List.of(
                " and x." + sort + " = " + value + " and x.k" + further + plan.conditions.bind(place.k()),
                " and x." + sort + further + value);
    }

    /// @param instance the only server whose rows are tested; empty for all
    private static String conditions(LibraryQuery query, Plan plan, OptionalInt instance) {
        var sql = new StringBuilder();
        var all = plan.conditions;
        plan.tests.stream()
                .filter(test -> plan.leader.isEmpty() || plan.leader.get() != test || !test.exact())
                .map(test -> test.on("x"))
                .forEach(test -> sql.append(" and ")
                        .append(instance.isPresent() ? all.of(instance.getAsInt(), test) : all.whole(test)));
        if (!query.everyCopy()) {
            sql.append(" and (x.cluster is null or not exists (select 1 from library_member m");
            if (!plan.tests.isEmpty()) {
                sql.append(" join ").append(LibraryTables.table(query.type())).append(" b on b.k = m.k");
            }
            sql.append(" where m.type = ")
                    .append(query.type().number())
                    .append(" and m.cluster = x.cluster and m.crank < x.crank and m.inst in ")
                    .append(plan.conditions.selected());
            plan.tests.forEach(test -> sql.append(" and ").append(all.whole(test.on("b"))));
            sql.append("))");
        }
        return sql.toString();
    }

    private Plan plan(Connection connection, LibraryQuery query) throws SQLException {
        var conditions = new LibraryConditions(connection, query.type(), query.instances());
        var counting = counting(connection);
        var tests = new ArrayList<Condition>();
        if (!query.text().isBlank()) {
            var leading = LibraryConditions.leading(query.text());
            tests.add(leading.isEmpty() ? conditions.without(query.text()) : conditions.text(query.text()));
        }
        query.filters().forEach(filter -> tests.add(conditions.filter(filter, query, counting)));
        var leader = tests.stream()
                .filter(test -> test.drive().isPresent())
                .min(Comparator.comparingLong(Condition::most))
                .filter(test -> test.most() <= (test.test().contains("library_hit") ? WORDS_LEAD : LINKS_LEAD));
        return new Plan(conditions, tests, leader);
    }

    private static Counting counting(Connection connection) {
        return new Counting() {
            @Override
            public long links(Relation relation, List<Long> to) {
                return count(
                        "select count(*) from (select 1 from library_link where relation = ? and to_k in"
                                + " (select value from json_each(?)) limit ?)",
                        relation.number(),
                        LibraryTables.json(to),
                        LINKS_LEAD + 1);
            }

            @Override
            public long parents(EntityType type, List<Long> of) {
                return count(
                        "select count(*) from (select 1 from " + LibraryTables.table(type)
                                + " where gone is null and parent_k in (select value from json_each(?)) limit ?)",
                        LibraryTables.json(of),
                        LINKS_LEAD + 1);
            }

            private long count(String sql, Object... values) {
                try {
                    return Sql.number(connection, sql, values);
                } catch (SQLException e) {
                    throw StoreException.of("count in the store", e);
                }
            }
        };
    }

    // --- rows

    private static List<LibraryRow> rows(Connection connection, LibraryQuery query, Map<Long, Place> places)
            throws SQLException {
        return rows(connection, query.type(), query.instances(), places);
    }

    private static List<LibraryRow> rows(
            Connection connection, EntityType type, Collection<Integer> instances, Map<Long, Place> places)
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
                    exists (select 1 from library_user u where u.type = ?2 and u.favourite = 1 and (u.k = h.k
                        or u.k in (select m.k from library_member m where m.type = ?2 and m.cluster = h.cluster))) as own_favourite
                from json_each(?1) j cross join TABLE h on h.k = j.value left join ABOVE p on p.k = h.parent_k
                """.replace("TABLE", LibraryTables.table(type)).replace("ABOVE", above),
                row -> row.getLong("k"),
                row -> {
                    long k = row.getLong("k");
                    var key = EntityKey.unpacked(type, k);
                    long ownRating = row.getLong("own_rating");
                    boolean rated = !row.wasNull();
                    long cluster = row.getLong("cluster");
                    var folded = row.wasNull() ? Optional.<Long>empty() : Optional.of(cluster);
                    var under = row.getString("under");
                    return new LibraryRow(
                            key,
                            row.getString("title"),
                            row.getString("s_date"),
                            under == null ? "" : under,
                            row.getLong("s_duration"),
                            row.getLong("s_size"),
                            row.getInt("s_height"),
                            rated ? (int) ownRating : row.getInt("s_rating"),
                            row.getInt("s_plays"),
                            row.getInt("s_o"),
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
                type.number());
        return places.keySet().stream()
                .map(rows::get)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /// Rows of these keys, as far as they are there, in this order.
    public List<LibraryRow> rows(EntityType type, Collection<Integer> instances, List<EntityKey> keys) {
        var places = new LinkedHashMap<Long, Place>();
        keys.forEach(key -> places.put(key.packed(), new Place("", 0, key.packed(), 0)));
        return database.read(connection -> rows(connection, type, instances, places));
    }

    // --- totals

    /// Counts the rows of a query, no further than [#COUNTED] unless nothing narrows it down.
    public LibraryTotal total(LibraryQuery query) {
        return total(query, COUNTED);
    }

    /// @param most counts no further than this
    public LibraryTotal total(LibraryQuery query, long most) {
        if (query.instances().isEmpty()) {
            return new LibraryTotal(0, 0, false);
        }
        return database.read(connection -> {
            if (query.everything() && query.sort() != LibrarySort.PLAYED && query.sort() != LibrarySort.O) {
                var selected = LibraryTables.json(
                        query.instances().stream().map(Long::valueOf).toList());
                long live = Sql.number(
                        connection,
                        "select sum(live) from library_total where type = ? and instance_num in (select value from json_each(?))",
                        query.type().number(),
                        selected);
                long folded = query.everyCopy()
                        ? 0
                        : Sql.number(connection, """
                                select coalesce(sum(n - 1), 0) from (select count(*) as n from library_member
                                    where type = ? and inst in (select value from json_each(?)) group by cluster)
                                """, query.type().number(), selected);
                return new LibraryTotal(live - folded, folded, false);
            }
            var plan = plan(connection, query);
            var lap = query.sort() == LibrarySort.PLAYED || query.sort() == LibrarySort.O
                    ? lapCondition(query, 0, LibraryTables.column(query.sort()))
                    : "";
            var from = "select 1 from " + LibraryTables.table(query.type()) + " x where "
                    + plan.driver()
                            .map(driver -> "x.k in (" + driver + ") and +x.inst in ")
                            .orElse("x.inst in ")
                    + plan.conditions.selected() + " and x.gone is null" + lap
                    + conditions(query, plan, OptionalInt.empty()) + " limit "
                    + (most + 1);
            long count = Sql.number(connection, "select count(*) from (" + from + ")", plan.conditions.values());
            return new LibraryTotal(Math.min(count, most), 0, count > most);
        });
    }

    /// @return things that are there by server and type
    public Map<Integer, Map<EntityType, Long>> totals() {
        return database.read(connection -> {
            var totals = new HashMap<Integer, Map<EntityType, Long>>();
            Sql.list(connection, "select instance_num, type, live from library_total", row ->
                            new long[] {row.getLong(1), row.getLong(2), row.getLong(3)})
                    .forEach(row -> totals.computeIfAbsent((int) row[0], _ -> new EnumMap<>(EntityType.class))
                            .put(EntityType.numbered((int) row[1]), row[2]));
            return totals;
        });
    }

    // --- one thing

    public Optional<LibraryCopy> copy(EntityKey key) {
        return database.read(connection -> {
            var type = key.type();
            long k = key.packed();
            var rows = rows(connection, type, List.of(key.instance()), Map.of(k, new Place("", 0, k, 0)));
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

    private static Map<EntityType, List<Named>> links(Connection connection, EntityType type, long k)
            throws SQLException {
        var links = new EnumMap<EntityType, List<Named>>(EntityType.class);
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
