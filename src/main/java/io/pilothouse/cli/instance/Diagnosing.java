package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Finds out, step by step, what stands between this computer and useful data.
@Command(
        name = "diagnose",
        description = "Looks step by step why an instance, or an address that is not saved, does not work.",
        footer = "  pilothouse instance diagnose --address http://nas.lan:7878")
final class Diagnosing extends CliCommand {

    @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = "id, kind/name or name")
    private @Nullable String instance;

    @Option(names = "--address", paramLabel = "ADDRESS", description = "an address that is not saved")
    private @Nullable String address;

    @Option(names = "--kind", paramLabel = "KIND", description = "which service is expected there")
    private @Nullable String kind;

    @Mixin
    private ConfigurationOptions options = new ConfigurationOptions();

    @Mixin
    private SecretOptions secrets = new SecretOptions();

    Diagnosing(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        if ((instance == null) == (address == null)) {
            throw Session.problem(
                    ProblemCode.USAGE,
                    "Either an instance or an address is needed.",
                    "Name an instance, or give --address ADDRESS.");
        }
        var diagnosis = instance != null ? stored(instance) : unsaved(String.valueOf(address));
        return Answer.of(json(diagnosis), page -> {
                    var table = new Table("STEP", "OUTCOME", "MILLIS", "MESSAGE");
                    diagnosis
                            .steps()
                            .forEach(step -> table.row(
                                    step.step().word(),
                                    new Table.Cell(Json.word(step.outcome()), style(step.outcome())),
                                    step.millis().isPresent() ? step.millis().getAsLong() : "",
                                    step.message()));
                    page.table(table, "Nothing was tried.");
                    diagnosis.steps().stream()
                            .filter(step -> step.outcome() == StepOutcome.FAILED)
                            .findFirst()
                            .ifPresent(step -> page.line("Next: " + step.next()));
                })
                .notWellIf(diagnosis.cause().isPresent());
    }

    private Diagnosis stored(String words) throws ProblemException, InterruptedException {
        var found = session().named(words);
        return session()
                .task(
                        "instance-diagnose",
                        "diagnose " + found.name(),
                        List.of(found.id()),
                        context -> services().connections().diagnose(found.id()));
    }

    private Diagnosis unsaved(String text) throws ProblemException, InterruptedException {
        var read = services().connections().read(text).address();
        var chosen = kind == null
                ? session().task("recognise", "recognise what answers at " + read, List.of(), context -> guessed(read))
                : KindNames.find(session(), kind).id();
        var known = KindNames.find(session(), chosen.value());
        var given = new LinkedHashMap<String, Secret>();
        secrets.read(session(), known, false).forEach((field, secret) -> secret.ifPresent(it -> given.put(field, it)));
        var configuration = options.onto(session(), Configuration.of(chosen, read.host(), read));
        return session()
                .task(
                        "instance-diagnose",
                        "diagnose " + read,
                        List.of(),
                        context -> services().connections().diagnose(configuration, Optional.empty(), given));
    }

    /// What answers there; the first kind when nothing does, since the steps before the product are
    /// the same for all.
    private KindId guessed(Address at) throws ProblemException, InterruptedException {
        try {
            return services().connections().recognise(at).kind();
        } catch (ProblemException e) {
            return services().kinds().all().getFirst().id();
        }
    }

    private static Table.Style style(StepOutcome outcome) {
        return switch (outcome) {
            case OK -> Table.Style.GOOD;
            case FAILED -> Table.Style.BAD;
            case SKIPPED -> Table.Style.QUIET;
        };
    }

    private static Object json(Diagnosis diagnosis) {
        return Json.object(
                "steps",
                diagnosis.steps().stream()
                        .map(step -> Json.object(
                                "step", step.step().word(),
                                "outcome", step.outcome(),
                                "millis", step.millis(),
                                "message", step.message(),
                                "next", step.next().isEmpty() ? null : step.next()))
                        .toList(),
                "cause",
                diagnosis.cause());
    }
}
