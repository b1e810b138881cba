package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Works on a damaged store, too, which is why it does not open it first.
@Command(
        name = "restore",
        description = "Puts a copy in the place of the store, which is kept beside it.",
        footer = "  pilothouse restore pilothouse-monday.db")
public final class RestoreCommand extends CliCommand {

    @Parameters(paramLabel = "FILE", description = "a file that “backup” wrote, or one of Pilothouse's own copies")
    private String file = "";

    public RestoreCommand(Session session) {
        super(session);
    }

    @Override
    public Needs needs() {
        return Needs.FOLDER;
    }

    @Override
    public Answer run() throws ProblemException {
        var copy = Paths.of(session(), file);
        if (!Files.isRegularFile(copy)) {
            throw Session.problem(ProblemCode.BAD_FILE, "There is no file " + copy + ".", "Give an existing copy.");
        }
        var restored = session().host().restore(session().dataFolder(), copy);
        return Answer.of(
                Json.object("instances", restored.instances(), "kept", restored.kept()),
                page -> page.done("The store holds " + restored.instances() + " instances again."
                        + restored.kept()
                                .map(kept -> " The one before is kept at " + kept + ".")
                                .orElse("")));
    }
}
