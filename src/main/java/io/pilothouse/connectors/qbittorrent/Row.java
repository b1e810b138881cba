package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of one torrent that one answer tells: all of a new one, the changed ones of a known one. It
/// lives while the answer is read; what is kept is the [Torrent] made from it. Not thread-safe.
final class Row {

    /// "Unknown or infinite".
    private static final long NO_ETA = 8_640_000;
    /// Up to qBittorrent 5.1 an infinite ratio, from 5.2 on it is −1.
    private static final double OLD_INFINITE_RATIO = 9_999;

    private static final Optional<Boolean> YES = Optional.of(true);
    private static final Optional<Boolean> NO = Optional.of(false);

    /// A JSON null, which is a value, unlike a field that was not sent.
    static final Object NULL = new Object();

    private final @Nullable Object[] values = new Object[Field.values().length];

    void set(Field field, Object value) {
        values[field.ordinal()] = value;
    }

    boolean has(Field field) {
        return values[field.ordinal()] != null;
    }

    /// Makes it ready for the next torrent of an answer.
    void clear() {
        Arrays.fill(values, null);
    }

    /// @return the torrent as it is now
    /// @param before as it was, for what was not told; null for a new one
    Torrent torrent(TorrentKey key, @Nullable Torrent before, Shared shared) {
        return new Made(key, before, shared).torrent();
    }

    /// @return when the torrent was added, where that was told
    Optional<Instant> addedAt() {
        return time(number(Field.ADDED_ON, 0));
    }

    private long number(Field field, long otherwise) {
        return values[field.ordinal()] instanceof Number number ? number.longValue() : otherwise;
    }

