package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.guard.Guards;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked of one torrent only when somebody looks, and the preferences of whole clients. Methods
/// block: call them from a task. Thread-safe.
public final class ClientDetails {

    private final TorrentDesk desk;
    private final TorrentLines lines;
    private final Guards guards;

    ClientDetails(TorrentDesk desk, TorrentLines lines, Guards guards) {
        this.desk = desk;
        this.lines = lines;
        this.guards = guards;
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

    /// Changes preferences of several clients; each is on its own.
    ///
    /// @return by client what reads otherwise afterwards; a Read-only one is absent
    public SortedMap<InstanceId, ClientPreferences> changePreferences(
            Collection<InstanceId> clients, Map<String, Object> changes, Consent consent)
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
                left.put(id, told(id, line -> line.changePreferences(changes)));
            }
        }
        return left;
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
