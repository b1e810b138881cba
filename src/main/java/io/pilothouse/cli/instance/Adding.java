package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.instance.Kinds.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Recognises the kind when it is not given, saves, then tests. Saving never depends on the test.
@Command(
        name = "add",
        description = "Adds an instance, then tests it. Without --secret-file or --secret-stdin the secret is asked.",
        footer = "  pilothouse instance add --address http://nas.lan:7878 --kind radarr --secret-file key.txt")
final class Adding extends CliCommand {

    @Option(names = "--address", paramLabel = "ADDRESS", required = true, description = "where it answers")
    private String address = "";

    @Option(names = "--kind", paramLabel = "KIND", description = "which service it is (default: recognised)")
    private @Nullable String kind;

    @Option(names = "--name", paramLabel = "NAME", description = "its name, unique within its kind")
    private @Nullable String name;

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    private SecretOptions secrets = new SecretOptions();

    Adding(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var read = services().connections().read(address);
        if (read.secret().isPresent()) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "The address holds a secret, which every user of this computer can see in the process list.",
                    "Give the address alone and the secret with --secret-file.");
        }
        Kind known;
        Address root = read.address();
        boolean guessed = false;
        if (kind == null) {
            session().progress("Looking what answers at " + root + " …");
            var recognised = session()
                    .task(
                            "recognise",
                            "recognise what answers at " + root,
                            List.of(),
                            context -> services().connections().recognise(read.address()));
            known = KindNames.find(session(), recognised.kind().value());
            root = recognised.address();
            guessed = !recognised.certain();
        } else {
            known = KindNames.find(session(), kind);
        }
        var configuration = configuration(known, root);
        var readSecrets = secrets.read(session(), known, true);
        SecretOptions.needHeaders(configuration, readSecrets, Set.of());
        var given = present(readSecrets);
        if (guessed && !given.byField().isEmpty()) {
            var actual = actual(configuration, given);
            if (actual.isPresent()) {
                known = KindNames.find(session(), actual.get().value());
                configuration = configuration(known, root);
                given = named(known, given);
            }
        }
        var added = add(configuration, given);
        session().about(added);
        return Testing.tested(session(), added, "Added “" + added.name() + "” as " + added.id() + ".");
    }

    private Instance add(Configuration configuration, Secrets with) throws ProblemException, InterruptedException {
        return session()
                .consenting(
                        List.of(),
                        consent -> session()
                                .task(
                                        "instance-add",
                                        "add " + configuration.name(),
                                        List.of(),
                                        context -> services().instances().add(configuration, with, consent)));
    }

    /// The one secret under the name that this kind has for it.
    private static Secrets named(Kind kind, Secrets one) {
        var fields = kind.secretFields();
        return one.byField().size() == 1 && fields.size() == 1
                ? new Secrets(Map.of(
                        fields.getFirst().name(),
                        one.byField().values().iterator().next()))
                : one;
    }

    /// What an address shows to anybody may fit two kinds; the version that comes with the secret decides.
    ///
    /// @return the other kind, where that is what answers
    private Optional<KindId> actual(Configuration likely, Secrets with) throws ProblemException, InterruptedException {
        return session()
                .task(
                        "instance-test",
                        "see which kind " + likely.name() + " is",
                        List.of(),
                        context -> services().connections().test(likely, Optional.empty(), with.byField()))
                .actualKind();
    }

    private Configuration configuration(Kind known, Address root) throws ProblemException {
        var free = name == null ? freeName(known) : name;
        Configuration plain;
        try {
            plain = Configuration.of(known.id(), free, root);
        } catch (IllegalArgumentException e) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE, "The name cannot be used: " + e.getMessage() + ".", "Give another --name.");
        }
        if (!options.look()) {
            var look = services().instances().proposeLook(known.id(), free);
            plain = plain.withLook(look.colour(), look.monogram());
        }
        return options.onto(session(), plain);
    }

    private String freeName(Kind known) throws ProblemException {
        var taken = services().instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().equals(known.id()))
                .map(instance -> instance.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var free = known.displayName();
        for (int i = 2; taken.contains(free.toLowerCase(Locale.ROOT)); i++) {
            free = known.displayName() + " " + i;
        }
        return free;
    }

    private static Secrets present(Map<String, Optional<Secret>> given) {
        var present = new LinkedHashMap<String, Secret>();
        given.forEach((field, secret) -> secret.ifPresent(value -> present.put(field, value)));
        return new Secrets(present);
    }
}
