package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.Breaker;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.SpaceGuard;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.domain.torrent.TransferState;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.CycleRepository.StoredRule;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The rules that tend torrents: one set for each client, off until a person has seen a preview since its
/// last change and switched it on. Each client is tended on its own, soon after each look at it. Methods
/// block: call them from a task. Thread-safe.
public final class TorrentRules {

    /// The name under which a client's rules are stored and run.
    public static final String NAME = "torrents";

    private static final Duration CYCLE_EVERY = Duration.ofSeconds(15);
    private static final Duration HOLD_DOWN = Duration.ofSeconds(120);
    private static final Duration FRESH = Duration.ofSeconds(150);
    private static final Duration GAP = Duration.ofMinutes(2);
    private static final Duration SAVED = Duration.ofMinutes(1);
    static final int CAP_PER_CYCLE = 10;
    static final int CAP_PER_HOUR = 25;
    private static final int DECISIONS_STORED = 500;

    private final Instances instances;
    private final TorrentWatch watch;
    private final TorrentRepository store;
    private final CycleRepository cycles;
    private final RuleActs acts;
    private final Guards guards;
    private final TaskRegistry tasks;
    private final Time time;
    private final BooleanSupplier paused;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final Map<InstanceId, Memory> memories = new ConcurrentHashMap<>();
    private final Published<Map<InstanceId, Status>> statuses = new Published<>(Map.of());

    /// How the rules of one client stand.
    ///
    /// @param stored  whether a person stored some, else they are the usual ones
    /// @param breaker why nothing is taken away until a person has looked; empty while all is well
    /// @param last    the last run that did something, or the last one that was held
    public record Status(
            InstanceId instance,
            boolean stored,
            boolean enabled,
            boolean previewed,
            Optional<String> breaker,
            Optional<RulesRun> last) {}

    /// What is remembered of one client while the program runs.
    private static final class Memory {
        private final ReentrantLock lock = new ReentrantLock();
        private final Map<String, Observation> seen = new HashMap<>();
        private final Set<String> dirty = new HashSet<>();
        private Map<String, RuleVerdict> verdicts = Map.of();
        private Set<String> troubled = Set.of();
        private Optional<Integer> count = Optional.empty();
        private Instant evaluatedAt = Instant.EPOCH;
        private Instant savedAt = Instant.EPOCH;
        private Instant orderedAt = Instant.EPOCH;
        private boolean loaded;
        private volatile boolean running;
        private @Nullable RulesRun last;
    }

    TorrentRules(
            Instances instances,
            TorrentWatch watch,
            TorrentRepository store,
            CycleRepository cycles,
            RuleActs acts,
            Guards guards,
            TaskRegistry tasks,
            Time time,
            BooleanSupplier paused,
            Published<Map<InstanceId, InstanceHealth>> healths) {
        this.instances = instances;
        this.watch = watch;
        this.store = store;
        this.cycles = cycles;
        this.acts = acts;
        this.guards = guards;
        this.tasks = tasks;
        this.time = time;
        this.paused = paused;
        this.healths = healths;
        watch.whenSeen(this::lookedAt);
    }

    // the rules themselves

    public Published<Map<InstanceId, Status>> statuses() {
        return statuses;
    }

