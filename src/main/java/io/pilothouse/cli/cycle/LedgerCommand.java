package io.pilothouse.cli.cycle;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.cycle.Cycles;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What became of every search.
@Command(
        name = "ledger",
        description = "Shows what became of every search, newest first, and how many of a hundred are in place.",
        footer = "  pilothouse ledger Loft --since 30d")
public final class LedgerCommand extends CliCommand {

    private static final int MOST = 10_000;

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--since", paramLabel = "TIME", description = "only searches asked since then, for example 30d")
    private @Nullable String since;

    @Option(names = "--rule", paramLabel = "RULE", description = "only those of this rule")
    private @Nullable String rule;

    @Option(names = "--indexer", paramLabel = "INDEXER", description = "only what was grabbed from it")
    private @Nullable String indexer;

    public LedgerCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException {
        var chosen = selection.none() ? java.util.List.<Instance>of() : selection.some(session());
        var ids = chosen.stream().map(Instance::id).toList();
        var entries = services()
                .cycles()
                .ledger(
                        ids,
                        CycleAnswers.since(session(), since),
                        Optional.ofNullable(rule),
                        Optional.ofNullable(indexer),
                        MOST);
        var counted = Cycles.counts(entries);
        var counts = Json.object();
        Arrays.stream(LedgerEntry.Outcome.values())
                .forEach(outcome -> counts.put(outcome.word(), counted.getOrDefault(outcome, 0L)));
        double perHundred = Cycles.inPlacePerHundred(entries);
        return Answer.of(
                Json.object(
                        "items",
                        entries.stream().map(LedgerCommand::json).toList(),
                        "counts",
                        counts,
                        "inPlacePerHundred",
                        Double.isNaN(perHundred) ? null : perHundred),
                page -> {
                    var table = new Table("ASKED", "ITEM", "OUTCOME", "WHY");
                    entries.forEach(it -> table.row(
                            page.time(it.askedAt()), it.title(), it.outcome().word(), it.reason()));
                    page.table(table, "Nothing was asked for.");
                    if (!Double.isNaN(perHundred)) {
                        page.line("In place: %.0f of 100 asked.".formatted(perHundred));
                    }
                });
    }

    private static @Nullable Object json(LedgerEntry it) {
        return Json.object(
                "instance", it.instance().value(),
                "rule", it.rule(),
                "item", CycleAnswers.json(it.item(), it.title()),
                "askedAt", it.askedAt(),
                "outcome", it.outcome().word().toLowerCase(Locale.ROOT),
                "settledAt", it.settledAt(),
                "indexer", it.indexer().isEmpty() ? null : it.indexer(),
                "downloadId", it.downloadId().isEmpty() ? null : it.downloadId(),
                "reason", it.reason().isEmpty() ? null : it.reason());
    }
}
