package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TorrentTracker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Torrents as last seen, what the rules observed, what was done, and the copies that bring deleted ones
/// back. What is stored for an instance that was deleted meanwhile is silently dropped. Thread-safe.
public final class TorrentRepository {

    private static final String NUM = "(select num from instance where id = ?)";

    private final Database database;

    public TorrentRepository(Database database) {
        this.database = database;
    }

    /// Stores what changed in the list of one client, in one transaction.
    public void saveTorrents(InstanceId instance, Collection<Torrent> changed, Collection<String> gone, Instant now) {
        database.transaction(connection -> {
            long num = Sql.number(connection, "select num from instance where id = ?", instance);
            if (num == 0) {
                return 0;
            }
            var rows = new ArrayList<@Nullable Object[]>();
            for (var it : changed) {
                rows.add(new @Nullable Object[] {
                    num,
                    it.key().hash(),
                    it.infohashV1(),
                    it.infohashV2(),
                    it.name(),
                    it.state(),
                    it.category(),
                    String.join(",", it.tags()),
                    it.progress(),
                    it.size(),
                    it.completed(),
                    it.uploaded(),
                    Double.isFinite(it.ratio()) ? it.ratio() : -1.0,
                    it.savePath(),
                    it.contentPath(),
                    it.addedAt(),
                    it.seedingTime(),
                    it.isPrivate(),
                    TorrentTracker.shown(it.tracker()),
                    now,
                    now
                });
            }
            Sql.updateEach(connection, """
                    insert into torrent (instance_num, hash, infohash_v1, infohash_v2, name, state, category, tags,
                        progress, size_bytes, completed_bytes, uploaded_bytes, ratio, save_path, content_path,
                        added_at_ms, seeding_ms, is_private, tracker, first_seen_ms, last_seen_ms)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (instance_num, hash) do update set infohash_v1 = excluded.infohash_v1,
                        infohash_v2 = excluded.infohash_v2, name = excluded.name, state = excluded.state,
                        category = excluded.category, tags = excluded.tags, progress = excluded.progress,
                        size_bytes = excluded.size_bytes, completed_bytes = excluded.completed_bytes,
                        uploaded_bytes = excluded.uploaded_bytes, ratio = excluded.ratio,
                        save_path = excluded.save_path, content_path = excluded.content_path,
                        added_at_ms = excluded.added_at_ms, seeding_ms = excluded.seeding_ms,
                        is_private = excluded.is_private, tracker = excluded.tracker,
                        last_seen_ms = excluded.last_seen_ms
                    """, rows);
            var lost = gone.stream()
                    .map(hash -> new @Nullable Object[] {num, hash})
                    .toList();
            Sql.updateEach(connection, "delete from torrent where instance_num = ? and hash = ?", lost);
            Sql.updateEach(connection, "delete from torrent_observation where instance_num = ? and hash = ?", lost);
            return rows.size();
        });
    }

