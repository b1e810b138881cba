package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tasks and what they said, for as long as people may ask about them. Thread-safe.
public final class TaskRepository {

    public static final Duration KEPT = Duration.ofDays(90);

    private final Database database;

    public TaskRepository(Database database) {
        this.database = database;
    }

    /// One line of a task's log.
    public record Line(Instant at, String text) {}

    /// Sets numbers aside that no other task has or will have; unused ones are lost with the program.
    ///
    /// @return the first of `count` numbers in a row
    public TaskId reserve(int count) {
        return database.transaction(connection -> {
            long first = Sql.number(connection, "select next from task_number");
            Sql.update(connection, "update task_number set next = next + ?", count);
            return new TaskId(first);
        });
    }

    /// Makes sure that the next number is at least `next`, after the store was replaced by an older one
    /// while tasks went on.
    public void neverBelow(TaskId next) {
        database.transaction(
                connection -> Sql.update(connection, "update task_number set next = max(next, ?)", next.number()));
    }

    /// Stores a task as it stands, in place of what was stored of it before. Instances that are gone
    /// are left out of it; a task about nothing else is not stored.
    public void save(TaskView task) {
        database.transaction(connection -> {
            Sql.update(
                    connection,
                    """
                    insert into task (number, kind, title, origin, state, reason, done, total, line, started_at_ms,
                        ended_at_ms, effects, problem_code, problem_summary, problem_advice, undoable, quiet)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    on conflict (number) do update set
                        title = excluded.title, state = excluded.state, reason = excluded.reason,
                        done = excluded.done, total = excluded.total, line = excluded.line,
                        ended_at_ms = excluded.ended_at_ms, effects = excluded.effects,
                        problem_code = excluded.problem_code, problem_summary = excluded.problem_summary,
                        problem_advice = excluded.problem_advice, undoable = excluded.undoable
                    """,
                    task.id().number(),
                    task.kind(),
                    task.title(),
                    task.origin(),
                    task.state(),
                    task.reason(),
                    task.done(),
                    task.total(),
                    task.line(),
                    task.startedAt(),
                    task.endedAt(),
                    effects(task),
                    task.problem().map(Problem::code),
                    task.problem().map(Problem::summary),
                    task.problem().map(Problem::advice),
                    task.undoable(),
                    task.quiet());
            var rows = new ArrayList<@Nullable Object[]>();
            for (int place = 0; place < task.instances().size(); place++) {
                rows.add(new Object[] {
                    task.id().number(), place, task.instances().get(place)
                });
            }
            Sql.updateEach(
                    connection,
                    "insert or ignore into task_instance (task_number, place, instance_num) "
                            + "select ?, ?, num from instance where id = ?",
                    rows);
            if (!rows.isEmpty()) {
                Sql.update(
                        connection,
                        "delete from task where number = ? "
                                + "and not exists (select 1 from task_instance where task_number = number)",
                        task.id().number());
            }
            return null;
        });
    }

    /// Adds lines to the log of a stored task; without one they are dropped.
    ///
    /// @param first how many lines the log has before them
    public void appendLog(TaskId id, int first, Collection<Line> lines) {
        database.transaction(connection -> {
            var rows = new ArrayList<@Nullable Object[]>();
            int place = first;
            for (var line : lines) {
                rows.add(new Object[] {place++, line.at(), line.text(), id.number()});
            }
            Sql.updateEach(
                    connection,
                    "insert or replace into task_log (task_number, place, at_ms, text) "
                            + "select number, ?, ?, ? from task where number = ?",
                    rows);
            return null;
        });
    }

    public Optional<TaskView> find(TaskId id) {
        return database.read(connection -> Sql.first(
                connection, "select * from task where number = ?", row -> task(connection, row), id.number()));
    }

    /// Ended tasks, newest first, without quiet ones that ended well.
    public List<TaskView> ended(int limit) {
        return database.read(connection -> Sql.list(
                connection,
                "select * from task where ended_at_ms is not null and (quiet = 0 or state <> 'DONE') "
                        + "order by ended_at_ms desc, number desc limit ?",
                row -> task(connection, row),
                limit));
    }

    /// @return oldest first
    public List<Line> log(TaskId id) {
        return database.read(connection -> Sql.list(
                connection,
                "select at_ms, text from task_log where task_number = ? order by place",
                row -> new Line(Sql.instant(row, "at_ms"), row.getString("text")),
                id.number()));
    }

    /// Ends what an earlier run of the program left unended, which is only there after a crash.
    ///
    /// @param reason what people are told, for example "Pilothouse ended while it ran"
    /// @return these tasks as they were
    public List<TaskView> endInterrupted(Instant now, String reason) {
        return database.transaction(connection -> {
            var interrupted = Sql.list(
                    connection,
                    "select * from task where ended_at_ms is null order by number",
                    row -> task(connection, row));
            Sql.update(
                    connection,
                    "update task set state = ?, reason = ?, ended_at_ms = ? where ended_at_ms is null",
                    TaskState.CANCELLED,
                    reason,
                    now);
            return interrupted;
        });
    }

    /// Deletes tasks that ended more than [#KEPT] ago.
    public void forgetOld(Instant now) {
        database.transaction(
                connection -> Sql.update(connection, "delete from task where ended_at_ms < ?", now.minus(KEPT)));
    }

    private static TaskView task(Connection connection, ResultSet row) throws SQLException {
        return new TaskView(
                new TaskId(row.getLong("number")),
                row.getString("kind"),
                row.getString("title"),
                Sql.list(
                        connection,
                        "select id from task_instance join instance on num = instance_num "
                                + "where task_number = ? order by task_instance.place",
                        instance -> new InstanceId(instance.getString(1)),
                        row.getLong("number")),
                Origin.valueOf(row.getString("origin")),
                TaskState.valueOf(row.getString("state")),
                Sql.optionalText(row, "reason"),
                row.getLong("done"),
                Sql.optionalLong(row, "total"),
                row.getString("line"),
                Sql.instant(row, "started_at_ms"),
                Sql.optionalInstant(row, "ended_at_ms"),
                effects(row.getString("effects")),
                Problems.read(row),
                row.getBoolean("undoable"),
                row.getBoolean("quiet"));
    }

    private static String effects(TaskView task) {
        var node = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        new TreeMap<>(task.effects()).forEach(node::put);
        return InstanceJson.write(node);
    }

    private static TreeMap<String, Long> effects(String json) {
        var effects = new TreeMap<String, Long>();
        InstanceJson.read(json)
                .properties()
                .forEach(entry -> effects.put(entry.getKey(), entry.getValue().asLong()));
        return effects;
    }
}
