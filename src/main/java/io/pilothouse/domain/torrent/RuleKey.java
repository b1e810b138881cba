package io.pilothouse.domain.torrent;

import static io.pilothouse.domain.torrent.TorrentRule.*;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A value of a rule that a person may set, with what it is where nobody did.
public enum RuleKey {
    // spotless:off
    EXEMPT_TRACKERS (EXEMPT, "trackers", List.of()),
    EXEMPT_CATEGORIES(EXEMPT, "categories", List.of()),
    MISSING_SEEN    (MISSING_FILES, "seen", 3L),
    MISSING_OVER    (MISSING_FILES, "over", Duration.ofMinutes(15)),
    /// What is done; `remove` takes the entry, never data.
    MISSING_ACTION  (MISSING_FILES, "action", "notify"),
    ERROR_COOL_DOWN (ERROR, "coolDown", Duration.ofHours(6)),
    ERROR_MOST      (ERROR, "mostInAWeek", 2L),
    ERROR_SPACE     (ERROR, "leastFreeBytes", 1L << 30),
    COMMAND_FAILED  (COMMAND_CATEGORIES, "failed", ""),
    COMMAND_RECHECK (COMMAND_CATEGORIES, "recheck", ""),
    SPACE_RESERVE   (SPACE, "reserveBytes", 0L),
    SPACE_MARGIN    (SPACE, "marginBytes", 2L << 30),
    START_STOPPED   (STOPPED_BY_USER, "start", false),
    METADATA_AFTER  (METADATA, "after", Duration.ofMinutes(15)),
    METADATA_STRIKES(METADATA, "strikes", 3L),
    METADATA_BLOCK  (METADATA, "blocklist", true),
    METADATA_SEARCH (METADATA, "searchAgain", true),
    FOLDERS         (CONTENT, "forbiddenFolders", List.of()),
    FILE_NAMES      (CONTENT, "forbiddenNames", List.of()),
    ALLOWED         (CONTENT, "allowed", List.of()),
    FORBIDDEN       (CONTENT, "forbidden", List.of()),
    STALLED_AFTER   (STALLED, "after", Duration.ofMinutes(30)),
    STALLED_NO_COPY (STALLED, "noFullCopyAfter", Duration.ofHours(2)),
    STALLED_NEAR_END(STALLED, "nearEndAfter", Duration.ofHours(6)),
    STALLED_STRIKES (STALLED, "strikes", 6L),
    STALLED_PRIVATE (STALLED, "privateToo", false),
    STALLED_BLOCK   (STALLED, "blocklist", true),
    STALLED_SEARCH  (STALLED, "searchAgain", true),
    STALLED_KEEP    (STALLED, "keepTorrent", false),
    STALLED_DATA    (STALLED, "withFiles", false),
    SLOW_LIMIT      (SLOW, "longerThan", Duration.ofHours(24)),
    SLOW_STRIKES    (SLOW, "strikes", 6L),
    SLOW_BLOCK      (SLOW, "blocklist", true),
    SLOW_SEARCH     (SLOW, "searchAgain", true),
    SLOW_DATA       (SLOW, "withFiles", false),
    UNWANTED_WORDS  (NOT_WANTED, "messages", List.of("not an upgrade", "custom format", "already meets cutoff", "existing file")),
    UNWANTED_BLOCK  (NOT_WANTED, "blocklist", false),
    UNWANTED_DATA   (NOT_WANTED, "withFiles", false),
    IMPORT_SCAN     (COMPLETED, "scanAfter", Duration.ofMinutes(5)),
    IMPORT_TAG      (COMPLETED, "tag", true),
    FAILED_AFTER    (IMPORT_FAILED, "after", Duration.ofMinutes(10)),
    FAILED_WORDS    (IMPORT_FAILED, "messages", List.of()),
    FAILED_NOT      (IMPORT_FAILED, "notMessages", List.of()),
    FAILED_BLOCK    (IMPORT_FAILED, "blocklist", true),
    FAILED_DATA     (IMPORT_FAILED, "withFiles", false),
    /// 0 for no such limit.
    SEED_RATIO      (SEEDING_END, "ratio", 0.0),
    SEED_TIME       (SEEDING_END, "seeding", Duration.ZERO),
    SEED_INACTIVE   (SEEDING_END, "inactive", Duration.ZERO),
    /// Whether all limits must be met, else one is enough.
    SEED_ALL        (SEEDING_END, "all", false),
    SEED_ACTION     (SEEDING_END, "action", "none"),
    SEED_UNIMPORTED (SEEDING_END, "alsoWithoutImport", false),
    /// What a tracker demands of who took from it, for torrents that are private or may be.
    DUTY_RATIO      (SEEDING_END, "dutyRatio", 1.0),
    DUTY_SEEDING    (SEEDING_END, "dutySeeding", Duration.ofHours(72)),
    DUTY_ALL        (SEEDING_END, "dutyAll", false),
    DUTY_FROM       (SEEDING_END, "dutyFrom", 0.1),
    DUTY_BUFFER     (SEEDING_END, "dutyBuffer", Duration.ofHours(1)),
    /// Words by which a tracker says that it does not know a torrent any more: then nothing is owed to it.
    DUTY_UNREGISTERED(SEEDING_END, "unregistered", List.of("unregistered", "not registered", "torrent not found", "infohash not found", "not exist")),
    /// Whether it ends, too, as soon as its *arr has something else for all that it imported from it.
    SEED_SUPERSEDED (SEEDING_END, "superseded", false),
    UPKEEP_TAGS     (UPKEEP, "tags", List.of()),
    /// A tag for torrents none of whose trackers works; empty for none.
    UPKEEP_DEAD     (UPKEEP, "deadTrackerTag", ""),
    /// 0 to leave it as it is.
    UPKEEP_RATIO    (UPKEEP, "ratioLimit", 0.0),
    /// Zero to leave it as it is.
    UPKEEP_SEEDING  (UPKEEP, "seedingLimit", Duration.ZERO),
    /// Bytes per second; -1 to leave it as it is.
    UPKEEP_DOWN     (UPKEEP, "downloadLimit", -1L),
    UPKEEP_UP       (UPKEEP, "uploadLimit", -1L),
    /// Host names, the most important first.
    QUEUE_TRACKERS  (QUEUE_ORDER, "trackers", List.of());
    // spotless:on

