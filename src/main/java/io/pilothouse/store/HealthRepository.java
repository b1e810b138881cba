package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HealthSpan;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How instances are and were. What arrives about an instance that is gone or in the trash is dropped,
/// which is no error: a check may end after its instance was deleted. Thread-safe.
public final class HealthRepository {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Duration> WIDTHS = List.of(HOUR, TEN_MINUTES);

    private static final String OF_INSTANCE = "instance_num = (select num from instance where id = ?)";

    private final Database database;

    public HealthRepository(Database database) {
        this.database = database;
    }

    /// One completed check.
    ///
    /// @param latency only of a check that passed
    public record Sample(
            InstanceId id, Instant at, Health health, Optional<FaultCode> fault, Optional<Duration> latency) {}

    /// One change of what a person sees.
    public record Change(
            InstanceId id,
            Instant at,
            ShownState from,
            ShownState to,
            Lifecycle lifecycle,
            Optional<Health> health,
            Optional<FaultCode> fault,
            String words) {}

    /// Replaces what is known about how these instances are.
    public void save(Collection<InstanceHealth> healths) {
        database.transaction(connection -> {
            var rows = new ArrayList<@Nullable Object[]>();
            for (var health : healths) {
                rows.add(values(health));
            }
            Sql.updateEach(connection, """
                    insert or replace into instance_health (
                        instance_num, lifecycle, health, state, state_since_ms, fault, problem_code,
                        problem_summary, problem_advice, cause, answer, latency_us, failures,
                        last_check_at_ms, last_healthy_at_ms, next_check_at_ms)
                    select num, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                    from instance where id = ? and deleted_at_ms is null
                    """, rows);
            return null;
        });
    }

    /// @return how each instance was when the program last knew, in no order
    public Map<InstanceId, InstanceHealth> all() {
        return database.read(connection -> Sql.map(
                connection,
                "select instance.id as id, instance_health.* from instance_health join instance on num = instance_num",
                row -> new InstanceId(row.getString("id")),
                HealthRepository::health));
    }

    /// @return how the instance was when the program last knew
    public Optional<InstanceHealth> find(InstanceId id) {
        return database.read(connection -> Sql.first(
                connection,
                "select instance.id as id, instance_health.* from instance_health join instance on num = instance_num "
                        + "where instance.id = ?",
                HealthRepository::health,
                id));
    }

    /// Failed checks of one instance.
    public record FailedSince(InstanceId id, Instant since) {
        public boolean holds(Sample sample) {
            return sample.id().equals(id)
                    && sample.health() != Health.HEALTHY
                    && !sample.at().isBefore(since);
        }
    }

