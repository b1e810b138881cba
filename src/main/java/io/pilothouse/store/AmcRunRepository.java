package io.pilothouse.store;

import io.pilothouse.domain.amc.ResultInfo;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.SqlPosition;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs of questions and what they brought. What is stored for an instance that was deleted meanwhile is
/// silently dropped. What belongs to instances of somebody else is left out of every list. Thread-safe.
public final class AmcRunRepository {

    private static final String ALL =
            "select i.id as instance, r.* from amc_run r join instance i on i.num = r.instance_num ";
    private static final String SELECT = ALL.stripTrailing() + " and i." + InstanceRepository.OWN + " ";

    private final Database database;

    public AmcRunRepository(Database database) {
        this.database = database;
    }

    /// Adds runs, all or none.
    public void add(List<Run> runs) {
        database.transaction(connection -> {
            for (var run : runs) {
                insert(connection, run);
            }
            return runs.size();
        });
    }

    static void insert(Connection connection, Run run) throws SQLException {
        var ask = run.ask();
        Sql.update(
                connection,
                """
                insert into amc_run (id, instance_num, group_id, workflow_id, sql_hash, window_start, window_end, ask,
                    dry_run, origin, origin_ref, created_at_ms, state, remote_status, code, words, next_at_ms, looks,
                    adopted, cancel_asked)
                select ?, num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', '', ?, 0, 0, 0 from instance where id = ?
                """,
                run.id(),
                ask.group(),
                ask.workflow(),
                ask.sqlHash(),
                ask.window().start(),
                ask.window().end(),
                AmcJson.ask(ask),
                ask.dryRun(),
                ask.origin(),
                ask.originRef(),
                ask.createdAt(),
                run.state(),
                run.progress().nextAt(),
                run.instance());
    }

    /// Stores how far a run is, if it still is where the caller saw it.
    ///
    /// @param seen the state the caller acted upon
    /// @return whether it was stored; false if somebody else moved it on meanwhile
    public boolean move(Run run, RunState seen) {
        return database.transaction(connection -> move(connection, run, seen));
    }

    private static boolean move(Connection connection, Run run, RunState seen) throws SQLException {
        var progress = run.progress();
        return Sql.update(
                        connection,
                        """
                        update amc_run set state = ?, remote_id = ?, remote_status = ?, code = ?, words = ?, line = ?,
                            col = ?, submitted_at_ms = ?, ended_at_ms = ?, next_at_ms = ?, looks = ?, took_ms = ?,
                            row_count = ?, byte_count = ?, adopted = ?, cancel_asked = max(cancel_asked, ?)
                        where id = ? and state = ?
                        """,
                        progress.state(),
                        progress.remoteId(),
                        progress.remoteStatus(),
                        progress.code(),
                        progress.words(),
                        progress.position().map(SqlPosition::line),
                        progress.position().map(SqlPosition::column),
                        progress.submittedAt(),
                        progress.endedAt(),
                        progress.nextAt(),
                        progress.looks(),
                        progress.took(),
                        progress.rows(),
                        progress.bytes(),
                        progress.adopted(),
                        progress.cancelAsked(),
                        run.id(),
                        seen)
                > 0;
    }

    /// Replaces what a waiting run asks for.
    public boolean changeAsk(Run run) {
        return database.transaction(connection -> Sql.update(
                        connection,
                        "update amc_run set ask = ? where id = ? and state = 'QUEUED'",
                        AmcJson.ask(run.ask()),
                        run.id())
                > 0);
    }

    /// @return a run of whomever: the caller asks whether it may be seen
    public Optional<Run> find(RunId id) {
        return database.read(connection -> Sql.first(connection, ALL + "where r.id = ?", AmcRunRepository::run, id));
    }

    /// @return runs of live instances that have not ended, oldest first
    public List<Run> open() {
        return database.read(connection -> Sql.list(
                connection,
                SELECT + "where r.next_at_ms is not null and i.deleted_at_ms is null order by r.created_at_ms, r.id",
                AmcRunRepository::run));
    }

    /// @return runs of a group, in the order made
    public List<Run> ofGroup(String group) {
        return database.read(connection -> Sql.list(
                connection,
                SELECT + "where r.group_id = ? and i.deleted_at_ms is null order by r.created_at_ms, r.id",
                AmcRunRepository::run,
                group));
    }

    /// @param instance empty for all live instances
    /// @return newest first
    public List<Run> runs(Optional<InstanceId> instance, Instant since, int limit) {
        return database.read(connection ->
                Sql.list(connection, SELECT + """
                where i.deleted_at_ms is null and (? is null or i.id = ?) and r.created_at_ms >= ?
                order by r.created_at_ms desc, r.id desc limit ?
                """, AmcRunRepository::run, instance, instance, since, limit));
    }

