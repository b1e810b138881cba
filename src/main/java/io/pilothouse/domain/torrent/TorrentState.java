package io.pilothouse.domain.torrent;

/// What a torrent is doing. `STOPPED` is what older clients call paused.
public enum TorrentState {
    DOWNLOADING(TorrentFamily.DOWNLOADING),
    STALLED_DOWNLOAD(TorrentFamily.DOWNLOADING),
    QUEUED_DOWNLOAD(TorrentFamily.DOWNLOADING),
    FORCED_DOWNLOAD(TorrentFamily.DOWNLOADING),
    METADATA(TorrentFamily.METADATA),
    FORCED_METADATA(TorrentFamily.METADATA),
    STOPPED_DOWNLOAD(TorrentFamily.STOPPED_DOWNLOAD),
    UPLOADING(TorrentFamily.SEEDING),
    STALLED_UPLOAD(TorrentFamily.SEEDING),
    QUEUED_UPLOAD(TorrentFamily.SEEDING),
    FORCED_UPLOAD(TorrentFamily.SEEDING),
    STOPPED_UPLOAD(TorrentFamily.STOPPED_SEEDING),
    LOADING(TorrentFamily.TRANSIENT),
    CHECKING_DOWNLOAD(TorrentFamily.TRANSIENT),
    CHECKING_UPLOAD(TorrentFamily.TRANSIENT),
    MOVING(TorrentFamily.TRANSIENT),
    ALLOCATING(TorrentFamily.TRANSIENT),
    /// A word this program does not know.
    UNKNOWN(TorrentFamily.TRANSIENT),
    MISSING_FILES(TorrentFamily.MISSING),
    ERROR(TorrentFamily.ERROR);

    private final TorrentFamily family;

    TorrentState(TorrentFamily family) {
        this.family = family;
    }

    public TorrentFamily family() {
        return family;
    }

    /// @return whether it ignores the queue
    public boolean forced() {
        return this == FORCED_DOWNLOAD || this == FORCED_METADATA || this == FORCED_UPLOAD;
    }

    public boolean stopped() {
        return family == TorrentFamily.STOPPED_DOWNLOAD || family == TorrentFamily.STOPPED_SEEDING;
    }
}
