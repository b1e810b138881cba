package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Metainfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One torrent, mutable, and which of its fields changed at which revision of the server's state.
final class Torrent {

    final String hash;
    final long addedOn;
    final long createdAt;
    private final String name;
    private final long size;
    private final boolean privateTorrent;
    /// Whether the file says so itself; of the invented ones none does, so that equal torrents stay equal.
    private final boolean privateInfo;
    private final String tracker;
    private final String pieces;
    private String savePath;
    private long downLimit;
    private long upLimit;
    private double ratioLimit = -2;
    private long seedingTimeLimit = -2;
    private long inactiveLimit = -2;
    private boolean forced;
    private boolean automatic;
    private boolean unwanted;
    private Map<String, Long> touched = Map.of();
    private long touchedAt;
    private final TreeSet<String> tags =
            new TreeSet<>(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()));
    private String category;
    private State state;
    private long completed;
    /// What a check finds on the disk, where that is more than what is known to be complete.
    private long onDisk;
    /// Whether it is stopped again when its check is over.
    private boolean stoppedAfterCheck;
    private Instant checkEnds = Instant.EPOCH;
    private long uploaded;
    private long seedingTime;
    private long lastActivity;
    private long dlSpeed;
    private long upSpeed;

    /// The states a simulated torrent takes; the names of the stopped ones depend on the version.
    enum State {
        DOWNLOADING("downloading"),
        STALLED_DL("stalledDL"),
        META("metaDL"),
        STOPPED_DL("stoppedDL"),
        UPLOADING("uploading"),
        STALLED_UP("stalledUP"),
        STOPPED_UP("stoppedUP"),
        CHECKING_DL("checkingDL"),
        CHECKING_UP("checkingUP"),
        ERROR("error"),
        MISSING("missingFiles");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text(Profile profile) {
            return profile.stopsInsteadOfPausing() ? text : text.replace("stopped", "paused");
        }

        boolean active() {
            return this == DOWNLOADING || this == UPLOADING;
        }

        boolean stopped() {
            return this == STOPPED_DL || this == STOPPED_UP;
        }

        boolean checking() {
            return this == CHECKING_DL || this == CHECKING_UP;
        }
    }

    /// What a torrent is when it comes into the list.
    ///
    /// @param pieces 20 bytes that stand for its data, in hexadecimal digits
    record Birth(
            String hash,
            String pieces,
            String name,
            long size,
            String category,
            State state,
            long completed,
            long uploaded,
            long addedOn,
            String tracker,
            boolean privateTorrent,
            long speed) {}

    Torrent(Birth birth, String savePath, long revision) {
        hash = birth.hash();
        name = birth.name();
        size = birth.size();
        category = birth.category();
        state = birth.state();
        completed = birth.completed();
        uploaded = birth.uploaded();
        addedOn = birth.addedOn();
        tracker = birth.tracker();
        privateTorrent = birth.privateTorrent();
        privateInfo = !hash.equals(Metainfo.hash(name, size, birth.pieces(), false));
        pieces = birth.pieces();
        this.savePath = savePath;
        createdAt = revision;
        lastActivity = addedOn;
        seedingTime = complete() ? 86_400 : 0;
        dlSpeed = state == State.DOWNLOADING ? birth.speed() : 0;
        upSpeed = state == State.UPLOADING ? birth.speed() : 0;
    }

    State state() {
        return state;
    }

    String category() {
        return category;
    }

    TreeSet<String> tags() {
        return tags;
    }

    /// Those it is connected to.
    int seeds() {
        return state == State.DOWNLOADING ? 7 : 0;
    }

    int leeches() {
        return state.active() ? 3 : 0;
    }

    double progress() {
        return size == 0 ? 0 : (double) completed / size;
    }

    boolean complete() {
        return size > 0 && completed >= size;
    }

    long dlSpeed() {
        return dlSpeed;
    }

    long upSpeed() {
        return upSpeed;
    }

    long changedAt() {
        return Math.max(touchedAt, createdAt);
    }

    void transfer(long seconds, long now, long revision) {
        lastActivity = now;
        touch(revision, "last_activity", "time_active");
        if (state == State.DOWNLOADING) {
            completed = Math.min(size, completed + dlSpeed * seconds);
            touch(revision, "completed", "downloaded", "amount_left", "progress", "eta", "dlspeed");
            if (complete()) {
                dlSpeed = 0;
                enter(State.STALLED_UP, revision);
                touch(revision, "completion_on");
            }
        } else {
            uploaded += upSpeed * seconds;
            seedingTime += seconds;
            touch(revision, "uploaded", "ratio", "seeding_time", "upspeed");
        }
    }

    /// Its data is on the server's disk already, and nobody has looked yet.
    void lies() {
        onDisk = size;
    }

    /// A check that is stopped leaves it partly checked.
    void stop(long revision) {
        unforce(revision);
        if (state.checking()) {
            found(onDisk / 2, revision);
        }
        dlSpeed = 0;
        upSpeed = 0;
        touch(revision, "dlspeed", "upspeed");
        enter(complete() ? State.STOPPED_UP : State.STOPPED_DL, revision);
    }

    void start(long revision) {
        unforce(revision);
        stoppedAfterCheck = false;
        if (state.stopped() || state == State.ERROR) {
            found(Math.max(completed, onDisk), revision);
            enter(complete() ? State.STALLED_UP : State.STALLED_DL, revision);
        }
    }

    /// @param most bytes that ever come; null for all of them
    boolean reached(@Nullable Long most) {
        return most != null && completed >= most;
    }

    /// Nobody gives anything any more.
    void stall(long revision) {
        dlSpeed = 0;
        touch(revision, "dlspeed", "eta");
        enter(State.STALLED_DL, revision);
    }

    void enter(State next, long revision) {
        state = next;
        touch(revision, "state");
    }

    /// Starting and stopping take a force away.
    void force(boolean on, long revision) {
        if (on && state.stopped()) {
            start(revision);
        }
        forced = on;
        touch(revision, "force_start", "state");
    }

    void unforce(long revision) {
        if (forced) {
            forced = false;
            touch(revision, "force_start", "state");
        }
    }

    /// Whether the server itself says where its data lies.
    boolean automatic() {
        return automatic;
    }

    void automatic(boolean on, long revision) {
        automatic = on;
        touch(revision, "auto_tmm");
    }

    boolean liesIn(String folder) {
        return savePath.equals(folder) && state != State.MISSING && state != State.META;
    }

    void moveTo(String folder, long revision) {
        savePath = folder;
        touch(revision, "save_path", "content_path");
    }

    void limits(long down, long up, long revision) {
        downLimit = Math.max(0, down);
        upLimit = Math.max(0, up);
        touch(revision, "dl_limit", "up_limit");
    }

    long downLimit() {
        return downLimit;
    }

    long upLimit() {
        return upLimit;
    }

    void shareLimits(double ratio, long seconds, long inactive, long revision) {
        ratioLimit = ratio;
        seedingTimeLimit = seconds;
        inactiveLimit = inactive;
        touch(revision, "ratio_limit", "seeding_time_limit", "inactive_seeding_time_limit");
    }

    /// All data is read again, which the list shows for a while: what was complete is found complete. One in
    /// error stays so.
    void recheck(Instant ends, long revision) {
        if (state == State.ERROR || state == State.META || state.checking()) {
            return;
        }
        boolean whole = complete();
        stoppedAfterCheck = state.stopped();
        onDisk = Math.max(onDisk, completed);
        checkEnds = ends;
        found(0, revision);
        enter(whole ? State.CHECKING_UP : State.CHECKING_DL, revision);
        touch(revision, "last_activity");
        lastActivity++;
    }

    /// @return whether a check was under way and is over now
    boolean checked(Instant now, long revision) {
        if (!state.checking() || now.isBefore(checkEnds)) {
            return false;
        }
        found(onDisk, revision);
        if (stoppedAfterCheck) {
            enter(complete() ? State.STOPPED_UP : State.STOPPED_DL, revision);
        } else {
            enter(complete() ? State.STALLED_UP : State.STALLED_DL, revision);
        }
        return true;
    }

    private void found(long bytes, long revision) {
        if (completed != bytes) {
            completed = bytes;
            touch(revision, "completed", "downloaded", "amount_left", "progress", "completion_on", "availability");
        }
    }

    void want(boolean wanted, long revision) {
        unwanted = !wanted;
        touch(revision, "size");
    }

    boolean wanted() {
        return !unwanted;
    }

    /// @return the `.torrent` file, whose hash is the torrent's
    byte[] file() {
        return Metainfo.file(name, size, pieces, tracker, privateInfo);
    }

    void category(String next, long revision) {
        category = next;
        touch(revision, "category");
    }

    void tagsChanged(long revision) {
        touch(revision, "tags");
    }

    private void touch(long revision, String... fields) {
        if (touched.isEmpty()) { // most of them never change
            touched = new LinkedHashMap<>();
        }
        touchedAt = revision;
        for (var field : fields) {
            touched.put(field, revision);
        }
    }

    /// The fields that changed after a revision; all of them for a torrent that is newer.
    Map<String, @Nullable Object> since(long revision, Profile profile) {
        var all = fields(profile);
        if (createdAt <= revision) {
            all.keySet().removeIf(field -> touched.getOrDefault(field, 0L) <= revision);
        }
        return all;
    }

    /// The fields of the list form, without the hash.
    Map<String, @Nullable Object> fields(Profile profile) {
        boolean metadata = state != State.META;
        double progress = progress();
        var magnet = "magnet:?xt=urn:btih:" + hash;
        var fields = Json.object(
                "added_on",
                addedOn,
                "amount_left",
                metadata ? size - completed : 0,
                "auto_tmm",
                automatic,
                "availability",
                complete() ? -1.0 : progress,
                "category",
                category,
                "completed",
                completed,
                "completion_on",
                complete() ? addedOn + 7200 : profile.atLeast(4, 6) ? -1 : 0,
                "content_path",
                metadata ? savePath + "/" + name : "",
                "dl_limit",
                downLimit,
                "dlspeed",
                dlSpeed,
                "download_path",
                "",
                "downloaded",
                completed,
                "downloaded_session",
                0,
                "eta",
                dlSpeed > 0 ? (size - completed) / dlSpeed : 8_640_000,
                "f_l_piece_prio",
                false,
                "force_start",
                forced,
                "infohash_v1",
                hash,
                "infohash_v2",
                "",
                "last_activity",
                lastActivity,
                "magnet_uri",
                magnet,
                "max_ratio",
                -1.0,
                "max_seeding_time",
                -1,
                "name",
                name,
                "num_complete",
                12,
                "num_incomplete",
                3,
                "num_leechs",
                leeches(),
                "num_seeds",
                seeds(),
                "priority",
                complete() ? 0 : 1,
                "progress",
                progress,
                "ratio",
                completed == 0 ? 0.0 : (double) uploaded / completed,
                "ratio_limit",
                ratioLimit,
                "save_path",
                savePath,
                "seeding_time",
                seedingTime,
                "seeding_time_limit",
                seedingTimeLimit,
                "seen_complete",
                addedOn,
                "seq_dl",
                false,
                "size",
                metadata ? size : 0,
                "state",
                forced && !state.stopped() && state != State.ERROR && state != State.MISSING
                        ? state == State.META ? "forcedMetaDL" : complete() ? "forcedUP" : "forcedDL"
                        : state.text(profile),
                "super_seeding",
                false,
                "tags",
                String.join(", ", tags),
                "time_active",
                lastActivity - addedOn,
                "total_size",
                metadata ? size : -1,
                "tracker",
                state.stopped() && !profile.atLeast(5, 1) ? "" : tracker,
                "trackers_count",
                1,
                "up_limit",
                upLimit,
                "uploaded",
                uploaded,
                "uploaded_session",
                0,
                "upspeed",
                upSpeed);
        if (profile.atLeast(4, 6)) {
            fields.put("inactive_seeding_time_limit", inactiveLimit);
            fields.put("max_inactive_seeding_time", -1);
        }
        if (profile.atLeast(5, 0)) {
            fields.put("comment", "");
            fields.put("has_metadata", metadata);
            fields.put("popularity", 0.5);
            fields.put("private", metadata ? privateTorrent : null);
            fields.put("reannounce", 900);
            fields.put("root_path", metadata ? savePath + "/" + name : "");
        }
        if (profile.atLeast(5, 2)) {
            fields.put("created_by", "");
            fields.put("creation_date", addedOn - 3600);
            fields.put("piece_size", 4_194_304);
            fields.put("share_limit_action", "Default");
            fields.put("total_wasted", 0);
        }
        return fields;
    }

    /// The whole list form.
    Map<String, @Nullable Object> listed(Profile profile) {
        var listed = fields(profile);
        listed.put("hash", hash);
        return listed;
    }

    boolean isPrivate() {
        return privateTorrent;
    }

    String tracker() {
        return tracker;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }
}
