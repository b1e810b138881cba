package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleStep;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentEntry;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentRule;
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
import io.pilothouse.tasks.notice.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules that tend torrents: one set for each client, off until a person has seen a preview since its
/// last change and switched it on. Each client is tended on its own, soon after each look at it. Methods
/// block: call them from a task. Thread-safe.
public final class TorrentRules {

    /// The name under which a client's rules are stored and run.
    public static final String NAME = "torrents";

    private static final RuleSet USUAL = RuleSet.usual();
    private static final Duration CYCLE_EVERY = Duration.ofSeconds(15);
    static final int CAP_PER_CYCLE = 10;
    static final int CAP_PER_HOUR = 25;
    private static final int DECISIONS_STORED = 500;

    private final Instances instances;
    private final TorrentWatch watch;
    private final FileSafety safety;
    private final TorrentRepository store;
    private final CycleRepository cycles;
    private final RuleActs acts;
    private final Guards guards;
    private final TaskRegistry tasks;
    private final Time time;
    private final RuleGates gates;
    private final RuleNotices notices;
    private final TorrentJudging judging;
    private final RuleQuestions questions;
    private final RulePlans plans;
    private final Map<InstanceId, Read> documents = new ConcurrentHashMap<>();
    private final Map<InstanceId, Running> runnings = new ConcurrentHashMap<>();
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

    private record Read(String document, RuleSet rules) {}

    /// How the rules of one client run.
    private static final class Running {
        private Instant orderedAt = Instant.EPOCH;
        private volatile boolean running;
        private volatile @Nullable RulesRun last;
    }

