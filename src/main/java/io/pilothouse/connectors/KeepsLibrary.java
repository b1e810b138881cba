package io.pilothouse.connectors;

/// A connector whose service keeps a media library.
public interface KeepsLibrary {

    /// @return the line to its library; thread-safe, and as long-lived as the connector
    LibraryLine library();
}
