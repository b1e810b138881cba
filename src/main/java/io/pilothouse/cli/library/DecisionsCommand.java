package io.pilothouse.cli.library;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What was said to be the same, or not.
@Command(
        name = "decisions",
        description = "Shows what you said is the same or not, and takes it back.",
        footer = "  pilothouse library decisions --undo 3")
final class DecisionsCommand extends CliCommand {

    private static final int MOST = 1_000;

    @Option(names = "--undo", paramLabel = "N", description = "takes back the decision of this number")
    private @Nullable Long undo;

    DecisionsCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var library = services().library();
        var number = undo;
        if (number != null) {
            boolean undone =
                    session().task("library-undo", "take a decision back", List.of(), _ -> library.undo(number));
            if (!undone) {
                throw Session.problem(
                        ProblemCode.NOT_FOUND,
                        "There is no decision " + number + " that holds.",
                        "Look at the numbers with “library decisions”.");
            }
        }
        var rules = library.rules(MOST);
        return Answer.of(
                Json.object(
                        "decisions",
                        rules.stream()
                                .map(rule -> Json.object(
                                        "number", rule.number(),
                                        "type", rule.a().type().word(),
                                        "verdict", rule.same() ? "same" : "different",
                                        "a", library.text(rule.a()).orElse(null),
                                        "b", library.text(rule.b()).orElse(null),
                                        "madeAt", rule.madeAt(),
                                        "undoneAt", rule.undoneAt()))
                                .toList(),
                        "total",
                        rules.size()),
                page -> {
                    var table = new Table("NUMBER", "MADE", "A", "IS", "B", "TAKEN BACK");
                    rules.forEach(rule -> table.row(
                            rule.number(),
                            page.time(rule.madeAt()),
                            library.text(rule.a()).orElse("?"),
                            rule.same() ? "the same as" : "not",
                            library.text(rule.b()).orElse("?"),
                            rule.undoneAt().map(page::time).orElse("")));
                    page.table(table, "Nothing was decided yet.");
                });
    }
}
