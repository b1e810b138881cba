package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Writes a checked copy of the whole store. Secrets in it stay encrypted.",
        footer = "  pilothouse backup pilothouse-monday.db")
public final class BackupCommand extends CliCommand {

    @Parameters(paramLabel = "FILE", description = "the copy; must not exist yet")
    private String file = "";

    public BackupCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var target = Paths.of(session(), file);
        var copied = session()
                .task(
                        "backup",
                        "copy the store to " + target.getFileName(),
                        List.of(),
                        context -> services().backups().copyTo(target));
        return Answer.of(
                Json.object(
                        "file", copied.file(),
                        "instances", copied.instances(),
                        "sizeBytes", copied.sizeBytes(),
                        "storeVersion", copied.version()),
                page -> page.done("Wrote and checked " + copied.file() + ": " + copied.instances() + " instances, "
                        + new Bytes(copied.sizeBytes()) + "."));
    }
}
