package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.SpaceGuard;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Observes the torrents of all clients over time and asks the rules about them. Most torrents seed and
/// nothing happens to them: those are asked about again only when something changed, or after a while.
/// Sends nothing. Thread-safe.
final class TorrentJudging {

    /// A longer time without a look is time in which nothing was observed.
    static final Duration GAP = Duration.ofMinutes(2);

    private static final Duration SAVED = Duration.ofMinutes(1);
    /// What is quiet is asked about so often, for limits that are met by time alone.
    private static final Duration EVERYBODY = Duration.ofMinutes(5);

    private final TorrentWatch watch;
    private final TorrentRepository store;
    private final Function<InstanceId, RuleSet> rules;
    private final Time time;
    private final Map<InstanceId, Memory> memories = new ConcurrentHashMap<>();

    /// What was said of one torrent, and by what.
    private record Judged(Torrent torrent, RuleVerdict verdict) {}

    /// By what all torrents of a client were judged.
    private record Grounds(RuleSet rules, Ownership ownership, boolean swarming, boolean limited, Set<String> noSpace) {

        /// @return whether what was said before still holds as far as this is concerned
        boolean same(@Nullable Grounds other) {
            return other != null
                    && rules == other.rules
                    && ownership == other.ownership
                    && swarming == other.swarming
                    && limited == other.limited
                    && noSpace.equals(other.noSpace);
        }
    }

    /// What is remembered of one client while the program runs.
    private static final class Memory {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<String, Observation> seen = new ConcurrentHashMap<>();
        private final Set<String> dirty = new HashSet<>();
        private final Map<String, Judged> judged = new ConcurrentHashMap<>();
        private Set<String> troubled = Set.of();
        private boolean missing = true;
        private Optional<Integer> count = Optional.empty();
        private volatile Instant judgedAt = Instant.EPOCH;
        private volatile @Nullable Instant qbitrrAt;
        private Instant everybodyAt = Instant.EPOCH;
        private Instant savedAt = Instant.EPOCH;
        private @Nullable Grounds grounds;
        private @Nullable RuleEngine engine;
        private boolean loaded;
    }

    TorrentJudging(TorrentWatch watch, TorrentRepository store, Function<InstanceId, RuleSet> rules, Time time) {
        this.watch = watch;
        this.store = store;
        this.rules = rules;
        this.time = time;
    }

    private Memory memory(InstanceId id) {
        return memories.computeIfAbsent(id, _ -> new Memory());
    }

    /// @return whether the last look at a client's torrents is so long ago
    boolean due(InstanceId id, Duration every) {
        var since = Duration.between(memory(id).judgedAt, time.instant());
        return since.isNegative() || since.compareTo(every) >= 0; // the clock may have been put back
    }

    Optional<RuleVerdict> verdict(TorrentKey key) {
        return Optional.ofNullable(memories.get(key.instance()))
                .flatMap(memory -> Optional.ofNullable(memory.judged.get(key.hash())))
                .map(Judged::verdict);
    }

    /// @return when qBitrr last gave a tag of its own to one of a client's torrents while this program watched
    Optional<Instant> qbitrrAt(InstanceId id) {
        return Optional.ofNullable(memories.get(id)).map(memory -> memory.qbitrrAt);
    }

    /// @return what was observed of a torrent; empty before the first look
    Optional<Observation> seen(TorrentKey key) {
        return Optional.ofNullable(memories.get(key.instance()))
                .flatMap(memory -> Optional.ofNullable(memory.seen.get(key.hash())));
    }

    /// @return by rule how many torrents it would do something to, over all clients
    Map<TorrentRule, Integer> waiting() {
        var counts = new TreeMap<TorrentRule, Integer>();
        memories.values()
                .forEach(memory -> memory.judged.values().stream()
                        .map(Judged::verdict)
                        .filter(it -> it.decision() != RuleVerdict.Decision.NOTHING)
                        .flatMap(it -> it.deciding().stream())
                        .forEach(rule -> counts.merge(rule, 1, Integer::sum)));
        return counts;
    }

