package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryFilter.All;
import io.pilothouse.domain.library.LibraryFilter.Any;
import io.pilothouse.domain.library.LibraryFilter.Bound;
import io.pilothouse.domain.library.LibraryFilter.Copies;
import io.pilothouse.domain.library.LibraryFilter.Dated;
import io.pilothouse.domain.library.LibraryFilter.Favourite;
import io.pilothouse.domain.library.LibraryFilter.Linked;
import io.pilothouse.domain.library.LibraryFilter.Missing;
import io.pilothouse.domain.library.LibraryFilter.Mode;
import io.pilothouse.domain.library.LibraryFilter.Not;
import io.pilothouse.domain.library.LibraryFilter.On;
import io.pilothouse.domain.library.LibraryFilter.Organized;
import io.pilothouse.domain.library.LibraryFilter.Titled;
import io.pilothouse.domain.library.LibraryFilter.Words;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.Relation;
import io.pilothouse.domain.library.SortTitle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a query demands, as conditions on a row that has a name in the statement. Values are bound by
/// number, so that a condition can stand several times in a statement.
final class LibraryConditions {

    /// Holds for no row, and does not look like it: SQLite has no plan for what it sees through.
    private static final String NEVER = "@.inst < 0";

    /// Stands in a condition for the keys of a set, with the number of the set: a row is linked only to
    /// things of its own server, so that the others' need not be looked for.
    private static final Pattern KEYS = Pattern.compile("#keys(\\d+);");

    /// So many keys stand in the statement itself.
    private static final int FEW_KEYS = 64;
    private static final Set<String> TEXTS = Set.of("title", "file", "people", "studio", "code");

    private final Connection connection;
    private final EntityType type;
    private final String selected;
    private final List<Object> values = new ArrayList<>();
    private final List<List<Long>> keySets = new ArrayList<>();
    private int wordings;

    /// @param connection on which the statement will run
    /// @param instances  of the rows that are looked for
    LibraryConditions(Connection connection, EntityType type, Collection<Integer> instances) {
        this.connection = connection;
        this.type = type;
        this.selected =
                bind(LibraryTables.json(instances.stream().map(Long::valueOf).toList()));
    }

    /// @return the place of a bound value in the statement
    String bind(Object value) {
        values.add(value);
        return "?" + values.size();
    }

    Object[] values() {
        return values.toArray();
    }

    String selected() {
        return "(select value from json_each(" + selected + "))";
    }

    /// One condition that can be tested on a row, or lead to the rows.
    ///
    /// @param test  on a row named `@`
    /// @param drive the keys that fulfil it; empty where it cannot lead
    /// @param most  how many of these there are at most
    /// @param exact whether all of these keys fulfil it, so that they need not be tested
    record Condition(String test, Optional<String> drive, long most, boolean exact) {

        Condition(String test, Optional<String> drive, long most) {
            this(test, drive, most, true);
        }

        String on(String row) {
            return test.replace("@", row);
        }
    }

    /// Words as the text index takes them, as beginnings.
    ///
    /// @param with    all must occur; empty when none was given
    /// @param without none may occur; those with a minus before them
    private record Asked(String with, String without) {

        static Asked of(String text) {
            var with = new ArrayList<String>();
            var without = new ArrayList<String>();
            for (var word : text.strip().split("\\s+")) {
                boolean not = word.length() > 1 && word.startsWith("-");
                var plain = not ? word.substring(1) : word;
                if (plain.codePoints().anyMatch(Character::isLetterOrDigit)) {
                    (not ? without : with).add("\"" + plain.replace("\"", "\"\"") + "\"*");
                }
            }
            return new Asked(String.join(" ", with), String.join(" OR ", without));
        }

        /// @return whether everything is wanted but what has some words
        boolean onlyWithout() {
            return with.isEmpty() && !without.isEmpty();
        }

        String match() {
            if (with.isEmpty()) {
                return onlyWithout() ? without : "\"\u0001\"";
            }
            return without.isEmpty() ? with : "(" + with + ") NOT (" + without + ")";
        }
    }

    /// @return empty when everything is wanted but what has some words: the index cannot lead to that
    static Optional<String> leading(String text) {
        var asked = Asked.of(text);
        return asked.onlyWithout() ? Optional.empty() : Optional.of(asked.match());
    }

    Condition without(String text) {
        return plain(worded(text, ""));
    }

    Condition text(String text) {
        var hits = find(Asked.of(text).match(), type);
        return new Condition("@.k in " + hits.table, Optional.of("select k from " + hits.table), hits.count);
    }

    /// Keys of rows that have some words.
    private record Hits(String table, long count) {}

