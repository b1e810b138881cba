package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Switching instances on and off.
final class Switching {

    private Switching() {}

    @Command(
            name = "enable",
            description = "Switches instances on.",
            footer = "  pilothouse instance enable Cellar Attic")
    static final class Enable extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        Enable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return switchAll(session(), selection, true);
        }
    }

    @Command(
            name = "disable",
            description = "Switches instances off: they are not checked and not worked on.",
            footer = "  pilothouse instance disable --group Cabin")
    static final class Disable extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        Disable(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            return switchAll(session(), selection, false);
        }
    }

    private static Answer switchAll(Session session, Selection selection, boolean on)
            throws ProblemException, InterruptedException {
        var instances = session.services().instances();
        return Each.of(
                session,
                selection.some(session),
                on ? "instance-enable" : "instance-disable",
                on ? "switch on" : "switch off",
                on ? "Switched on" : "Switched off",
                (instance, consent) -> instances.setEnabled(instance.id(), on, consent));
    }
}
