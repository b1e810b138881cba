package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.torrent.PreferenceChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Preferences of torrent clients side by side, and changed on several at once.
@Command(
        name = "preferences",
        description = "Compares preferences of torrent clients, or changes them on all that are named.",
        footer = "  pilothouse torrents preferences --key max_ratio --key dl_limit")
final class PreferencesCommand extends TorrentCommand {

    /// What a change would lock everybody out with, or needs a partner that the service does not ask for.
    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--key", paramLabel = "NAME", description = "only this one, may be given several times")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "changes it, may be given several times")
    private Map<String, String> changes = new LinkedHashMap<>();

    PreferencesCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = clients(selection);
        var ids = chosen.stream().map(Instance::id).toList();
        if (!changes.isEmpty()) {
            if (selection.none()) {
                throw Session.problem(
                        ProblemCode.USAGE, "It is not said which clients to change.", "Name them, or give --all.");
            }
            return change(chosen, ids);
        }
        var found = session()
                .task(
                        "torrents-preferences",
                        "read preferences",
                        ids,
                        _ -> torrents().details().preferences(ids));
        return compared(chosen, found);
    }

    private Answer compared(List<Instance> chosen, SortedMap<InstanceId, SortedMap<String, Object>> found) {
        var names = new TreeSet<String>();
        found.values().forEach(each -> names.addAll(each.keySet()));
        if (!keys.isEmpty()) {
            names.retainAll(keys);
        }
        var rows = names.stream()
                .map(name -> {
                    var values = new TreeMap<String, Object>();
                    found.forEach((id, each) -> {
                        if (each.containsKey(name)) {
                            values.put(id.value(), Objects.requireNonNull(each.get(name)));
                        }
                    });
                    return Json.object(
                            "name", name, "differs", Set.copyOf(values.values()).size() > 1, "values", values);
                })
                .toList();
        return Answer.of(Json.object("preferences", rows), page -> {
            var head = new ArrayList<>(List.of("PREFERENCE"));
            chosen.forEach(client -> head.add(client.name()));
            var table = new Table(head.toArray(String[]::new));
            for (var name : names) {
                var cells = new ArrayList<Object>(List.of(name));
                var values = new TreeSet<String>();
                for (var client : chosen) {
                    var own = found.get(client.id());
                    var value = own == null || !own.containsKey(name) ? "" : String.valueOf(own.get(name));
                    values.add(value);
                    cells.add(value);
                }
                if (!keys.isEmpty() || values.size() > 1 || chosen.size() == 1) {
                    table.row(cells.toArray());
                }
            }
            page.table(table, "They are all alike.");
        });
    }

    private Answer change(List<Instance> chosen, List<InstanceId> ids) throws ProblemException, InterruptedException {
        var wanted = PreferenceChanges.of(changes);
        var left = session()
                .act(
                        chosen,
                        "torrents-preferences",
                        "change preferences",
                        consent -> torrents().details().changePreferences(ids, wanted, consent));
        var names = names();
        boolean well = left.values().stream().allMatch(Map::isEmpty) && left.size() == ids.size();
        return Answer.of(
                        Json.object(
                                "changed",
                                wanted,
                                "results",
                                ids.stream()
                                        .map(id -> Json.object(
                                                "instance",
                                                id.value(),
                                                "outcome",
                                                !left.containsKey(id)
                                                        ? "refused"
                                                        : Objects.requireNonNull(left.get(id))
                                                                        .isEmpty()
                                                                ? "done"
                                                                : "failed",
                                                "otherwise",
                                                left.get(id)))
                                        .toList()),
                        page -> ids.forEach(id -> {
                            var otherwise = left.get(id);
                            page.line(TorrentAnswers.name(id, names) + ": "
                                    + (otherwise == null
                                            ? "refused, it is Read-only"
                                            : otherwise.isEmpty() ? "done" : "reads otherwise: " + otherwise));
                        }))
                .notWellIf(!well);
    }
}
