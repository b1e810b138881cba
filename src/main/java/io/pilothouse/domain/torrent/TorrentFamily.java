package io.pilothouse.domain.torrent;

/// What a torrent's state means for rules: states of one family are treated alike.
public enum TorrentFamily {
    DOWNLOADING,
    /// Waits for the names and sizes of its files.
    METADATA,
    STOPPED_DOWNLOAD,
    SEEDING,
    STOPPED_SEEDING,
    /// Being checked, loaded or moved: wait, it will be something else soon.
    TRANSIENT,
    /// The data is not where the client expects it.
    MISSING,
    ERROR
}
