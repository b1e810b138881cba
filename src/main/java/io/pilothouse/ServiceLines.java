package io.pilothouse;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsLibrary;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.library.LibraryLines;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The line to one instance as each kind of work wants it: an instance of a kind that cannot do that work is
/// refused in words. Thread-safe.
final class ServiceLines {

    /// How old what a download client told may be for a rule that asks for it.
    private static final Duration FRESH = Duration.ofMinutes(2);

    private final Instances instances;
    private final OpenConnectors connectors;
    private final Clock clock;

    ServiceLines(Instances instances, OpenConnectors connectors, Clock clock) {
        this.instances = instances;
        this.connectors = connectors;
        this.clock = clock;
    }

    <T> T library(Instance instance, LibraryLines.Use<T> use) throws ConnectorException, InterruptedException {
        return connectors.use(instance, connector -> {
            if (connector instanceof KeepsLibrary keeper) {
                return use.with(keeper.library());
            }
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    instance.name() + " is of a kind that keeps no library.",
                    "Choose an instance of Stash.");
        });
    }

    SearchesWanted searcher(InstanceId id) throws ProblemException {
        var instance = instances.find(id).orElseThrow(() -> missing(id));
        try {
            return connectors.use(instance, connector -> {
                if (connector instanceof SearchesWanted searcher) {
                    return searcher;
                }
                throw ConnectorException.of(
                        FaultCode.CONFIGURATION,
                        instance.name() + " is of a kind that cannot be searched.",
                        "Choose an instance of Sonarr, Radarr, Lidarr, Readarr or Whisparr.");
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem(ProblemCode.CANCELLED, "The work was stopped.", "Start it again to go on."), e);
        }
    }

    /// What the clients have that an *arr watches: those that its settings name, or all; looked at anew when it is
    /// older than [#FRESH].
    List<TorrentSnapshot> linkedClients(InstanceId id) throws ProblemException, InterruptedException {
        var instance = instances.find(id).orElseThrow(() -> missing(id));
        var snapshots = new ArrayList<TorrentSnapshot>();
        for (var client : watched(instance)) {
            try {
                snapshots.add(connectors.use(client, connector -> torrents(client.name(), connector)));
            } catch (ConnectorException e) {
                throw new ProblemException(e.problem(), e);
            }
        }
        return snapshots;
    }

    private List<Instance> watched(Instance arr) throws ProblemException {
        var named = ArrClient.watched(arr.configuration().settings().getOrDefault(ArrClient.WATCHED, ""));
        if (named.isEmpty()) {
            return instances.fleet().get().live().stream()
                    .filter(it -> it.enabled() && it.kind().equals(ArrClient.KIND))
                    .toList();
        }
        var clients = new ArrayList<Instance>();
        for (var client : named) {
            clients.add(instances.find(client).filter(it -> !it.trashed()).orElseThrow(() -> missing(client)));
        }
        return clients;
    }

    private TorrentSnapshot torrents(String name, Connector connector) throws ConnectorException, InterruptedException {
        if (!(connector instanceof KeepsTorrents client)) {
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION, name + " keeps no torrents.", "Link an instance of qBittorrent.");
        }
        var latest =
                client.latest().filter(it -> it.at().isAfter(clock.instant().minus(FRESH)));
        return latest.isPresent() ? latest.get() : client.poll();
    }

    private static ProblemException missing(InstanceId id) {
        return new ProblemException(
                new Problem(ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Choose one from the list."));
    }
}
