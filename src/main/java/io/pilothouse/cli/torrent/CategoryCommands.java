package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.torrent.TorrentCategories;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
            description = {
                "Makes the categories that clients shall have and lack: those of every *arr, and those that were",
                "wanted with `want`. A category that shall keep its data elsewhere gets its other folder."
            },
            footer = "  pilothouse torrents categories ensure --dry-run")
    static final class Ensure extends TorrentCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--dry-run", description = "only says what is missing or in another folder")
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
                                                    it.owner()
                                                            .map(InstanceId::value)
                                                            .orElse(null),
                                                    "outcome",
                                                    it.outcome(),
                                                    "folder",
                                                    it.folder()
                                                            .map(Ensure::json)
                                                            .orElse(null),
                                                    "message",
                                                    it.message().isEmpty() ? null : it.message()))
                                            .toList()),
                            page -> {
                                var table = new Table("ON", "CATEGORY", "FOR", "FOLDER", "OUTCOME");
                                ensured.forEach(it -> table.row(
                                        TorrentAnswers.name(it.client(), names),
                                        it.category(),
                                        it.owner()
                                                .map(owner -> TorrentAnswers.name(owner, names))
                                                .orElse("–"),
                                        it.folder()
                                                .map(folder -> words(it, folder))
                                                .orElse("–"),
                                        it.outcome() + (it.message().isEmpty() ? "" : ": " + it.message())));
                                page.table(table, "No *arr uses a category, and none was wanted.");
                            })
                    .notWellIf(ensured.stream()
                            .anyMatch(it -> it.outcome().equals("failed")
                                    || it.outcome().equals("skipped")
                                    || it.outcome().equals("other-case")));
        }

        private static String words(TorrentCategories.Ensured it, TorrentCategories.Folder folder) {
            if (!it.outcome().equals("other-path") && !it.outcome().equals("changed")) {
                return folder.to();
            }
            var told = (folder.from().isEmpty() ? "its own choice" : folder.from()) + " → " + folder.to();
            if (folder.automatic() == 0) {
                return told;
            }
            return told + " (" + folder.automatic() + " managed automatically: "
                    + folder.follow()
                            .map(follow -> follow ? "their files move along" : "that ends, and 4.5 moves their files")
                            .orElse("their files may move")
                    + ")";
        }

        private static Object json(TorrentCategories.Folder folder) {
            return Json.object(
                    "from",
                    folder.from(),
                    "to",
                    folder.to(),
                    "automatic",
                    folder.automatic(),
                    "follow",
                    folder.follow().orElse(null));
        }
    }

    @Command(
            name = "want",
            description = {
                "Writes into the settings of clients that they shall have a category, and where it shall keep its",
                "data. Nothing changes on them before `ensure`; missing ones are made by the running program, too."
            },
            footer = {
                "  pilothouse torrents categories want Seedbox --category radarr --path /data/movies",
                "  pilothouse torrents categories want --category manual",
                "  pilothouse torrents categories want --category manual --forget"
            })
    static final class Want extends TorrentCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--category", paramLabel = "CATEGORY", required = true, description = "its name")
        private String category = "";

        @Option(names = "--path", paramLabel = "FOLDER", description = "as the client sees it; its own choice without")
        private String folder = "";

        @Option(names = "--forget", description = "takes the wish back; the category stays where it is there")
        private boolean forget;

        Want(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var chosen = clients(selection);
            var ids = chosen.stream().map(Instance::id).toList();
            session().act(chosen, "instance-edit", "write down a category", (consent, _) -> {
                torrents().categories().wish(ids, category, forget ? Optional.empty() : Optional.of(folder), consent);
                return true;
            });
            return Answer.of(
                    Json.object(
                            "category",
                            category,
                            "folder",
                            forget ? null : folder,
                            "instances",
                            ids.stream().map(InstanceId::value).toList()),
                    page -> page.line(
                            forget
                                    ? "“" + category + "” is not wanted there any more."
                                    : "“" + category + "” is wanted on "
                                            + chosen.stream()
                                                    .map(Instance::name)
                                                    .collect(Collectors.joining(", "))
                                            + (folder.isEmpty() ? "." : " in " + folder + ".")));
        }
    }
}