    private static Optional<Instant> time(long seconds) {
        return seconds <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /// The making of one torrent: what the answer tells, else what was known.
    private final class Made {
        private final TorrentKey key;
        private final @Nullable Torrent before;
        private final Shared shared;

        Made(TorrentKey key, @Nullable Torrent before, Shared shared) {
            this.key = before == null ? key : before.key();
            this.before = before;
            this.shared = shared;
        }

        /// @return whether what was known stands
        private boolean kept(Field field) {
            return before != null && !has(field);
        }

        private Torrent known() {
            return Objects.requireNonNull(before);
        }

        private String text(Field field) {
            return values[field.ordinal()] instanceof String text ? text : "";
        }

        private String textOr(Field field, String otherwise) {
            return values[field.ordinal()] instanceof String text && !text.isEmpty() ? text : otherwise;
        }

        private double decimal(Field field) {
            return values[field.ordinal()] instanceof Number number ? number.doubleValue() : 0;
        }

        private Optional<Boolean> flag(Field field) {
            return values[field.ordinal()] instanceof Boolean flag ? (flag ? YES : NO) : Optional.empty();
        }

        private boolean on(Field field) {
            return flag(field).orElse(false);
        }

        Torrent torrent() {
            var state = kept(Field.STATE) ? known().state() : StateWords.state(text(Field.STATE));
            var savePath = kept(Field.SAVE_PATH) ? known().savePath() : text(Field.SAVE_PATH);
            return new Torrent(
                    key,
                    kept(Field.INFOHASH_V1) ? known().infohashV1() : hash(),
                    kept(Field.INFOHASH_V2) ? known().infohashV2() : text(Field.INFOHASH_V2),
                    kept(Field.NAME) ? known().name() : text(Field.NAME),
                    state,
                    kept(Field.CATEGORY) ? known().category() : text(Field.CATEGORY),
                    kept(Field.TAGS) ? known().tags() : shared.tags(text(Field.TAGS)),
                    kept(Field.PROGRESS) ? known().progress() : decimal(Field.PROGRESS),
                    kept(Field.SIZE) ? known().size() : Math.max(0, number(Field.SIZE, 0)),
                    kept(Field.TOTAL_SIZE) ? known().totalSize() : totalSize(),
                    kept(Field.COMPLETED) ? known().completed() : number(Field.COMPLETED, 0),
                    kept(Field.AMOUNT_LEFT) ? known().amountLeft() : number(Field.AMOUNT_LEFT, 0),
                    kept(Field.DLSPEED) ? known().downloadSpeed() : number(Field.DLSPEED, 0),
                    kept(Field.UPSPEED) ? known().uploadSpeed() : number(Field.UPSPEED, 0),
                    kept(Field.ETA) ? known().eta() : eta(),
                    kept(Field.RATIO) ? known().ratio() : ratio(),
                    kept(Field.AVAILABILITY) ? known().availability() : availability(),
                    kept(Field.DOWNLOADED) ? known().downloaded() : number(Field.DOWNLOADED, 0),
                    kept(Field.UPLOADED) ? known().uploaded() : number(Field.UPLOADED, 0),
                    kept(Field.NUM_SEEDS) ? known().seeds() : (int) number(Field.NUM_SEEDS, 0),
                    kept(Field.NUM_LEECHS) ? known().leeches() : (int) number(Field.NUM_LEECHS, 0),
                    kept(Field.NUM_COMPLETE) ? known().swarmSeeds() : count(Field.NUM_COMPLETE),
                    kept(Field.NUM_INCOMPLETE) ? known().swarmLeeches() : count(Field.NUM_INCOMPLETE),
                    kept(Field.ADDED_ON) ? known().addedAt() : time(number(Field.ADDED_ON, 0)),
                    kept(Field.COMPLETION_ON) ? known().completedAt() : time(number(Field.COMPLETION_ON, 0)),
                    kept(Field.LAST_ACTIVITY) ? known().lastActivityAt() : time(number(Field.LAST_ACTIVITY, 0)),
                    kept(Field.SEEN_COMPLETE) ? known().seenCompleteAt() : time(number(Field.SEEN_COMPLETE, 0)),
                    kept(Field.SEEDING_TIME) ? known().seedingTime() : span(Field.SEEDING_TIME),
                    kept(Field.TIME_ACTIVE) ? known().activeTime() : span(Field.TIME_ACTIVE),
                    savePath,
                    kept(Field.CONTENT_PATH) ? known().contentPath() : text(Field.CONTENT_PATH),
                    kept(Field.DOWNLOAD_PATH) ? known().downloadPath() : downloadPath(savePath),
                    kept(Field.AUTO_TMM) ? known().automatic() : on(Field.AUTO_TMM),
                    forced(state),
                    kept(Field.SEQ_DL) ? known().sequential() : on(Field.SEQ_DL),
                    kept(Field.F_L_PIECE_PRIO) ? known().firstAndLastFirst() : on(Field.F_L_PIECE_PRIO),
                    kept(Field.SUPER_SEEDING) ? known().superSeeding() : on(Field.SUPER_SEEDING),
                    kept(Field.DL_LIMIT) ? known().downloadLimit() : Math.max(0, number(Field.DL_LIMIT, 0)),
                    kept(Field.UP_LIMIT) ? known().uploadLimit() : Math.max(0, number(Field.UP_LIMIT, 0)),
                    limits(),
                    kept(Field.PRIVATE) ? known().isPrivate() : flag(Field.PRIVATE),
                    hasMetadata(),
                    kept(Field.TRACKER) ? known().tracker() : text(Field.TRACKER),
                    kept(Field.TRACKERS_COUNT) ? known().trackers() : (int) number(Field.TRACKERS_COUNT, 0),
                    trackersFail(),
                    kept(Field.PRIORITY) ? known().queuePlace() : count(Field.PRIORITY));
        }

        private int count(Field field) {
            return (int) Math.max(0, number(field, 0));
        }

        private Duration span(Field field) {
            return Duration.ofSeconds(Math.max(0, number(field, 0)));
        }

        /// Of most torrents it is the hash by which the server calls them.
        private String hash() {
            var told = text(Field.INFOHASH_V1);
            return told.equals(key.hash()) ? key.hash() : told;
        }

        private Optional<Long> totalSize() {
            long told = number(Field.TOTAL_SIZE, -1);
            return told < 0 ? Optional.empty() : Optional.of(told);
        }

        private Optional<Duration> eta() {
            long told = number(Field.ETA, NO_ETA);
            return told >= NO_ETA || told < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(told));
        }

        private Optional<Double> availability() {
            double told = has(Field.AVAILABILITY) ? decimal(Field.AVAILABILITY) : -1;
            return told < 0 ? Optional.empty() : Optional.of(told);
        }

        private double ratio() {
            double told = decimal(Field.RATIO);
            return told < 0 || told >= OLD_INFINITE_RATIO ? Double.POSITIVE_INFINITY : told;
        }

        private boolean forced(TorrentState state) {
            boolean flagged = kept(Field.FORCE_START) ? known().forced() : on(Field.FORCE_START);
            return flagged || state.forced();
        }

        /// Some servers repeat the save path where there is none.
        private String downloadPath(String savePath) {
            var path = text(Field.DOWNLOAD_PATH);
            return path.equals(savePath) ? "" : path;
        }

        private ShareLimits limits() {
            var now = before == null ? ShareLimits.USUAL : before.limits();
            if (!has(Field.RATIO_LIMIT)
                    && !has(Field.SEEDING_TIME_LIMIT)
                    && !has(Field.INACTIVE_SEEDING_TIME_LIMIT)
                    && !has(Field.SHARE_LIMIT_ACTION)
                    && !has(Field.SHARE_LIMITS_MODE)) {
                return now;
            }
            return shared.limits(new ShareLimits(
                    has(Field.RATIO_LIMIT) ? decimal(Field.RATIO_LIMIT) : now.ratio(),
                    number(Field.SEEDING_TIME_LIMIT, now.minutes()),
                    number(Field.INACTIVE_SEEDING_TIME_LIMIT, now.inactiveMinutes()),
                    textOr(Field.SHARE_LIMIT_ACTION, now.action()),
                    textOr(Field.SHARE_LIMITS_MODE, now.mode())));
        }

        private boolean hasMetadata() {
            if (has(Field.HAS_METADATA) || before == null || has(Field.TOTAL_SIZE)) {
                return flag(Field.HAS_METADATA).orElse(number(Field.TOTAL_SIZE, -1) > 0);
            }
            return before.hasMetadata();
        }

        /// Told in two flags; one that is raised is enough. Where one was lowered and nobody knows of the other,
        /// the next full answer tells.
        private Optional<Boolean> trackersFail() {
            var refused = flag(Field.HAS_TRACKER_ERROR);
            var unreachable = flag(Field.HAS_OTHER_ANNOUNCE_ERROR);
            if (refused.isEmpty() && unreachable.isEmpty()) {
                return before == null ? Optional.empty() : before.trackersFail();
            }
            boolean fails = refused.orElse(false) || unreachable.orElse(false);
            boolean half = refused.isEmpty() || unreachable.isEmpty();
            return fails || (half && before != null && before.trackersFail().orElse(false)) ? YES : NO;
        }
    }
}
