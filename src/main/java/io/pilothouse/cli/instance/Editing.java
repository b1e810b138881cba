package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes what was given and nothing else; a new secret only when one is given.
@Command(
        name = "edit",
        description = "Changes an instance, then tests it.",
        footer = "  pilothouse instance edit Cellar --group Media --tag kids --guard guarded")
final class Editing extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    @Option(names = "--address", paramLabel = "ADDRESS", description = "where it answers")
    private @Nullable String address;

    @Option(names = "--name", paramLabel = "NAME", description = "its name, unique within its kind")
    private @Nullable String name;

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    private SecretOptions secrets = new SecretOptions();

    Editing(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var before = session().named(instance);
        var kind = KindNames.find(session(), before.kind().value());
        var given = secrets.read(session(), kind, false);
        var configuration = configuration(before);
        if (options.headersGiven()) {
            SecretOptions.needHeaders(configuration, given, services().secrets().fields(before.id()));
        }
        var after = save(session(), before, configuration, given);
        return Testing.tested(session(), after, "Saved “" + after.name() + "”.");
    }

    private Configuration configuration(Instance before) throws ProblemException {
        var made = before.configuration();
        try {
            if (name != null) {
                made = made.withName(name);
            }
        } catch (IllegalArgumentException e) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE, "The name cannot be used: " + e.getMessage() + ".", "Give another --name.");
        }
        if (address != null) {
            var read = services().connections().read(address);
            if (read.secret().isPresent()) {
                throw Session.problem(
                        ProblemCode.USAGE,
                        "The address holds a secret, which every user of this computer can see in the process list.",
                        "Give the address alone and the secret with --secret-file.");
            }
            made = made.withConnection(made.connection().withAddress(read.address()));
        }
        return options.onto(session(), made);
    }

    static Instance save(
            Session session, Instance before, Configuration configuration, Map<String, Optional<Secret>> secrets)
            throws ProblemException, InterruptedException {
        return session.act(
                List.of(before),
                "instance-edit",
                "change " + before.name(),
                consent -> session.services()
                        .instances()
                        .edit(before.id(), before.configVersion(), configuration, secrets, consent));
    }
}
