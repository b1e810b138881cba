package io.pilothouse.cli.task;

import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.cli.text.Table.Cell;
import io.pilothouse.cli.text.Table.Style;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import java.util.Collection;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Tasks as answers.
public final class TaskAnswers {

    private TaskAnswers() {}

    /// The form `Task` of the command line reference. The reason of a failed task is its problem.
    public static SequencedMap<String, @Nullable Object> json(TaskView task) {
        return Json.object(
                "id", task.id(),
                "kind", task.kind(),
                "instances", task.instances(),
                "origin", task.origin().word(),
                "state", task.state().word(),
                "reason", task.reason().or(() -> task.problem().map(Problem::summary)),
                "progress", Json.object("done", task.done(), "total", task.total()),
                "line", task.line().isEmpty() ? null : task.line(),
                "startedAt", task.startedAt(),
                "endedAt", task.endedAt(),
                "effects", task.effects(),
                "undo", task.undoable());
    }

    static Table table(Page page, Collection<TaskView> tasks) {
        var table = new Table("ID", "STATE", "STARTED", "WHAT", "NOW");
        tasks.forEach(task -> table.row(
                task.id(),
                new Cell(task.state().word(), style(task.state())),
                page.time(task.startedAt()),
                task.title(),
                now(task)));
        return table;
    }

    static Style style(TaskState state) {
        return switch (state) {
            case DONE -> Style.GOOD;
            case PARTLY, HELD, FINISHING -> Style.CAUTION;
            case FAILED -> Style.BAD;
            case WAITING, RUNNING -> Style.PLAIN;
            case CANCELLED, SKIPPED -> Style.QUIET;
        };
    }

    static String now(TaskView task) {
        var progress =
                task.total().isPresent() ? task.done() + " of " + task.total().getAsLong() + "  " : "";
        return progress
                + task.reason().or(() -> task.problem().map(Problem::summary)).orElse(task.line());
    }

    static TaskId id(String text) throws ProblemException {
        try {
            return TaskId.parse(text);
        } catch (IllegalArgumentException e) {
            throw unknown(text);
        }
    }

    static TaskView find(Session session, String text) throws ProblemException {
        return session.services().tasks().find(id(text)).orElseThrow(() -> unknown(text));
    }

    private static ProblemException unknown(String text) {
        return Session.problem(
                ProblemCode.NOT_FOUND,
                "There is no task “" + text + "”.",
                "See the tasks with “pilothouse task list”; their ids look like t17.");
    }
}
