package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept-identity",
        description = "Accepts that the address now answers as someone else, so that work goes on.",
        footer = "  pilothouse instance accept-identity Cellar")
final class AcceptingIdentity extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    AcceptingIdentity(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var found = session().named(instance);
        var accepted = session()
                .act(
                        List.of(found),
                        "instance-identity",
                        "accept who answers for " + found.name(),
                        consent -> services().instances().acceptIdentity(found.id(), found.configVersion(), consent));
        return Testing.tested(session(), accepted, "Accepted who answers for “" + accepted.name() + "”.");
    }
}
