package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.torrent.ClientPreferences;
import io.pilothouse.tasks.torrent.PreferenceChanges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Preferences of torrent clients side by side, and changed on several at once.
@Command(
        name = "preferences",
        description = "Compares preferences of torrent clients, or changes them on all that are named.",
        footer = "  pilothouse torrents preferences --key max_ratio --key dl_limit")
final class PreferencesCommand extends TorrentCommand {

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

    private Answer compared(List<Instance> chosen, SortedMap<InstanceId, ClientPreferences> found) {
        var said = chosen.stream()
                .filter(client -> of(found, client).problem().isEmpty())
                .toList();
        var silent = chosen.stream().filter(client -> !said.contains(client)).toList();
        var names = new TreeSet<String>();
        found.values().forEach(each -> names.addAll(each.values().keySet()));
        if (!keys.isEmpty()) {
            names.retainAll(keys);
        }
        var rows = names.stream()
                .map(name -> {
                    var values = new TreeMap<String, @Nullable Object>();
                    said.forEach(client -> values.put(
                            client.id().value(), of(found, client).values().get(name)));
                    return Json.object(
                            "name", name, "differs", new HashSet<>(values.values()).size() > 1, "values", values);
                })
                .toList();
        return Answer.of(
                        Json.object(
                                "preferences",
                                rows,
                                "silent",
                                silent.stream()
                                        .map(client -> Json.object(
                                                "instance", client.id().value(), "message", why(of(found, client))))
                                        .toList()),
                        page -> {
                            var head = new ArrayList<>(List.of("PREFERENCE"));
                            said.forEach(client -> head.add(client.name()));
                            var table = new Table(head.toArray(String[]::new));
                            for (var name : names) {
                                var cells = new ArrayList<Object>(List.of(name));
                                said.forEach(client -> cells.add(String.valueOf(
                                        of(found, client).values().getOrDefault(name, ""))));
                                var values = cells.subList(1, cells.size());
                                if (!keys.isEmpty() || Set.copyOf(values).size() > 1 || said.size() == 1) {
                                    table.row(cells.toArray());
                                }
                            }
                            page.table(table, said.isEmpty() ? "Nobody answered." : "They are all alike.");
                            silent.forEach(client -> page.line(Table.Style.BAD, why(of(found, client))));
                        })
                .notWellIf(!silent.isEmpty());
    }

    private static ClientPreferences of(SortedMap<InstanceId, ClientPreferences> found, Instance client) {
        return Objects.requireNonNull(found.get(client.id()));
    }

    /// @return empty when it answered
    private static String why(ClientPreferences answer) {
        return answer.problem().map(Problem::summary).orElse("");
    }

    private Answer change(List<Instance> chosen, List<InstanceId> ids) throws ProblemException, InterruptedException {
        var wanted = PreferenceChanges.of(changes);
        var left = session()
                .act(
                        chosen,
                        "torrents-preferences",
                        "change preferences",
                        (consent, context) -> torrents().details().changePreferences(ids, wanted, consent, context));
        boolean well = left.size() == ids.size() && left.values().stream().allMatch(ClientPreferences::asWanted);
        var results = ids.stream().map(id -> new Result(id, left.get(id))).toList();
        var names = names();
        return Answer.of(
                        Json.object(
                                "changed",
                                wanted,
                                "results",
                                results.stream()
                                        .map(it -> Json.object(
                                                "instance",
                                                it.client().value(),
                                                "outcome",
                                                it.outcome(),
                                                "otherwise",
                                                it.answer() == null
                                                        ? null
                                                        : it.answer().values(),
                                                "message",
                                                it.message().isEmpty() ? null : it.message()))
                                        .toList()),
                        page -> results.forEach(it -> page.line(TorrentAnswers.name(it.client(), names) + ": "
                                + (it.message().isEmpty() ? it.outcome() : it.message()))))
                .notWellIf(!well);
    }

    /// @param answer none of a client that was left out because it is Read-only
    private record Result(InstanceId client, @Nullable ClientPreferences answer) {

        String outcome() {
            return answer == null ? "refused" : answer.asWanted() ? "done" : "failed";
        }

        String message() {
            if (answer == null) {
                return "refused, it is Read-only";
            }
            return answer.values().isEmpty() ? why(answer) : "reads otherwise: " + answer.values();
        }
    }
}
