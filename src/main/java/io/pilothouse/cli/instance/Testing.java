package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// One test of each, now.
@Command(
        name = "test",
        description = "Tests instances now, all at once. Ends with 1 if one fails.",
        footer = "  pilothouse instance test --all")
final class Testing extends CliCommand {

    @Mixin
    private Selection selection = new Selection();

    Testing(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = selection.some(session());
        session().progress("Testing " + chosen.size() + " …");
        var handles = new LinkedHashMap<Instance, TaskHandle<TestResult>>();
        for (var instance : chosen) {
            handles.put(
                    instance,
                    services()
                            .tasks()
                            .start(
                                    new TaskRequest(
                                            "instance-test",
                                            "test " + instance.name(),
                                            List.of(instance.id()),
                                            Origin.TERMINAL),
                                    context -> services().connections().test(instance.id())));
        }
        var results = new LinkedHashMap<Instance, TestResult>();
        try {
            for (var entry : handles.entrySet()) {
                switch (entry.getValue().await()) {
                    case Outcome.Succeeded<TestResult>(var result) -> results.put(entry.getKey(), result);
                    case Outcome.Failed<TestResult>(var problem) -> throw new ProblemException(problem);
                    case Outcome.Cancelled<TestResult>() -> throw new InterruptedException();
                }
            }
        } finally {
            handles.values().forEach(TaskHandle::cancel);
        }
        return Answer.of(
                        Json.object(
                                "tests",
                                results.entrySet().stream()
                                        .map(entry ->
                                                InstanceAnswers.json(Optional.of(entry.getKey()), entry.getValue()))
                                        .toList()),
                        page -> page.table(table(results), "Nothing was tested."))
                .notWellIf(results.values().stream().anyMatch(result -> !result.ok()));
    }

    private static Table table(Map<Instance, TestResult> results) {
        var table = new Table("NAME", "KIND", "RESULT", "MILLIS", "MESSAGE");
        results.forEach((instance, result) -> table.row(
                instance.name(),
                instance.kind(),
                result.ok()
                        ? new Table.Cell("ok", Table.Style.GOOD)
                        : new Table.Cell(
                                result.code()
                                        .map(code -> code.problemCode().word())
                                        .orElse("failed"),
                                Table.Style.BAD),
                result.latencyMillis().isPresent() ? result.latencyMillis().getAsLong() : "",
                result.message() + (result.next().isEmpty() ? "" : " " + result.next())));
        return table;
    }

    /// Tests what was just saved, and answers with it and its `test`.
    static Answer tested(Session session, Instance saved, String sentence)
            throws ProblemException, InterruptedException {
        session.progress("Testing “" + saved.name() + "” …");
        var result = session.task(
                "instance-test",
                "test " + saved.name(),
                List.of(saved.id()),
                context -> session.services().connections().test(saved.id()));
        var now = session.services().instances().find(saved.id()).orElse(saved);
        var json = InstanceAnswers.json(session.services(), now);
        json.put("test", InstanceAnswers.json(Optional.of(now), result));
        return Answer.of(json, page -> say(page, sentence, result)).notWellIf(!result.ok());
    }

    private static void say(Page page, String sentence, TestResult result) {
        page.done(sentence);
        page.line(result.ok() ? Table.Style.GOOD : Table.Style.BAD, result.message());
        if (!result.next().isEmpty()) {
            page.line(result.next());
        }
    }
}
