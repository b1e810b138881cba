package io.pilothouse.connectors.qbittorrent;

/// What only newer servers can do, with the Web API version that brought it.
enum Feature {
    // spotless:off
    EVENT_SYNC         (2,  9,  0),
    INACTIVE_LIMIT     (2,  9,  2),
    COUNT              (2,  9,  3),
    EXPORT             (2,  8, 11),
    STOP_START         (2, 11,  0),
    PRIVATE_FIELD      (2, 11,  0),
    DIRECTORY_LIST     (2, 11,  0),
    SET_TAGS           (2, 11,  4),
    /// From here on a torrent's `tracker` is never empty, so it no longer tells that none works.
    TRACKER_NEVER_EMPTY(2, 11,  4),
    TRACKER_FLAGS      (2, 11,  7),
    SHARE_ACTION       (2, 12,  0),
    ADD_JSON           (2, 14,  0),
    API_KEY            (2, 14,  1),
    SUBCATEGORIES      (2, 15,  0),
    PROCESS_INFO       (2, 15,  1),
    FREE_SPACE_AT_PATH (2, 15,  2),
    SHARE_MODE         (2, 16,  0);
    // spotless:on

    private final WebApiVersion from;

    Feature(int major, int minor, int patch) {
        this.from = new WebApiVersion(major, minor, patch);
    }

    WebApiVersion from() {
        return from;
    }
}
