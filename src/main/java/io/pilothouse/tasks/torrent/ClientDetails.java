package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What is asked of one torrent only when somebody looks, and the preferences of whole clients. Methods
/// block: call them from a task. Thread-safe.
public final class ClientDetails {

    private static final String UNDO = "torrent-preferences";

    private final TorrentDesk desk;
    private final TorrentLines lines;
    private final Guards guards;

    ClientDetails(TorrentDesk desk, TorrentLines lines, Guards guards) {
        this.desk = desk;
        this.lines = lines;
        this.guards = guards;
    }

    public void register(StoredUndoing undoing) {
        undoing.register(UNDO, this::takeBack);
    }

    private <T> T ask(InstanceId id, TorrentLines.Use<KeepsTorrents, T> use)
            throws ProblemException, InterruptedException {
        try {
            return lines.client(desk.client(id), use);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    public List<TorrentFile> files(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.files(key.hash()));
    }

    public List<TorrentTracker> trackers(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.trackers(key.hash()));
    }

    public List<TorrentPeer> peers(TorrentKey key) throws ProblemException, InterruptedException {
        return ask(key.instance(), line -> line.peers(key.hash()));
    }

    /// Whether the client downloads files of a torrent.
    ///
    /// @param indexes of the files
    public void want(TorrentKey key, Set<Integer> indexes, boolean wanted, Consent consent)
            throws ProblemException, InterruptedException {
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(key.instance()),
                        (wanted ? "want " : "leave out ") + indexes.size() + " files",
                        List.of(),
                        indexes.size()),
                consent);
        ask(key.instance(), line -> {
            line.filePriority(key.hash(), indexes, wanted ? 1 : 0);
            return true;
        });
    }

    /// @return by client; one that does not answer says why
    public SortedMap<InstanceId, ClientPreferences> preferences(Collection<InstanceId> clients)
            throws InterruptedException {
        var found = new TreeMap<InstanceId, ClientPreferences>();
        for (var id : clients) {
            found.put(id, told(id, KeepsTorrents::preferences));
        }
        return found;
    }

    /// Changes preferences of several clients; each is on its own. What they were before can be put back.
    ///
    /// @return by client what reads otherwise afterwards; a Read-only one is absent
    public SortedMap<InstanceId, ClientPreferences> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        for (var id : clients) {
            desk.client(id);
        }
        var allowed = guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.copyOf(clients),
                        "change " + String.join(", ", changes.keySet()),
                        List.copyOf(changes.keySet()),
                        changes.size()),
                consent);
        var left = new TreeMap<InstanceId, ClientPreferences>();
        for (var id : clients) {
            if (!allowed.leftOut().contains(id)) {
                var client = desk.client(id);
                left.put(id, told(id, line -> {
                    var before = line.preferences();
                    var otherwise = line.changePreferences(changes);
                    remember(context, client, before, changes);
                    return otherwise;
                }));
            }
        }
        return left;
    }

    private static void remember(
            TaskContext context, Instance client, SortedMap<String, Object> before, Map<String, Object> changes) {
        var back = new TreeMap<>(before);
        back.keySet().retainAll(changes.keySet());
        back.entrySet()
                .removeIf(each -> each.getValue()
                        .toString()
                        .equals(changes.get(each.getKey()).toString()));
        if (back.isEmpty()) {
            return;
        }
        context.undoableBy(new UndoStep(
                UNDO,
                client.id(),
                TorrentCopies.JSON.valueToTree(back).toString(),
                "put "
                        + back.entrySet().stream()
                                .map(each -> each.getKey() + " back to “" + each.getValue() + "”")
                                .collect(Collectors.joining(", "))
                        + " on " + client.name()));
    }

    /// Puts preferences back to what they were.
    ///
    /// @throws ProblemException also when the client keeps one at another value
    void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        var client = desk.client(step.instance());
        var back = new TreeMap<String, Object>();
        TorrentCopies.read(step.payload())
                .properties()
                .forEach(each ->
                        back.put(each.getKey(), TorrentCopies.JSON.convertValue(each.getValue(), Object.class)));
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(step.instance()),
                        step.description(),
                        List.copyOf(back.keySet()),
                        back.size()),
                consent);
        var otherwise = ask(step.instance(), line -> line.changePreferences(back));
        if (!otherwise.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.SERVICE,
                    client.name() + " keeps " + otherwise.firstKey() + " at “"
                            + otherwise.firstEntry().getValue() + "”.",
                    "Look whether another preference must change with it."));
        }
    }

    private ClientPreferences told(InstanceId id, TorrentLines.Use<KeepsTorrents, SortedMap<String, Object>> use)
            throws InterruptedException {
        try {
            return ClientPreferences.of(ask(id, use));
        } catch (ProblemException e) {
            return ClientPreferences.silent(e.problem());
        }
    }
}