    private final TorrentRule rule;
    private final String word;
    private final Object usual;

    RuleKey(TorrentRule rule, String word, Object usual) {
        this.rule = rule;
        this.word = word;
        this.usual = usual;
    }

    public TorrentRule rule() {
        return rule;
    }

    /// @return its name in files
    public String word() {
        return word;
    }

    /// @return a [Long], [Double], [Boolean], [String], [Duration], or a list of texts
    public Object usual() {
        return usual;
    }

    /// @return the words it may be; empty where any may be
    public List<String> choices() {
        return switch (this) {
            case MISSING_ACTION -> List.of("notify", "recheck", "remove");
            case SEED_ACTION -> List.of("none", "stop", "remove", "remove-with-files");
            default -> List.of();
        };
    }

    /// @return whether it counts bytes, or bytes per second
    public boolean bytes() {
        return switch (this) {
            case ERROR_SPACE, SPACE_RESERVE, SPACE_MARGIN, UPKEEP_DOWN, UPKEEP_UP -> true;
            default -> false;
        };
    }

    public static Optional<RuleKey> of(TorrentRule rule, String word) {
        return Arrays.stream(values())
                .filter(key -> key.rule == rule && key.word.equals(word))
                .findFirst();
    }

    public static List<RuleKey> of(TorrentRule rule) {
        return Arrays.stream(values()).filter(key -> key.rule == rule).toList();
    }
}
