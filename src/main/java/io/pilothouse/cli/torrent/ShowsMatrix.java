package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.torrent.Distribution;
import java.util.ArrayList;
import java.util.List;

/// Where how much of what is.
abstract class ShowsMatrix extends TorrentCommand {

    ShowsMatrix(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = places(null);
        var fleet = look(chosen, true);
        var matrix = fleet.distribution();
        var names = names();
        var orphans = torrents().tracing().orphans();
        return Answer.of(
                        Json.object(
                                "instances",
                                chosen.stream()
                                        .map(client -> Json.object(
                                                "id",
                                                client.id().value(),
                                                "name",
                                                client.name(),
                                                "fresh",
                                                matrix.clients().getOrDefault(client.id(), false),
                                                "seenAt",
                                                java.util.Optional.ofNullable(
                                                                fleet.sides().get(client.id()))
                                                        .flatMap(side -> side.seenAt())))
                                        .toList(),
                                "rows",
                                matrix.rows().stream().map(ShowsMatrix::json).toList(),
                                "totalIsAtLeast",
                                matrix.clients().containsValue(false),
                                "onSeveral",
                                fleet.onSeveral().entrySet().stream()
                                        .map(entry -> Json.object(
                                                "hash",
                                                entry.getKey(),
                                                "states",
                                                entry.getValue().entrySet().stream()
                                                        .map(at -> Json.object(
                                                                "instance",
                                                                at.getKey().value(),
                                                                "state",
                                                                at.getValue()))
                                                        .toList()))
                                        .toList(),
                                "orphans",
                                Json.object(
                                        "torrents",
                                        orphans.torrents().stream()
                                                .map(torrent -> TorrentAnswers.key(torrent.key()))
                                                .toList(),
                                        "downloads",
                                        orphans.downloads().entrySet().stream()
                                                .map(entry -> Json.object(
                                                        "instance",
                                                        entry.getKey().value(),
                                                        "titles",
                                                        entry.getValue()))
                                                .toList())),
                        page -> {
                            var head = new ArrayList<>(List.of("OWNER", "CATEGORY"));
                            chosen.stream().map(Instance::name).forEach(head::add);
                            head.add("TOTAL");
                            var table = new Table(head.toArray(String[]::new));
                            for (var row : matrix.rows()) {
                                var cells = new ArrayList<Object>();
                                cells.add(row.owner()
                                        .map(id -> TorrentAnswers.name(id, names))
                                        .orElse(row.disputed() ? "several" : "nobody"));
                                cells.add(row.category().isEmpty() ? "–" : row.category());
                                for (var client : chosen) {
                                    cells.add(
                                            cell(row.cells().getOrDefault(client.id(), Distribution.Cell.EMPTY), row));
                                }
                                cells.add((matrix.clients().containsValue(false) ? "≥ " : "")
                                        + row.total().count() + "  "
                                        + new Bytes(row.total().bytes()));
                                table.row(cells.toArray());
                            }
                            fleet.stale().values().forEach(why -> page.line(Table.Style.CAUTION, why));
                            page.table(table, "There are no torrents.");
                        })
                .notWellIf(!fleet.stale().isEmpty());
    }

    private static String cell(Distribution.Cell cell, Distribution.Row row) {
        if (cell.count() == 0 && !cell.categoryThere() && row.owner().isPresent()) {
            return "no category";
        }
        return cell.count() == 0 ? "0" : cell.count() + "  " + new Bytes(cell.bytes());
    }

    private static Object json(Distribution.Row row) {
        return Json.object(
                "owner",
                row.owner().map(id -> id.value()),
                "disputed",
                row.disputed(),
                "category",
                row.category(),
                "cells",
                row.cells().entrySet().stream()
                        .map(entry -> {
                            var cell = json(entry.getValue());
                            cell.put("instance", entry.getKey().value());
                            return cell;
                        })
                        .toList(),
                "total",
                json(row.total()));
    }

    private static java.util.SequencedMap<String, @org.jspecify.annotations.Nullable Object> json(
            Distribution.Cell cell) {
        return Json.object(
                "count",
                cell.count(),
                "sizeBytes",
                cell.bytes(),
                "downloading",
                cell.downloading(),
                "seeding",
                cell.seeding(),
                "stalled",
                cell.stalled(),
                "stopped",
                cell.stopped(),
                "errors",
                cell.errors(),
                "categoryPresent",
                cell.categoryThere());
    }
}