    private Instance client(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(it -> !it.trashed() && TorrentWatch.client(it))
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        "There is no torrent client " + id + ".",
                        "Choose an instance of qBittorrent.")));
    }

    public Status status(InstanceId id) throws ProblemException {
        client(id);
        return statusOf(id);
    }

    private Status statusOf(InstanceId id) {
        var stored = cycles.findRule(id, NAME);
        return new Status(
                id,
                stored.isPresent(),
                stored.map(StoredRule::enabled).orElse(false),
                stored.map(StoredRule::dryRunSeen).orElse(false),
                store.breaker(id),
                Optional.ofNullable(memory(id).last));
    }

    private void publish(InstanceId id) {
        var status = statusOf(id);
        statuses.update(before -> {
            var more = new HashMap<>(before);
            more.put(id, status);
            return Map.copyOf(more);
        });
    }

    /// @return the rules of a client: the stored ones, else the usual ones
    public RuleSet rules(InstanceId id) {
        return cycles.findRule(id, NAME)
                .map(stored -> {
                    try {
                        return RuleSetDocument.read(stored.document());
                    } catch (ProblemException e) {
                        return new RuleSet(Map.of(), Map.of(), List.of()); // of a newer Pilothouse; never enabled here
                    }
                })
                .orElseGet(RuleSet::usual);
    }

    /// @return as JSON, every key in it
    public String show(InstanceId id) throws ProblemException {
        client(id);
        return RuleSetDocument.write(rules(id));
    }

    /// Replaces the rules of a client. They are off then, until a preview was seen.
    public Status set(InstanceId id, String document, Consent consent) throws ProblemException {
        client(id);
        var rules = RuleSetDocument.read(document);
        guards.require(Act.local(id, "change the torrent rules"), consent);
        cycles.saveRule(id, NAME, RuleSetDocument.write(rules));
        publish(id);
        return statusOf(id);
    }

    /// @throws ProblemException with `confirm` when no preview was seen since the last change
    public Status enable(InstanceId id, boolean on, Consent consent) throws ProblemException {
        var instance = client(id);
        var stored = cycles.findRule(id, NAME);
        if (on && stored.filter(StoredRule::dryRunSeen).isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Nobody has seen a preview of the torrent rules of " + instance.name()
                            + " since their last change.",
                    "Preview them, look at what they would do, then switch them on."));
        }
        guards.require(
                new Act(
                        on ? ActionClass.NEW_AUTOMATION : ActionClass.LOCAL_REVERSIBLE,
                        List.of(id),
                        (on ? "switch on" : "switch off") + " the torrent rules",
                        List.of(),
                        1),
                consent);
        if (stored.isPresent()) {
            cycles.setEnabled(id, NAME, on);
        }
        publish(id);
        return statusOf(id);
    }

    /// Lets the rules take things away again after a person has looked at what happened.
    public Status continueAfterReview(InstanceId id, Consent consent) throws ProblemException {
        client(id);
        guards.require(
                new Act(ActionClass.NEW_AUTOMATION, List.of(id), "let the rules go on after a brake", List.of(), 1),
                consent);
        store.closeBreaker(id);
        publish(id);
        return statusOf(id);
    }

    /// @return all clients that have rules stored, with how these stand; reads the store
    List<Status> all() {
        return cycles.rules().stream()
                .filter(stored -> stored.name().equals(NAME)
                        && instances
                                .find(stored.instance())
                                .filter(TorrentWatch::client)
                                .isPresent())
                .map(stored -> statusOf(stored.instance()))
                .toList();
    }

    boolean running(InstanceId id) {
        return memory(id).running;
    }

    int removedSince(InstanceId id, Instant since) {
        return store.deletedByRules(id, since);
    }

    /// Puts the usual rules back, switched off.
    void remove(InstanceId id, Consent consent) throws ProblemException {
        client(id);
        guards.require(Act.local(id, "remove the torrent rules"), consent);
        cycles.deleteRule(id, NAME);
        publish(id);
    }

    /// Forgets what was observed of torrents, so that strikes and times begin anew.
    ///
    /// @param hash only this one; empty for all
    int reset(InstanceId id, Optional<String> hash, Consent consent) throws ProblemException {
        client(id);
        guards.require(Act.local(id, "forget what was observed of torrents"), consent);
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

    /// @return newest first, as stored: JSON documents
    List<CycleRepository.StoredRun> runs(InstanceId id, int limit) {
        return cycles.runs(id, Optional.of(NAME), limit);
    }

    /// @return the rule that decided last about a torrent, with what it does or waits for; empty for none
    public Optional<String> nextRule(TorrentKey key) {
        return verdict(key)
                .filter(it -> it.decision() != RuleVerdict.Decision.NOTHING)
                .flatMap(RuleVerdict::deciding)
                .map(TorrentRule::word);
    }

    public Optional<RuleVerdict> verdict(TorrentKey key) {
        return Optional.ofNullable(memories.get(key.instance()))
                .flatMap(memory -> Optional.ofNullable(memory.verdicts.get(key.hash())));
    }

    // running them

    /// Decides everything and does nothing. Seeing it is what switching the rules on asks for.
    ///
    /// @param only one rule; empty for all
    public RulesRun preview(InstanceId id, Optional<TorrentRule> only) throws ProblemException {
        var instance = client(id);
        var stored =
                cycles.findRule(id, NAME).or(() -> cycles.saveRule(id, NAME, RuleSetDocument.write(RuleSet.usual())));
        var run = run(instance, only, true, Origin.WINDOW, gates(instance, true), List.of(), time.instant());
        if (only.isEmpty() && stored.isPresent() && run.ended() != Ended.HELD) {
            cycles.dryRunSeen(id, NAME, stored.get().version());
        }
        publish(id);
        return stored(run);
    }

    /// Runs them now.
    ///
    /// @param only one rule; empty for all
    public RulesRun run(InstanceId id, Optional<TorrentRule> only, Origin origin, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = client(id);
        var stored = cycles.findRule(id, NAME);
        if (origin.person() && stored.filter(StoredRule::dryRunSeen).isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Nobody has seen a preview of the torrent rules of " + instance.name()
                            + " since their last change.",
                    "Preview them first."));
        }
        var memory = memory(id);
        if (memory.running) {
            throw new ProblemException(new Problem(
                    ProblemCode.PAUSED,
                    "The rules of " + instance.name() + " are running already.",
                    "Wait for their end."));
        }
        memory.running = true;
        try {
            resolve(id);
            var started = time.instant();
            var gates = gates(instance, origin.person());
            var plan = run(instance, only, false, origin, gates, List.of(), started);
            if (plan.ended() == Ended.HELD) {
                return remember(stored(plan));
            }
            gates.add(guard(instance, plan, origin, consent));
            if (!gates.getLast().passed()) {
                return remember(stored(held(plan, gates)));
            }
            var done = act(instance, plan, context);
            boolean acted = done.acts().stream().anyMatch(RulesRun.Act::accepted);
            return remember(acted || origin.person() || done.ended() == Ended.FAILED ? stored(done) : done);
        } finally {
            memory.running = false;
            publish(id);
        }
    }

    private RulesRun remember(RulesRun run) {
        memory(run.instance()).last = run;
        return run;
    }

    private RulesRun held(RulesRun plan, List<Gate> gates) {
        var reason =
                gates.stream().filter(gate -> !gate.passed()).map(Gate::reason).findFirst();
        return new RulesRun(
                0,
                plan.instance(),
                plan.rule(),
                plan.dryRun(),
                plan.startedAt(),
                time.instant(),
                Ended.HELD,
                reason.orElse("It was held."),
                gates,
                plan.looked(),
                plan.said(),
                List.of(),
                0,
                plan.capUsed(),
                plan.capLimit());
    }

    private RulesRun stored(RulesRun run) {
        return run.numbered(cycles.addRun(
                run.instance(),
                NAME,
                run.dryRun(),
                run.startedAt(),
                run.endedAt(),
                run.ended().name(),
                run.reason(),
                run.write(DECISIONS_STORED).toString()));
    }

    /// A person is asked about the gravest thing that would happen; by themselves the rules must be allowed
    /// to work in the background.
    private Gate guard(Instance instance, RulesRun plan, Origin origin, Consent consent) throws ProblemException {
        var doing = plan.chosen().stream().filter(it -> it.verdict().acts()).toList();
        if (origin.person()) {
            boolean data = doing.stream().anyMatch(it -> word(it).equals("remove-with-files"));
            boolean removes = doing.stream().anyMatch(it -> word(it).startsWith("remove"));
            var names = doing.stream()
                    .map(it -> word(it) + " " + it.name())
                    .limit(50)
                    .toList();
            guards.require(
                    new Act(
                            data
                                    ? ActionClass.DESTRUCTIVE
                                    : removes ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE,
                            List.of(instance.id()),
                            "run the torrent rules on " + doing.size() + " torrents",
                            names,
                            doing.size()),
                    consent);
            return Gate.passed("guard");
        }
        var act = new Act(
                ActionClass.BACKGROUND_CYCLE, List.of(instance.id()), "run the torrent rules", List.of(), doing.size());
        return switch (guards.ask(act, consent)) {
            case Verdict.Allowed _ -> Gate.passed("guard");
            case Verdict.Ask ask -> Gate.closed("guard", ask.problem().summary());
            case Verdict.Refused refused ->
                Gate.closed("guard", refused.problem().summary());
            case Verdict.Held held -> Gate.closed("guard", held.problem().summary());
        };
    }

    private static String word(RulesRun.Said said) {
        return said.verdict().step().map(step -> step.word()).orElse("");
    }

    /// What must hold before anything is looked at (contract section 15.2).
    private List<Gate> gates(Instance instance, boolean byPerson) {
        var gates = new ArrayList<Gate>();
        var side = Optional.ofNullable(watch.fleet().get().sides().get(instance.id()));
        var now = time.instant();
        gates.add(
                instance.enabled()
                        ? Gate.passed("disabled")
                        : Gate.closed("disabled", instance.name() + " is paused."));
        gates.add(
                byPerson || !paused.getAsBoolean()
                        ? Gate.passed("paused")
                        : Gate.closed("paused", "All background work is paused."));
        boolean fresh = side.filter(TorrentSide::up)
                .flatMap(TorrentSide::seenAt)
                .filter(at -> at.plus(FRESH).isAfter(now))
                .isPresent();
        gates.add(
                fresh
                        ? Gate.passed("health")
                        : Gate.closed(
                                "health",
                                side.flatMap(TorrentSide::problem)
                                        .map(Problem::summary)
                                        .orElse(instance.name() + " was not seen lately.")));
        var health = Optional.ofNullable(healths.get().get(instance.id()));
        boolean stranger = health.filter(it -> it.state().word().equals("identity-changed"))
                .isPresent();
        gates.add(
                stranger
                        ? Gate.closed("identity", "Somebody else answers as " + instance.name() + ".")
                        : Gate.passed("identity"));
        gates.add(holdDown(instance, side, byPerson, now));
        return gates;
    }

    /// Right after a start a client shows all torrents as being loaded, without progress.
    private static Gate holdDown(Instance instance, Optional<TorrentSide> side, boolean byPerson, Instant now) {
        boolean young = side.flatMap(TorrentSide::upSince)
                .filter(since -> now.isBefore(since.plus(HOLD_DOWN)))
                .isPresent();
        long loading = side.stream()
                .flatMap(it -> it.torrents().values().stream())
                .filter(torrent -> torrent.state() == TorrentState.LOADING)
                .count();
        boolean many = loading > 0
                && loading * 2 > side.map(it -> it.torrents().size()).orElse(0);
        if (many || (young && !byPerson)) {
            return Gate.closed(
                    "hold-down",
                    instance.name() + (many ? " is loading its torrents." : " came back less than two minutes ago."));
        }
        return Gate.passed("hold-down");
    }

    private Memory memory(InstanceId id) {
        return memories.computeIfAbsent(id, _ -> new Memory());
    }

    private void load(InstanceId id, Memory memory) {
        if (!memory.loaded) {
            memory.loaded = true;
            store.observations(id)
                    .forEach((hash, document) -> memory.seen.put(hash, ObservationDocument.read(document)));
            var known = memory.seen.isEmpty()
                    ? Optional.ofNullable(watch.fleet().get().sides().get(id)).stream()
                            .flatMap(side -> side.torrents().values().stream())
                            .filter(torrent -> torrent.family() == TorrentFamily.MISSING)
                            .map(torrent -> torrent.key().hash())
                    : memory.seen.entrySet().stream()
                            .filter(it -> it.getValue().missingSeen() > 0)
                            .map(Map.Entry::getKey);
            var troubled = new HashSet<>(known.toList());
            Optional.ofNullable(watch.fleet().get().sides().get(id)).stream()
                    .flatMap(side -> side.torrents().values().stream())
                    .filter(torrent -> torrent.family() == TorrentFamily.ERROR)
                    .forEach(torrent -> troubled.add(torrent.key().hash()));
            memory.troubled = troubled;
        }
    }

    /// Asks the rules about every torrent of a client. Sends nothing.
    private RulesRun run(
            Instance instance,
            Optional<TorrentRule> only,
            boolean dryRun,
            Origin origin,
            List<Gate> gates,
            List<RulesRun.Act> done,
            Instant started) {
        var id = instance.id();
        var side = watch.fleet().get().sides().get(id);
        boolean open = gates.stream().allMatch(Gate::passed);
        int used = store.deletedByRules(id, started.minus(Duration.ofHours(1)));
        if (side == null || (!open && !dryRun) || !side.up()) {
            var reason = gates.stream()
                    .filter(gate -> !gate.passed())
                    .map(Gate::reason)
                    .findFirst();
            return new RulesRun(
                    0,
                    id,
                    only.map(TorrentRule::word).orElse(NAME),
                    dryRun,
                    started,
                    time.instant(),
                    Ended.HELD,
                    reason.orElse(instance.name() + " was not seen yet."),
                    gates,
                    0,
                    List.of(),
                    done,
                    0,
                    used,
                    CAP_PER_HOUR);
        }
        var said = new ArrayList<RulesRun.Said>();
        var fleet = watch.fleet().get();
        for (var verdict : evaluate(instance, side, fleet)) {
            boolean wanted = only.isEmpty() || verdict.deciding().equals(only);
            if (wanted && verdict.decision() != RuleVerdict.Decision.NOTHING) {
                var torrent = java.util.Objects.requireNonNull(
                        side.torrents().get(verdict.torrent().hash()));
                var owner = fleet.ownership().of(torrent) instanceof Owner.Arr arr
                        ? Optional.of(arr.instance())
                        : Optional.<InstanceId>empty();
                said.add(new RulesRun.Said(verdict, torrent.name(), owner));
            }
            for (var note : verdict.also()) {
                if (only.isEmpty() || only.get() == note.rule()) {
                    var torrent = java.util.Objects.requireNonNull(
                            side.torrents().get(verdict.torrent().hash()));
                    said.add(new RulesRun.Said(noted(verdict, note), torrent.name(), Optional.empty()));
                }
            }
        }
        said.sort(Comparator.comparing((RulesRun.Said it) -> !it.verdict().acts())
                .thenComparing(it -> it.verdict().decision() != RuleVerdict.Decision.ACT)
                .thenComparing(it -> it.verdict().deciding().orElse(TorrentRule.UNOWNED))
                .thenComparing(RulesRun.Said::name));
        var breaker = store.breaker(id);
        gates.removeIf(gate -> gate.gate().equals("breaker"));
        gates.add(breaker.map(why -> Gate.closed("breaker", why)).orElse(Gate.passed("breaker")));
        long acting = said.stream()
                .filter(it -> it.verdict().acts())
                .map(it -> it.verdict().torrent())
                .distinct()
                .count();
        return new RulesRun(
                0,
                id,
                only.map(TorrentRule::word).orElse(NAME),
                dryRun,
                started,
                time.instant(),
                acting == 0 ? Ended.NOTHING : Ended.ACTED,
                (dryRun ? "Would do something to " : "Something is to be done to ") + acting + " of "
                        + side.torrents().size() + " torrents."
                        + breaker.map(why -> " Nothing is taken away: " + why).orElse(""),
                gates,
                side.torrents().size(),
                said,
                done,
                0,
                used,
                CAP_PER_HOUR);
    }

    private static RuleVerdict noted(RuleVerdict of, RuleVerdict.Note note) {
        return new RuleVerdict(
                of.torrent(),
                Optional.of(note.rule()),
                RuleVerdict.Decision.ACT,
                note.reason(),
                Optional.empty(),
                Optional.of(note.step()),
                note.mode(),
                List.of(),
                of.seen());
    }

    /// Observes and asks, all torrents of a client, and looks whether too much happens at once.
    private Collection<RuleVerdict> evaluate(Instance instance, TorrentSide side, TorrentFleet fleet) {
        var id = instance.id();
        var memory = memory(id);
        memory.lock.lock();
        try {
            load(id, memory);
            var now = time.instant();
            var since = Duration.between(memory.evaluatedAt, now);
            var passed = since.compareTo(GAP) > 0 ? Duration.ZERO : since;
            memory.evaluatedAt = now;
            var rules = rules(id);
            var engine = new RuleEngine(rules);
            var around = around(side, rules, memory);
            var verdicts = new HashMap<String, RuleVerdict>(side.torrents().size() * 2);
            var troubled = new HashSet<String>();
            var troubling = new ArrayList<Torrent>();
            side.torrents().forEach((hash, torrent) -> {
                var before = memory.seen.get(hash);
                var seen = before == null ? Observation.of(torrent, now) : before;
                seen = seen.next(torrent, now, passed, around.swarming());
                var owner = fleet.ownership().of(torrent);
                var arr = owner instanceof Owner.Arr it ? Optional.of(it.instance()) : Optional.<InstanceId>empty();
                var verdict = engine.decide(
                        new RuleEngine.Subject(
                                torrent,
                                owner,
                                seen,
                                arr.flatMap(it -> fleet.ownership().queued(it, torrent)),
                                arr.map(fleet.ownership()::reachable).orElse(false),
                                arr.map(fleet.ownership()::removesCompleted).orElse(false)),
                        around,
                        now);
                verdicts.put(hash, verdict);
                if (verdict.seen() != before) {
                    memory.seen.put(hash, verdict.seen());
                    memory.dirty.add(hash);
                }
                boolean goes = verdict.acts()
                        && verdict.step().filter(step -> step.destructive()).isPresent();
                if (goes || torrent.family() == TorrentFamily.MISSING || torrent.family() == TorrentFamily.ERROR) {
                    troubled.add(hash);
                    troubling.add(torrent);
                }
            });
            memory.seen.keySet().retainAll(side.torrents().keySet());
            int ours = memory.count.isPresent() ? store.deleted(id, now.minus(GAP)) : 0;
            Breaker.trips(side.torrents().values(), memory.count, ours, memory.troubled, troubling)
                    .ifPresent(why -> store.tripBreaker(id, why, now));
            memory.troubled = troubled;
            memory.count = Optional.of(side.torrents().size());
            memory.verdicts = Collections.unmodifiableMap(verdicts);
            save(id, memory, now);
            return verdicts.values();
        } finally {
            memory.lock.unlock();
        }
    }

    private static RuleEngine.Around around(TorrentSide side, RuleSet rules, Memory memory) {
        var transfer = side.transfer();
        var values = rules.general();
        var free = transfer.flatMap(
                it -> it.freeBytes().isPresent() ? Optional.of(it.freeBytes().getAsLong()) : Optional.<Long>empty());
        long reserve = values.number(RuleKey.SPACE_RESERVE);
        boolean guarded = free.isPresent() && reserve > 0 && !values.off(TorrentRule.SPACE);
        Set<String> noSpace = guarded
                ? SpaceGuard.tooLarge(
                        side.torrents().values(),
                        free.get(),
                        reserve,
                        values.number(RuleKey.SPACE_MARGIN),
                        torrent -> Optional.ofNullable(
                                        memory.seen.get(torrent.key().hash()))
                                .filter(it -> it.stoppedFor().equals(RuleEngine.FOR_SPACE))
                                .isPresent())
                : Set.of();
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

    // acting

    private RulesRun act(Instance instance, RulesRun plan, TaskContext context) throws InterruptedException {
        var id = instance.id();
        boolean braked = store.breaker(id).isPresent();
        int room = Math.min(CAP_PER_CYCLE, Math.max(0, CAP_PER_HOUR - plan.capUsed()));
        var todo = new ArrayList<RulesRun.Said>();
        int waiting = 0;
        for (var it : plan.said()) {
            if (!it.verdict().acts()) {
                continue;
            }
            boolean takes =
                    it.verdict().step().filter(step -> step.destructive()).isPresent();
            if (takes && (braked || room == 0)) {
                waiting++;
                continue;
            }
            if (takes) {
                room--;
            }
            todo.add(it);
        }
        boolean files = todo.stream()
                .anyMatch(
                        it -> it.verdict().step().orElse(null) instanceof RuleStep.Remove remove && remove.withFiles());
        if (files) {
            watch.everywhere();
        }
        var carrying = RuleActs.Carrying.of(instance, rules(id), watch.fleet().get(), context, this::change);
        var done = acts.carryOut(carrying, todo);
        saveNow(id);
        order(instance, plan, done);
        boolean failed = done.stream().anyMatch(act -> !act.accepted());
        boolean good = done.stream().anyMatch(RulesRun.Act::accepted);
        var reason = done.isEmpty()
                ? "Nothing was to be done."
                : done.stream()
                                .filter(RulesRun.Act::accepted)
                                .mapToInt(act -> act.torrents().size())
                                .sum()
                        + " of " + todo.size() + " done.";
        if (waiting > 0) {
            reason += " " + waiting + (braked ? " are held by the brake." : " wait: so many may be removed at once.");
        }
        return new RulesRun(
                0,
                id,
                plan.rule(),
                false,
                plan.startedAt(),
                time.instant(),
                failed ? (good ? Ended.PARTLY : Ended.FAILED) : good ? Ended.ACTED : Ended.NOTHING,
                reason,
                plan.gates(),
                plan.looked(),
                plan.said(),
                done,
                done.size(),
                store.deletedByRules(id, time.instant().minus(Duration.ofHours(1))),
                CAP_PER_HOUR);
    }

    /// The queue of a client, at most every ten minutes.
    private void order(Instance instance, RulesRun plan, List<RulesRun.Act> done) throws InterruptedException {
        var rules = rules(instance.id()).general();
        var memory = memory(instance.id());
        boolean due = time.instant().isAfter(memory.orderedAt.plus(Duration.ofMinutes(10)));
        boolean wanted = plan.rule().equals(NAME) || plan.rule().equals(TorrentRule.QUEUE_ORDER.word());
        if (wanted && due && rules.mode(TorrentRule.QUEUE_ORDER) == TorrentRule.Mode.ACT) {
            memory.orderedAt = time.instant();
            done.addAll(acts.order(instance, watch.fleet().get(), rules.words(RuleKey.QUEUE_TRACKERS)));
        }
    }

    /// Remembers what an act changed in what is known of a torrent. That it was scanned is stored at once:
    /// it must not happen twice.
    private void change(TorrentKey key, UnaryOperator<Observation> change) {
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

    private void saveNow(InstanceId id) {
        var memory = memory(id);
        memory.lock.lock();
        try {
            memory.savedAt = Instant.EPOCH;
            save(id, memory, time.instant());
        } finally {
            memory.lock.unlock();
        }
    }

    /// What was sent before a crash is settled by what the client shows now; nothing is sent again.
    private void resolve(InstanceId id) {
        var side = watch.fleet().get().sides().get(id);
        if (side == null || !side.up()) {
            return;
        }
        for (var entry : store.open(id)) {
            boolean there = side.torrents().containsKey(entry.torrent().hash());
            boolean deletion = entry.act().equals("delete");
            store.settle(
                    List.of(entry.number()),
                    deletion && !there ? TorrentEntry.State.CONFIRMED : TorrentEntry.State.NO_EFFECT,
                    deletion && !there ? "" : "Nobody saw its effect.",
                    time.instant());
        }
    }

    /// After each look: at most every 15 s, and never two at once for one client.
    private void lookedAt(InstanceId id) {
        var memory = memory(id);
        if (memory.running || time.instant().isBefore(memory.evaluatedAt.plus(CYCLE_EVERY))) {
            return;
        }
        var instance = instances.find(id).filter(Instance::enabled);
        if (instance.isEmpty()) {
            return;
        }
        boolean enabled = cycles.findRule(id, NAME).filter(StoredRule::enabled).isPresent();
        if (!enabled) {
            var fleet = watch.fleet().get();
            Optional.ofNullable(fleet.sides().get(id)).ifPresent(side -> evaluate(instance.get(), side, fleet));
            return;
        }
        var request = new TaskRequest(
                "torrents-rules", "tend the torrents of " + instance.get().name(), List.of(id), Origin.CYCLE, true);
        tasks.start(request, context -> run(id, Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), context));
    }

    /// @return by rule how many torrents it would do something to, over all clients
    public Map<TorrentRule, Integer> waiting() {
        var counts = new TreeMap<TorrentRule, Integer>();
        memories.values()
                .forEach(memory -> memory.verdicts.values().stream()
                        .filter(it -> it.decision() != RuleVerdict.Decision.NOTHING)
                        .flatMap(it -> it.deciding().stream())
                        .forEach(rule -> counts.merge(rule, 1, Integer::sum)));
        return counts;
    }
}
