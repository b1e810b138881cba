package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.domain.instance.Instance;

/// Lends the lines to torrent clients and to the *arrs that use them. Thread-safe.
public interface TorrentLines {

    /// Work with one line.
    @FunctionalInterface
    interface Use<L, T> {
        T with(L line) throws ConnectorException, InterruptedException;
    }

    /// @throws ConnectorException of the use, or if the instance is locked or of another kind
    <T> T client(Instance instance, Use<KeepsTorrents, T> use) throws ConnectorException, InterruptedException;

    /// @throws ConnectorException of the use, or if the instance is locked or of another kind
    <T> T arr(Instance instance, Use<TracksDownloads, T> use) throws ConnectorException, InterruptedException;
}
