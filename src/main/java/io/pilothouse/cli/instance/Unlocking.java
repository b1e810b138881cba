package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "unlock",
        description = "Gives a locked instance its secret again, then tests it.",
        footer = "  pilothouse instance unlock Cellar --secret-file key.txt")
final class Unlocking extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    @Mixin
    private SecretOptions secrets = new SecretOptions();

    Unlocking(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var locked = session().named(instance);
        var kind = KindNames.find(session(), locked.kind().value());
        var given = secrets.read(session(), kind, true);
        if (given.isEmpty()) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "No secret was given for “" + locked.name() + "”.",
                    "Give it with --secret-file FILE or --secret-stdin.");
        }
        var saved = Editing.save(session(), locked, locked.configuration(), given);
        return Testing.tested(session(), saved, "“" + saved.name() + "” has its secret again.");
    }
}
