package io.pilothouse.cli.store;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.transfer.ImportPlan;
import io.pilothouse.tasks.transfer.ImportPlan.Decision;
import io.pilothouse.tasks.transfer.ImportSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Takes instances over from an export, or from Huntarr, qBitrr or Peek.",
        footer = {"  pilothouse import fleet.json --dry-run", "  pilothouse import ~/huntarr --from huntarr"})
public final class ImportCommand extends CliCommand {

    @Parameters(paramLabel = "FILE", description = "file, folder or zip archive")
    private String file = "";

    @Option(
            names = "--from",
            paramLabel = "PROGRAM",
            description = "pilothouse, huntarr, qbitrr or peek (usual: found out)")
    private @Nullable String from;

    @Option(names = "--dry-run", description = "only report what it would do")
    private boolean dryRun;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "whose ratings and history of Peek come along (usual: of the only one)")
    private @Nullable String user;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    public ImportCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var path = Paths.of(session(), file);
        var source = source();
        Optional<char[]> words =
                passphrase.given() ? passphrase.read(session(), "Passphrase of the export: ") : Optional.empty();
        var transfers = services().transfers();
        var plan = dryRun
                ? session()
                        .task(
                                "import-plan",
                                "plan the import of " + path.getFileName(),
                                List.of(),
                                context -> transfers.plan(path, source, words, Optional.ofNullable(user)))
                : session()
                        .consenting(
                                List.of(),
                                consent -> session()
                                        .task(
                                                "import",
                                                "import " + path.getFileName(),
                                                List.of(),
                                                context -> transfers.run(
                                                        path,
                                                        source,
                                                        words,
                                                        Optional.ofNullable(user),
                                                        consent,
                                                        context)));
        return Answer.of(json(plan), page -> show(page, plan));
    }

    private Optional<ImportSource> source() throws ProblemException {
        if (from == null) {
            return Optional.empty();
        }
        var right = Arrays.stream(ImportSource.values()).map(ImportSource::word).toList();
        return Optional.of(ImportSource.of(from)
                .orElseThrow(() -> Session.problem(
                        ProblemCode.BAD_VALUE,
                        "Pilothouse cannot import from “" + from + "”.",
                        Nearest.to(String.valueOf(from), right)
                                .map(nearest -> "Did you mean “" + nearest + "”?")
                                .orElse("Use one of " + String.join(", ", right) + "."))));
    }

    private static Object json(ImportPlan plan) {
        return Json.object(
                "from", plan.source().word(),
                "form", plan.form(),
                "dryRun", !plan.done(),
                "counts",
                        Json.object(
                                "added", plan.count(Decision.ADD),
                                "alreadyHere", plan.count(Decision.ALREADY_HERE),
                                "leftOut", plan.leftOut()),
                "instances",
                        plan.instances().stream()
                                .map(planned -> Json.object(
                                        "id", planned.id(),
                                        "kind", planned.kind(),
                                        "name", planned.name(),
                                        "address", planned.address(),
                                        "decision", planned.decision(),
                                        "reason", planned.reason(),
                                        "secrets", planned.secrets(),
                                        "rules", planned.rules()))
                                .toList(),
                "lines",
                        plan.lines().stream()
                                .map(line -> Json.object(
                                        "section", line.section(),
                                        "key", line.key(),
                                        "outcome", line.outcome(),
                                        "message", line.words()))
                                .toList(),
                "advice", plan.advice());
    }

    private static void show(Page page, ImportPlan plan) {
        page.line((plan.done() ? "Imported from " : "This would be imported from ")
                + plan.source().title() + " (" + plan.form() + "): " + plan.count(Decision.ADD) + " added, "
                + plan.count(Decision.ALREADY_HERE) + " here already, " + plan.leftOut() + " left out.");
        var table = new Table("NAME", "KIND", "ADDRESS", "DECISION", "REASON");
        plan.instances()
                .forEach(planned -> table.row(
                        planned.name(),
                        planned.kind(),
                        planned.address(),
                        Json.word(planned.decision()),
                        planned.reason()));
        page.table(table, "There is no instance in it.");
        var lines = new Table("SECTION", "KEY", "OUTCOME", "MESSAGE");
        plan.lines().forEach(line -> lines.row(line.section(), line.key(), Json.word(line.outcome()), line.words()));
        page.table(lines, "");
        plan.advice().forEach(page::line);
    }
}
