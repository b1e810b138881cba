package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The data key: its recovery phrase, and a new key. For people only.
public final class KeyCommands {

    private KeyCommands() {}

    @Command(
            name = "recovery-phrase",
            description = "Shows the phrase that opens the secrets when their keeper is lost. On a terminal only.",
            footer = "  pilothouse recovery-phrase")
    public static final class PhraseCommand extends CliCommand {

        @Option(names = "--use", description = "ask for a phrase instead, and open the secrets with it")
        private boolean use;

        public PhraseCommand(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            personOnly(session());
            if (use) {
                var phrase = asked(session(), "Recovery phrase: ")
                        .orElseThrow(() -> Session.problem(
                                ProblemCode.USAGE, "No phrase was typed.", "Run the command again and type it."));
                session().task("recover-secrets", "open the secrets with the recovery phrase", List.of(), context -> {
                    services().secrets().recover(phrase.value());
                    return true;
                });
                return Answer.of(null, page -> page.done("The secrets can be read again."));
            }
            var phrase = session()
                    .task(
                            "recovery-phrase",
                            "show the recovery phrase",
                            List.of(),
                            context -> services().secrets().recoveryPhrase());
            return Answer.of(null, page -> {
                page.line(phrase);
                page.done("Write it down and keep it apart from this computer. It opens every secret of this store.");
            });
        }
    }

    @Command(
            name = "rekey",
            description = "Encrypts every secret anew under a new data key. On a terminal only.",
            footer = "  pilothouse rekey")
    public static final class RekeyCommand extends CliCommand {

        public RekeyCommand(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            personOnly(session());
            Optional<Secret> passphrase = services().secrets().awaitedStatus().passphrase()
                    ? asked(session(), "Passphrase of these secrets: ")
                    : Optional.empty();
            int count = session()
                    .task(
                            "rekey",
                            "encrypt every secret anew",
                            List.of(),
                            context -> services()
                                    .secrets()
                                    .rekey(passphrase.map(
                                            secret -> secret.value().toCharArray())));
            return Answer.of(
                    Json.object("secrets", count),
                    page -> page.done("Encrypted " + count + " secrets under a new key. The recovery phrase stays"
                            + " the same."));
        }
    }

    /// A phrase that went through a pipe or a file is no secret any more.
    private static void personOnly(Session session) throws ProblemException {
        if (!session.terminal().interactive() || session.json()) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "This is shown and asked only on a terminal.",
                    "Run the command in a terminal, without --json and without a pipe.");
        }
    }

    static Optional<Secret> asked(Session session, String question) throws ProblemException {
        try {
            return session.terminal().askSecret(question);
        } catch (IOException e) {
            throw Session.problem(ProblemCode.USAGE, "Nothing could be asked.", "Run the command in a terminal.");
        }
    }
}
