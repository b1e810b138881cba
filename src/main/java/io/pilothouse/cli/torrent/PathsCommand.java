package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says whether *arrs see what clients have downloaded for them.
@Command(
        name = "paths",
        description = "Looks whether every *arr sees its torrents' files: one torrent of each category of each client.",
        footer = "  pilothouse torrents paths Seedbox")
final class PathsCommand extends TorrentCommand {

    @Mixin
    private Selection selection = new Selection();

    PathsCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var ids = looked(clients(selection));
        var found = session()
                .task(
                        "torrents-paths",
                        "look whether files are seen",
                        ids,
                        _ -> torrents().paths().check(ids));
        var names = names();
        return Answer.of(
                        Json.object(
                                "paths",
                                found.stream()
                                        .map(it -> Json.object(
                                                "instance",
                                                it.client().value(),
                                                "owner",
                                                it.arr().value(),
                                                "category",
                                                it.category(),
                                                "name",
                                                it.name(),
                                                "path",
                                                it.path(),
                                                "mapped",
                                                it.mapped(),
                                                "seen",
                                                it.sees().orElse(null),
                                                "message",
                                                it.message().isEmpty() ? null : it.message()))
                                        .toList()),
                        page -> {
                            var table = new Table("ON", "FOR", "CATEGORY", "PATH", "SEEN AS", "SEEN");
                            found.forEach(it -> table.row(
                                    TorrentAnswers.name(it.client(), names),
                                    TorrentAnswers.name(it.arr(), names),
                                    it.category(),
                                    it.path(),
                                    it.mapped(),
                                    it.sees().map(sees -> sees ? "yes" : "no").orElse("not known: " + it.message())));
                            page.table(table, "No *arr owns a finished torrent.");
                        })
                .notWellIf(found.stream().anyMatch(it -> !it.sees().orElse(false)));
    }
}
