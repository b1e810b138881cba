package io.pilothouse.cli.engine;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "open",
        description = "Shows an instance in the running console.",
        footer = "  pilothouse open Cellar --view settings")
public final class OpenCommand extends CliCommand {

    /// What a link to an instance begins with; its id and, after a stroke, a view follow.
    public static final String LINK = "pilothouse:";

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name, or a link “pilothouse:ID/VIEW”")
    private String instance = "";

    @Option(names = "--view", paramLabel = "VIEW", description = "which view, for example settings")
    private @Nullable String view;

    public OpenCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var link =
                instance.startsWith(LINK) ? instance.substring(LINK.length()).split("/", 2) : new String[] {instance};
        var found = session().named(link[0]);
        if (found.trashed()) {
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    "“" + found.name() + "” is in the trash.",
                    "Take it back with “pilothouse instance restore " + found.id() + "”.");
        }
        var wanted = link.length > 1 && view == null ? link[1] : view;
        var others = services()
                .window()
                .orElseThrow(() -> Session.problem(
                        ProblemCode.NOT_FOUND,
                        "No console with a window is running.",
                        "Start one with “pilothouse” and try again."))
                .show(found.id(), Optional.ofNullable(wanted));
        if (!others.isEmpty()) {
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    "“" + found.name() + "” has no view “" + wanted + "”.",
                    "Choose one of " + String.join(", ", others) + ".");
        }
        return Answer.of(
                Json.object("instance", found.id(), "view", wanted),
                page -> page.done("The console shows “" + found.name() + "”."));
    }
}
