package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who did what, when and why. Thread-safe.
public final class ActivityRepository {

    public static final Duration KEPT = Duration.ofDays(400);

    private final Database database;

    public ActivityRepository(Database database) {
        this.database = database;
    }

    /// @param instance empty for what concerns the program or an instance that is gone
    /// @param words    one sentence that names the instance as it was then
    public record Entry(
            Instant at,
            Optional<InstanceId> instance,
            Origin origin,
            Optional<TaskId> task,
            String kind,
            String words) {}

    /// Adds an entry; about an instance that is gone for good nothing is stored.
    public void append(Entry entry) {
        database.transaction(connection -> Sql.update(
                connection,
                """
                insert into activity (at_ms, instance_num, origin, task_number, kind, words)
                select ?, (select num from instance where id = ?), ?, ?, ?, ?
                where ? is null or exists (select 1 from instance where id = ?)
                """,
                entry.at(),
                entry.instance(),
                entry.origin(),
                entry.task().map(TaskId::number),
                entry.kind(),
                entry.words(),
                entry.instance(),
                entry.instance()));
    }

    /// @param ids only entries about these; all entries when empty
    /// @return newest first
    public List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit) {
        return database.read(connection -> Sql.list(
                connection,
                """
                select activity.*, instance.id as instance_id from activity
                left join instance on num = instance_num
                where at_ms >= ? and (? = 0 or instance.id in (select value from json_each(?)))
                order by at_ms desc, activity.id desc limit ?
                """,
                ActivityRepository::entry,
                since,
                ids.size(),
                InstanceJson.texts(ids.stream().map(InstanceId::value).toList()),
                limit));
    }

    /// Deletes entries older than [#KEPT].
    public void forgetOld(Instant now) {
        database.transaction(
                connection -> Sql.update(connection, "delete from activity where at_ms < ?", now.minus(KEPT)));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Sql.instant(row, "at_ms"),
                Sql.optionalText(row, "instance_id").map(InstanceId::new),
                Origin.valueOf(row.getString("origin")),
                Sql.optionalLong(row, "task_number").stream()
                        .mapToObj(TaskId::new)
                        .findFirst(),
                row.getString("kind"),
                row.getString("words"));
    }
}
