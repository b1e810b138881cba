package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Folding.Said;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.Opinion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a person says and thinks of things: which are the same, which copy counts, ratings, favourites,
/// what was watched here, and what waits to be written on a server. Kept whatever the servers do.
/// Thread-safe.
public final class LibraryPersonalRepository {

    private final Database database;

    public LibraryPersonalRepository(Database database) {
        this.database = database;
    }

    // --- the same, or not

    /// Remembers what a person said and folds anew. What was said of the same two before is replaced.
    public void say(EntityKey one, EntityKey other, boolean same, String note, Instant now) {
        var said = Said.of(one.packed(), other.packed(), same);
        int type = one.type().number();
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "update library_rule set undone_at_ms = ? where type = ? and a = ? and b = ? and undone_at_ms is null",
                    now,
                    type,
                    said.a(),
                    said.b());
            Sql.update(
                    connection,
                    "insert into library_rule (type, a, b, verdict, made_at_ms, note) values (?, ?, ?, ?, ?, ?)",
                    type,
                    said.a(),
                    said.b(),
                    same ? "same" : "different",
                    now,
                    note);
            LibraryFolds.refold(connection, one.type(), List.of(said.a(), said.b()), now);
            return 0;
        });
    }

    /// Takes back what was said.
    ///
    /// @return whether it still held
    public boolean unsay(long rule, Instant now) {
        return database.transaction(connection -> {
            var found = Sql.first(
                    connection, "select * from library_rule where num = ? and undone_at_ms is null", ROW, rule);
            if (found.isEmpty()) {
                return false;
            }
            Sql.update(connection, "update library_rule set undone_at_ms = ? where num = ?", now, rule);
            var it = found.get();
            LibraryFolds.refold(
                    connection, it.a().type(), List.of(it.a().packed(), it.b().packed()), now);
            return true;
        });
    }

    private static final Sql.Row<LikenessRule> ROW = row -> {
        var type = EntityType.numbered(row.getInt("type"));
        return new LikenessRule(
                row.getLong("num"),
                EntityKey.unpacked(type, row.getLong("a")),
                EntityKey.unpacked(type, row.getLong("b")),
                row.getString("verdict").equals("same"),
                Sql.instant(row, "made_at_ms"),
                row.getString("note"),
                Sql.optionalInstant(row, "undone_at_ms"));
    };

    /// @return newest first, those taken back included
    public List<LikenessRule> rules(int most) {
        return database.read(
                connection -> Sql.list(connection, "select * from library_rule order by num desc limit ?", ROW, most));
    }

    /// @return what holds about things of a type
    public List<Said> said(EntityType type) {
        return database.read(connection -> Sql.list(
                connection,
                "select a, b, verdict from library_rule where type = ? and undone_at_ms is null order by num",
                row -> Said.of(row.getLong(1), row.getLong(2), row.getString(3).equals("same")),
                type.number()));
    }

    /// Folds everything of a type anew, in slices: gives what has come about bit by bit.
    public void refoldAll(EntityType type, Instant now) {
        long after = 0;
        while (true) {
            long from = after;
            var keys = database.read(connection -> Sql.list(
                    connection,
                    "select k from " + LibraryTables.table(type) + " where k > ? order by k limit "
                            + LibraryTables.SLICE,
                    row -> row.getLong(1),
                    from));
            if (keys.isEmpty()) {
                return;
            }
            database.transaction(connection -> {
                LibraryFolds.refold(connection, type, keys, now);
                return 0;
            });
            after = keys.getLast();
        }
    }

    // --- which copy counts

    /// A decision about a difference.
    ///
    /// @param field name of the field, `*` for the whole thing
    /// @param copy  whose value is shown; empty: the difference is all right
    /// @param seen  the values on which it was made
    public record Pick(String field, Optional<EntityKey> copy, String seen) {}

    public void pick(EntityType type, long cluster, Pick pick, Instant now) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "insert or replace into library_pick (type, cluster, field, k, seen, at_ms) values (?, ?, ?, ?, ?, ?)",
                    type.number(),
                    cluster,
                    pick.field(),
                    pick.copy().map(EntityKey::packed).orElse(null),
                    pick.seen(),
                    now);
            if (pick.field().equals("*")) {
                LibraryFolds.rankAgain(connection, type, List.of(cluster));
            }
            return 0;
        });
    }

    /// Takes a decision about a difference back.
    public void unpick(EntityType type, long cluster, String field) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from library_pick where type = ? and cluster = ? and field = ?",
                type.number(),
                cluster,
                field));
    }

    /// @return by field
    public Map<String, Pick> picks(EntityType type, long cluster) {
        return database.read(connection -> {
            var picks = new TreeMap<String, Pick>();
            Sql.list(
                            connection,
                            "select * from library_pick where type = ? and cluster = ?",
                            row -> new Pick(
                                    row.getString("field"),
                                    Sql.optionalLong(row, "k").stream()
                                            .mapToObj(k -> EntityKey.unpacked(type, k))
                                            .findFirst(),
                                    row.getString("seen")),
                            type.number(),
                            cluster)
                    .forEach(pick -> picks.put(pick.field(), pick));
            return picks;
        });
    }

    // --- what a person thinks of it

    /// @param rating 1 to 100; empty takes it away
    public void rate(EntityKey key, OptionalInt rating, Instant now) {
        set(key, "rating", rating.isPresent() ? rating.getAsInt() : null, now);
    }

    public void favourite(EntityKey key, boolean yes, Instant now) {
        set(key, "favourite", yes, now);
    }

    public void resume(EntityKey key, long millis, Instant now) {
        set(key, "resume_ms", millis, now);
    }

    public void note(EntityKey key, String words, Instant now) {
        set(key, "note", words, now);
    }

    public void hide(EntityKey key, boolean yes, Instant now) {
        set(key, "hidden", yes, now);
    }

    private void set(EntityKey key, String column, @Nullable Object value, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert into library_user (type, k, " + column + ", updated_at_ms) values (?, ?, ?, ?)"
                        + " on conflict (type, k) do update set " + column + " = excluded." + column
                        + ", updated_at_ms = excluded.updated_at_ms",
                key.type().number(),
                key.packed(),
                value,
                now));
    }

    /// @return in the order of the keys' numbers
    public List<Opinion> opinions() {
        return database.read(connection -> Sql.list(
                connection, "select * from library_user order by type, k", LibraryPersonalRepository::opinion));
    }

    public List<Opinion> opinions(Collection<EntityKey> keys) {
        var wanted = Set.copyOf(keys);
        return database.read(connection -> {
            var all = new java.util.ArrayList<Opinion>();
            for (var key : wanted) {
                all.addAll(Sql.list(
                        connection,
                        "select * from library_user where type = ? and k = ?",
                        LibraryPersonalRepository::opinion,
                        key.type().number(),
                        key.packed()));
            }
            return all;
        });
    }

    private static Opinion opinion(java.sql.ResultSet row) throws SQLException {
        var rating = Sql.optionalLong(row, "rating");
        return new Opinion(
                EntityKey.unpacked(EntityType.numbered(row.getInt("type")), row.getLong("k")),
                rating.isPresent() ? OptionalInt.of((int) rating.getAsLong()) : OptionalInt.empty(),
                row.getBoolean("favourite"),
                row.getBoolean("hidden"),
                row.getLong("resume_ms"),
                Sql.optionalText(row, "note").orElse(""),
                Sql.instant(row, "updated_at_ms"));
    }

    /// Something that was watched here.
    ///
    /// @param what   `play` or `o`
    /// @param pushed whether a server knows of it
    public record Event(long number, EntityKey key, String what, Instant at, double seconds, boolean pushed) {}

    public long add(EntityKey key, String what, Instant at, double seconds) {
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "insert into library_event (type, k, what, at_ms, seconds, pushed) values (?, ?, ?, ?, cast(? as real), 0)",
                    key.type().number(),
                    key.packed(),
                    what,
                    at,
                    String.valueOf(seconds));
            return Sql.number(connection, "select last_insert_rowid()");
        });
    }

    /// Takes over what was thought and watched elsewhere. Things of which something was said here, and what is
    /// known to have been watched at that very moment, stay as they are.
    ///
    /// @param opinions at most one of each thing; hiding and notes are left out
    public void takeOver(Collection<Opinion> opinions, Collection<Event> events) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "insert into library_user (type, k, rating, favourite, resume_ms, updated_at_ms)"
                            + " values (?, ?, ?, ?, ?, ?) on conflict (type, k) do nothing",
                    opinions.stream().map(LibraryPersonalRepository::values)::iterator);
            Sql.updateEach(
                    connection,
                    "insert into library_event (type, k, what, at_ms, seconds, pushed) select ?1, ?2, ?3, ?4, ?5, 0"
                            + " where not exists (select 1 from library_event"
                            + " where type = ?1 and k = ?2 and at_ms = ?4 and what = ?3)",
                    events.stream().map(LibraryPersonalRepository::values)::iterator);
            return opinions.size() + events.size();
        });
    }

    private static @Nullable Object[] values(Opinion one) {
        return new @Nullable Object[] {
            one.key().type().number(),
            one.key().packed(),
            one.rating().isPresent() ? one.rating().getAsInt() : null,
            one.favourite() ? true : null,
            one.resumeMillis() > 0 ? one.resumeMillis() : null,
            one.at()
        };
    }

    private static @Nullable Object[] values(Event one) {
        return new @Nullable Object[] {
            one.key().type().number(), one.key().packed(), one.what(), one.at(), one.seconds()
        };
    }

    /// Notes that a server knows of what was watched, so that it is counted there alone.
    public void pushed(EntityKey key, String what, Instant at) {
        database.transaction(connection -> Sql.update(
                connection,
                "update library_event set pushed = 1 where type = ? and k = ? and what = ? and at_ms = ?",
                key.type().number(),
                key.packed(),
                what,
                at));
    }

    /// Forgets what was noted of a thing last. Where a server knows of it, or may know, an order to take it
    /// back there is put in.
    ///
    /// @return whether there was one
    public boolean takeBack(EntityKey key, String what, Instant now) {
        int type = key.type().number();
        return database.transaction(connection -> {
            var last = Sql.first(
                    connection,
                    "select num, at_ms, pushed from library_event where type = ? and k = ? and what = ?"
                            + " order by at_ms desc, num desc limit 1",
                    row -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3)},
                    type,
                    key.packed(),
                    what);
            if (last.isEmpty()) {
                return false;
            }
            var at = Instant.ofEpochMilli(last.get()[1]);
            Sql.update(connection, "delete from library_event where num = ?", last.get()[0]);
            Sql.update(
                    connection,
                    "delete from library_outbox where num = (select max(num) from library_outbox where type = ?"
                            + " and k = ? and op = ? and value = ? and state in ('waiting', 'failed'))",
                    type,
                    key.packed(),
                    what,
                    at.toString());
            boolean sending = Sql.number(
                            connection,
                            "select count(*) from library_outbox where type = ? and k = ? and op = ? and value = ?"
                                    + " and state = 'sending'",
                            type,
                            key.packed(),
                            what,
                            at.toString())
                    > 0;
            if (sending || last.get()[2] == 1) {
                order(connection, key, what + BACK, at.toString(), "", now);
            }
            return true;
        });
    }

    /// @return oldest first
    public List<Event> events() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_event order by at_ms, num",
                row -> new Event(
                        row.getLong("num"),
                        EntityKey.unpacked(EntityType.numbered(row.getInt("type")), row.getLong("k")),
                        row.getString("what"),
                        Sql.instant(row, "at_ms"),
                        row.getDouble("seconds"),
                        row.getBoolean("pushed"))));
    }

    // --- what waits to be written on a server

    /// The base of an order that is carried out whatever the server has.
    public static final String ANYTHING = "*";

    /// What is added to the name of an event that is taken back.
    private static final String BACK = "-back";

    /// @param op    `rating`, `favourite`, `organized`, `resume`, `play`, `o`, `play-back`, `o-back`, or a field
    /// @param base  the server's value that the person saw
    /// @param state `waiting`, `sending`, `done`, `conflict`, `failed`
    public record Order(
            long number,
            EntityKey key,
            String op,
            String value,
            String base,
            Instant createdAt,
            Instant notBefore,
            int tries,
            String state,
            String error) {

        /// @return whether it is about something that happened at a moment, which is its value
        public boolean event() {
            return LibraryPersonalRepository.event(op);
        }

        /// @return whether an event is taken back
        public boolean back() {
            return op.endsWith(BACK);
        }

        /// @return the event, also when it is taken back
        public String what() {
            return back() ? op.substring(0, op.length() - BACK.length()) : op;
        }
    }

    private static boolean event(String op) {
        return Set.of("play", "o", "play" + BACK, "o" + BACK).contains(op);
    }

    /// Takes out what was not sent of a value: another one counts now.
    public void supersede(EntityKey key, String op) {
        database.transaction(connection -> supersede(connection, key, op));
    }

    private static int supersede(Connection connection, EntityKey key, String op) throws SQLException {
        return Sql.update(
                connection,
                "delete from library_outbox where type = ? and k = ? and op = ?"
                        + " and state in ('waiting', 'conflict', 'failed')",
                key.type().number(),
                key.packed(),
                op);
    }

    /// Puts an order in; a newer value of the same replaces one that was not sent, single events do not.
    public void order(EntityKey key, String op, String value, String base, Instant now) {
        database.transaction(connection -> {
            if (!event(op)) {
                supersede(connection, key, op);
            }
            return order(connection, key, op, value, base, now);
        });
    }

    private static int order(Connection connection, EntityKey key, String op, String value, String base, Instant now)
            throws SQLException {
        return Sql.update(
                connection, """
                    insert into library_outbox (instance_num, type, k, op, value, base, created_at_ms, not_before_ms,
                        tries, state, error) select num, ?, ?, ?, ?, ?, ?, ?, 0, 'waiting', '' from instance where num = ?
                    """, key.type().number(), key.packed(), op, value, base, now, now, key.instance());
    }

    /// @return what is not done, oldest first
    public List<Order> orders(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_outbox where instance_num = ? and state <> 'done' order by num",
                row -> new Order(
                        row.getLong("num"),
                        EntityKey.unpacked(EntityType.numbered(row.getInt("type")), row.getLong("k")),
                        row.getString("op"),
                        row.getString("value"),
                        row.getString("base"),
                        Sql.instant(row, "created_at_ms"),
                        Sql.instant(row, "not_before_ms"),
                        row.getInt("tries"),
                        row.getString("state"),
                        row.getString("error")),
                instance));
    }

    /// @param notBefore when it may be tried again
    public void mark(long order, String state, String error, Instant notBefore) {
        database.transaction(connection -> Sql.update(
                connection,
                "update library_outbox set state = ?, error = ?, not_before_ms = ?, tries = tries + 1 where num = ?",
                state,
                error,
                notBefore,
                order));
    }

    /// Lets an order be sent again, whatever the server has: its base becomes [#ANYTHING].
    public void insist(int instance, long order, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "update library_outbox set state = 'waiting', base = ?, error = '', not_before_ms = ?"
                        + " where num = ? and instance_num = ? and state <> 'done'",
                ANYTHING,
                now,
                order,
                instance));
    }

    public void drop(int instance, long order) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from library_outbox where num = ? and instance_num = ? and state <> 'done'",
                order,
                instance));
    }

    // --- filters with a name

    public void save(String name, String document, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into library_filter (name, document, saved_at_ms) values (?, ?, ?)",
                name,
                document,
                now));
    }

    /// @return whether it was there and no other has the name
    public boolean rename(String name, String other) {
        return database.transaction(connection -> Sql.update(
                        connection, "update or ignore library_filter set name = ? where name = ?", other, name))
                > 0;
    }

    public boolean forget(String name) {
        return database.transaction(
                        connection -> Sql.update(connection, "delete from library_filter where name = ?", name))
                > 0;
    }

    /// @return documents by name
    public Map<String, String> filters() {
        return database.read(connection -> new TreeMap<>(readFilters(connection)));
    }

    private static Map<String, String> readFilters(Connection connection) throws SQLException {
        return Sql.map(
                connection,
                "select name, document from library_filter",
                row -> row.getString(1),
                row -> row.getString(2));
    }
}