    /// @return the torrents of a client as last stored; speeds are 0
    public List<Torrent> torrents(InstanceId instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from torrent where instance_num = " + NUM,
                row -> torrent(instance, row),
                instance));
    }

    /// @return when the client's list was last stored
    public Optional<Instant> lastSeen(InstanceId instance) {
        return database.read(connection -> Sql.first(
                        connection,
                        "select max(last_seen_ms) as at from torrent where instance_num = " + NUM,
                        row -> Sql.optionalInstant(row, "at"),
                        instance)
                .flatMap(at -> at));
    }

    private static Torrent torrent(InstanceId instance, ResultSet row) throws SQLException {
        var state = TorrentState.valueOf(row.getString("state"));
        long size = row.getLong("size_bytes");
        long completed = row.getLong("completed_bytes");
        double ratio = row.getDouble("ratio");
        var tags = row.getString("tags");
        var isPrivate = Sql.optionalLong(row, "is_private");
        return new Torrent(
                new TorrentKey(instance, row.getString("hash")),
                row.getString("infohash_v1"),
                row.getString("infohash_v2"),
                row.getString("name"),
                state,
                row.getString("category"),
                tags.isEmpty()
                        ? Collections.emptySortedSet()
                        : Collections.unmodifiableSortedSet(new TreeSet<>(List.of(tags.split(",")))),
                row.getDouble("progress"),
                size,
                Optional.of(size),
                completed,
                Math.max(0, size - completed),
                0,
                0,
                Optional.empty(),
                ratio < 0 ? Double.POSITIVE_INFINITY : ratio,
                Optional.empty(),
                completed,
                row.getLong("uploaded_bytes"),
                0,
                0,
                0,
                0,
                Sql.optionalInstant(row, "added_at_ms"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMillis(row.getLong("seeding_ms")),
                Duration.ZERO,
                row.getString("save_path"),
                row.getString("content_path"),
                "",
                false,
                state.forced(),
                false,
                false,
                false,
                0,
                0,
                ShareLimits.USUAL,
                isPrivate.isPresent() ? Optional.of(isPrivate.getAsLong() == 1) : Optional.empty(),
                state != TorrentState.METADATA && state != TorrentState.FORCED_METADATA,
                row.getString("tracker"),
                0,
                Optional.empty(),
                0);
    }

    /// @return by hash, as JSON
    public Map<String, String> observations(InstanceId instance) {
        return database.read(connection -> Sql.map(
                connection,
                "select hash, seen from torrent_observation where instance_num = " + NUM,
                row -> row.getString("hash"),
                row -> row.getString("seen"),
                instance));
    }

    /// @param seen by hash, as JSON
    public void saveObservations(InstanceId instance, Map<String, String> seen) {
        database.transaction(connection -> {
            long num = Sql.number(connection, "select num from instance where id = ?", instance);
            if (num > 0) {
                Sql.updateEach(
                        connection,
                        """
                        insert into torrent_observation (instance_num, hash, seen) values (?, ?, ?)
                        on conflict (instance_num, hash) do update set seen = excluded.seen
                        """,
                        seen.entrySet().stream()
                                .map(it -> new @Nullable Object[] {num, it.getKey(), it.getValue()})
                                .toList());
            }
            return 0;
        });
    }

    /// What was written of a torrent belongs to another hash from now on: it is the same torrent, whose
    /// metadata has come.
    public void rename(InstanceId instance, String from, String to) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "update or replace torrent_observation set hash = ? where hash = ? and instance_num = " + NUM,
                    to,
                    from,
                    instance);
            return Sql.update(
                    connection,
                    "update torrent_ledger set hash = ? where hash = ? and instance_num = " + NUM,
                    to,
                    from,
                    instance);
        });
    }

    /// @param hash only this one; empty for all
    public void forgetObservations(InstanceId instance, Optional<String> hash) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from torrent_observation where instance_num = " + NUM + " and (? is null or hash = ?)",
                instance,
                hash,
                hash));
    }

    /// Writes down what is about to be done, all or nothing.
    ///
    /// @return the numbers, in the order of the torrents
    public List<Long> plan(
            Collection<Torrent> torrents,
            String act,
            Optional<String> rule,
            String reason,
            TorrentEntry.State state,
            Instant now) {
        return database.transaction(connection -> {
            var numbers = new ArrayList<Long>();
            for (var it : torrents) {
                int rows = Sql.update(
                        connection,
                        """
                        insert into torrent_ledger (instance_num, hash, name, act, rule, reason, state, at_ms, error)
                        select num, ?, ?, ?, ?, ?, ?, ?, '' from instance where id = ?
                        """,
                        it.key().hash(),
                        it.name(),
                        act,
                        rule.orElse(""),
                        reason,
                        state,
                        now,
                        it.key().instance());
                numbers.add(rows == 0 ? 0L : Sql.number(connection, "select last_insert_rowid()"));
            }
            return List.copyOf(numbers);
        });
    }

    public void settle(Collection<Long> numbers, TorrentEntry.State state, String error, Instant now) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    "update torrent_ledger set state = ?, error = ?, settled_at_ms = ? where id = ?",
                    numbers.stream()
                            .map(number -> new @Nullable Object[] {state, error, now, number})
                            .toList());
            return 0;
        });
    }

    /// @return what was sent and never confirmed, oldest first: after a crash only the client knows
    public List<TorrentEntry> open(InstanceId instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from torrent_ledger where state = 'SENT' and instance_num = " + NUM + " order by id",
                row -> entry(instance, row),
                instance));
    }

    /// @param hash or the beginning of one; empty for all torrents of the instance
    /// @return newest first
    public List<TorrentEntry> ledger(InstanceId instance, Optional<String> hash, Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from torrent_ledger where instance_num = " + NUM + """
                         and (? is null or substr(hash, 1, length(?)) = ?) and at_ms >= ? order by id desc limit ?
                        """,
                row -> entry(instance, row),
                instance,
                hash,
                hash,
                hash,
                since,
                limit));
    }

    /// @return how many torrents rules have deleted since then, or tried to
    public int deletedByRules(InstanceId instance, Instant since) {
        return database.<Long>read(connection -> Sql.number(
                        connection,
                        "select count(*) from torrent_ledger where instance_num = " + NUM
                                + " and act = 'delete' and rule <> '' and at_ms >= ?"
                                + " and state in ('SENT', 'CONFIRMED', 'NO_EFFECT')",
                        instance,
                        since))
                .intValue();
    }

    /// @return how many torrents this program has deleted since then
    public int deleted(InstanceId instance, Instant since) {
        return database.<Long>read(connection -> Sql.number(
                        connection,
                        "select count(*) from torrent_ledger where instance_num = " + NUM
                                + " and act = 'delete' and at_ms >= ? and state in ('SENT', 'CONFIRMED')",
                        instance,
                        since))
                .intValue();
    }

    private static TorrentEntry entry(InstanceId instance, ResultSet row) throws SQLException {
        return new TorrentEntry(
                row.getLong("id"),
                new TorrentKey(instance, row.getString("hash")),
                row.getString("name"),
                row.getString("act"),
                Optional.of(row.getString("rule")).filter(rule -> !rule.isEmpty()),
                row.getString("reason"),
                TorrentEntry.State.valueOf(row.getString("state")),
                Sql.instant(row, "at_ms"),
                Sql.optionalInstant(row, "settled_at_ms"),
                row.getString("error"));
    }

    /// What brings a deleted torrent back.
    ///
    /// @param file    empty where the client could not give it
    /// @param torrent JSON
    public record Copy(long ledger, Optional<byte[]> file, String torrent) {}

    public void saveCopy(Copy copy, Instant now) {
        database.transaction(connection -> Sql.update(
                connection,
                "insert or replace into torrent_copy (ledger_id, file, torrent, at_ms) values (?, ?, ?, ?)",
                copy.ledger(),
                copy.file().orElse(null),
                copy.torrent(),
                now));
    }

    public Optional<Copy> copy(long ledger) {
        return database.read(connection -> Sql.first(
                connection,
                "select * from torrent_copy where ledger_id = ?",
                row -> new Copy(ledger, Optional.ofNullable(row.getBytes("file")), row.getString("torrent")),
                ledger));
    }

    /// Forgets copies and entries that are older.
    public void forgetBefore(Instant copies, Instant entries) {
        database.transaction(connection -> {
            Sql.update(connection, "delete from torrent_copy where at_ms < ?", copies);
            return Sql.update(connection, "delete from torrent_ledger where at_ms < ? and state <> 'SENT'", entries);
        });
    }

    /// @return why the client's rules take nothing away
    public Optional<String> breaker(InstanceId instance) {
        return database.read(connection -> Sql.first(
                connection,
                "select reason from torrent_breaker where instance_num = " + NUM,
                row -> row.getString("reason"),
                instance));
    }

    public void tripBreaker(InstanceId instance, Breaker.Tripped why, Instant now) {
        database.transaction(
                connection -> Sql.update(connection, """
                insert into torrent_breaker (instance_num, cause, reason, at_ms)
                select num, ?, ?, ? from instance where id = ? on conflict (instance_num) do nothing
                """, why.cause().word(), why.reason(), now, instance));
    }

    /// Closes it if this tripped it.
    public void closeBreaker(InstanceId instance, Breaker.Cause cause) {
        database.transaction(connection -> Sql.update(
                connection,
                "delete from torrent_breaker where instance_num = " + NUM + " and cause = ?",
                instance,
                cause.word()));
    }

    public void closeBreaker(InstanceId instance) {
        database.transaction(connection ->
                Sql.update(connection, "delete from torrent_breaker where instance_num = " + NUM, instance));
    }
}
