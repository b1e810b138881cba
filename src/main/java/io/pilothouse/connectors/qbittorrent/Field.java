package io.pilothouse.connectors.qbittorrent;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The fields of a torrent that we read, by their name on the wire. Others are skipped while parsing.
enum Field {
    // spotless:off
    ADDED_ON("added_on", Shape.NUMBER),
    AMOUNT_LEFT("amount_left", Shape.NUMBER),
    AUTO_TMM("auto_tmm", Shape.FLAG),
    AVAILABILITY("availability", Shape.DECIMAL),
    CATEGORY("category", Shape.SHARED_TEXT),
    COMPLETED("completed", Shape.NUMBER),
    COMPLETION_ON("completion_on", Shape.NUMBER),
    CONTENT_PATH("content_path", Shape.TEXT),
    DL_LIMIT("dl_limit", Shape.NUMBER),
    DLSPEED("dlspeed", Shape.NUMBER),
    DOWNLOAD_PATH("download_path", Shape.SHARED_TEXT),
    DOWNLOADED("downloaded", Shape.NUMBER),
    ETA("eta", Shape.NUMBER),
    F_L_PIECE_PRIO("f_l_piece_prio", Shape.FLAG),
    FORCE_START("force_start", Shape.FLAG),
    HAS_METADATA("has_metadata", Shape.FLAG),
    HAS_OTHER_ANNOUNCE_ERROR("has_other_announce_error", Shape.FLAG),
    HAS_TRACKER_ERROR("has_tracker_error", Shape.FLAG),
    INACTIVE_SEEDING_TIME_LIMIT("inactive_seeding_time_limit", Shape.NUMBER),
    INFOHASH_V1("infohash_v1", Shape.TEXT),
    INFOHASH_V2("infohash_v2", Shape.TEXT),
    LAST_ACTIVITY("last_activity", Shape.NUMBER),
    NAME("name", Shape.TEXT),
    NUM_COMPLETE("num_complete", Shape.NUMBER),
    NUM_INCOMPLETE("num_incomplete", Shape.NUMBER),
    NUM_LEECHS("num_leechs", Shape.NUMBER),
    NUM_SEEDS("num_seeds", Shape.NUMBER),
    PRIORITY("priority", Shape.NUMBER),
    PRIVATE("private", Shape.FLAG),
    PROGRESS("progress", Shape.DECIMAL),
    RATIO("ratio", Shape.DECIMAL),
    RATIO_LIMIT("ratio_limit", Shape.DECIMAL),
    SAVE_PATH("save_path", Shape.SHARED_TEXT),
    SEEDING_TIME("seeding_time", Shape.NUMBER),
    SEEDING_TIME_LIMIT("seeding_time_limit", Shape.NUMBER),
    SEEN_COMPLETE("seen_complete", Shape.NUMBER),
    SEQ_DL("seq_dl", Shape.FLAG),
    SHARE_LIMIT_ACTION("share_limit_action", Shape.SHARED_TEXT),
    SHARE_LIMITS_MODE("share_limits_mode", Shape.SHARED_TEXT),
    SIZE("size", Shape.NUMBER),
    STATE("state", Shape.SHARED_TEXT),
    SUPER_SEEDING("super_seeding", Shape.FLAG),
    TAGS("tags", Shape.SHARED_TEXT),
    TIME_ACTIVE("time_active", Shape.NUMBER),
    TOTAL_SIZE("total_size", Shape.NUMBER),
    TRACKER("tracker", Shape.SHARED_TEXT),
    TRACKERS_COUNT("trackers_count", Shape.NUMBER),
    UP_LIMIT("up_limit", Shape.NUMBER),
    UPLOADED("uploaded", Shape.NUMBER),
    UPSPEED("upspeed", Shape.NUMBER);
    // spotless:on

    enum Shape {
        NUMBER,
        DECIMAL,
        FLAG,
        TEXT,
        /// Text that many torrents have in common: kept once.
        SHARED_TEXT
    }

    private static final Map<String, Field> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(field -> field.wireName, field -> field));

    private final String wireName;
    private final Shape shape;

    Field(String wireName, Shape shape) {
        this.wireName = wireName;
        this.shape = shape;
    }

    static @Nullable Field named(String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }

    Shape shape() {
        return shape;
    }
}
