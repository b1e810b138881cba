package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Writes instances with their ids as JSON. Secrets are left out, or encrypted under a passphrase.",
        footer = "  pilothouse export fleet.json --group Media --with-secrets --passphrase-file words.txt")
public final class ExportCommand extends CliCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "the file; must not exist yet")
    private String file = "";

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--with-secrets", description = "with secrets, encrypted under a passphrase")
    private boolean withSecrets;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    public ExportCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var target = Paths.of(session(), file);
        selection.without(file);
        var chosen = selection.orAll(session());
        Optional<char[]> words = Optional.empty();
        if (withSecrets) {
            words = passphrase.read(session(), "Passphrase for the secrets: ");
            if (words.isEmpty()) {
                throw Session.problem(
                        ProblemCode.USAGE,
                        "Secrets are exported only under a passphrase.",
                        "Give one with --passphrase-file FILE.");
            }
        }
        var given = words;
        session()
                .task(
                        "export",
                        "export " + chosen.size() + " instances",
                        chosen.stream().map(Instance::id).toList(),
                        context -> {
                            services().transfers().export(target, chosen, given);
                            return true;
                        });
        return Answer.of(
                Json.object("file", target, "instances", chosen.size(), "withSecrets", withSecrets),
                page -> page.done("Wrote " + chosen.size() + " instances to " + target
                        + (withSecrets ? ", secrets under your passphrase." : ", without secrets.")));
    }
}
