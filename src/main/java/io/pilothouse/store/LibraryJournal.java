package io.pilothouse.store;

import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.SyncRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where reading the servers stands: how far a run came, what was last seen of each library, what an
/// inventory saw, and by what a library is known again. Thread-safe.
public final class LibraryJournal {

    private final Database database;

    public LibraryJournal(Database database) {
        this.database = database;
    }

    /// Where the listing of one type stands.
    ///
    /// @param mode  the run it belongs to
    /// @param phase `listing` or `done`
    /// @param rows  how many rows it has passed, also those that could not be read
    public record Cursor(
            EntityType type, String mode, String phase, long lastId, String maxRaw, long rows, Instant startedAt) {}

    public List<Cursor> cursors(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_cursor where instance_num = ? order by type",
                row -> new Cursor(
                        EntityType.numbered(row.getInt("type")),
                        row.getString("mode"),
                        row.getString("phase"),
                        row.getLong("last_id"),
                        row.getString("max_raw"),
                        row.getLong("rows"),
                        Sql.instant(row, "started_at_ms")),
                instance));
    }

    public void save(int instance, Cursor cursor) {
        database.transaction(connection -> save(connection, instance, cursor));
    }

    static int save(Connection connection, int instance, Cursor cursor) throws SQLException {
        return Sql.update(
                connection,
                """
                insert or replace into library_cursor
                    (instance_num, type, mode, phase, last_id, page, max_raw, rows, started_at_ms)
                select num, ?, ?, ?, ?, 1, ?, ?, ? from instance where num = ?
                """, // the page depends on how large pages are
                cursor.type().number(),
                cursor.mode(),
                cursor.phase(),
                cursor.lastId(),
                cursor.maxRaw(),
                cursor.rows(),
                cursor.startedAt(),
                instance);
    }

    public void forgetCursors(int instance) {
        database.transaction(
                connection -> Sql.update(connection, "delete from library_cursor where instance_num = ?", instance));
    }

    public Map<EntityType, String> watermarks(int instance) {
        return database.read(connection -> Sql.map(
                connection,
                "select type, raw from library_watermark where instance_num = ?",
                row -> EntityType.numbered(row.getInt(1)),
                row -> row.getString(2),
                instance));
    }

    /// Moves a watermark up, never down.
    public void raise(int instance, EntityType type, String raw) {
        if (!raw.isEmpty()) {
            database.transaction(connection -> Sql.update(connection, """
                    insert into library_watermark (instance_num, type, raw) select num, ?, ? from instance where num = ?
                    on conflict (instance_num, type) do update set raw = excluded.raw where excluded.raw > raw
                    """, type.number(), raw, instance));
        }
    }

    /// What is remembered of a server's library as a whole.
    ///
    /// @param counts        as JSON
    /// @param fileWatermark greatest file stamp seen
    /// @param zone          offset of the newest stamps
    /// @param held          deletions that wait for a person, as JSON
    /// @param writeBack     `off`, `manual` or `automatic`
    public record State(
            String software,
            String counts,
            String fileWatermark,
            String zone,
            Optional<Instant> fullAt,
            Optional<Instant> inventoryAt,
            Optional<Instant> activityAt,
            Optional<Instant> goodAt,
            String held,
            String writeBack) {

        public static final State NONE = new State(
                "", "{}", "", "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "{}", "off");

        public State withFullAt(Optional<Instant> at) {
            return new State(
                    software, counts, fileWatermark, zone, at, inventoryAt, activityAt, goodAt, held, writeBack);
        }

        public State withNothingHeld() {
            return new State(
                    software, counts, fileWatermark, zone, fullAt, inventoryAt, activityAt, goodAt, "{}", writeBack);
        }

        public State withWriteBack(String mode) {
            return new State(
                    software, counts, fileWatermark, zone, fullAt, inventoryAt, activityAt, goodAt, held, mode);
        }
    }

    public State state(int instance) {
        return database.read(connection -> Sql.first(
                        connection,
                        "select * from library_state where instance_num = ?",
                        row -> new State(
                                row.getString("software"),
                                row.getString("counts"),
                                row.getString("file_watermark"),
                                row.getString("zone"),
                                Sql.optionalInstant(row, "full_at_ms"),
                                Sql.optionalInstant(row, "inventory_at_ms"),
                                Sql.optionalInstant(row, "activity_at_ms"),
                                Sql.optionalInstant(row, "good_at_ms"),
                                row.getString("held"),
                                row.getString("write_back")),
                        instance)
                .orElse(State.NONE));
    }

    public void save(int instance, State state) {
        database.transaction(connection -> Sql.update(
                connection,
                """
                insert or replace into library_state (instance_num, software, counts, file_watermark, zone, full_at_ms,
                    inventory_at_ms, activity_at_ms, good_at_ms, held, write_back)
                select num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? from instance where num = ?
                """,
                state.software(),
                state.counts(),
                state.fileWatermark(),
                state.zone(),
                state.fullAt(),
                state.inventoryAt(),
                state.activityAt(),
                state.goodAt(),
                state.held(),
                state.writeBack(),
                instance));
    }

    public void add(int instance, SyncRun run) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    """
                    insert into library_run (instance_num, mode, started_at_ms, ended_at_ms, outcome, reason, report)
                    select num, ?, ?, ?, ?, ?, ? from instance where num = ?
                    """,
                    run.mode(),
                    run.startedAt(),
                    run.endedAt(),
                    run.outcome(),
                    run.reason(),
                    run.report(),
                    instance);
            return Sql.update(connection, """
                    delete from library_run where instance_num = ?1 and num <= (select num from library_run
                        where instance_num = ?1 order by num desc limit 1 offset 100)
                    """, instance);
        });
    }

    /// @return newest first
    public List<SyncRun> runs(int instance, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_run where instance_num = ? order by num desc limit ?",
                row -> new SyncRun(
                        row.getString("mode"),
                        Sql.instant(row, "started_at_ms"),
                        Sql.instant(row, "ended_at_ms"),
                        row.getString("outcome"),
                        row.getString("reason"),
                        row.getString("report")),
                instance,
                most));
    }

    // --- knowing a library again

    /// @param content checksum of its first file, or its name
    public record Sample(EntityType type, long id, String createdRaw, String content) {}

    public List<Sample> samples(int instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from library_sample where instance_num = ? order by type, id",
                row -> new Sample(
                        EntityType.numbered(row.getInt("type")),
                        row.getLong("id"),
                        row.getString("created_raw"),
                        row.getString("content")),
                instance));
    }

    /// Takes a few things of each type that is easily known again, spread over the library. Earlier ones
    /// that are still there stay.
    ///
    /// @param held types of which the server does not list what is here: they would tell of another library
    public void sample(int instance, int ofEach, Set<EntityType> held) {
        database.transaction(connection -> {
            Sql.update(connection, """
                    delete from library_sample where instance_num = ?1 and not exists (
                        select 1 from library_detail d where d.type = library_sample.type
                            and d.k = (?1 << 40) | library_sample.id and d.created_raw = library_sample.created_raw)
                    """, instance);
            for (var type : List.of(EntityType.SCENE, EntityType.TAG, EntityType.PERFORMER, EntityType.STUDIO)) {
                if (held.contains(type)) {
                    Sql.update(
                            connection,
                            "delete from library_sample where instance_num = ? and type = ?",
                            instance,
                            type.number());
                    continue;
                }
                var content = type == EntityType.SCENE ? "coalesce(f.oshash, f.md5, '')" : "h.title";
                var join = type == EntityType.SCENE
                        ? " join library_file f on f.type = 1 and f.k = h.k and f.pos = 0"
                        : "";
                Sql.update(
                        connection,
                        "insert or replace into library_sample (instance_num, type, id, created_raw, content)"
                                + " select ?1, ?2, h.k & 1099511627775, d.created_raw, " + content + " from "
                                + LibraryTables.table(type) + " h join library_detail d on d.type = ?2 and d.k = h.k"
                                + join
                                + " where h.inst = ?1 and h.gone is null and " + content + " <> ''"
                                + " and exists (select 1 from instance where num = ?1) order by h.shuffle limit ?3",
                        instance,
                        type.number(),
                        ofEach);
            }
            return 0;
        });
    }

    public void forgetSamples(int instance) {
        database.transaction(
                connection -> Sql.update(connection, "delete from library_sample where instance_num = ?", instance));
    }

    // --- inventory

    public void seen(int instance, EntityType type, Map<Long, String> rows) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "insert or replace into library_seen (type, k, raw) values (?, ?, ?)",
                    rows.entrySet().stream()
                            .map(row -> new Object[] {
                                type.number(), EntityKey.first(instance) | row.getKey(), row.getValue()
                            })
                            .toList());
            return rows.size();
        });
    }

    public void forgetSeen(int instance, EntityType type) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from library_seen where type = ? and k between ? and ?",
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    public long seenCount(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                "select count(*) from library_seen where type = ? and k between ? and ?",
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    private static final String UNSEEN = """
            from TABLE h where h.inst = ?1 and h.gone is null
                and not exists (select 1 from library_seen s where s.type = ?2 and s.k = h.k)""";

    /// @return how much is here and was not seen
    public long unseenCount(int instance, EntityType type) {
        return database.read(connection -> Sql.number(
                connection,
                "select count(*) " + UNSEEN.replace("TABLE", LibraryTables.table(type)),
                instance,
                type.number()));
    }

    /// @param after an id
    /// @return what is here after that id and was not seen, ascending, at most so much
    public List<EntityKey> unseen(int instance, EntityType type, long after, int most) {
        return database.read(connection -> Sql.list(
                connection,
                "select h.k " + UNSEEN.replace("TABLE", LibraryTables.table(type))
                        + " and h.k > ?3 and h.k <= ?4 order by h.k limit ?5",
                row -> EntityKey.unpacked(type, row.getLong(1)),
                instance,
                type.number(),
                EntityKey.first(instance) | after,
                LibraryTables.lastKey(instance),
                most));
    }

    /// What is seen again is suspected no more.
    public void trustSeen(int instance, EntityType type) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from library_todo where what = 'suspect' and type = ?1 and k between ?2 and ?3"
                        + " and k in (select s.k from library_seen s where s.type = ?1 and s.k between ?2 and ?3)",
                type.number(),
                LibraryTables.firstKey(instance),
                LibraryTables.lastKey(instance)));
    }

    /// Suspects things that were not seen.
    ///
    /// @return those of them that were suspected before, and are not any more
    public List<EntityKey> suspect(EntityType type, List<EntityKey> keys) {
        return database.transaction(connection -> {
            var list = LibraryTables.json(LibraryTables.packed(keys));
            var before = Sql.list(
                    connection,
                    "select k from library_todo where what = 'suspect' and type = ? and k in (select value from json_each(?))",
                    row -> EntityKey.unpacked(type, row.getLong(1)),
                    type.number(),
                    list);
            Sql.update(
                    connection,
                    "insert or ignore into library_todo (what, type, k) select 'suspect', ?, value from json_each(?)",
                    type.number(),
                    list);
            Sql.update(
                    connection,
                    "delete from library_todo where what = 'suspect' and type = ? and k in (select value from json_each(?))",
                    type.number(),
                    LibraryTables.json(LibraryTables.packed(before)));
            return before;
        });
    }

    /// @param after an id
    /// @return ids after that one that were seen and are not here, or with another stamp, ascending, at most
    ///     so many
    public List<Long> seenOtherwise(int instance, EntityType type, long after, int most) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select s.k from library_seen s left join TABLE h on h.k = s.k
                left join library_detail d on d.type = s.type and d.k = s.k
                where s.type = ? and s.k > ? and s.k <= ?
                    and (h.k is null or h.gone is not null or d.updated_raw <> s.raw)
                order by s.k limit ?
                """.replace("TABLE", LibraryTables.table(type)),
                row -> EntityKey.unpacked(type, row.getLong(1)).id(),
                type.number(),
                EntityKey.first(instance) | after,
                LibraryTables.lastKey(instance),
                most));
    }
}