    /// Puts down which rows have some words: asking the index about one row after the other takes as long each
    /// time as reading all hits of the beginning of a word. They stay until the store changes or other words
    /// are asked for on this connection, so that turning the pages costs nothing. The keys stand alone in a
    /// table, so that SQLite tests them before it fetches a row.
    private Hits find(String match, EntityType of) {
        int slot = ++wordings;
        var table = "temp.library_hit_" + slot;
        try {
            Sql.update(connection, """
                    create temp table if not exists library_wording
                        (slot integer primary key, words text, type integer, version integer, hits integer)
                    """);
            long version = Sql.number(connection, "pragma data_version"); // tells of changes by other connections
            var kept = Sql.first(
                    connection,
                    "select hits from temp.library_wording where slot = ? and words = ? and type = ? and version = ?",
                    row -> row.getLong(1),
                    slot,
                    match,
                    of.number(),
                    version);
            if (kept.isPresent() && connection.isReadOnly()) {
                return new Hits(table, kept.get());
            }
            Sql.update(connection, "create temp table if not exists library_hit_" + slot + " (k integer primary key)");
            Sql.update(connection, "delete from " + table);
            long first = LibraryTables.textRow(of, 0);
            long count = Sql.update(
                    connection,
                    "insert into " + table
                            + " select rowid - ? from library_text where library_text match ? and rowid between ? and ?",
                    first,
                    match,
                    first,
                    LibraryTables.textRow(of, (1L << 56) - 1));
            Sql.update(
                    connection,
                    "insert or replace into temp.library_wording (slot, words, type, version, hits) values (?, ?, ?, ?, ?)",
                    slot,
                    match,
                    of.number(),
                    version,
                    count);
            return new Hits(table, count);
        } catch (SQLException e) {
            throw StoreException.of("look for words in the store", e);
        }
    }

    /// @return the condition for rows of all servers
    String whole(String condition) {
        return between(condition, 0, (1L << 56) - 1);
    }

    /// @return the condition for rows of one server
    String of(int instance, String condition) {
        return between(condition, LibraryTables.firstKey(instance), LibraryTables.lastKey(instance));
    }

    private String between(String condition, long first, long last) {
        return KEYS.matcher(condition)
                .replaceAll(set -> in(keySets.get(Integer.parseInt(set.group(1))).stream()
                        .filter(k -> k >= first && k <= last)
                        .toList()));
    }

    private String in(List<Long> keys) {
        if (keys.isEmpty()) {
            return " = -1"; // no key: SQLite has no plan for an empty list
        }
        return keys.size() == 1
                ? " = " + keys.getFirst()
                : keys.size() <= FEW_KEYS
                        ? keys.stream().map(String::valueOf).collect(Collectors.joining(", ", " in (", ")"))
                        : " in (select value from json_each(" + bind(LibraryTables.json(keys)) + "))";
    }

    private String anyOf(List<Long> keys) {
        keySets.add(keys);
        return "#keys" + (keySets.size() - 1) + ";";
    }

    Condition filter(LibraryFilter filter, LibraryQuery query, LibraryQueries.Counting counting) {
        return switch (filter) {
            case Linked linked -> linked(linked, query, counting);
            case Bound(var value, var least, var bound) ->
                plain(value(value)
                        + (least ? " >= " : " <= ")
                        + bind(bound)
                        + (least ? "" : " and " + value(value) + " > 0"));
            case Missing(var part) -> plain(missing(part));
            case Organized(var yes) -> plain("@.organized = " + (yes ? 1 : 0));
            case Favourite _ ->
                plain("(@.favourite = 1 or exists (select 1 from library_user u where u.type = " + type.number()
                        + " and u.k = @.k and u.favourite = 1) or exists (select 1 from library_member m join library_user u"
                        + " on u.type = m.type and u.k = m.k where m.type = " + type.number()
                        + " and m.cluster = @.cluster and u.favourite = 1))");
            case Copies(var several) ->
                plain((several ? "" : "not ") + "exists (select 1 from library_member m where m.type = " + type.number()
                        + " and m.cluster = @.cluster and m.k <> @.k and m.inst in " + selected() + ")");
            case On(var servers) -> plain(on(servers));
            case Words(var words, var where) -> plain(worded(words, where));
            case Titled(var title) -> plain("@.s_title = " + bind(SortTitle.of(title)));
            case Dated(var beginning) ->
                plain("(@.s_date >= " + bind(beginning) + " and @.s_date < " + bind(beginning + "\uffff") + ")");
            case Any(var any) -> plain(any.isEmpty() ? NEVER : joined(any, " or ", query, counting));
            case All(var all) -> plain(all.isEmpty() ? "1" : joined(all, " and ", query, counting));
            case Not(var not) -> plain("not (" + filter(not, query, counting).test() + ")");
        };
    }

    private String joined(
            List<LibraryFilter> filters, String by, LibraryQuery query, LibraryQueries.Counting counting) {
        return filters.stream()
                .map(each -> filter(each, query, counting).test())
                .collect(Collectors.joining(by, "(", ")"));
    }

    private String on(Set<Integer> servers) {
        var list = bind(LibraryTables.json(servers.stream().map(Long::valueOf).toList()));
        var in = " in (select value from json_each(" + list + "))";
        return "(@.inst" + in + " or exists (select 1 from library_member m where m.type = " + type.number()
                + " and m.cluster = @.cluster and m.inst" + in + " and m.inst in " + selected() + "))";
    }

