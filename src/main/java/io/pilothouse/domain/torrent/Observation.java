package io.pilothouse.domain.torrent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What was seen of one torrent over time, by our own clock, counting only time in which its client was
/// well (contract section 15.4). Immutable.
///
/// @param firstSeen       when it was first in the list, or came into an owned category
/// @param addedAt         by which a torrent that was removed and added again is recognised
/// @param progressBytes   completed bytes at the last progress
/// @param idle            since the last progress
/// @param metadata        waiting for metadata
/// @param missing         without its files
/// @param missingSeen     how often it was seen so
/// @param poor            without a full copy in the swarm, throughout
/// @param transientFor    being checked, loaded or moved
/// @param complete        whole and unchanged
/// @param starts          when it was started after an error, newest last
/// @param strikes         by rule
/// @param etas            seconds, newest last, at most ten
/// @param importAsked     when its *arr was told that it is complete
/// @param scanned         when its *arr was told where it lies; once only
/// @param imported        when its *arr confirmed
/// @param blockedSince    since when its *arr complains about the import
/// @param stoppedFor      why this program stopped it; empty when it did not
/// @param seedingMetSince since when its seeding limits are met
/// @param filtered        version of the content filter that was applied; 0 for none
/// @param acts            what was done to it lately, newest last
/// @param previousCategory the category before the present one
/// @param tracker          what its trackers said when they were last looked at
/// @param superseded       whether its *arr has something else for all that it imported from it
public record Observation(
        Instant firstSeen,
        Optional<Instant> addedAt,
        long progressBytes,
        Duration idle,
        Duration metadata,
        Duration missing,
        int missingSeen,
        Duration poor,
        Duration transientFor,
        Duration complete,
        List<Instant> starts,
        Map<TorrentRule, Strikes> strikes,
        List<Long> etas,
        Optional<Instant> importAsked,
        Optional<Instant> scanned,
        Optional<Instant> imported,
        Optional<Instant> blockedSince,
        String stoppedFor,
        Optional<Instant> seedingMetSince,
        long filtered,
        List<Done> acts,
        String category,
        String previousCategory,
        Optional<TrackerWord> tracker,
        Optional<Superseded> superseded) {

    private static final int ETAS = 10;
    private static final int ACTS = 8;
    private static final long LEAST_PROGRESS = 1 << 20;
    private static final String STARTED_BY_HAND = "started-by-hand";
    private static final Duration STRIKE_EVERY = Duration.ofMinutes(5);

    /// @param count of evaluations, five minutes apart, at which the rule's condition held
    public record Strikes(int count, Instant last) {}

    public record Done(Instant at, String act) {}

    /// What trackers said, all of them together.
    ///
    /// @param fails   whether none works and at least one says why
    /// @param message of the first that fails; empty for none
    /// @param times   how often the same was heard
    /// @param since   when it was first heard
    /// @param at      when it was last heard
    public record TrackerWord(boolean fails, String message, int times, Instant since, Instant at) {}

    /// @param at when the *arr was asked
    public record Superseded(boolean by, Instant at) {}

    public Observation {
        starts = List.copyOf(starts);
        strikes = Map.copyOf(strikes);
        etas = List.copyOf(etas);
        acts = List.copyOf(acts);
    }

    /// A torrent seen for the first time.
    public static Observation of(Torrent torrent, Instant now) {
        return new Observation(
                now,
                torrent.addedAt(),
                torrent.completed(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                0,
                List.of(),
                torrent.category(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    /// @param passed   observed time since the last look; zero after a gap
    /// @param swarming whether the client has a connection and no global limit slows it, so that a lack of
    ///                 progress says something
    public Observation next(Torrent now, Instant at, Duration passed, boolean swarming) {
        if (addedAt.isPresent() && now.addedAt().isPresent() && !addedAt.equals(now.addedAt())) {
            return of(now, at);
        }
        var family = now.family();
        if (quiet(now, family)) {
            return this;
        }
        boolean progress = now.completed() - progressBytes >= Math.max(LEAST_PROGRESS, now.size() / 1000)
                || (metadata.isPositive() && now.hasMetadata());
        boolean fewer = now.completed() < progressBytes; // a recheck
        boolean loading = family == TorrentFamily.DOWNLOADING && now.state() != TorrentState.QUEUED_DOWNLOAD;
        boolean lacking =
                loading && now.availability().filter(it -> it >= 0 && it < 1).isPresent();
        var counted = swarming ? passed : Duration.ZERO;
        var kept = progress
                ? new EnumMap<TorrentRule, Strikes>(TorrentRule.class)
                : new EnumMap<TorrentRule, Strikes>(strikesMap());
        if (progress) {
            strikes.forEach((rule, count) -> {
                if (rule != TorrentRule.METADATA && rule != TorrentRule.STALLED && rule != TorrentRule.SLOW) {
                    kept.put(rule, count);
                }
            });
        }
        var samples = new ArrayList<>(etas);
        if (now.state() == TorrentState.DOWNLOADING && now.eta().isPresent()) {
            samples.add(now.eta().get().toSeconds());
            if (samples.size() > ETAS) {
                samples.removeFirst();
            }
        }
        return with(it -> {
            if (!category.equals(now.category())) {
                it.firstSeen = at;
                it.category = now.category();
                it.previousCategory = category;
            }
            it.addedAt = now.addedAt();
            it.progressBytes = progress || fewer ? now.completed() : progressBytes;
            it.idle = progress || !loading ? Duration.ZERO : idle.plus(counted);
            it.metadata = family == TorrentFamily.METADATA ? metadata.plus(counted) : Duration.ZERO;
            it.missing = family == TorrentFamily.MISSING ? missing.plus(passed) : Duration.ZERO;
            it.missingSeen = family == TorrentFamily.MISSING ? missingSeen + 1 : 0;
            it.poor = lacking ? poor.plus(counted) : Duration.ZERO;
            it.transientFor = family == TorrentFamily.TRANSIENT ? transientFor.plus(passed) : Duration.ZERO;
            it.complete = now.complete() && now.amountLeft() == 0 ? complete.plus(passed) : Duration.ZERO;
            it.strikes = kept;
            it.etas = samples;
            if (!stoppedFor.isEmpty() && runs(family)) {
                it.stoppedFor = "";
                it.acts = more(STARTED_BY_HAND, at);
            }
        });
    }

    /// One that is checked, loaded or moved, or whose files are missing, may be stopped all the same: its client does
    /// not say.
    private static boolean runs(TorrentFamily family) {
        return switch (family) {
            case DOWNLOADING, METADATA, SEEDING -> true;
            case STOPPED_DOWNLOAD, STOPPED_SEEDING, TRANSIENT, MISSING, ERROR -> false;
        };
    }

    /// A finished torrent that was seen whole for a while does not change: most torrents are such ones.
    private boolean quiet(Torrent now, TorrentFamily family) {
        return (family == TorrentFamily.SEEDING || family == TorrentFamily.STOPPED_SEEDING)
                && now.complete()
                && now.amountLeft() == 0
                && complete.compareTo(Duration.ofMinutes(1)) > 0
                && category.equals(now.category())
                && progressBytes == now.completed()
                && (stoppedFor.isEmpty() || now.state().stopped())
                && etas.isEmpty();
    }

    private Map<TorrentRule, Strikes> strikesMap() {
        return strikes.isEmpty() ? new EnumMap<>(TorrentRule.class) : strikes;
    }

    public int strikes(TorrentRule rule) {
        var count = strikes.get(rule);
        return count == null ? 0 : count.count();
    }

    /// @return with one more strike, unless the last one is too young
    public Observation struck(TorrentRule rule, Instant now) {
        var last = strikes.get(rule);
        if (last != null && now.isBefore(last.last().plus(STRIKE_EVERY))) {
            return this;
        }
        var more = new EnumMap<TorrentRule, Strikes>(strikesMap());
        more.put(rule, new Strikes(last == null ? 1 : last.count() + 1, now));
        return with(it -> it.strikes = more);
    }

    public Observation done(String act, Instant now) {
        var more = more(act, now);
        return with(it -> it.acts = more);
    }

    private List<Done> more(String act, Instant now) {
        var more = new ArrayList<>(acts);
        more.add(new Done(now, act));
        if (more.size() > ACTS) {
            more.removeFirst();
        }
        return more;
    }

    /// @return whether somebody started it after this program had stopped it: then it is left alone
    public boolean startedByHand() {
        return acts.stream()
                .map(Done::act)
                .filter(act -> act.equals(STARTED_BY_HAND) || act.equals("start"))
                .reduce((_, later) -> later)
                .filter(STARTED_BY_HAND::equals)
                .isPresent();
    }

    public Observation started(Instant now) {
        var more = new ArrayList<>(starts);
        more.add(now);
        more.removeIf(at -> at.isBefore(now.minus(Duration.ofDays(7))));
        return with(it -> {
            it.starts = more;
            it.stoppedFor = "";
        });
    }

    public Observation stopped(String reason) {
        return with(it -> it.stoppedFor = reason);
    }

    public Observation importAsked(Instant at) {
        return with(it -> it.importAsked = Optional.of(at));
    }

    public Observation scanned(Instant at) {
        return with(it -> it.scanned = Optional.of(at));
    }

    public Observation imported(Instant at) {
        return with(it -> it.imported = Optional.of(at));
    }

    public Observation blocked(Optional<Instant> since) {
        return since.equals(blockedSince) ? this : with(it -> it.blockedSince = since);
    }

    public Observation seedingMet(Optional<Instant> since) {
        return since.equals(seedingMetSince) ? this : with(it -> it.seedingMetSince = since);
    }

    public Observation filtered(long version) {
        return with(it -> it.filtered = version);
    }

    /// @param fails   whether none of its trackers works
    /// @param message of the first that fails
    public Observation heard(boolean fails, String message, Instant now) {
        boolean again = tracker.filter(it -> it.fails() == fails && it.message().equals(message))
                .isPresent();
        var word = again
                ? new TrackerWord(
                        fails, message, tracker.get().times() + 1, tracker.get().since(), now)
                : new TrackerWord(fails, message, 1, now, now);
        return with(it -> it.tracker = Optional.of(word));
    }

    public Observation superseded(boolean by, Instant now) {
        return with(it -> it.superseded = Optional.of(new Superseded(by, now)));
    }

    /// @return the middle of the last times to the end, in seconds; empty before there are ten
    public Optional<Long> medianEta() {
        if (etas.size() < ETAS) {
            return Optional.empty();
        }
        return Optional.of(etas.stream().sorted().toList().get(ETAS / 2));
    }

    private Observation with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /// A changed copy in the making.
    private static final class Draft {
        private Instant firstSeen;
        private Optional<Instant> addedAt;
        private long progressBytes;
        private Duration idle;
        private Duration metadata;
        private Duration missing;
        private int missingSeen;
        private Duration poor;
        private Duration transientFor;
        private Duration complete;
        private List<Instant> starts;
        private Map<TorrentRule, Strikes> strikes;
        private List<Long> etas;
        private Optional<Instant> importAsked;
        private Optional<Instant> scanned;
        private Optional<Instant> imported;
        private Optional<Instant> blockedSince;
        private String stoppedFor;
        private Optional<Instant> seedingMetSince;
        private long filtered;
        private List<Done> acts;
        private String category;
        private String previousCategory;
        private Optional<TrackerWord> tracker;
        private Optional<Superseded> superseded;

        Draft(Observation it) {
            firstSeen = it.firstSeen;
            addedAt = it.addedAt;
            progressBytes = it.progressBytes;
            idle = it.idle;
            metadata = it.metadata;
            missing = it.missing;
            missingSeen = it.missingSeen;
            poor = it.poor;
            transientFor = it.transientFor;
            complete = it.complete;
            starts = it.starts;
            strikes = it.strikes;
            etas = it.etas;
            importAsked = it.importAsked;
            scanned = it.scanned;
            imported = it.imported;
            blockedSince = it.blockedSince;
            stoppedFor = it.stoppedFor;
            seedingMetSince = it.seedingMetSince;
            filtered = it.filtered;
            acts = it.acts;
            category = it.category;
            previousCategory = it.previousCategory;
            tracker = it.tracker;
            superseded = it.superseded;
        }

        Observation made() {
            return new Observation(
                    firstSeen,
                    addedAt,
                    progressBytes,
                    idle,
                    metadata,
                    missing,
                    missingSeen,
                    poor,
                    transientFor,
                    complete,
                    starts,
                    strikes,
                    etas,
                    importAsked,
                    scanned,
                    imported,
                    blockedSince,
                    stoppedFor,
                    seedingMetSince,
                    filtered,
                    acts,
                    category,
                    previousCategory,
                    tracker,
                    superseded);
        }
    }
}
