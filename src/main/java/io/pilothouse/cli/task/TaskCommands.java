package io.pilothouse.cli.task;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The group `task`.
@Command(
        name = "task",
        description = "Background work: list, show, follow, cancel.",
        footer = "  pilothouse task list --state running")
public final class TaskCommands {

    private static final int MOST = 500;

    private TaskCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new TaskCommands())
                .addSubcommand(new ListAll(session))
                .addSubcommand(new Show(session))
                .addSubcommand(new Follow(session))
                .addSubcommand(new Cancel(session));
    }

    @Command(
            name = "list",
            description = "Lists tasks, newest first.",
            footer = "  pilothouse task list --state failed")
    static final class ListAll extends CliCommand {

        @Option(names = "--state", paramLabel = "STATE", description = "only those in this state")
        private @Nullable String state;

        ListAll(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var wanted = state == null ? Optional.<TaskState>empty() : Optional.of(parse(state));
            var all = new LinkedHashMap<Object, TaskView>();
            services().tasks().tasks().get().forEach(task -> all.put(task.id(), task));
            services().tasks().history(MOST).forEach(task -> all.putIfAbsent(task.id(), task));
            var tasks = all.values().stream()
                    .filter(task -> wanted.isEmpty() || wanted.get() == task.state())
                    .sorted((one, other) -> other.id().compareTo(one.id()))
                    .toList();
            return Answer.of(
                    Json.object("tasks", tasks.stream().map(TaskAnswers::json).toList()),
                    page -> page.table(TaskAnswers.table(page, tasks), "There is no task."));
        }

        private static TaskState parse(String word) throws ProblemException {
            var right = Arrays.stream(TaskState.values()).map(TaskState::word).toList();
            return Arrays.stream(TaskState.values())
                    .filter(state -> state.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> Session.problem(
                            ProblemCode.BAD_VALUE,
                            "There is no state “" + word + "”.",
                            Nearest.to(word, right)
                                    .map(nearest -> "Did you mean “" + nearest + "”?")
                                    .orElse("Use one of " + String.join(", ", right) + ".")));
        }
    }

    @Command(name = "show", description = "Shows one task and what it said.", footer = "  pilothouse task show t17")
    static final class Show extends CliCommand {

        @Parameters(paramLabel = "TASK", description = "its id, for example t17")
        private String task = "";

        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var found = TaskAnswers.find(session(), task);
            var log = services().tasks().log(found.id());
            var json = TaskAnswers.json(found);
            json.put(
                    "log",
                    log.stream()
                            .map(line -> Json.object("at", line.at(), "text", line.text()))
                            .toList());
            return Answer.of(json, page -> {
                page.table(TaskAnswers.table(page, List.of(found)), "");
                found.problem().map(Problem::advice).ifPresent(page::line);
                log.forEach(line -> page.line("  " + page.time(line.at()) + "  " + line.text()));
            });
        }
    }

    @Command(
            name = "follow",
            description = "Shows how a task goes on, until it ends. Ends with 1 if it failed.",
            footer = "  pilothouse task follow t17")
    static final class Follow extends CliCommand {

        @Parameters(paramLabel = "TASK", description = "its id, for example t17")
        private String task = "";

        Follow(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var shown = TaskAnswers.find(session(), task);
            write(shown);
            var news = new LinkedBlockingQueue<List<TaskView>>();
            try (var _ = services().tasks().tasks().subscribe(Runnable::run, news::add)) {
                while (!shown.state().ended()) {
                    news.take();
                    var now = TaskAnswers.find(session(), task);
                    if (!now.equals(shown)) {
                        write(now);
                    }
                    shown = now;
                }
            }
            var last = shown.state();
            return Answer.written().notWellIf(last == TaskState.FAILED || last == TaskState.PARTLY);
        }

        private void write(TaskView view) {
            session().stream(
                    TaskAnswers.json(view),
                    page -> page.line(
                            TaskAnswers.style(view.state()),
                            view.state().word() + "  " + view.title() + "  " + TaskAnswers.now(view)));
        }
    }

    @Command(
            name = "cancel",
            description = "Asks a running task to stop after its current step.",
            footer = "  pilothouse task cancel t17")
    static final class Cancel extends CliCommand {

        @Parameters(paramLabel = "TASK", description = "its id, for example t17")
        private String task = "";

        Cancel(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var found = TaskAnswers.find(session(), task);
            boolean asked = services().tasks().cancel(found.id());
            if (!asked) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "The task " + found.id() + " has ended already.",
                        "See what became of it with “pilothouse task show " + found.id() + "”.");
            }
            var now = services().tasks().find(found.id()).orElse(found);
            return Answer.of(TaskAnswers.json(now), page -> page.done("Asked " + found.id() + " to stop."));
        }
    }
}
