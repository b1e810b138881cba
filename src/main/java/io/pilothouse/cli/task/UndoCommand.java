package io.pilothouse.cli.task;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.UndoStep;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description = "Takes an act back, on the instance it was done to.",
        footer = "  pilothouse undo t17 --preview")
public final class UndoCommand extends CliCommand {

    @Parameters(paramLabel = "TASK", description = "the task that did it, for example t17")
    private String task = "";

    @Option(names = "--preview", description = "only say what it would do")
    private boolean preview;

    public UndoCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var id = TaskAnswers.id(task);
        var steps = services().undoing().preview(id);
        var on = steps.stream()
                .map(UndoStep::instance)
                .distinct()
                .map(services().instances()::find)
                .flatMap(Optional<Instance>::stream)
                .toList();
        if (!preview) {
            session().consenting(on, consent -> {
                services().undoing().undo(id, consent);
                return true;
            });
        }
        return Answer.of(
                Json.object(
                        "task",
                        id,
                        "preview",
                        preview,
                        "steps",
                        steps.stream()
                                .map(step -> Json.object(
                                        "kind", step.kind(),
                                        "instance", step.instance(),
                                        "description", step.description()))
                                .toList()),
                page -> {
                    page.done(preview ? "This would be done:" : "Taken back:");
                    steps.forEach(step -> page.line("  " + step.description()));
                });
    }
}
