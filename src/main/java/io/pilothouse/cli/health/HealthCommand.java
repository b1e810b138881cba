package io.pilothouse.cli.health;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.HealthWords;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How instances are: as stored, after one round now, or as it changes.
@Command(
        name = "health",
        description = "Shows how instances are. Ends with 1 if one is down, refused or in error.",
        footer = {"  pilothouse health --once", "  pilothouse health --watch --json"})
public final class HealthCommand extends CliCommand {

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--once", description = "check all of them now")
    private boolean once;

    @Option(names = "--watch", description = "go on showing what changes, until stopped")
    private boolean watch;

    private HealthCommand(Session session) {
        super(session);
    }

    public static CommandLine of(Session session) {
        return new CommandLine(new HealthCommand(session)).addSubcommand(new HistoryCommand(session));
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = selection.orAll(session());
        Round round = once ? checked(chosen) : stored(chosen);
        var states = services().health().states().get();
        var answer = answer(chosen, round, states);
        if (!watch) {
            return answer;
        }
        session().stream(answer.json(), answer.people());
        follow(chosen, states);
        return Answer.written();
    }

    private Round checked(List<Instance> chosen) throws ProblemException, InterruptedException {
        var ids = chosen.stream().filter(Instance::enabled).map(Instance::id).toList();
        session().progress("Checking " + ids.size() + " …");
        var from = session().clock().instant();
        session().checkNow(ids);
        return new Round(from, session().clock().instant(), ids.size());
    }

    /// What is stored: when the newest check ended, and how many there were.
    private Round stored(List<Instance> chosen) throws ProblemException {
        var states = services().health().states().get();
        var checks = chosen.stream()
                .map(instance -> states.get(instance.id()))
                .filter(health -> health != null && health.lastCheckAt().isPresent())
                .map(health -> health.lastCheckAt().get())
                .sorted()
                .toList();
        return checks.isEmpty()
                ? new Round(null, null, 0)
                : new Round(checks.getFirst(), checks.getLast(), checks.size());
    }

    /// Writes each change until the thread is interrupted. Without a console beside it, it makes the
    /// rounds itself.
    private void follow(List<Instance> chosen, Map<InstanceId, InstanceHealth> written)
            throws ProblemException, InterruptedException {
        var changes = new LinkedBlockingQueue<Map<InstanceId, InstanceHealth>>();
        services().engine().startHealth();
        var shown = written;
        try (var _ = services().health().states().subscribe(Runnable::run, changes::add)) {
            while (true) {
                var states = changes.take();
                for (var instance : chosen) {
                    var health = states.get(instance.id());
                    var before = shown.get(instance.id());
                    if (health != null && differs(before, health)) {
                        write(instance, health);
                    }
                }
                shown = states;
            }
        }
    }

    private static boolean differs(@Nullable InstanceHealth before, InstanceHealth now) {
        return before == null
                || before.state() != now.state()
                || !before.code().equals(now.code())
                || before.lifecycle() != now.lifecycle()
                || !before.cause().equals(now.cause());
    }

    private void write(Instance instance, InstanceHealth health) throws ProblemException {
        var line = Json.object("at", session().clock().instant(), "type", "state", "instance", instance.id());
        line.putAll(json(instance, Optional.of(health)));
        session().stream(
                line,
                page -> page.line(
                        HealthWords.style(health.state()),
                        page.time(session().clock().instant()) + "  " + instance.name() + "  "
                                + HealthWords.sentence(health)));
    }

    private static Answer answer(List<Instance> chosen, Round round, Map<InstanceId, InstanceHealth> states) {
        var byState = new TreeMap<String, Long>();
        for (var instance : chosen) {
            byState.merge(state(Optional.ofNullable(states.get(instance.id()))).word(), 1L, Long::sum);
        }
        boolean notWell = chosen.stream()
                .filter(Instance::enabled)
                .map(instance -> states.get(instance.id()))
                .anyMatch(health -> health != null && HealthWords.notWell(health));
        return Answer.of(
                        Json.object(
                                "round",
                                Json.object(
                                        "startedAt", round.startedAt(),
                                        "endedAt", round.endedAt(),
                                        "checked", round.checked(),
                                        "byState", byState),
                                "instances",
                                chosen.stream()
                                        .map(instance -> json(instance, Optional.ofNullable(states.get(instance.id()))))
                                        .toList()),
                        page -> {
                            page.table(table(chosen, states), "No instance fits.");
                            if (!chosen.isEmpty()) {
                                page.done(byState.entrySet().stream()
                                        .map(entry -> entry.getValue() + " " + entry.getKey())
                                        .reduce((one, other) -> one + ", " + other)
                                        .orElse(""));
                            }
                        })
                .notWellIf(notWell);
    }

    private static Table table(List<Instance> chosen, Map<InstanceId, InstanceHealth> states) {
        var table = new Table("NAME", "KIND", "STATE", "VERSION", "MILLIS", "MESSAGE");
        for (var instance : chosen) {
            var health = Optional.ofNullable(states.get(instance.id()));
            var message =
                    health.map(HealthWords::trouble).map(trouble -> trouble.message() == null ? "" : trouble.message());
            table.row(
                    instance.name(),
                    instance.kind(),
                    health.map(HealthWords::cell).orElse(Table.Cell.of(ShownState.UNKNOWN.word())),
                    version(health, instance).orElse(""),
                    health.flatMap(InstanceHealth::latency)
                            .map(Duration::toMillis)
                            .map(String::valueOf)
                            .orElse(""),
                    message.orElse(""));
        }
        return table;
    }

    private static ShownState state(Optional<InstanceHealth> health) {
        return health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN);
    }

    private static Optional<String> version(Optional<InstanceHealth> health, Instance instance) {
        return health.flatMap(InstanceHealth::answer)
                .map(CheckAnswer::identity)
                .or(instance::identity)
                .map(RemoteIdentity::version)
                .filter(text -> !text.isEmpty());
    }

    /// One element of `instances` in the answer of `health`.
    public static java.util.SequencedMap<String, @Nullable Object> json(
            Instance instance, Optional<InstanceHealth> health) {
        var trouble = health.map(HealthWords::trouble).orElse(HealthWords.Trouble.NONE);
        return Json.object(
                "id", instance.id(),
                "name", instance.name(),
                "kind", instance.kind(),
                "state", state(health).word(),
                "lifecycle",
                        health.map(InstanceHealth::lifecycle)
                                .orElse(instance.enabled() ? Lifecycle.PENDING : Lifecycle.INACTIVE),
                "health", health.flatMap(InstanceHealth::health),
                "cause", trouble.cause(),
                "message", trouble.message(),
                "next", trouble.next(),
                "version", version(health, instance),
                "latencyMillis", health.flatMap(InstanceHealth::latency).map(Duration::toMillis),
                "checkedAt", health.flatMap(InstanceHealth::lastCheckAt));
    }

    private record Round(
            @Nullable Instant startedAt, @Nullable Instant endedAt, int checked) {}
}
