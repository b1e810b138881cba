package io.pilothouse.domain.torrent;

import java.util.Optional;
import java.util.OptionalLong;

/// A torrent client as a whole. Speeds in bytes per second, sizes in bytes.
///
/// @param connection       empty when the client does not say
/// @param freeBytes        at the default save path; empty when not (yet) measured
/// @param downloadLimit    0 for none
/// @param uploadLimit      0 for none
/// @param alternativeSpeed whether the alternative limits are in force
/// @param allTimeDownload  since the client was installed; empty when the client does not say
/// @param subcategories    whether `/` makes a child of a category; empty when the client does not say
public record TransferState(
        Optional<Connection> connection,
        long downloadSpeed,
        long uploadSpeed,
        OptionalLong freeBytes,
        long downloadLimit,
        long uploadLimit,
        boolean alternativeSpeed,
        boolean queueing,
        int dhtNodes,
        int peers,
        OptionalLong allTimeDownload,
        OptionalLong allTimeUpload,
        Optional<Boolean> subcategories) {

    /// How the swarm can reach the client.
    public enum Connection {
        CONNECTED,
        /// Others cannot connect to it.
        FIREWALLED,
        DISCONNECTED
    }
}
