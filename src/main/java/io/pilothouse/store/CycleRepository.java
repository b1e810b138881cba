package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Rules and runs of processing cycles. What is stored for an instance that was deleted meanwhile is
/// silently dropped. Thread-safe.
public final class CycleRepository {

    private static final String NUM = "(select num from instance where id = ?)";

    /// How long runs are kept.
    static final Duration KEPT = Duration.ofDays(30);

    /// How long runs are kept that had nothing to do.
    static final Duration NOTHING_KEPT = Duration.ofDays(3);

    private final Database database;
    private final SearchRepository searches;
    private final StrikeRepository strikes;

    public CycleRepository(Database database) {
        this.database = database;
        searches = new SearchRepository(database);
        strikes = new StrikeRepository(database);
    }

    /// What the runs asked for and what came of it.
    public SearchRepository searches() {
        return searches;
    }

    /// What was seen of the queues that runs tend.
    public StrikeRepository strikes() {
        return strikes;
    }

    /// One rule as stored.
    ///
    /// @param document       the rule as JSON
    /// @param version        raised by every change of the document
    /// @param dryRunVersion  the version of which a person last saw a dry run, 0 for none
    /// @param failures       failed runs in a row
    /// @param skipSlot       name of the one slot to leave out
    public record StoredRule(
            InstanceId instance,
            String name,
            String document,
            boolean enabled,
            long version,
            long dryRunVersion,
            int failures,
            Optional<Instant> pausedUntil,
            Optional<String> skipSlot) {

        public boolean dryRunSeen() {
            return dryRunVersion == version;
        }
    }

    /// @return all rules of live instances, by instance, then by name
    public List<StoredRule> rules() {
        return database.read(connection -> Sql.list(connection, """
                select i.id, r.* from cycle_rule r join instance i on i.num = r.instance_num
                where i.deleted_at_ms is null order by i.id, r.name
                """, CycleRepository::rule));
    }

    public Optional<StoredRule> findRule(InstanceId instance, String name) {
        return database.read(connection -> findRule(connection, instance, name));
    }

    private static Optional<StoredRule> findRule(Connection connection, InstanceId instance, String name)
            throws SQLException {
        return Sql.first(connection, """
                select i.id, r.* from cycle_rule r join instance i on i.num = r.instance_num
                where i.id = ? and r.name = ?
                """, CycleRepository::rule, instance, name);
    }

    /// Creates a rule or replaces its document; a changed document needs a new dry run and is off
    /// until a person has seen it.
    public Optional<StoredRule> saveRule(InstanceId instance, String name, String document) {
        return database.transaction(connection -> {
            Sql.update(connection, """
                    insert into cycle_rule (instance_num, name, rule, enabled, version, dry_run_version, failures)
                    select num, ?, ?, 0, 1, 0, 0 from instance where id = ?
                    on conflict (instance_num, name) do update set
                        rule = excluded.rule, version = version + 1, enabled = 0, failures = 0
                    where rule <> excluded.rule
                    """, name, document, instance);
            return findRule(connection, instance, name);
        });
    }

    public void setEnabled(InstanceId instance, String name, boolean enabled) {
        changeRule("enabled = ?, failures = 0, paused_until_ms = null", instance, name, enabled);
    }

    public void setPausedUntil(InstanceId instance, String name, Optional<Instant> until) {
        changeRule("paused_until_ms = ?", instance, name, until);
    }

    public void setSkipSlot(InstanceId instance, String name, Optional<String> slot) {
        changeRule("skip_slot = ?", instance, name, slot);
    }

    public void dryRunSeen(InstanceId instance, String name, long version) {
        changeRule("dry_run_version = ?", instance, name, version);
    }

    public void setFailures(InstanceId instance, String name, int failures) {
        changeRule("failures = ?", instance, name, failures);
    }

    /// @return the page of the service's list at which the rule's next run goes on; 1 before the first
    public int listPage(InstanceId instance, String name) {
        return database.read(connection -> Sql.first(
                        connection,
                        "select list_page from cycle_rule where instance_num = " + NUM + " and name = ?",
                        row -> row.getInt("list_page"),
                        instance,
                        name)
                .orElse(1));
    }

    public void setListPage(InstanceId instance, String name, int page) {
        if (listPage(instance, name) != page) {
            changeRule("list_page = ?", instance, name, page);
        }
    }

    private void changeRule(String set, InstanceId instance, String name, Object value) {
        database.transaction(connection -> Sql.update(
                connection,
                "update cycle_rule set " + set + " where instance_num = " + NUM + " and name = ?",
                value,
                instance,
                name));
    }