    /// Observes and asks, all torrents of a client, and looks whether too much happens at once.
    Collection<RuleVerdict> judge(TorrentSide side, TorrentFleet fleet) {
        var id = side.instance();
        var memory = memory(id);
        memory.lock.lock();
        try {
            load(id, memory);
            var now = time.instant();
            var since = Duration.between(memory.judgedAt, now);
            boolean jumped = since.isNegative() || since.compareTo(GAP) > 0;
            var passed = jumped ? Duration.ZERO : since;
            memory.judgedAt = now;
            var set = rules.apply(id);
            var around = around(side, set, fleet);
            boolean everybody = prepare(memory, set, fleet.ownership(), around, now);
            var round = new Round(memory, java.util.Objects.requireNonNull(memory.engine), fleet, around, passed, now);
            side.torrents().values().forEach(torrent -> carryOver(id, memory, torrent));
            side.torrents().values().forEach(torrent -> round.judge(torrent, everybody));
            memory.seen.keySet().retainAll(side.torrents().keySet());
            memory.judged.keySet().retainAll(side.torrents().keySet());
            int ours = memory.count.isPresent() ? store.deleted(id, now.minus(GAP)) : 0;
            Breaker.trips(side.torrents().values(), memory.count, ours, memory.troubled, round.troubling)
                    .ifPresent(why -> store.tripBreaker(id, why, now));
            if (memory.missing && !round.missing) {
                store.closeBreaker(id, Breaker.Cause.DISK);
            }
            memory.missing = round.missing;
            memory.troubled = round.troubled;
            memory.count = Optional.of(side.torrents().size());
            save(id, memory, now);
            return memory.judged.values().stream().map(Judged::verdict).toList();
        } finally {
            memory.lock.unlock();
        }
    }

    /// @return whether even those are asked about to whom nothing happened
    private static boolean prepare(
            Memory memory, RuleSet set, Ownership ownership, RuleEngine.Around around, Instant now) {
        var grounds = new Grounds(set, ownership, around.swarming(), around.limited(), around.noSpace());
        boolean same = grounds.same(memory.grounds);
        if (memory.engine == null || memory.grounds == null || memory.grounds.rules() != set) {
            memory.engine = new RuleEngine(set);
        }
        memory.grounds = grounds;
        boolean everybody = !same || !now.isBefore(memory.everybodyAt.plus(EVERYBODY));
        if (everybody) {
            memory.everybodyAt = now;
        }
        return everybody;
    }

    /// A hybrid torrent that was known by its hash of version 1 until its metadata came keeps its history.
    private void carryOver(InstanceId id, Memory memory, Torrent torrent) {
        var hash = torrent.key().hash();
        var old = torrent.infohashV1();
        if (!old.isEmpty() && !old.equals(hash) && !memory.seen.containsKey(hash)) {
            var seen = memory.seen.remove(old);
            if (seen != null) {
                memory.seen.put(hash, seen);
                store.rename(id, old, hash);
            }
        }
    }

    /// One look at the torrents of one client.
    private static final class Round {
        private final Memory memory;
        private final RuleEngine engine;
        private final TorrentFleet fleet;
        private final RuleEngine.Around around;
        private final Duration passed;
        private final Instant now;
        private final Set<String> troubled = new HashSet<>();
        private boolean missing;
        private final List<Torrent> troubling = new ArrayList<>();

        Round(
                Memory memory,
                RuleEngine engine,
                TorrentFleet fleet,
                RuleEngine.Around around,
                Duration passed,
                Instant now) {
            this.memory = memory;
            this.engine = engine;
            this.fleet = fleet;
            this.around = around;
            this.passed = passed;
            this.now = now;
        }

