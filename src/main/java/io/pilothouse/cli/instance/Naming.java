package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Giving names: to an instance, or to a copy of it.
final class Naming {

    private Naming() {}

    @Command(
            name = "rename",
            description = "Gives an instance another name. Its id and history stay.",
            footer = "  pilothouse instance rename Cellar Attic")
    static final class Rename extends CliCommand {

        @Parameters(index = "0", paramLabel = "INSTANCE", description = "id, kind/name or name")
        private String instance = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "the new name")
        private String name = "";

        Rename(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var before = session().named(instance);
            var after = session()
                    .act(
                            List.of(before),
                            "instance-rename",
                            "rename " + before.name(),
                            consent -> services().instances().rename(before.id(), name, consent));
            return InstanceAnswers.changed(services(), after, "“" + before.name() + "” is now “" + after.name() + "”.");
        }
    }

    @Command(
            name = "clone",
            description = "Copies an instance under another name, without its secrets and identity.",
            footer = "  pilothouse instance clone Cellar \"Cellar 4K\"")
    static final class Clone extends CliCommand {

        @Parameters(index = "0", paramLabel = "INSTANCE", description = "id, kind/name or name")
        private String instance = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "the name of the copy")
        private String name = "";

        Clone(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var original = session().named(instance);
            var copy = session()
                    .act(
                            List.of(original),
                            "instance-clone",
                            "copy " + original.name(),
                            consent -> services().instances().clone(original.id(), name, consent));
            return InstanceAnswers.changed(
                    services(),
                    copy,
                    "Copied “" + original.name() + "” as “" + copy.name() + "” (" + copy.id()
                            + "). Give it its address and secret with “instance edit”.");
        }
    }
}
