package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Reading what is stored, without any network.
final class Looking {

    private Looking() {}

    @Command(
            name = "list",
            description = "Lists instances with their stored state.",
            footer = "  pilothouse instance list --kind radarr --tag kids")
    static final class ListAll extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--trash", description = "those in the trash instead")
        private boolean trash;

        ListAll(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return trash
                    ? InstanceAnswers.list(
                            services(),
                            selection.ofTrash(session()),
                            selection.none() ? "The trash is empty." : "No instance in the trash fits.")
                    : InstanceAnswers.list(
                            services(),
                            selection.orAll(session()),
                            services().instances().fleet().get().live().isEmpty()
                                    ? "There is no instance. Add one with “pilothouse instance add --address ADDRESS”."
                                    : "No instance fits.");
        }
    }

    @Command(
            name = "show",
            description = "Shows everything about one instance.",
            footer = "  pilothouse instance show radarr/Cellar")
    static final class Show extends CliCommand {

        @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
        private String instance = "";

        Show(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var found = Trash.liveOrTrashed(session(), instance);
            var services = services();
            return Answer.of(
                    InstanceAnswers.json(services, found), page -> InstanceAnswers.show(page, services, found));
        }
    }
}