        void judge(Torrent torrent, boolean everybody) {
            var hash = torrent.key().hash();
            var before = memory.seen.get(hash);
            var seen = before == null ? Observation.of(torrent, now) : before;
            seen = seen.next(torrent, now, passed, around.swarming());
            var judged = memory.judged.get(hash);
            if (judged != null && judged.torrent() != torrent && moreOfQbitrr(judged.torrent(), torrent)) {
                memory.qbitrrAt = now;
            }
            if (judged == null || everybody || seen != before || changed(judged, torrent, seen)) {
                judged = new Judged(torrent, engine.decide(subject(torrent, seen), around, now));
                memory.judged.put(hash, judged);
                var after = judged.verdict().seen();
                if (after != before) {
                    memory.seen.put(hash, after);
                    memory.dirty.add(hash);
                }
            }
            missing |= torrent.family() == TorrentFamily.MISSING;
            var verdict = judged.verdict();
            boolean goes = verdict.acts()
                    && verdict.step().filter(step -> step.destructive()).isPresent();
            if (goes || torrent.family() == TorrentFamily.MISSING || torrent.family() == TorrentFamily.ERROR) {
                troubled.add(hash);
                troubling.add(torrent);
            }
        }

        private static boolean moreOfQbitrr(Torrent before, Torrent now) {
            return now.tags().stream()
                    .anyMatch(tag -> tag.startsWith("qBitrr-") && !before.tags().contains(tag));
        }

        /// A finished torrent is as it was until its client tells otherwise or a time comes.
        private boolean changed(Judged judged, Torrent torrent, Observation seen) {
            boolean seeds =
                    torrent.family() == TorrentFamily.SEEDING || torrent.family() == TorrentFamily.STOPPED_SEEDING;
            return !seeds
                    || judged.torrent() != torrent
                    || judged.verdict().seen() != seen
                    || judged.verdict().until().filter(at -> !at.isAfter(now)).isPresent();
        }

        private RuleEngine.Subject subject(Torrent torrent, Observation seen) {
            var owner = fleet.ownership().of(torrent);
            var arr = owner instanceof Owner.Arr it ? Optional.of(it.instance()) : Optional.<InstanceId>empty();
            return new RuleEngine.Subject(
                    torrent,
                    owner,
                    seen,
                    arr.flatMap(it -> fleet.ownership().queued(it, torrent)),
                    arr.map(fleet.ownership()::reachable).orElse(false),
                    arr.map(fleet.ownership()::removesCompleted).orElse(false));
        }
    }

    private void load(InstanceId id, Memory memory) {
        if (memory.loaded) {
            return;
        }
        memory.loaded = true;
        store.observations(id).forEach((hash, document) -> memory.seen.put(hash, ObservationDocument.read(document)));
        var now = Optional.ofNullable(watch.fleet().get().sides().get(id)).stream()
                .flatMap(side -> side.torrents().values().stream())
                .toList();
        var troubled = new HashSet<String>();
        if (memory.seen.isEmpty()) {
            now.stream()
                    .filter(torrent -> torrent.family() == TorrentFamily.MISSING)
                    .forEach(torrent -> troubled.add(torrent.key().hash()));
        } else {
            memory.seen.forEach((hash, seen) -> {
                if (seen.missingSeen() > 0) {
                    troubled.add(hash);
                }
            });
        }
        now.stream()
                .filter(torrent -> torrent.family() == TorrentFamily.ERROR)
                .forEach(torrent -> troubled.add(torrent.key().hash()));
        memory.troubled = troubled;
    }

    private RuleEngine.Around around(TorrentSide side, RuleSet rules, TorrentFleet fleet) {
        var transfer = side.transfer();
        var values = rules.general();
        var free = transfer.flatMap(
                it -> it.freeBytes().isPresent() ? Optional.of(it.freeBytes().getAsLong()) : Optional.<Long>empty());
        long reserve = values.number(RuleKey.SPACE_RESERVE);
        boolean guarded = free.isPresent() && reserve > 0 && !values.off(TorrentRule.SPACE);
        Set<String> noSpace =
                guarded ? noSpace(side, fleet, free.get(), reserve, values.number(RuleKey.SPACE_MARGIN)) : Set.of();
        return new RuleEngine.Around(
                transfer.flatMap(TransferState::connection)
                        .filter(TransferState.Connection.DISCONNECTED::equals)
                        .isEmpty(),
                transfer.filter(it -> it.alternativeSpeed() || it.downloadLimit() > 0)
                        .isPresent(),
                free,
                side.snapshot().map(it -> it.skew()).orElse(Duration.ZERO),
                noSpace);
    }