    TorrentRules(
            Instances instances,
            TorrentLines lines,
            TorrentWatch watch,
            FileSafety safety,
            TorrentRepository store,
            CycleRepository cycles,
            RuleActs acts,
            Guards guards,
            TaskRegistry tasks,
            Time time,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            Published<Map<InstanceId, InstanceHealth>> healths,
            Notices notices) {
        this.instances = instances;
        this.watch = watch;
        this.safety = safety;
        this.store = store;
        this.cycles = cycles;
        this.acts = acts;
        this.guards = guards;
        this.tasks = tasks;
        this.time = time;
        this.notices = new RuleNotices(notices);
        judging = new TorrentJudging(watch, store, this::rulesOf, time);
        gates = new RuleGates(instances, watch, guards, time, paused, spared, healths, judging::qbitrrAt);
        questions = new RuleQuestions(instances, lines, judging, time);
        plans = new RulePlans(watch, store, judging, time);
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
                Optional.ofNullable(of(id).last));
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
        return rulesOf(id);
    }

    /// The same object as long as they are the same, so that what they said before still counts.
    private RuleSet rulesOf(InstanceId id) {
        var stored = cycles.findRule(id, NAME);
        if (stored.isEmpty()) {
            return USUAL;
        }
        var read = documents.get(id);
        if (read == null || !read.document.equals(stored.get().document())) {
            read = new Read(stored.get().document(), parsed(stored.get().document()));
            documents.put(id, read);
        }
        return read.rules;
    }

    private static RuleSet parsed(String document) {
        try {
            return RuleSetDocument.read(document);
        } catch (ProblemException e) {
            return new RuleSet(Map.of(), Map.of(), List.of()); // of a newer Pilothouse; never enabled here
        }
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
        return of(id).running;
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
        return judging.forget(id, hash);
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
        return judging.verdict(key);
    }

    // running them

    /// Decides everything and does nothing. Seeing it is what switching the rules on asks for.
    ///
    /// @param only one rule; empty for all
    public RulesRun preview(InstanceId id, Optional<TorrentRule> only) throws ProblemException {
        var instance = client(id);
        var stored =
                cycles.findRule(id, NAME).or(() -> cycles.saveRule(id, NAME, RuleSetDocument.write(RuleSet.usual())));
        var run = plans.of(instance, rulesOf(id), only, true, gates.gates(instance, true), time.instant());
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
        return run(id, only, OptionalInt.empty(), origin, consent, context);
    }

    /// @param most torrents to which something is done; empty for no such limit
    RulesRun run(
            InstanceId id,
            Optional<TorrentRule> only,
            OptionalInt most,
            Origin origin,
            Consent consent,
            TaskContext context)
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
        var running = of(id);
        if (running.running) {
            throw new ProblemException(new Problem(
                    ProblemCode.PAUSED,
                    "The rules of " + instance.name() + " are running already.",
                    "Wait for their end."));
        }
        running.running = true;
        try {
            var run = tend(instance, only, most, origin, consent, context);
            RuleLog.write(run, watch.fleet().get(), context);
            return remember(run);
        } finally {
            running.running = false;
            publish(id);
        }
    }

    private RulesRun tend(
            Instance instance,
            Optional<TorrentRule> only,
            OptionalInt most,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var id = instance.id();
        resolve(id);
        var started = time.instant();
        var passed = gates.gates(instance, origin.person());
        var plan = plans.of(instance, rulesOf(id), only, false, passed, started);
        if (plan.ended() == Ended.HELD) {
            return stored(plan);
        }
        if (!origin.person()) { // who runs them reads the answer
            notices.looked(instance, plan.said(), store.breaker(id), started);
        }
        if (ask(instance, context) > 0) { // the answers may decide otherwise
            plan = plans.of(instance, rulesOf(id), only, false, passed, started);
        }
        passed.add(gates.guard(instance, plan, origin, consent));
        if (!passed.getLast().passed()) {
            return stored(plans.held(plan, passed));
        }
        var done = act(instance, plan, most, context);
        acts.told(done, origin);
        boolean acted = done.acts().stream().anyMatch(RulesRun.Act::accepted);
        return acted || origin.person() || done.ended() == Ended.FAILED ? stored(done) : done;
    }

    private int ask(Instance instance, TaskContext context) throws InterruptedException {
        var fleet = watch.fleet().get();
        var side = fleet.sides().get(instance.id());
        return side == null ? 0 : questions.ask(instance, side, fleet, rulesOf(instance.id()), context);
    }

    private RulesRun remember(RulesRun run) {
        of(run.instance()).last = run;
        return run;
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

    private Running of(InstanceId id) {
        return runnings.computeIfAbsent(id, _ -> new Running());
    }

    // acting

    private RulesRun act(Instance instance, RulesRun plan, OptionalInt most, TaskContext context)
            throws InterruptedException {
        var id = instance.id();
        boolean braked = store.breaker(id).isPresent();
        int room = Math.min(CAP_PER_CYCLE, Math.max(0, CAP_PER_HOUR - plan.capUsed()));
        var todo = new ArrayList<RulesRun.Said>();
        int waiting = 0;
        for (var it : plan.said()) {
            if (!it.verdict().acts() || todo.size() >= most.orElse(Integer.MAX_VALUE)) {
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
        var known = files ? Optional.of(safety.ask()) : Optional.<FileSafety.Known>empty();
        var carrying = new RuleActs.Carrying(
                instance,
                rules(id),
                watch.fleet().get(),
                context,
                judging::change,
                known,
                new AtomicInteger(braked ? 0 : room));
        var done = acts.carryOut(carrying, todo);
        if (!braked) { // that is told as such; how many wait because of the cap is not known then
            notices.capped(instance, waiting, time.instant());
        }
        judging.saveNow(id);
        order(instance, plan, done);
        boolean failed = done.stream().anyMatch(act -> !act.accepted());
        boolean good = done.stream().anyMatch(RulesRun.Act::accepted);
        var reason = done.isEmpty()
                ? RunSentence.NOTHING_WAS.with()
                : RunSentence.DONE.with(
                        done.stream()
                                .filter(RulesRun.Act::accepted)
                                .mapToInt(act -> act.torrents().size())
                                .sum(),
                        todo.size());
        if (waiting > 0) {
            reason += " " + (braked ? RunSentence.BRAKE_HOLDS : RunSentence.SO_MANY_AT_ONCE).with(waiting);
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
        var rules = rules(instance.id());
        var running = of(instance.id());
        boolean due = time.instant().isAfter(running.orderedAt.plus(Duration.ofMinutes(10)));
        boolean wanted = plan.rule().equals(NAME) || plan.rule().equals(TorrentRule.QUEUE_ORDER.word());
        if (wanted && due && rules.general().mode(TorrentRule.QUEUE_ORDER) == TorrentRule.Mode.ACT) {
            running.orderedAt = time.instant();
            done.addAll(acts.order(instance, watch.fleet().get(), rules));
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
        if (running(id) || !judging.due(id, CYCLE_EVERY)) {
            return;
        }
        var instance = instances.find(id).filter(Instance::enabled);
        if (instance.isEmpty()) {
            return;
        }
        boolean enabled = cycles.findRule(id, NAME).filter(StoredRule::enabled).isPresent();
        if (!enabled) {
            var fleet = watch.fleet().get();
            Optional.ofNullable(fleet.sides().get(id)).ifPresent(side -> judging.judge(side, fleet));
            return;
        }
        var request = new TaskRequest(
                "torrents-rules", "tend the torrents of " + instance.get().name(), List.of(id), Origin.CYCLE, true);
        tasks.start(request, context -> run(id, Optional.empty(), Origin.CYCLE, TorrentDesk.byRule(), context));
    }

    /// @return by rule how many torrents it would do something to, over all clients
    public Map<TorrentRule, Integer> waiting() {
        return judging.waiting();
    }
}
