package io.pilothouse.cli.engine;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.AttachedHost;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.HealthWords;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The engine without a window. Called while a console runs, it only watches that console's work.
@Command(
        name = "run",
        description = "Runs health checks, cycles and schedules without a window, until stopped.",
        footer = {"  pilothouse run --json", "  pilothouse run --once"})
public final class RunCommand extends CliCommand {

    /// A table that changes faster cannot be read.
    private static final long BETWEEN_TABLES_MILLIS = 500;

    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

    @Option(names = "--once", description = "one round of health checks, then end")
    private boolean once;

    private final LinkedBlockingQueue<Boolean> news = new LinkedBlockingQueue<>();
    private final Map<TaskId, TaskState> saidTasks = new HashMap<>();
    private final Map<InstanceId, ShownState> saidStates = new HashMap<>();

    public RunCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        return once ? round() : untilStopped();
    }

    private Answer round() throws ProblemException, InterruptedException {
        var enabled = services().instances().fleet().get().live().stream()
                .filter(Instance::enabled)
                .toList();
        var ids = enabled.stream().map(Instance::id).toList();
        say("engine", null, null, "started", "One round of health checks over " + ids.size() + " instances.");
        session().checkNow(ids);
        var states = services().health().states().get();
        enabled.forEach(instance -> sayState(instance, states.get(instance.id())));
        say("engine", null, null, "ended", "The round has ended.");
        return Answer.written()
                .notWellIf(enabled.stream()
                        .map(instance -> states.get(instance.id()))
                        .anyMatch(health -> health != null && HealthWords.notWell(health)));
    }

    private Answer untilStopped() throws ProblemException, InterruptedException {
        if (session().host().attached()) {
            session().warn("A running Pilothouse does the work; this only watches it.");
            return watch();
        }
        try (var _ = AttachedHost.serve(session().host(), session().dataFolder(), services())) {
            services().engine().start();
            return watch();
        } catch (IOException e) {
            session().warn("Other commands cannot reach this engine: its socket could not be made.");
            services().engine().start();
            return watch();
        }
    }

    private Answer watch() throws ProblemException, InterruptedException {
        say("engine", null, null, "started", "The engine runs. Ctrl+C ends it.");
        try (var _ = services().health().states().subscribe(Runnable::run, states -> news.add(true));
                var _ = services().tasks().tasks().subscribe(Runnable::run, tasks -> news.add(true))) {
            while (true) {
                news.take();
                news.clear();
                show();
            }
        } catch (InterruptedException e) {
            say("engine", null, null, "stopped", "What was under way is recorded.");
            return Answer.stopped();
        }
    }

    private void show() throws ProblemException, InterruptedException {
        if (!session().json() && session().colour()) {
            table();
            news.poll(BETWEEN_TABLES_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        var states = services().health().states().get();
        for (var instance : services().instances().fleet().get().live()) {
            sayState(instance, states.get(instance.id()));
        }
        for (var task : services().tasks().tasks().get()) {
            sayTask(task);
        }
    }

    private void sayState(Instance instance, @Nullable InstanceHealth health) {
        if (health != null && saidStates.put(instance.id(), health.state()) != health.state()) {
            say(
                    "state",
                    instance.id(),
                    null,
                    health.state().word(),
                    instance.name() + ": "
                            + Optional.ofNullable(HealthWords.trouble(health).message())
                                    .orElse(health.state().word()));
        }
    }

    private void sayTask(TaskView task) {
        if (!task.quiet() && saidTasks.put(task.id(), task.state()) != task.state()) {
            var trouble = task.problem().map(Problem::summary).or(task::reason);
            say(
                    "task",
                    task.instances().size() == 1 ? task.instances().getFirst() : null,
                    task.id(),
                    task.state().word(),
                    task.title() + trouble.map(words -> ": " + words).orElse(""));
        }
    }

    private void say(String type, @Nullable InstanceId instance, @Nullable TaskId task, String state, String words) {
        var at = session().clock().instant();
        session().stream(
                Json.object(
                        "at", at,
                        "type", type,
                        "instance", instance,
                        "task", task,
                        "state", state,
                        "message", words),
                page -> page.line(page.time(at) + "  " + state + "  " + words));
    }

    private void table() throws ProblemException {
        var states = services().health().states().get();
        var fleet = services().instances().fleet().get().live();
        var table = new Table("NAME", "KIND", "STATE", "MILLIS", "MESSAGE");
        for (var instance : fleet) {
            var health = Optional.ofNullable(states.get(instance.id()));
            table.row(
                    instance.name(),
                    instance.kind(),
                    health.map(HealthWords::cell).orElse(Table.Cell.of(ShownState.UNKNOWN.word())),
                    health.flatMap(InstanceHealth::latency)
                            .map(latency -> String.valueOf(latency.toMillis()))
                            .orElse(""),
                    health.map(HealthWords::trouble)
                            .map(trouble -> trouble.message() == null ? "" : trouble.message())
                            .orElse(""));
        }
        List<TaskView> running = services().tasks().tasks().get().stream()
                .filter(task -> !task.quiet() && !task.state().ended())
                .limit(8)
                .toList();
        session().stream(Json.object(), page -> {
            page.raw(HOME_AND_CLEAR);
            page.line("Pilothouse  " + page.time(session().clock().instant()) + "  " + fleet.size() + " instances, "
                    + running.size() + " tasks under way. Ctrl+C ends it.");
            page.table(table, "There is no instance.");
            running.forEach(task -> page.line("  " + task.id() + "  " + task.title() + "  " + task.line()));
        });
    }
}