    /// Clients that see the same disk share what is free on it.
    private Set<String> noSpace(TorrentSide side, TorrentFleet fleet, long free, long reserve, long margin) {
        var groups = watch.groups();
        var together = fleet.sides().values().stream()
                .filter(other -> groups.together(other.instance(), side.instance()))
                .toList();
        long least = together.stream()
                .flatMap(other -> other.transfer().stream())
                .filter(transfer -> transfer.freeBytes().isPresent())
                .mapToLong(transfer -> transfer.freeBytes().getAsLong())
                .min()
                .orElse(free);
        var torrents =
                together.stream().flatMap(other -> guarded(other).stream()).toList();
        var none = new HashSet<String>();
        for (var key :
                SpaceGuard.tooLarge(torrents, least, reserve, margin, this::stoppedForSpace, this::startedByHand)) {
            if (key.instance().equals(side.instance())) {
                none.add(key.hash());
            }
        }
        return none;
    }

    private List<Torrent> guarded(TorrentSide side) {
        var usual = watch.usualFolder(side.instance());
        return side.torrents().values().stream()
                .filter(torrent -> SpaceGuard.guarded(torrent, usual))
                .toList();
    }

    /// @return how many running downloads of a client lie where nobody knows what is free
    long unguarded(TorrentSide side) {
        var usual = watch.usualFolder(side.instance());
        return side.torrents().values().stream()
                .filter(torrent -> torrent.family() == TorrentFamily.DOWNLOADING)
                .filter(torrent -> !SpaceGuard.guarded(torrent, usual))
                .count();
    }

    private boolean stoppedForSpace(Torrent torrent) {
        return seen(torrent.key())
                .filter(seen -> seen.stoppedFor().equals(RuleEngine.FOR_SPACE))
                .isPresent();
    }

    private boolean startedByHand(Torrent torrent) {
        return seen(torrent.key()).filter(Observation::startedByHand).isPresent();
    }

    private void save(InstanceId id, Memory memory, Instant now) {
        if (memory.dirty.isEmpty() || now.isBefore(memory.savedAt.plus(SAVED))) {
            return;
        }
        memory.savedAt = now;
        var documents = new HashMap<String, String>();
        memory.dirty.forEach(hash -> Optional.ofNullable(memory.seen.get(hash))
                .ifPresent(seen -> documents.put(hash, ObservationDocument.write(seen))));
        memory.dirty.clear();
        store.saveObservations(id, documents);
    }

    void saveNow(InstanceId id) {
        var memory = memory(id);
        memory.lock.lock();
        try {
            memory.savedAt = Instant.EPOCH;
            save(id, memory, time.instant());
        } finally {
            memory.lock.unlock();
        }
    }

    /// Remembers what an act changed in what is known of a torrent. That it was scanned is stored at once:
    /// it must not happen twice.
    void change(TorrentKey key, UnaryOperator<Observation> change) {
        var memory = memory(key.instance());
        memory.lock.lock();
        try {
            var before = memory.seen.get(key.hash());
            if (before == null) {
                return;
            }
            var after = change.apply(before);
            memory.seen.put(key.hash(), after);
            memory.dirty.add(key.hash());
            if (!after.scanned().equals(before.scanned())) {
                store.saveObservations(key.instance(), Map.of(key.hash(), ObservationDocument.write(after)));
            }
        } finally {
            memory.lock.unlock();
        }
    }

    /// Forgets what was observed, so that strikes and times begin anew.
    ///
    /// @param hash only this one; empty for all
    /// @return how many were forgotten
    int forget(InstanceId id, Optional<String> hash) {
        var memory = memory(id);
        memory.lock.lock();
        try {
            load(id, memory);
            int before = memory.seen.size();
            if (hash.isPresent()) {
                memory.seen.remove(hash.get());
            } else {
                memory.seen.clear();
            }
            store.forgetObservations(id, hash);
            return before - memory.seen.size();
        } finally {
            memory.lock.unlock();
        }
    }
}