    /// @return whether there was one
    public boolean deleteRule(InstanceId instance, String name) {
        return database.transaction(connection -> Sql.update(
                        connection,
                        "delete from cycle_rule where instance_num = " + NUM + " and name = ?",
                        instance,
                        name)
                > 0);
    }

    /// @param document the run as JSON
    /// @return its number
    public long addRun(
            InstanceId instance,
            String rule,
            boolean dryRun,
            Instant startedAt,
            Instant endedAt,
            String ended,
            String reason,
            String document) {
        return database.transaction(connection -> {
            Sql.update(connection, """
                    insert into cycle_run
                        (instance_num, rule, dry_run, started_at_ms, ended_at_ms, ended, reason, run)
                    select num, ?, ?, ?, ?, ?, ?, ? from instance where id = ?
                    """, rule, dryRun, startedAt, endedAt, ended, reason, document, instance);
            return Sql.number(connection, "select last_insert_rowid()");
        });
    }

    /// @param document the run as JSON
    public record StoredRun(
            long number,
            String rule,
            boolean dryRun,
            Instant startedAt,
            Instant endedAt,
            String ended,
            String reason,
            String document) {}

    /// @param rule empty for all rules of the instance
    /// @return newest first
    public List<StoredRun> runs(InstanceId instance, Optional<String> rule, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select r.* from cycle_run r join instance i on i.num = r.instance_num
                where i.id = ? and (? is null or r.rule = ?) order by r.number desc limit ?
                """,
                row -> new StoredRun(
                        row.getLong("number"),
                        row.getString("rule"),
                        row.getBoolean("dry_run"),
                        Sql.instant(row, "started_at_ms"),
                        Sql.instant(row, "ended_at_ms"),
                        row.getString("ended"),
                        row.getString("reason"),
                        row.getString("run")),
                instance,
                rule,
                rule,
                limit));
    }

    /// When a rule ran, without what it decided.
    public record Ran(InstanceId instance, Instant startedAt, Instant endedAt, String ended) {}

    /// @return real runs of a rule of all instances that were not held, newest first
    public List<Ran> ranSince(String rule, Instant since) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select i.id, r.started_at_ms, r.ended_at_ms, r.ended
                from cycle_run r join instance i on i.num = r.instance_num
                where r.rule = ? and r.dry_run = 0 and r.ended <> 'HELD' and r.started_at_ms >= ?
                order by r.number desc
                """,
                row -> new Ran(
                        new InstanceId(row.getString("id")),
                        Sql.instant(row, "started_at_ms"),
                        Sql.instant(row, "ended_at_ms"),
                        row.getString("ended")),
                rule,
                since));
    }

    /// Deletes runs older than [#KEPT], those that did nothing sooner, and budget units that no limit counts
    /// any more. The newest run of each rule and the ledger stay.
    public void forgetOld(Instant now) {
        database.transaction(connection -> Sql.update(connection, """
                        delete from cycle_run
                        where (ended_at_ms < ? or (ended = 'NOTHING' and ended_at_ms < ?))
                          and number not in (select max(number) from cycle_run group by instance_num, rule, dry_run)
                        """, now.minus(KEPT), now.minus(NOTHING_KEPT))
                + SearchRepository.forgetUnits(connection, now.minus(NOTHING_KEPT)));
    }

    /// The newest real run of a rule, without what it decided.
    ///
    /// @param accepted acts that the service accepted
    public record LastRun(
            InstanceId instance, String rule, Instant endedAt, String ended, String reason, long accepted) {}

    /// @return of every rule that ever ran
    public List<LastRun> lastRuns() {
        return lastRuns(Optional.empty());
    }

    /// @param instance empty for all
    /// @return the latest real run of each rule
    public List<LastRun> lastRuns(Optional<InstanceId> instance) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select i.id, r.rule, r.ended_at_ms, r.ended, r.reason, r.run ->> '$.counts.accepted' as accepted
                from cycle_run r join instance i on i.num = r.instance_num
                where r.number in (select max(number) from cycle_run where dry_run = 0
                    and (? is null or instance_num = (select num from instance where id = ?))
                    group by instance_num, rule)
                """,
                row -> new LastRun(
                        new InstanceId(row.getString("id")),
                        row.getString("rule"),
                        Sql.instant(row, "ended_at_ms"),
                        row.getString("ended"),
                        row.getString("reason"),
                        row.getLong("accepted")),
                instance,
                instance));
    }

    private static StoredRule rule(ResultSet row) throws SQLException {
        return new StoredRule(
                new InstanceId(row.getString("id")),
                row.getString("name"),
                row.getString("rule"),
                row.getBoolean("enabled"),
                row.getLong("version"),
                row.getLong("dry_run_version"),
                row.getInt("failures"),
                Sql.optionalInstant(row, "paused_until_ms"),
                Sql.optionalText(row, "skip_slot"));
    }
}
