package io.pilothouse.cli.cycle;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What an instance lacks, and why each would not be asked for now.
@Command(
        name = "wanted",
        description = "Lists what an instance lacks, the longest unsearched first, and why it would wait.",
        footer = "  pilothouse wanted Loft --pass cutoff --limit 20")
public final class WantedCommand extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name, or a name that is unique over all kinds")
    private String instance = "";

    @Option(names = "--pass", paramLabel = "PASS", description = "missing (usual), cutoff, format or tag")
    private String pass = "missing";

    @Option(names = "--limit", paramLabel = "N", description = "at most so many, 1 to 2000")
    private int limit = 50;

    public WantedCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = session().named(instance);
        var wantedPass = Arrays.stream(Pass.values())
                .filter(it -> it.word().equals(pass))
                .findFirst()
                .orElseThrow(() -> Session.problem(
                        ProblemCode.BAD_VALUE,
                        "There is no pass “" + pass + "”.",
                        "Use missing, cutoff, format or tag."));
        if (limit < 1 || limit > 2_000) {
            throw Session.problem(ProblemCode.BAD_VALUE, "The limit is 1 to 2000.", "Give another --limit.");
        }
        var wanted = session()
                .task(
                        "wanted",
                        "list what is wanted",
                        List.of(chosen.id()),
                        _ -> services().cycles().wanted(chosen.id(), wantedPass, limit));
        return Answer.of(
                Json.object(
                        "items",
                        wanted.items().stream().map(WantedCommand::json).toList(),
                        "total",
                        wanted.total()),
                page -> {
                    var table = new Table("ITEM", "LAST SEARCH", "WAITS FOR", "UNTIL");
                    wanted.items()
                            .forEach(it -> table.row(
                                    it.candidate().title(),
                                    it.candidate()
                                            .lastSearchAt()
                                            .map(page::time)
                                            .orElse("never"),
                                    it.reason().map(reason -> reason.word()).orElse(""),
                                    it.until().map(page::time).orElse("")));
                    page.table(table, "Nothing is wanted.");
                    page.done(
                            wanted.total().isPresent()
                                    ? wanted.items().size() + " of "
                                            + wanted.total().getAsLong() + "."
                                    : wanted.items().size() + ".");
                });
    }

    private static @Nullable Object json(Decision decision) {
        var candidate = decision.candidate();
        return Json.object(
                "type", candidate.item().type(),
                "id", candidate.item().id(),
                "parent", candidate.parent().map(parent -> parent.id()),
                "title", candidate.title(),
                "lastSearchAt", candidate.lastSearchAt(),
                "eligibleAt", decision.until(),
                "reason", decision.reason().map(reason -> reason.word()));
    }
}
