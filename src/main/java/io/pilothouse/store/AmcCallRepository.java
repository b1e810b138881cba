package io.pilothouse.store;

import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Calls of Amazon's API: each of them for 14 days, what they add up to by the hour for 400 days (section 18.4).
/// Thread-safe.
public final class AmcCallRepository {

    private static final Duration CALLS_KEPT = Duration.ofDays(14);
    private static final Duration HOURS_KEPT = Duration.ofDays(400);

    private final Database database;

    public AmcCallRepository(Database database) {
        this.database = database;
    }

    /// One call.
    ///
    /// @param endpoint of the API, without ids
    /// @param status   0 without an answer
    public record Call(
            Optional<InstanceId> instance, Instant at, String endpoint, int status, long tookMillis, long bytes) {}

    /// Calls that were answered alike.
    ///
    /// @param status 0 without an answer
    public record Sum(Optional<InstanceId> instance, String endpoint, int status, LatencyCounts took, long bytes) {

        public long calls() {
            return took.count();
        }

        private Sum plus(Sum other) {
            return new Sum(instance, endpoint, status, took.plus(other.took), bytes + other.bytes);
        }
    }

    /// Adds calls, and adds up those that are no longer kept one by one.
    public void add(List<Call> calls, Instant now) {
        database.transaction(connection -> {
            Sql.updateEach(
                    connection,
                    """
                    insert into amc_call (instance_num, at_ms, endpoint, status, took_ms, bytes)
                    values ((select num from instance where id = ?), ?, ?, ?, ?, ?)
                    """,
                    calls.stream().map(AmcCallRepository::values).toList());
            var keptSince = now.minus(CALLS_KEPT).truncatedTo(ChronoUnit.HOURS);
            rollUp(connection, keptSince);
            Sql.update(connection, "delete from amc_call where at_ms < ?", keptSince);
            return Sql.update(connection, "delete from amc_call_hour where start_ms < ?", now.minus(HOURS_KEPT));
        });
    }

    private static @Nullable Object[] values(Call call) {
        return new @Nullable Object[] {
            call.instance(),
            call.at(),
            call.endpoint(),
            call.status() == 0 ? null : (Integer) call.status(),
            call.tookMillis(),
            call.bytes()
        };
    }

    private record Hour(OptionalLong instance, long start, String endpoint, int status) {}

    /// An hour that was added up before gets another row where a late call belongs to it: sums are read together.
    private static void rollUp(Connection connection, Instant until) throws SQLException {
        var sums = new LinkedHashMap<Hour, Sum>();
        Sql.each(
                connection,
                "select null as of_instance, *, at_ms / 3600000 * 3600000 as start_ms from amc_call where at_ms < ?",
                row -> Map.entry(
                        new Hour(
                                Sql.optionalLong(row, "instance_num"),
                                row.getLong("start_ms"),
                                row.getString("endpoint"),
                                row.getInt("status")),
                        sumOfCall(row)),
                entry -> sums.merge(entry.getKey(), entry.getValue(), Sum::plus),
                until);
        Sql.updateEach(
                connection,
                """
                insert into amc_call_hour (instance_num, start_ms, endpoint, status, bytes,
                    latency_min_us, latency_max_us, latency_sum_us, latency_counts)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                sums.entrySet().stream().map(AmcCallRepository::values).toList());
    }

    private static @Nullable Object[] values(Map.Entry<Hour, Sum> entry) {
        var hour = entry.getKey();
        var took = entry.getValue().took();
        return new @Nullable Object[] {
            hour.instance().isPresent() ? (Long) hour.instance().getAsLong() : null,
            hour.start(),
            hour.endpoint(),
            hour.status() == 0 ? null : (Integer) hour.status(),
            entry.getValue().bytes(),
            StoredLatency.micros(took.minimum()),
            StoredLatency.micros(took.maximum()),
            StoredLatency.micros(took.sum()),
            StoredLatency.bytes(took)
        };
    }

    /// @return by instance, endpoint and answer, from hours that begin then or later and from single calls
    public List<Sum> sums(Instant since) {
        return database.read(connection -> {
            var sums = new LinkedHashMap<Sum, Sum>();
            Sql.each(
                    connection,
                    "select i.id as of_instance, h.* from amc_call_hour h left join instance i on i.num = h.instance_num"
                            + " where h.start_ms >= ?",
                    AmcCallRepository::sumOfHour,
                    sum -> sums.merge(kind(sum), sum, Sum::plus),
                    since);
            Sql.each(
                    connection,
                    "select i.id as of_instance, c.* from amc_call c left join instance i on i.num = c.instance_num"
                            + " where c.at_ms >= ?",
                    AmcCallRepository::sumOfCall,
                    sum -> sums.merge(kind(sum), sum, Sum::plus),
                    since);
            return List.copyOf(sums.values());
        });
    }

    /// What is added up with each other.
    private static Sum kind(Sum sum) {
        return new Sum(sum.instance(), sum.endpoint(), sum.status(), LatencyCounts.NONE, 0);
    }

    private static Sum sumOfCall(ResultSet row) throws SQLException {
        return sum(row, LatencyCounts.of(List.of(Duration.ofMillis(row.getLong("took_ms")))));
    }

    private static Sum sumOfHour(ResultSet row) throws SQLException {
        return sum(row, StoredLatency.of(row));
    }

    private static Sum sum(ResultSet row, LatencyCounts took) throws SQLException {
        return new Sum(
                Sql.optionalText(row, "of_instance").map(InstanceId::new),
                row.getString("endpoint"),
                row.getInt("status"),
                took,
                row.getLong("bytes"));
    }
}
