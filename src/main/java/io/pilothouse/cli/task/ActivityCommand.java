package io.pilothouse.cli.task;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "activity",
        description = "Shows who did what, when and why, newest first.",
        footer = "  pilothouse activity Cellar --since 24h")
public final class ActivityCommand extends CliCommand {

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--since", paramLabel = "TIME", description = "a time, a date, or a span (usual: 7d)")
    private String since = "7d";

    @Option(names = "--limit", paramLabel = "N", description = "at most this many (usual: 200)")
    private int limit = 200;

    public ActivityCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException {
        if (limit < 1) {
            throw Session.problem(ProblemCode.BAD_VALUE, "The limit is 1 or more.", "Give another --limit.");
        }
        List<InstanceId> ids = selection.none()
                ? List.of()
                : selection.some(session()).stream().map(Instance::id).toList();
        var entries = services().activity().entries(ids, session().instant("--since", since, -1), limit);
        return Answer.of(
                Json.object(
                        "entries",
                        entries.stream()
                                .map(entry -> Json.object(
                                        "at", entry.at(),
                                        "instance", entry.instance(),
                                        "origin", entry.origin().word(),
                                        "task", entry.task(),
                                        "kind", entry.kind(),
                                        "words", entry.words()))
                                .toList()),
                page -> {
                    var table = new Table("AT", "BY", "TASK", "WHAT");
                    entries.forEach(entry -> table.row(
                            page.time(entry.at()),
                            entry.origin().word(),
                            entry.task().map(Object::toString).orElse(""),
                            entry.words()));
                    page.table(table, "Nothing was done in this time.");
                });
    }
}
