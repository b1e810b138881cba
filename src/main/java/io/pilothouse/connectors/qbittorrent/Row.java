package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The fields of one torrent as the server last told them; a field it never told is absent. Not
/// thread-safe.
final class Row {

    /// "Unknown or infinite".
    private static final long NO_ETA = 8_640_000;
    /// Up to qBittorrent 5.1 an infinite ratio, from 5.2 on it is −1.
    private static final double OLD_INFINITE_RATIO = 9_999;

    /// A JSON null, which is a value, unlike a field that was not sent.
    static final Object NULL = new Object();

    private final @Nullable Object[] values = new Object[Field.values().length];

    void set(Field field, Object value) {
        values[field.ordinal()] = value;
    }

    boolean has(Field field) {
        return values[field.ordinal()] != null;
    }

    /// Takes over every field the other has.
    void merge(Row other) {
        for (int i = 0; i < values.length; i++) {
            if (other.values[i] != null) {
                values[i] = other.values[i];
            }
        }
    }

    /// @return the first field in which two looks at the same torrent should agree and do not
    Optional<Field> contradiction(Row other) {
        return Arrays.stream(Field.values())
                .filter(field -> !field.restless())
                .filter(field -> has(field)
                        && other.has(field)
                        && !java.util.Objects.equals(values[field.ordinal()], other.values[field.ordinal()]))
                .findFirst();
    }

    long number(Field field, long otherwise) {
        return values[field.ordinal()] instanceof Number number ? number.longValue() : otherwise;
    }

    private double decimal(Field field, double otherwise) {
        return values[field.ordinal()] instanceof Number number ? number.doubleValue() : otherwise;
    }

    private Optional<Boolean> flag(Field field) {
        return values[field.ordinal()] instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    private boolean on(Field field) {
        return flag(field).orElse(false);
    }

    String text(Field field) {
        return values[field.ordinal()] instanceof String text ? text : "";
    }

    private String textOr(Field field, String otherwise) {
        return values[field.ordinal()] instanceof String text && !text.isEmpty() ? text : otherwise;
    }

    private Optional<Instant> time(Field field) {
        long seconds = number(field, 0);
        return seconds <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    Torrent torrent(TorrentKey key) {
        long totalSize = number(Field.TOTAL_SIZE, -1);
        long eta = number(Field.ETA, NO_ETA);
        double availability = decimal(Field.AVAILABILITY, -1);
        var state = StateWords.state(text(Field.STATE));
        return new Torrent(
                key,
                text(Field.INFOHASH_V1),
                text(Field.INFOHASH_V2),
                text(Field.NAME),
                state,
                text(Field.CATEGORY),
                tags(text(Field.TAGS)),
                decimal(Field.PROGRESS, 0),
                Math.max(0, number(Field.SIZE, 0)),
                totalSize < 0 ? Optional.empty() : Optional.of(totalSize),
                number(Field.COMPLETED, 0),
                number(Field.AMOUNT_LEFT, 0),
                number(Field.DLSPEED, 0),
                number(Field.UPSPEED, 0),
                eta >= NO_ETA || eta < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(eta)),
                ratio(),
                availability < 0 ? Optional.empty() : Optional.of(availability),
                number(Field.DOWNLOADED, 0),
                number(Field.UPLOADED, 0),
                (int) number(Field.NUM_SEEDS, 0),
                (int) number(Field.NUM_LEECHS, 0),
                (int) Math.max(0, number(Field.NUM_COMPLETE, 0)),
                (int) Math.max(0, number(Field.NUM_INCOMPLETE, 0)),
                time(Field.ADDED_ON),
                time(Field.COMPLETION_ON),
                time(Field.LAST_ACTIVITY),
                time(Field.SEEN_COMPLETE),
                Duration.ofSeconds(Math.max(0, number(Field.SEEDING_TIME, 0))),
                Duration.ofSeconds(Math.max(0, number(Field.TIME_ACTIVE, 0))),
                text(Field.SAVE_PATH),
                text(Field.CONTENT_PATH),
                downloadPath(),
                on(Field.AUTO_TMM),
                on(Field.FORCE_START) || state.forced(),
                on(Field.SEQ_DL),
                on(Field.F_L_PIECE_PRIO),
                on(Field.SUPER_SEEDING),
                Math.max(0, number(Field.DL_LIMIT, 0)),
                Math.max(0, number(Field.UP_LIMIT, 0)),
                limits(),
                flag(Field.PRIVATE),
                flag(Field.HAS_METADATA).orElse(totalSize > 0),
                text(Field.TRACKER),
                (int) number(Field.TRACKERS_COUNT, 0),
                trackersFail(),
                (int) Math.max(0, number(Field.PRIORITY, 0)));
    }

    private double ratio() {
        double ratio = decimal(Field.RATIO, 0);
        return ratio < 0 || ratio >= OLD_INFINITE_RATIO ? Double.POSITIVE_INFINITY : ratio;
    }

    /// Some servers repeat the save path where there is none.
    private String downloadPath() {
        var path = text(Field.DOWNLOAD_PATH);
        return path.equals(text(Field.SAVE_PATH)) ? "" : path;
    }

    private ShareLimits limits() {
        return new ShareLimits(
                decimal(Field.RATIO_LIMIT, ShareLimits.GLOBAL),
                number(Field.SEEDING_TIME_LIMIT, ShareLimits.GLOBAL),
                number(Field.INACTIVE_SEEDING_TIME_LIMIT, ShareLimits.GLOBAL),
                textOr(Field.SHARE_LIMIT_ACTION, ShareLimits.USUAL.action()),
                textOr(Field.SHARE_LIMITS_MODE, ShareLimits.USUAL.mode()));
    }

    private Optional<Boolean> trackersFail() {
        var refused = flag(Field.HAS_TRACKER_ERROR);
        var unreachable = flag(Field.HAS_OTHER_ANNOUNCE_ERROR);
        return refused.isEmpty() && unreachable.isEmpty()
                ? Optional.empty()
                : Optional.of(refused.orElse(false) || unreachable.orElse(false));
    }

    static SortedSet<String> tags(String joined) {
        var tags = new TreeSet<String>();
        for (var tag : joined.split(",")) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return Collections.unmodifiableSortedSet(tags);
    }
}
