package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Turns of background work, each claimed here before it runs, so that none runs twice, whatever
/// happens to the program. Thread-safe.
public final class SlotRepository {

    /// Longer than any missed turn is made up for, so that a claim outlives every wish to run again.
    public static final Duration KEPT = Duration.ofDays(30);

    private final Database database;

    public SlotRepository(Database database) {
        this.database = database;
    }

    /// One claimed turn.
    public record Claim(
            String key,
            Optional<InstanceId> instance,
            Instant claimedAt,
            Optional<Instant> endedAt,
            Optional<String> outcome) {}

    /// Claims a turn.
    ///
    /// @param key names the work, its instance and the time it is due, for example
    ///            `daily-copy/2026-11-21`
    /// @return whether it is the caller's; false if somebody has or had it, or the instance is gone
    ///     or in the trash
    public boolean claim(String key, Optional<InstanceId> instance, Instant now) {
        return database.transaction(
                connection -> Sql.update(connection, """
                        insert into slot (key, instance_num, claimed_at_ms)
                        select ?, (select num from instance where id = ?), ?
                        where ? is null or exists (select 1 from instance where id = ? and deleted_at_ms is null)
                        on conflict (key) do nothing
                        """, key, instance, now, instance, instance) == 1);
    }

    /// Gives a claimed turn back that has not begun.
    public void giveBack(String key) {
        database.transaction(
                connection -> Sql.update(connection, "delete from slot where key = ? and ended_at_ms is null", key));
    }

    /// @return the highest claimed key that begins with `prefix`
    public Optional<String> latest(String prefix) {
        return database.read(connection -> Sql.first(
                connection,
                "select key from slot where key >= ? and key < ? order by key desc limit 1",
                row -> row.getString("key"),
                prefix,
                prefix + Character.MAX_VALUE));
    }

    /// Remembers how a claimed turn ended.
    public void end(String key, Instant at, String outcome) {
        database.transaction(connection ->
                Sql.update(connection, "update slot set ended_at_ms = ?, outcome = ? where key = ?", at, outcome, key));
    }

    /// @return claimed turns that have not ended, oldest first; at start, those a crash cut short
    public List<Claim> unended() {
        return database.read(connection -> Sql.list(
                connection,
                "select slot.*, id from slot left join instance on num = instance_num "
                        + "where ended_at_ms is null order by claimed_at_ms, key",
                SlotRepository::claim));
    }

    /// @return turns claimed since `since`, newest first
    public List<Claim> since(Instant since) {
        return database.read(connection -> Sql.list(
                connection,
                "select slot.*, id from slot left join instance on num = instance_num "
                        + "where claimed_at_ms >= ? order by claimed_at_ms desc, key",
                SlotRepository::claim,
                since));
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(
                row.getString("key"),
                Sql.optionalText(row, "id").map(InstanceId::new),
                Sql.instant(row, "claimed_at_ms"),
                Sql.optionalInstant(row, "ended_at_ms"),
                Sql.optionalText(row, "outcome"));
    }

    /// Deletes turns claimed more than [#KEPT] ago.
    public void forgetOld(Instant now) {
        database.transaction(
                connection -> Sql.update(connection, "delete from slot where claimed_at_ms < ?", now.minus(KEPT)));
    }
}
