package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "order",
        description = "Moves an instance before another in your own order; without --before to the end.",
        footer = "  pilothouse instance order Attic --before Cellar")
final class Ordering extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    @Option(names = "--before", paramLabel = "INSTANCE", description = "the one it shall stand before")
    private @Nullable String before;

    Ordering(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var moved = session().named(instance);
        Optional<Instance> next = before == null
                ? Optional.empty()
                : Optional.of(services().instances().named(before));
        session().act(List.of(moved), "instance-order", "move " + moved.name(), consent -> {
            services().instances().order(moved.id(), next.map(Instance::id), consent);
            return moved;
        });
        return InstanceAnswers.list(
                services(), services().instances().fleet().get().live(), "There is no instance.");
    }
}
