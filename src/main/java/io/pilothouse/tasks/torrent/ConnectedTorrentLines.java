package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.connection.OpenConnectors;

/// The lines of the connectors that are open anyway.
public final class ConnectedTorrentLines implements TorrentLines {

    private final OpenConnectors connectors;

    public ConnectedTorrentLines(OpenConnectors connectors) {
        this.connectors = connectors;
    }

    @Override
    public <T> T client(Instance instance, Use<KeepsTorrents, T> use) throws ConnectorException, InterruptedException {
        return use(instance, KeepsTorrents.class, use);
    }

    @Override
    public <T> T arr(Instance instance, Use<TracksDownloads, T> use) throws ConnectorException, InterruptedException {
        return use(instance, TracksDownloads.class, use);
    }

    private <L, T> T use(Instance instance, Class<L> kind, Use<L, T> use)
            throws ConnectorException, InterruptedException {
        return connectors.use(instance, (Connector connector) -> {
            if (kind.isInstance(connector)) {
                return use.with(kind.cast(connector));
            }
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    instance.name() + " is of a kind that has nothing to do with torrents.",
                    "Choose an instance of qBittorrent or of an *arr.");
        });
    }
}