    /// @param where a column of the text index; empty for all
    private String worded(String words, String where) {
        if (!where.isEmpty() && !TEXTS.contains(where)) {
            throw new IllegalArgumentException("no such column of the text index: " + where);
        }
        var asked = Asked.of(words);
        var not = asked.onlyWithout() ? "not " : "";
        if (where.equals("studio") && type != EntityType.SCENE) { // only scenes have its words in the index
            var hits = find("title : (" + asked.match() + ")", EntityType.STUDIO);
            return "coalesce(@.parent_k, 0) " + not + "in " + hits.table;
        }
        var hits = find(where.isEmpty() ? asked.match() : where + " : (" + asked.match() + ")", type);
        return "@.k " + not + "in " + hits.table;
    }

    private static Condition plain(String test) {
        return new Condition(test, Optional.empty(), Long.MAX_VALUE);
    }

    private String value(LibraryFilter.Value value) {
        try {
            var own = LibraryOwn.of(value);
            return own.isPresent() ? own.get().value(connection, type, "@") : "@." + column(value);
        } catch (SQLException e) {
            throw StoreException.of("look up in the store what was said here", e);
        }
    }

    private static String column(LibraryFilter.Value value) {
        return switch (value) {
            case HEIGHT -> "s_height";
            case RATING -> "s_rating";
            case DURATION -> "s_duration";
            case SIZE -> "s_size";
            case PLAYS -> "s_plays";
            case CREATED -> "s_created";
        };
    }

    private String missing(LibraryFilter.Part part) {
        return switch (part) {
            case DATE -> "@.s_date = ''";
            case PARENT -> "@.parent_k is null";
            case RATING -> value(LibraryFilter.Value.RATING) + " = 0";
            case PICTURE -> "@.picture = 0";
            case EXTERNAL_ID ->
                "not exists (select 1 from library_external_id e where e.type = " + type.number() + " and e.k = @.k)";
            case PERFORMERS -> unlinked(EntityType.PERFORMER);
            case TAGS -> unlinked(EntityType.TAG);
        };
    }

    private String unlinked(EntityType to) {
        return relation(to)
                .map(relation -> "not exists (select 1 from library_link l where l.relation = " + relation.number()
                        + " and l.from_k = @.k and l.src & 1)")
                .orElse("1");
    }

    private Optional<Relation> relation(EntityType to) {
        return Relation.from(type).stream()
                .filter(relation -> relation.to() == to)
                .findFirst();
    }

    private Condition linked(Linked linked, LibraryQuery query, LibraryQueries.Counting counting) {
        var sets = linked.things().stream()
                .map(things -> keys(things, query.instances()))
                .toList();
        if (linked.mode() == Mode.ALL) {
            var conditions =
                    sets.stream().map(keys -> anyOf(linked, keys, counting)).toList();
            var test = conditions.stream()
                    .map(Condition::test)
                    .reduce((one, other) -> one + " and " + other)
                    .orElse("0");
            var best = conditions.stream().min(java.util.Comparator.comparingLong(Condition::most));
            return new Condition(
                    "(" + test + ")",
                    best.flatMap(Condition::drive),
                    best.map(Condition::most).orElse(0L),
                    false);
        }
        var all = sets.stream().flatMap(List::stream).distinct().toList();
        if (linked.mode() == Mode.ANY) {
            return anyOf(linked, all, counting);
        }
        if (all.isEmpty()) {
            return plain("1");
        }
        var of = anyOf(linked, all, counting);
        return plain("(not " + of.test + " and (@.cluster is null or not exists (select 1 from library_member mm join "
                + LibraryTables.table(type) + " mx on mx.k = mm.k where mm.type = " + type.number()
                + " and mm.cluster = @.cluster and mm.inst in " + selected() + " and " + whole(of.on("mx")) + ")))");
    }

    /// Only copies on the servers that are shown can be linked to what is shown.
    private static List<Long> keys(Set<EntityKey> things, Set<Integer> instances) {
        return things.stream()
                .filter(key -> instances.contains(key.instance()))
                .map(EntityKey::packed)
                .sorted()
                .toList();
    }

    private Condition anyOf(Linked linked, List<Long> keys, LibraryQueries.Counting counting) {
        if (keys.isEmpty()) { // nothing is linked to nothing
            return new Condition(NEVER, Optional.of("select 0 where 0"), 0);
        }
        var in = anyOf(keys);
        boolean parent =
                linked.to() == EntityType.STUDIO || (type == EntityType.MARKER && linked.to() == EntityType.SCENE);
        if (parent) {
            return new Condition(
                    "@.parent_k" + in,
                    Optional.of(whole(
                            "select k from " + LibraryTables.table(type) + " where gone is null and parent_k" + in)),
                    counting.parents(type, keys));
        }
        var relation = relation(linked.to());
        if (relation.isEmpty()) {
            return new Condition(NEVER, Optional.of("select 0 where 0"), 0);
        }
        var own = linked.inherited() ? "" : " and l.src & 1";
        var of = " from library_link l where l.relation = " + relation.get().number();
        return new Condition(
                "exists (select 1" + of + " and l.from_k = @.k and l.to_k" + in + own + ")",
                Optional.of(whole("select l.from_k" + of + " and l.to_k" + in + own)),
                counting.links(relation.get(), keys));
    }
}