    /// Takes failed checks out, which said nothing of the instance.
    public void takeBack(FailedSince failed) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    "delete from health_sample where " + OF_INSTANCE + " and at_ms >= ? and result <> ?",
                    failed.id(),
                    failed.since(),
                    Health.HEALTHY.ordinal());
            rollUpAgain(connection, failed.since());
            return null;
        });
    }

    private static void rollUpAgain(Connection connection, Instant since) throws SQLException {
        Sql.update(
                connection,
                "update health_rollup_done set until_ms = min(until_ms, max(finer_from_ms, ? - ? % width_ms))",
                since,
                since);
    }

    /// Adds completed checks.
    public void append(Collection<Sample> samples) {
        database.transaction(connection -> {
            var rows = new ArrayList<@Nullable Object[]>();
            var earliest = Instant.MAX;
            for (var sample : samples) {
                rows.add(new Object[] {
                    sample.at(),
                    sample.health().ordinal(),
                    sample.fault(),
                    sample.latency().map(StoredLatency::micros),
                    sample.id()
                });
                earliest = sample.at().isBefore(earliest) ? sample.at() : earliest;
            }
            Sql.updateEach(connection, """
                    insert or replace into health_sample (instance_num, at_ms, result, fault, latency_us)
                    select num, ?, ?, ?, ? from instance where id = ? and deleted_at_ms is null
                    """, rows);
            if (!rows.isEmpty()) { // the clock may have gone back: roll that span up again
                rollUpAgain(connection, earliest);
            }
            return null;
        });
    }

    public void append(Change change) {
        database.transaction(connection -> Sql.update(
                connection,
                """
                insert into health_change (instance_num, at_ms, from_state, to_state, lifecycle, health, fault, words)
                select num, ?, ?, ?, ?, ?, ?, ? from instance where id = ? and deleted_at_ms is null
                """,
                change.at(),
                change.from(),
                change.to(),
                change.lifecycle(),
                change.health(),
                change.fault(),
                change.words(),
                change.id()));
    }

    /// @return newest first
    public List<Change> changes(InstanceId id, Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from health_change where " + OF_INSTANCE
                        + " and at_ms >= ? order by at_ms desc, health_change.id desc limit ?",
                row -> change(id, row),
                id,
                since,
                limit));
    }

    private static Change change(InstanceId id, ResultSet row) throws SQLException {
        return new Change(
                id,
                Sql.instant(row, "at_ms"),
                ShownState.valueOf(row.getString("from_state")),
                ShownState.valueOf(row.getString("to_state")),
                Lifecycle.valueOf(row.getString("lifecycle")),
                Sql.optionalText(row, "health").map(Health::valueOf),
                Sql.optionalText(row, "fault").map(FaultCode::valueOf),
                row.getString("words"));
    }

    /// @return when the newest change or check of all was
    public Optional<Instant> newest() {
        return database.read(connection -> Sql.first(
                        connection,
                        "select max(at_ms) as at_ms from (select max(at_ms) as at_ms from health_sample "
                                + "union all select max(at_ms) from health_change)",
                        row -> Sql.optionalInstant(row, "at_ms"))
                .flatMap(at -> at));
    }

    /// @return the single checks in `[from, until)`, oldest first; only as far back as they are kept
    public List<Sample> samples(InstanceId id, Instant from, Instant until) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from health_sample where " + OF_INSTANCE + " and at_ms >= ? and at_ms < ? order by at_ms",
                row -> new Sample(
                        id,
                        Sql.instant(row, "at_ms"),
                        Health.values()[row.getInt("result")],
                        Sql.optionalText(row, "fault").map(FaultCode::valueOf),
                        StoredLatency.optionalMicros(row, "latency_us")),
                id,
                from,
                until));
    }

    /// Parts of equal length that cover `[from, until)`, oldest first: from the coarsest roll-ups of which each part
    /// holds two or more, else from the finest that is still kept of each time. A row of a roll-up that is coarser
    /// than its part counts where it begins.
    public List<HealthSpan> spans(InstanceId id, Instant from, Instant until, int parts) {
        var length = Duration.between(from, until);
        var pieces = new ArrayList<List<HealthSpan>>();
        for (int part = 0; part < parts; part++) {
            pieces.add(new ArrayList<>());
        }
        database.read(connection -> {
            pieces(connection, id, WIDTHS, from, until, length.dividedBy(parts), piece -> {
                long offset = Math.max(0, Duration.between(from, piece.from()).toMillis());
                pieces.get((int) Math.min(parts - 1, offset * parts / length.toMillis()))
                        .add(piece);
            });
            return null;
        });
        var spans = new ArrayList<HealthSpan>();
        for (int part = 0; part < parts; part++) {
            spans.add(HealthSpan.sum(
                    from.plusMillis(length.toMillis() * part / parts),
                    from.plusMillis(length.toMillis() * (part + 1) / parts),
                    pieces.get(part)));
        }
        return List.copyOf(spans);
    }

    /// How many checks of each instance were completed in each of `parts` parts of equal length that cover
    /// `[from, until)`, in one question for all of them, from roll-ups no coarser than the parts. Instances
    /// without any, and those in the trash, are left out.
    public Map<InstanceId, long[]> checks(Instant from, Instant until, int parts) {
        long length = until.toEpochMilli() - from.toEpochMilli();
        var width = length / parts < 2 * HOUR.toMillis() ? TEN_MINUTES : HOUR;
        return database.read(connection -> {
            var rolled = later(from, earlier(rolledUntil(connection, width), until));
            var checks = new LinkedHashMap<InstanceId, long[]>();
            for (var one : Sql.list(
                    connection,
                    CHECKS,
                    row -> new Checks(new InstanceId(row.getString("id")), row.getInt("part"), row.getLong("checks")),
                    from,
                    parts,
                    length,
                    width,
                    from,
                    rolled,
                    from,
                    parts,
                    length,
                    rolled,
                    until)) {
                checks.computeIfAbsent(one.id, _ -> new long[parts])[one.part] += one.checks;
            }
            return checks;
        });
    }

    private record Checks(InstanceId id, int part, long checks) {}

    /// The instances come first, so that each is found by the key of the table of checks.
    private static final String CHECKS = """
            select instance.id, (start_ms - ?) * ? / ? as part, sum(healthy + unhealthy + error) as checks
            from instance cross join health_rollup on instance_num = num and width_ms = ?
            where deleted_at_ms is null and start_ms >= ? and start_ms < ?
            group by 1, 2
            union all
            select instance.id, (at_ms - ?) * ? / ? as part, count(*) as checks
            from instance cross join health_sample on instance_num = num
            where deleted_at_ms is null and at_ms >= ? and at_ms < ?
            group by 1, 2
            """;

    /// @return the changes of all instances that are not in the trash, oldest first
    public List<Change> changes(Instant since) {
        return database.read(connection -> Sql.list(
                connection,
                "select health_change.*, instance.id as of_instance from health_change join instance on instance_num = num "
                        + "where deleted_at_ms is null and at_ms >= ? order by at_ms, health_change.id",
                row -> change(new InstanceId(row.getString("of_instance")), row),
                since));
    }

    /// @return what each instance became last before a time, where its state had changed before
    public Map<InstanceId, ShownState> statesAt(Instant time) {
        return database.read(connection -> Sql.map(
                connection,
                "select instance.id, to_state, max(at_ms) from health_change join instance on instance_num = num "
                        + "where at_ms < ? group by instance_num",
                row -> new InstanceId(row.getString("id")),
                row -> ShownState.valueOf(row.getString("to_state")),
                time));
    }

    /// Adds up the spans that have ended, then deletes what is older than each is kept.
    public void rollUpAndForget(Instant now, HistoryKept kept) {
        database.transaction(connection -> {
            var instances = Sql.list(connection, "select num from instance order by num", row -> row.getInt(1));
            rollUp(connection, instances, TEN_MINUTES, now);
            rollUp(connection, instances, HOUR, now);
            var samplesFrom = floor(now.minus(kept.checks()), TEN_MINUTES);
            var tensFrom = floor(now.minus(kept.tens()), HOUR);
            for (int num : instances) {
                Sql.update(
                        connection, "delete from health_sample where instance_num = ? and at_ms < ?", num, samplesFrom);
                forget(connection, num, TEN_MINUTES, tensFrom);
                forget(connection, num, HOUR, now.minus(kept.hours()));
            }
            rememberFinerFrom(connection, TEN_MINUTES, samplesFrom);
            rememberFinerFrom(connection, HOUR, tensFrom);
            return null;
        });
    }

    private static void forget(Connection connection, int num, Duration width, Instant before) throws SQLException {
        Sql.update(
                connection,
                "delete from health_rollup where instance_num = ? and width_ms = ? and start_ms < ?",
                num,
                width,
                before);
    }

    private static void rememberFinerFrom(Connection connection, Duration width, Instant from) throws SQLException {
        Sql.update(
                connection,
                "update health_rollup_done set finer_from_ms = max(finer_from_ms, ?) where width_ms = ?",
                from,
                width);
    }

    /// One instance after the other, as their rows lie together: neither a pass over what was added up long
    /// ago, nor the history of a whole fleet in memory.
    private static void rollUp(Connection connection, List<Integer> instances, Duration width, Instant now)
            throws SQLException {
        var done = rolledUntil(connection, width);
        var until = floor(now, width);
        if (!done.isBefore(until)) {
            return;
        }
        for (int num : instances) {
            var sums = new LinkedHashMap<Instant, HealthSpan>();
            pieces(connection, num, width, done, until, piece -> {
                var start = floor(piece.from(), width);
                sums.merge(start, HealthSpan.empty(start, start.plus(width)).plus(piece), HealthSpan::plus);
            });
            Sql.updateEach(
                    connection,
                    """
                    insert or replace into health_rollup (
                        instance_num, width_ms, start_ms, healthy, unhealthy, error,
                        latency_min_us, latency_max_us, latency_sum_us, latency_counts)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    sums.entrySet().stream()
                            .map(sum -> rollupRow(num, width, sum.getKey(), sum.getValue()))
                            .toList());
        }
        Sql.update(connection, "update health_rollup_done set until_ms = ? where width_ms = ?", until, width);
    }

    private static @Nullable Object[] rollupRow(int num, Duration width, Instant start, HealthSpan sum) {
        boolean none = sum.latency().counts().isEmpty();
        return new @Nullable Object[] {
            num,
            width,
            start,
            sum.healthy(),
            sum.unhealthy(),
            sum.error(),
            none ? null : StoredLatency.micros(sum.latency().minimum()),
            none ? null : StoredLatency.micros(sum.latency().maximum()),
            StoredLatency.micros(sum.latency().sum()),
            StoredLatency.bytes(sum.latency())
        };
    }

    /// What spans of one width are added up from.
    private static void pieces(
            Connection connection, int num, Duration width, Instant from, Instant until, Consumer<HealthSpan> taking)
            throws SQLException {
        if (width.equals(TEN_MINUTES)) {
            Sql.each(
                    connection,
                    "select * from health_sample where instance_num = ? and at_ms >= ? and at_ms < ?",
                    HealthRepository::sampleSpan,
                    taking,
                    num,
                    from,
                    until);
        } else {
            Sql.each(
                    connection,
                    "select * from health_rollup where instance_num = ? and width_ms = ? and start_ms >= ? and start_ms < ?",
                    HealthRepository::rollupSpan,
                    taking,
                    num,
                    TEN_MINUTES,
                    from,
                    until);
        }
    }

    /// All checks in `[from, until)`, the oldest first.
    ///
    /// @param widths of roll-ups that may be read, the coarsest first
    /// @param part   how long the parts are that somebody wants
    private static void pieces(
            Connection connection,
            InstanceId id,
            List<Duration> widths,
            Instant from,
            Instant until,
            Duration part,
            Consumer<HealthSpan> taking)
            throws SQLException {
        if (!from.isBefore(until)) {
            return;
        }
        if (widths.isEmpty()) {
            Sql.each(
                    connection,
                    "select * from health_sample where " + OF_INSTANCE + " and at_ms >= ? and at_ms < ?",
                    HealthRepository::sampleSpan,
                    taking,
                    id,
                    from,
                    until);
            return;
        }
        var width = widths.getFirst();
        var finer = widths.subList(1, widths.size());
        var finerFrom = finerFrom(connection, width);
        boolean fine = part.compareTo(width.multipliedBy(2)) >= 0;
        var begin = from.isBefore(finerFrom) || !fine
                ? from
                : floor(from.plus(width).minusMillis(1), width);
        var end = fine ? later(finerFrom, floor(earlier(rolledUntil(connection, width), until), width)) : finerFrom;
        if (!begin.isBefore(end)) {
            pieces(connection, id, finer, from, until, part, taking);
            return;
        }
        pieces(connection, id, finer, from, begin, part, taking);
        Sql.each(
                connection,
                "select * from health_rollup where " + OF_INSTANCE
                        + " and width_ms = ? and start_ms >= ? and start_ms < ?",
                HealthRepository::rollupSpan,
                taking,
                id,
                width,
                begin,
                earlier(end, until));
        pieces(connection, id, finer, end, until, part, taking);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant rolledUntil(Connection connection, Duration width) throws SQLException {
        return Instant.ofEpochMilli(
                Sql.number(connection, "select until_ms from health_rollup_done where width_ms = ?", width));
    }

    private static Instant finerFrom(Connection connection, Duration width) throws SQLException {
        return Instant.ofEpochMilli(
                Sql.number(connection, "select finer_from_ms from health_rollup_done where width_ms = ?", width));
    }

    private static Instant floor(Instant time, Duration width) {
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), width.toMillis()) * width.toMillis());
    }

    private static HealthSpan sampleSpan(ResultSet row) throws SQLException {
        var at = Sql.instant(row, "at_ms");
        var health = Health.values()[row.getInt("result")];
        return new HealthSpan(
                at,
                at,
                health == Health.HEALTHY ? 1 : 0,
                health == Health.UNHEALTHY ? 1 : 0,
                health == Health.ERROR ? 1 : 0,
                LatencyCounts.of(
                        StoredLatency.optionalMicros(row, "latency_us").stream().toList()));
    }

    private static HealthSpan rollupSpan(ResultSet row) throws SQLException {
        var start = Sql.instant(row, "start_ms");
        return new HealthSpan(
                start,
                start.plusMillis(row.getLong("width_ms")),
                row.getLong("healthy"),
                row.getLong("unhealthy"),
                row.getLong("error"),
                StoredLatency.of(row));
    }

    private static @Nullable Object[] values(InstanceHealth health) {
        return new Object[] {
            health.lifecycle(),
            health.health(),
            health.state(),
            health.stateSince(),
            health.code(),
            health.problem().map(Problem::code),
            health.problem().map(Problem::summary),
            health.problem().map(Problem::advice),
            health.cause().map(HealthJson::cause),
            health.answer().map(HealthJson::answer),
            health.latency().map(StoredLatency::micros),
            health.failures(),
            health.lastCheckAt(),
            health.lastHealthyAt(),
            health.nextCheckAt(),
            health.id()
        };
    }

    private static InstanceHealth health(ResultSet row) throws SQLException {
        return new InstanceHealth(
                new InstanceId(row.getString("id")),
                Lifecycle.valueOf(row.getString("lifecycle")),
                Sql.optionalText(row, "health").map(Health::valueOf),
                ShownState.valueOf(row.getString("state")),
                Sql.instant(row, "state_since_ms"),
                Sql.optionalText(row, "fault").map(FaultCode::valueOf),
                Problems.read(row),
                Sql.optionalText(row, "cause").map(HealthJson::cause),
                Sql.optionalText(row, "answer").map(HealthJson::answer),
                StoredLatency.optionalMicros(row, "latency_us"),
                row.getInt("failures"),
                Sql.optionalInstant(row, "last_check_at_ms"),
                Sql.optionalInstant(row, "last_healthy_at_ms"),
                Sql.optionalInstant(row, "next_check_at_ms"),
                false);
    }
}
