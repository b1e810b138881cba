package io.pilothouse.store;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// How acts are taken back, for seven days. Thread-safe.
public final class UndoRepository {

    public static final Duration KEPT = Duration.ofDays(7);
    public static final int MOST = 50;

    private final Database database;

    public UndoRepository(Database database) {
        this.database = database;
    }

    /// One act that can be taken back.
    ///
    /// @param steps in the order in which the act happened; taking back goes the other way
    public record Undoable(TaskId task, Instant at, List<UndoStep> steps) {}

    /// Adds a step to those of `task`; of an instance that is gone for good nothing is stored.
    public void append(TaskId task, UndoStep step, Instant at) {
        database.transaction(connection -> Sql.update(
                connection,
                """
                insert into undo_step (task_number, place, instance_num, kind, payload, description, at_ms)
                select ?, (select coalesce(max(place), 0) + 1 from undo_step where task_number = ?), num, ?, ?, ?, ?
                from instance where id = ?
                """,
                task.number(),
                task.number(),
                step.kind(),
                step.payload(),
                step.description(),
                at,
                step.instance()));
    }

    /// @return the steps of one act that are not taken back, in the order in which they happened
    public List<UndoStep> steps(TaskId task) {
        return database.read(connection -> Sql.list(
                connection,
                "select undo_step.*, id from undo_step join instance on num = instance_num "
                        + "where task_number = ? and undone_at_ms is null order by undo_step.place",
                UndoRepository::step,
                task.number()));
    }

    /// What Pilothouse did by itself is left out: who takes back their last act does not mean that.
    ///
    /// @return acts of a person in the last [#KEPT] that are not taken back, newest first, at most [#MOST]
    public List<Undoable> undoable(Instant now) {
        return database.read(connection -> {
            record Row(long task, Instant at, UndoStep step) {}
            var acts = new LinkedHashMap<Long, Undoable>();
            Sql.list(
                            connection,
                            """
                            select undo_step.*, id from undo_step join instance on num = instance_num
                            where undone_at_ms is null and at_ms >= ? and not exists (
                                select 1 from task where task.number = task_number
                                and origin in ('CYCLE', 'SCHEDULE', 'RETRY', 'PROGRAM'))
                            order by task_number desc, undo_step.place
                            """,
                            row -> new Row(row.getLong("task_number"), Sql.instant(row, "at_ms"), step(row)),
                            now.minus(KEPT))
                    .forEach(row -> acts.merge(
                            row.task(),
                            new Undoable(new TaskId(row.task()), row.at(), List.of(row.step())),
                            UndoRepository::together));
            return acts.values().stream().limit(MOST).toList();
        });
    }

    /// Remembers that a step was taken back.
    public void markUndone(TaskId task, UndoStep step, Instant at) {
        database.transaction(connection ->
                Sql.update(connection, """
                update undo_step set undone_at_ms = ?
                where task_number = ? and instance_num = (select num from instance where id = ?)
                  and kind = ? and payload = ? and undone_at_ms is null
                """, at, task.number(), step.instance(), step.kind(), step.payload()));
    }

    /// Deletes steps older than [#KEPT].
    public void forgetOld(Instant now) {
        database.transaction(
                connection -> Sql.update(connection, "delete from undo_step where at_ms < ?", now.minus(KEPT)));
    }

    private static Undoable together(Undoable one, Undoable other) {
        var steps = new ArrayList<>(one.steps());
        steps.addAll(other.steps());
        return new Undoable(one.task(), one.at(), List.copyOf(steps));
    }

    private static UndoStep step(ResultSet row) throws SQLException {
        return new UndoStep(
                row.getString("kind"),
                new InstanceId(row.getString("id")),
                row.getString("payload"),
                row.getString("description"));
    }
}
