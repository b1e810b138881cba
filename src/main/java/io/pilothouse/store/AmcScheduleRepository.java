package io.pilothouse.store;

import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.instance.InstanceId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// Schedules with their turns, collections with their periods: those of the person at this computer.
/// Thread-safe.
public final class AmcScheduleRepository {

    private static final String SLOT =
            "select i.id as instance, s.* from amc_slot s join instance i on i.num = s.instance_num and i."
                    + InstanceRepository.OWN + " ";
    private static final String PERIOD =
            "select i.id as instance, p.* from amc_period p join instance i on i.num = p.instance_num and i."
                    + InstanceRepository.OWN + " ";

    private final Database database;

    public AmcScheduleRepository(Database database) {
        this.database = database;
    }

    /// @return by name
    public List<Schedule> schedules() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_schedule where " + InstanceRepository.OWN + " order by name, id",
                AmcScheduleRepository::schedule));
    }

    public Optional<Schedule> schedule(String id) {
        return database.read(connection -> Sql.first(
                connection,
                "select * from amc_schedule where id = ? and " + InstanceRepository.OWN,
                AmcScheduleRepository::schedule,
                id));
    }

    /// @return whether somebody else has a schedule of this id
    public boolean foreignSchedule(String id) {
        return database.read(connection -> Sql.foreign(connection, "amc_schedule", id));
    }

    /// @return whether somebody else has a collection of this id
    public boolean foreignCollection(String id) {
        return database.read(connection -> Sql.foreign(connection, "amc_collection", id));
    }

    public void save(Schedule schedule) {
        database.transaction(connection -> save(connection, schedule));
    }

    private static int save(Connection connection, Schedule schedule) throws SQLException {
        return Sql.update(
                connection,
                """
                insert into amc_schedule (id, name, schedule, cursor_ms, failures, paused) values (?, ?, ?, ?, ?, ?)
                on conflict (id) do update set name = excluded.name, schedule = excluded.schedule,
                    cursor_ms = excluded.cursor_ms, failures = excluded.failures, paused = excluded.paused
                """,
                schedule.id(),
                schedule.name(),
                AmcJson.schedule(schedule),
                schedule.cursor(),
                schedule.failures(),
                schedule.paused());
    }

    public boolean deleteSchedule(String id) {
        return database.transaction(
                connection -> Sql.update(connection, "delete from amc_schedule where id = ?", id) > 0);
    }

    /// Claims turns and moves the cursor, in one: a turn that somebody has is left alone, and the cursor
    /// never goes back.
    ///
    /// @return how many were new
    public int claim(Schedule schedule, List<ScheduleSlot> slots, Instant cursor) {
        return database.transaction(connection -> {
            int added = 0;
            for (var slot : slots) {
                added += Sql.update(
                        connection,
                        """
                        insert into amc_slot (schedule_id, instance_num, slot_ms, state, reason, attempts, next_at_ms)
                        select ?, num, ?, ?, ?, 0, ? from instance where id = ?
                        on conflict do nothing
                        """,
                        slot.schedule(),
                        slot.slot(),
                        slot.state(),
                        slot.reason(),
                        slot.nextAt(),
                        slot.instance());
            }
            Sql.update(
                    connection,
                    "update amc_schedule set cursor_ms = ? where id = ? and cursor_ms < ?",
                    cursor,
                    schedule.id(),
                    cursor);
            return added;
        });
    }

    /// Stores how a turn stands.
    public void saveSlot(ScheduleSlot slot) {
        database.transaction(connection -> saveSlot(connection, slot));
    }

    private static int saveSlot(Connection connection, ScheduleSlot slot) throws SQLException {
        return Sql.update(
                connection,
                """
                update amc_slot set state = ?, reason = ?, run_id = ?, attempts = ?, next_at_ms = ?
                where schedule_id = ? and slot_ms = ? and instance_num = (select num from instance where id = ?)
                """,
                slot.state(),
                slot.reason(),
                slot.run(),
                slot.attempts(),
                slot.nextAt(),
                slot.schedule(),
                slot.slot(),
                slot.instance());
    }

    /// Makes the run of a turn, both or neither.
    public void begin(ScheduleSlot slot, Run run) {
        database.transaction(connection -> {
            AmcRunRepository.insert(connection, run);
            return saveSlot(connection, slot);
        });
    }

    /// @return turns that have not ended, oldest first
    public List<ScheduleSlot> openSlots() {
        return database.read(connection -> Sql.list(
                connection,
                SLOT + "where s.state in ('DUE', 'HELD', 'RUNNING') and exists (select 1 from amc_schedule c"
                        + " where c.id = s.schedule_id and c." + InstanceRepository.OWN + ") order by s.slot_ms, i.id",
                AmcScheduleRepository::slot));
    }

    /// @return newest first
    public List<ScheduleSlot> slots(String schedule, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                SLOT + "where s.schedule_id = ? order by s.slot_ms desc, i.id limit ?",
                AmcScheduleRepository::slot,
                schedule,
                limit));
    }

    /// @return how long the runs of the newest turns took that brought something, on average; empty without any
    public Optional<Duration> meanTook(String schedule, int latest) {
        return database.read(
                connection -> Sql.first(connection, """
                        select avg(r.took_ms) as mean from
                            (select run_id from amc_slot where schedule_id = ? order by slot_ms desc, instance_num limit ?) s
                        join amc_run r on r.id = s.run_id where r.state = 'READY' and r.took_ms is not null
                        """, row -> Sql.optionalDuration(row, "mean"), schedule, latest)
                        .flatMap(mean -> mean));
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        return AmcJson.schedule(
                row.getString("id"),
                row.getString("name"),
                row.getString("schedule"),
                Sql.instant(row, "cursor_ms"),
                row.getInt("failures"),
                row.getString("paused"));
    }

    private static ScheduleSlot slot(ResultSet row) throws SQLException {
        return new ScheduleSlot(
                row.getString("schedule_id"),
                new InstanceId(row.getString("instance")),
                Sql.instant(row, "slot_ms"),
                SlotState.valueOf(row.getString("state")),
                row.getString("reason"),
                Sql.optionalText(row, "run_id").map(RunId::new),
                row.getInt("attempts"),
                Sql.optionalInstant(row, "next_at_ms"));
    }

    /// @return by id
    public List<Collection> collections() {
        return database.read(connection -> Sql.list(
                connection,
                "select * from amc_collection where " + InstanceRepository.OWN + " order by id",
                row -> AmcJson.collection(row.getString("id"), row.getString("collection"), row.getBoolean("paused"))));
    }

    public void save(Collection collection) {
        database.transaction(connection ->
                Sql.update(connection, """
                        insert into amc_collection (id, collection, paused) values (?, ?, ?)
                        on conflict (id) do update set collection = excluded.collection, paused = excluded.paused
                        """, collection.id(), AmcJson.collection(collection), collection.paused()));
    }

    public boolean deleteCollection(String id) {
        return database.transaction(
                connection -> Sql.update(connection, "delete from amc_collection where id = ?", id) > 0);
    }

    /// Adds periods that are not there yet.
    ///
    /// @return how many
    public int addPeriods(List<Collection.Period> periods) {
        return database.transaction(connection -> {
            int added = 0;
            for (var period : periods) {
                added += Sql.update(
                        connection,
                        """
                        insert into amc_period (collection_id, instance_num, start_day, end_day, state, reason)
                        select ?, num, ?, ?, ?, ? from instance where id = ? on conflict do nothing
                        """,
                        period.collection(),
                        period.start(),
                        period.end(),
                        period.state(),
                        period.reason(),
                        period.instance());
            }
            return added;
        });
    }

    /// Stores how a period stands.
    ///
    /// @param run made in the same transaction; empty for none
    public void savePeriod(Collection.Period period, Optional<Run> run) {
        database.transaction(connection -> {
            if (run.isPresent()) {
                AmcRunRepository.insert(connection, run.get());
            }
            return Sql.update(
                    connection,
                    """
                    update amc_period set state = ?, reason = ?, run_id = ?, attempts = ?, next_at_ms = ?
                    where collection_id = ? and start_day = ? and instance_num = (select num from instance where id = ?)
                    """,
                    period.state(),
                    period.reason(),
                    period.run(),
                    period.attempts(),
                    period.nextAt(),
                    period.collection(),
                    period.start(),
                    period.instance());
        });
    }

    /// @return by instance, then by start
    public List<Collection.Period> periods(String collection) {
        return database.read(connection -> Sql.list(
                connection,
                PERIOD + "where p.collection_id = ? order by i.id, p.start_day",
                AmcScheduleRepository::period,
                collection));
    }

    private static Collection.Period period(ResultSet row) throws SQLException {
        return new Collection.Period(
                row.getString("collection_id"),
                new InstanceId(row.getString("instance")),
                LocalDate.parse(row.getString("start_day")),
                LocalDate.parse(row.getString("end_day")),
                Collection.PeriodState.valueOf(row.getString("state")),
                row.getString("reason"),
                Sql.optionalText(row, "run_id").map(RunId::new),
                row.getInt("attempts"),
                Sql.optionalInstant(row, "next_at_ms"));
    }
}
