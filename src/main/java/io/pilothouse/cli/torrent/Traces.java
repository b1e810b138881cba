package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Parameters;

/// The story of one torrent.
abstract class Traces extends TorrentCommand {

    @Parameters(index = "0", paramLabel = "HASH", description = "the hash, or eight digits of it or more")
    private String hash = "";

    Traces(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        if (!hash.matches("[0-9A-Fa-f]{8,64}")) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "“" + hash + "” is no hash.",
                    "Give the hash of a torrent, in hexadecimal digits.");
        }
        var fleet = look(places(null), true);
        var trace = session()
                .task(
                        "torrents-trace",
                        "trace a torrent",
                        List.of(),
                        _ -> torrents().tracing().trace(hash));
        if (trace.torrents().isEmpty()
                && trace.lines().isEmpty()
                && trace.leftOut().isEmpty()) {
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    "Nobody knows a torrent " + hash + ".",
                    "List torrents to see their hashes.");
        }
        var names = names();
        var rules = torrents().rules();
        return Answer.of(
                Json.object(
                        "hash",
                        trace.hash(),
                        "torrents",
                        trace.torrents().stream()
                                .map(torrent -> TorrentAnswers.json(torrent, fleet, rules.nextRule(torrent.key())))
                                .toList(),
                        "lines",
                        trace.lines().stream()
                                .map(line -> Json.object(
                                        "at",
                                        line.at(),
                                        "instance",
                                        line.instance().value(),
                                        "what",
                                        line.what(),
                                        "text",
                                        line.text()))
                                .toList(),
                        "leftOut",
                        trace.leftOut().entrySet().stream()
                                .map(entry ->
                                        Json.object("instance", entry.getKey().value(), "reason", entry.getValue()))
                                .toList()),
                page -> {
                    page.table(TorrentAnswers.table(trace.torrents(), fleet, names), "No client has it.");
                    var table = new Table("AT", "WHERE", "WHAT", "");
                    trace.lines()
                            .forEach(line -> table.row(
                                    line.at().map(page::time).orElse("now"),
                                    TorrentAnswers.name(line.instance(), names),
                                    line.what(),
                                    line.text()));
                    page.table(table, "Nobody remembers it.");
                    trace.leftOut().values().forEach(why -> page.line(Table.Style.CAUTION, why));
                });
    }
}
