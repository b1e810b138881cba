package io.pilothouse.store;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryQuery.Place;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.SortTitle;
import io.pilothouse.store.LibraryConditions.Condition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

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
    private final LibraryThings things;

    public LibraryQueries(Database database) {
        this.database = database;
        things = new LibraryThings(database);
    }

    /// What is known of one thing or some.
    public LibraryThings things() {
        return things;
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
        return database.read(connection -> LibraryThings.rows(
                connection, query.type(), query.instances(), places(connection, query), !query.everyCopy()));
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
        // here the words lead, whatever else would: all other conditions are to be tested
        var ranked = new Plan(all, plan.tests, Optional.of(plan.tests.getFirst()));
        long first = LibraryTables.textRow(query.type(), 0);
        int from = query.after().map(place -> (int) place.number()).orElse(0);
        var rows = Sql.list(
                connection,
                "select x.k from library_text cross join " + LibraryTables.table(query.type())
                        + " x on x.k = library_text.rowid - " + first + " where library_text match "
                        + all.bind(leading.get()) + " and library_text.rowid between " + first + " and "
                        + LibraryTables.textRow(query.type(), (1L << 56) - 1) + " and +x.inst in " + all.selected()
                        + " and x.gone is null" + conditions(query, ranked, OptionalInt.empty())
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
        var down = query.downwards() ? " desc" : "";
        var order = " order by " + sort + down + ", k" + down + " limit " + limit;
        var sql = new StringBuilder("select k, " + sort + " from (");
        if (plan.driver().isPresent()) {
            sql.append(arm(query, plan, lap, after, value(connection, query), order));
        } else {
            var own = LibraryOwn.of(query.sort());
            var said = own.isPresent() ? own.get().table(connection, query.type()) : Optional.<String>empty();
            boolean first = true;
            for (var instance : query.instances()) {
                for (var range : ranges(query, plan, after, "x." + sort)) {
                    sql.append(first ? "" : " union all ")
                            .append("select * from (")
                            .append(walk(query, plan, lap, instance, range, said, order))
                            .append(")");
                    first = false;
                }
            }
            if (said.isPresent()) {
                sql.append(" union all select * from (")
                        .append(said(query, plan, lap, after, said.get(), order))
                        .append(")");
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

    /// @return the value of a row `x` that counts for the order
    private static String value(Connection connection, LibraryQuery query) throws SQLException {
        var own = LibraryOwn.of(query.sort());
        return own.isPresent()
                ? own.get().value(connection, query.type(), "x")
                : "x." + LibraryTables.column(query.sort());
    }

    private static String lapCondition(LibraryQuery query, int lap, String value) {
        if (query.sort() == LibrarySort.SHUFFLE) {
            long start = Math.floorMod(query.seed() * 0x9E3779B97F4A7C15L, 1L << 40);
            boolean upper = (lap == 0) != query.downwards();
            return " and " + value + (upper ? " >= " : " < ") + start;
        }
        if (missingLast(query)) {
            var nothing = LibraryTables.isText(query.sort()) ? "''" : "0";
            return " and " + value + (lap == 0 ? " > " : " = ") + nothing;
        }
        return switch (query.sort()) {
            case PLAYED, O -> " and " + value + " > 0";
            default -> "";
        };
    }

    /// One select for all servers, led by a condition.
    private static String arm(
            LibraryQuery query, Plan plan, int lap, Optional<Place> after, String value, String order) {
        return "select x.k as k, " + value + " as " + LibraryTables.column(query.sort()) + " from "
                + LibraryTables.table(query.type()) + " x where x.k in ("
                + plan.driver().orElseThrow() + ") and +x.inst in " + plan.conditions.selected() + " and x.gone is null"
                + lapCondition(query, lap, value) + range(ranges(query, plan, after, value))
                + conditions(query, plan, OptionalInt.empty()) + order;
    }

    /// One select for the few things of which something was said here: it decides where they stand.
    private static String said(
            LibraryQuery query, Plan plan, int lap, Optional<Place> after, String said, String order) {
        return "select x.k as k, o.value as " + LibraryTables.column(query.sort()) + " from " + said
                + " o cross join " + LibraryTables.table(query.type()) + " x on x.k = o.k where +x.inst in "
                + plan.conditions.selected() + " and x.gone is null" + lapCondition(query, lap, "o.value")
                + range(ranges(query, plan, after, "o.value")) + conditions(query, plan, OptionalInt.empty()) + order;
    }

    private static String range(List<String> ranges) {
        return ranges.size() == 1
                ? ranges.getFirst()
                : ranges.stream().map(each -> "(1 " + each + ")").collect(Collectors.joining(" or ", " and (", ")"));
    }

    /// One select for one server, led by the order.
    private static String walk(
            LibraryQuery query, Plan plan, int lap, int instance, String range, Optional<String> said, String order) {
        var value = "x." + LibraryTables.column(query.sort());
        return "select x.k, " + value + " from " + LibraryTables.table(query.type()) + " x indexed by "
                + LibraryTables.table(query.type()) + "_" + query.sort().word() + " where x.inst = "
                + plan.conditions.bind(instance) + " and x.gone is null" + lapCondition(query, lap, value) + range
                + said.map(table -> " and x.k not in (select k from " + table + ")")
                        .orElse("")
                + conditions(query, plan, OptionalInt.of(instance)) + order;
    }

    /// After a row come those with the same value and a further key, then those with a further value: two
    /// ranges, as a comparison of pairs would walk all of the same value.
    private static List<String> ranges(LibraryQuery query, Plan plan, Optional<Place> after, String value) {
        if (after.isEmpty()) {
            return List.of("");
        }
        var place = after.get();
        var further = query.downwards() ? " < " : " > ";
        var last = plan.conditions.bind(LibraryTables.isText(query.sort()) ? place.text() : place.number());
        return List.of(
                " and " + value + " = " + last + " and x.k" + further + plan.conditions.bind(place.k()),
                " and " + value + further + last);
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
            var from = counted(connection, query, plan) + " limit " + (most + 1);
            long count = Sql.number(connection, "select count(*) from (" + from + ")", plan.conditions.values());
            return new LibraryTotal(Math.min(count, most), 0, count > most);
        });
    }

    /// One row for each that is counted. What has no play or O is in no order by them, so that the index of the
    /// order leads to the few that have; of what was said here the said value decides.
    private static String counted(Connection connection, LibraryQuery query, Plan plan) throws SQLException {
        boolean some = query.sort() == LibrarySort.PLAYED || query.sort() == LibrarySort.O;
        var table = LibraryTables.table(query.type());
        var conditions = conditions(query, plan, OptionalInt.empty());
        var of = plan.conditions.selected() + " and x.gone is null";
        if (plan.driver().isPresent()) {
            return "select 1 from " + table + " x where x.k in ("
                    + plan.driver().get() + ") and +x.inst in " + of
                    + (some ? lapCondition(query, 0, value(connection, query)) : "") + conditions;
        }
        var own = some ? LibraryOwn.of(query.sort()) : Optional.<LibraryOwn>empty();
        var said = own.isPresent() ? own.get().table(connection, query.type()) : Optional.<String>empty();
        return "select 1 from " + table + " x where x.inst in " + of
                + (some ? lapCondition(query, 0, "x." + LibraryTables.column(query.sort())) : "")
                + said.map(it -> " and x.k not in (select k from " + it + ")").orElse("") + conditions
                + said.map(it -> " union all select 1 from " + it + " o cross join " + table
                                + " x on x.k = o.k where +x.inst in " + of + lapCondition(query, 0, "o.value")
                                + conditions)
                        .orElse("");
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
}