    /// @return newest first
    public List<Run> ofOrigin(Run.Origin origin, String ref, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                SELECT + "where r.origin = ? and r.origin_ref = ? order by r.created_at_ms desc, r.id desc limit ?",
                AmcRunRepository::run,
                origin,
                ref,
                limit));
    }

    /// @return the newest run of an origin that brought something for this window
    public Optional<Run> newestReady(
            Run.Origin origin, String ref, InstanceId instance, LocalDate start, LocalDate end) {
        return database.read(connection ->
                Sql.first(connection, SELECT + """
                where r.origin = ? and r.origin_ref = ? and i.id = ? and r.window_start = ? and r.window_end = ?
                  and r.state = 'READY'
                order by r.ended_at_ms desc, r.id desc
                """, AmcRunRepository::run, origin, ref, instance, start, end));
    }

    /// @return runs with a result that asked the same of the same instance, newest first
    public List<Run> same(InstanceId instance, String sqlHash, LocalDate start, LocalDate end) {
        return database.read(
                connection -> Sql.list(connection, SELECT + """
                where i.id = ? and r.sql_hash = ? and r.window_start = ? and r.window_end = ? and r.state = 'READY'
                  and exists (select 1 from amc_result where run_id = r.id)
                order by r.ended_at_ms desc
                """, AmcRunRepository::run, instance, sqlHash, start, end));
    }

    /// How many runs each instance was asked for since a moment, as Amazon counts them: what was surely
    /// refused and what was only compiled does not count.
    public Map<InstanceId, Integer> submittedSince(Instant since) {
        return database.read(connection ->
                Sql.map(connection, """
                select i.id, count(*) as runs from amc_run r join instance i on i.num = r.instance_num
                where r.submitted_at_ms >= ? and r.dry_run = 0 and r.state not in ('SUBMIT_FAILED', 'QUEUED')
                group by i.id
                """, row -> new InstanceId(row.getString("id")), row -> row.getInt("runs"), since));
    }

    /// @return Amazon's ids of the runs of an instance that are known here
    public List<String> remoteIds(InstanceId instance) {
        return database.read(connection -> Sql.list(
                connection,
                "select remote_id from amc_run r join instance i on i.num = r.instance_num "
                        + "where i.id = ? and remote_id is not null",
                row -> row.getString("remote_id"),
                instance));
    }

    /// A run that has ended, with what it brought.
    public record Kept(Run run, Optional<ResultInfo> result) {}

    /// Adds runs that have ended with their results, all or none.
    public void keep(List<Kept> all) {
        database.transaction(connection -> {
            for (var kept : all) {
                insert(connection, kept.run());
                move(connection, kept.run(), kept.run().state());
                if (kept.result().isPresent()) {
                    insert(connection, kept.result().get());
                }
            }
            return all.size();
        });
    }

    /// Stores a result together with the end of its run.
    ///
    /// @return whether the run was still being fetched
    public boolean finish(Run run, ResultInfo result) {
        return database.transaction(connection -> {
            if (!move(connection, run, RunState.DOWNLOADING)) {
                return false;
            }
            insert(connection, result);
            return true;
        });
    }

    private static void insert(Connection connection, ResultInfo result) throws SQLException {
        Sql.update(
                connection,
                """
                insert into amc_result (run_id, file, sha256, info, row_count, byte_count, suppressed,
                    fetched_at_ms, pinned)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (run_id) do update set file = excluded.file, sha256 = excluded.sha256,
                    info = excluded.info, row_count = excluded.row_count, byte_count = excluded.byte_count,
                    suppressed = excluded.suppressed, fetched_at_ms = excluded.fetched_at_ms
                """,
                result.run(),
                result.file(),
                result.sha256(),
                AmcJson.resultInfo(result.parts(), result.columns(), result.irregular()),
                result.rows(),
                result.bytes(),
                result.suppressed(),
                result.fetchedAt(),
                result.pinned());
    }

    public Optional<ResultInfo> result(RunId run) {
        return database.read(connection ->
                Sql.first(connection, "select * from amc_result where run_id = ?", AmcRunRepository::result, run));
    }

    /// @return all results, oldest first
    public List<ResultInfo> results() {
        return database.read(connection ->
                Sql.list(connection, "select * from amc_result order by fetched_at_ms", AmcRunRepository::result));
    }

    /// @param instance empty for all live instances
    /// @return runs with a result that is kept, newest result first
    public List<Kept> kept(Optional<InstanceId> instance) {
        return database.read(connection -> {
            var own = "(i.deleted_at_ms is null and (? is null or i.id = ?))";
            var runs = Sql.map(
                    connection,
                    SELECT + "where r.id in (select run_id from amc_result) and " + own,
                    row -> new RunId(row.getString("id")),
                    AmcRunRepository::run,
                    instance,
                    instance);
            var kept = new ArrayList<Kept>();
            for (var result : Sql.list(
                    connection, "select * from amc_result order by fetched_at_ms desc", AmcRunRepository::result)) {
                var run = runs.get(result.run());
                if (run != null) {
                    kept.add(new Kept(run, Optional.of(result)));
                }
            }
            return List.copyOf(kept);
        });
    }

    public void pin(RunId run, boolean pinned) {
        database.transaction(
                connection -> Sql.update(connection, "update amc_result set pinned = ? where run_id = ?", pinned, run));
    }

    /// Forgets a result; its run stays.
    public void deleteResult(RunId run) {
        database.transaction(connection -> Sql.update(connection, "delete from amc_result where run_id = ?", run));
    }

    private static Run run(ResultSet row) throws SQLException {
        var ask = AmcJson.ask(
                row.getString("ask"),
                new AmcJson.AskColumns(
                        Sql.optionalText(row, "group_id"),
                        Sql.optionalText(row, "workflow_id"),
                        LocalDate.parse(row.getString("window_start")),
                        LocalDate.parse(row.getString("window_end")),
                        row.getBoolean("dry_run"),
                        Run.Origin.valueOf(row.getString("origin")),
                        row.getString("origin_ref"),
                        Sql.instant(row, "created_at_ms")));
        int line = row.getInt("line");
        var progress = new Run.Progress(
                RunState.valueOf(row.getString("state")),
                Sql.optionalText(row, "remote_id"),
                row.getString("remote_status"),
                row.getString("code"),
                row.getString("words"),
                line == 0 ? Optional.empty() : Optional.of(new SqlPosition(line, row.getInt("col"))),
                Sql.optionalInstant(row, "submitted_at_ms"),
                Sql.optionalInstant(row, "ended_at_ms"),
                Sql.optionalInstant(row, "next_at_ms"),
                row.getInt("looks"),
                Sql.optionalDuration(row, "took_ms"),
                Sql.optionalLong(row, "row_count"),
                Sql.optionalLong(row, "byte_count"),
                row.getBoolean("adopted"),
                row.getBoolean("cancel_asked"));
        return new Run(new RunId(row.getString("id")), new InstanceId(row.getString("instance")), ask, progress);
    }

    private static ResultInfo result(ResultSet row) throws SQLException {
        var info = AmcJson.read(row.getString("info"));
        return new ResultInfo(
                new RunId(row.getString("run_id")),
                row.getString("file"),
                row.getString("sha256"),
                AmcJson.numbers(info.path("parts")),
                AmcJson.columns(info),
                row.getLong("row_count"),
                row.getLong("byte_count"),
                row.getLong("suppressed"),
                AmcJson.numbers(info.path("irregular")),
                Sql.instant(row, "fetched_at_ms"),
                row.getBoolean("pinned"));
    }

    /// What became of the runs of an instance.
    ///
    /// @param workflows distinct ones
    /// @param tookMillis of succeeded runs, ascending
    public record Counts(
            InstanceId instance,
            int workflows,
            Map<RunState, Integer> byState,
            List<Long> tookMillis,
            long rows,
            long bytes,
            long empty) {}

    /// @return for instances with runs created in `[from, until)`
    public List<Counts> counts(Instant from, Instant until) {
        return database.read(connection -> {
            var ids = Sql.list(
                    connection,
                    """
                    select i.id, i.num, count(distinct r.workflow_id) as workflows, sum(coalesce(r.row_count, 0)) as row_sum,
                        sum(coalesce(r.byte_count, 0)) as byte_sum,
                        sum(case when r.state = 'READY' and r.row_count = 0 then 1 else 0 end) as empties
                    from amc_run r join instance i on i.num = r.instance_num
                    where r.created_at_ms >= ? and r.created_at_ms < ? and i.%s group by i.id, i.num order by i.id
                    """.formatted(InstanceRepository.OWN),
                    row -> new Object[] {
                        row.getString("id"),
                        row.getInt("num"),
                        row.getInt("workflows"),
                        row.getLong("row_sum"),
                        row.getLong("byte_sum"),
                        row.getLong("empties")
                    },
                    from,
                    until);
            var counts = new ArrayList<Counts>();
            for (var one : ids) {
                counts.add(counts(connection, one, from, until));
            }
            return List.copyOf(counts);
        });
    }

    private static Counts counts(Connection connection, @Nullable Object[] sums, Instant from, Instant until)
            throws SQLException {
        var num = sums[1];
        var byState = Sql.map(
                connection,
                "select state, count(*) as runs from amc_run where instance_num = ? and created_at_ms >= ?"
                        + " and created_at_ms < ? group by state",
                row -> RunState.valueOf(row.getString("state")),
                row -> row.getInt("runs"),
                num,
                from,
                until);
        var took = Sql.list(
                connection,
                "select took_ms from amc_run where instance_num = ? and created_at_ms >= ? and created_at_ms < ?"
                        + " and state = 'READY' and took_ms is not null order by took_ms",
                row -> row.getLong("took_ms"),
                num,
                from,
                until);
        return new Counts(
                new InstanceId(String.valueOf(sums[0])),
                sums[2] instanceof Integer count ? count : 0,
                byState,
                took,
                sums[3] instanceof Long rows ? rows : 0,
                sums[4] instanceof Long bytes ? bytes : 0,
                sums[5] instanceof Long empties ? empties : 0);
    }
}
