package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.instance.Instance;

/// Lends the line to a server's library. Thread-safe.
@FunctionalInterface
public interface LibraryLines {

    /// Work with a line.
    @FunctionalInterface
    interface Use<T> {
        T with(LibraryLine line) throws ConnectorException, InterruptedException;
    }

    /// @throws ConnectorException of the use, or if the instance is locked or keeps no library
    <T> T use(Instance instance, Use<T> use) throws ConnectorException, InterruptedException;
}
