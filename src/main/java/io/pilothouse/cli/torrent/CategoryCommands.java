package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Categories of the clients.
final class CategoryCommands {

    private CategoryCommands() {}

    @Command(
            name = "categories",
            description = "Categories of the clients.",
            footer = "  pilothouse torrents categories ensure --dry-run")
    static final class Categories {}

    @Command(
            name = "ensure",
            description = "Makes every category that an *arr uses on every client that lacks it.",
            footer = "  pilothouse torrents categories ensure --dry-run")
    static final class Ensure extends TorrentCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--dry-run", description = "only says what is missing")
        private boolean dryRun;

        Ensure(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var chosen = clients(selection);
            var ids = looked(chosen);
            var ensured = session()
                    .act(
                            chosen,
                            "torrents-categories",
                            "make missing categories",
                            (consent, context) ->
                                    torrents().categories().ensureCategories(ids, List.of(), dryRun, consent, context));
            var names = names();
            return Answer.of(
                            Json.object(
                                    "dryRun",
                                    dryRun,
                                    "categories",
                                    ensured.stream()
                                            .map(it -> Json.object(
                                                    "instance",
                                                    it.client().value(),
                                                    "category",
                                                    it.category(),
                                                    "owner",
                                                    it.owner().value(),
                                                    "outcome",
                                                    it.outcome(),
                                                    "message",
                                                    it.message().isEmpty() ? null : it.message()))
                                            .toList()),
                            page -> {
                                var table = new Table("ON", "CATEGORY", "FOR", "OUTCOME");
                                ensured.forEach(it -> table.row(
                                        TorrentAnswers.name(it.client(), names),
                                        it.category(),
                                        TorrentAnswers.name(it.owner(), names),
                                        it.outcome() + (it.message().isEmpty() ? "" : ": " + it.message())));
                                page.table(table, "No *arr uses a category.");
                            })
                    .notWellIf(ensured.stream()
                            .anyMatch(it -> it.outcome().equals("failed")
                                    || it.outcome().equals("skipped")
                                    || it.outcome().equals("other-case")));
        }
    }
}
