package io.pilothouse.cli.torrent;

import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.tasks.torrent.TorrentFleet;
import io.pilothouse.tasks.torrent.TorrentServices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A command about torrents.
abstract class TorrentCommand extends CliCommand {

    TorrentCommand(Session session) {
        super(session);
    }

    final TorrentServices torrents() throws ProblemException {
        return services().torrents();
    }

    /// @return all torrent clients, paused ones too, in the person's own order
    final List<Instance> clients() throws ProblemException {
        return services().instances().fleet().get().live().stream()
                .filter(instance -> instance.kind().value().equals("qbittorrent"))
                .toList();
    }

    final Instance client(String words) throws ProblemException {
        var instance = session().named(words);
        if (!instance.kind().value().equals("qbittorrent")) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " keeps no torrents.",
                    "Choose an instance of qBittorrent.");
        }
        return instance;
    }

    /// Looks at clients now, as one task.
    final TorrentFleet look(Collection<Instance> at, boolean arrs) throws ProblemException, InterruptedException {
        var ids = at.stream().map(Instance::id).toList();
        session().progress("Looking at " + ids.size() + " torrent clients …");
        return session()
                .task(
                        "torrents-look",
                        "look at " + ids.size() + " torrent clients",
                        ids,
                        _ -> torrents().watch().now(ids, arrs));
    }

    final Map<InstanceId, String> names() throws ProblemException {
        return services().instances().fleet().get().live().stream()
                .collect(Collectors.toMap(Instance::id, Instance::name));
    }

    /// @param words hashes, beginnings of hashes, or keys such as `<hash>@<instance>`
    /// @param on    only there
    /// @throws ProblemException if one of them is nowhere, or fits several torrents
    final List<Torrent> chosen(TorrentFleet fleet, List<String> words, @Nullable Instance on) throws ProblemException {
        var chosen = new LinkedHashSet<Torrent>();
        for (var word : words) {
            chosen.addAll(one(fleet, word, on));
        }
        return new ArrayList<>(chosen);
    }

    private List<Torrent> one(TorrentFleet fleet, String word, @Nullable Instance on) throws ProblemException {
        int at = word.indexOf('@');
        var place = at < 0 ? Optional.ofNullable(on) : Optional.of(client(word.substring(at + 1)));
        var hash = at < 0 ? word : word.substring(0, at);
        var found = fleet.find(hash).stream()
                .filter(torrent -> place.map(Instance::id)
                        .filter(id -> !id.equals(torrent.key().instance()))
                        .isEmpty())
                .toList();
        if (found.isEmpty()) {
            var stale = fleet.stale();
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    place.map(Instance::name).orElse("No torrent client") + " has " + (place.isPresent() ? "no" : "a")
                            + " torrent " + hash + ".",
                    stale.isEmpty()
                            ? "List torrents to see their hashes."
                            : "Not all clients answered: " + String.join(" ", stale.values()));
        }
        if (found.stream().map(torrent -> torrent.key().hash()).distinct().count() > 1) {
            throw Session.problem(ProblemCode.AMBIGUOUS, hash + " fits several torrents.", "Give more of the hash.");
        }
        return found;
    }

    static List<TorrentKey> keys(Collection<Torrent> torrents) {
        return torrents.stream().map(Torrent::key).toList();
    }

    final List<Instance> instancesOf(Collection<Torrent> torrents) throws ProblemException {
        var ids = torrents.stream().map(torrent -> torrent.key().instance()).collect(Collectors.toSet());
        return clients().stream().filter(client -> ids.contains(client.id())).toList();
    }

    /// @return the one client to look at, or all enabled ones
    final List<Instance> places(@Nullable String on) throws ProblemException {
        return on == null ? clients().stream().filter(Instance::enabled).toList() : List.of(client(on));
    }

    /// @return the clients among those that were chosen; without a choice all enabled ones
    /// @throws ProblemException when one was named that is no torrent client; of those that options pick, some
    ///                          may be none
    final List<Instance> clients(Selection selection) throws ProblemException {
        for (var word : selection.named()) {
            client(word);
        }
        return selection.none()
                ? places(null)
                : selection.orAll(session()).stream()
                        .filter(instance -> instance.kind().value().equals("qbittorrent"))
                        .toList();
    }

    /// Looks at those clients and at all *arrs now.
    ///
    /// @return the ids of the clients
    final List<InstanceId> looked(Collection<Instance> clients) throws ProblemException, InterruptedException {
        look(clients, true);
        return clients.stream().map(Instance::id).toList();
    }

    /// Does something to one client as a task, asking where the guards ask.
    final <T> T consented(Instance on, String what, Session.Consented<T> act)
            throws ProblemException, InterruptedException {
        return session()
                .act(
                        List.of(on),
                        "rules-change",
                        what + " the torrent rules of " + on.name(),
                        consent -> act.with(consent));
    }
}
