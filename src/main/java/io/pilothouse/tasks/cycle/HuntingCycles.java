package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.Slots;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Hunting rules of the instances that can be searched. At most one run per instance at a time; a
/// second one is refused and says so. Thread-safe.
public final class HuntingCycles implements Cycles {

    /// Failed runs in a row after which a rule switches itself off.
    static final int MOST_FAILURES = 5;

    /// Units a day that all rules of one budget group share.
    public static final Setting<Integer> GROUP_LIMIT = new Setting<>(
            "cycles.groupPerDay",
            100,
            text -> {
                int searches = Integer.parseInt(text);
                if (searches < 1) {
                    throw new IllegalArgumentException("no limit: " + text);
                }
                return searches;
            },
            String::valueOf);

    /// Kind of the steps that [#takeBack] takes back.
    public static final String UNDO_CARE = QueueCare.UNDO;

    /// Name under which the ledger keeps what a person asked for.
    public static final String BY_HAND = "By hand";

    private final CycleRepository store;
    private final LiveInstances live;
    private final RuleBook rules;
    private final RunGates gates;
    private final QueueActs queueActs;
    private final Activity activity;
    private final Guards guards;
    private final Searchers searchers;
    private final RandomGenerator random;
    private final Hunt hunt;
    private final QueueCare care;
    private final Following following;
    private final ServiceLists lists;
    private final Recollection recollection;
    private final Set<InstanceId> running = ConcurrentHashMap.newKeySet();

    public HuntingCycles(
            CycleRepository store,
            ListRepository kept,
            Instances instances,
            HealthRounds health,
            Guards guards,
            Activity activity,
            Settings settings,
            Searchers searchers,
            LinkedClients clients,
            Waiting waiting,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.guards = guards;
        this.activity = activity;
        this.searchers = searchers;
        this.random = random;
        live = new LiveInstances(instances);
        rules = new RuleBook(store, live, guards, searchers, clock, running::contains);
        gates = new RunGates(live, health, guards, settings, clock);
        queueActs = new QueueActs(live, searchers, guards, activity, clock);
        hunt = new Hunt(store, clock, id -> seeding(clients, id), waiting);
        care = new QueueCare(store, clock, clients);
        following = new Following(store.searches(), clock, rules::huntOf);
        lists = new ServiceLists(
                store, kept, searchers, clients, () -> rules.all().get(), clock, live::of);
        recollection = new Recollection(store, instances, settings, clock);
    }

    private int seeding(LinkedClients clients, InstanceId id) throws ProblemException, InterruptedException {
        var linked = clients.of(id);
        if (linked.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "There is no qBittorrent for " + live.of(id).name() + ", so that nothing is known of what seeds.",
                    "Add one, or take the seeding gate out of the rule."));
        }
        return (int) linked.stream()
                .flatMap(it -> it.torrents().values().stream())
                .filter(it -> it.state().family() == TorrentFamily.SEEDING)
                .count();
    }

    @Override
    public Published<List<RuleStatus>> rules() {
        return rules.all();
    }

    /// Reads the rules from the store and tells those who watch.
    public void publish() {
        rules.publish();
    }

    @Override
    public RuleStatus set(InstanceId id, String name, String document, Consent consent) throws ProblemException {
        return rules.set(id, name, document, consent);
    }

    @Override
    public String show(InstanceId id, String name) throws ProblemException {
        return rules.show(id, name);
    }

    @Override
    public RuleStatus enable(InstanceId id, String name, boolean enabled, Consent consent) throws ProblemException {
        return rules.enable(id, name, enabled, consent);
    }

    @Override
    public void remove(InstanceId id, String name, Consent consent) throws ProblemException {
        rules.remove(id, name, consent);
    }

    @Override
    public RuleStatus skipNext(InstanceId id, String name, Consent consent) throws ProblemException {
        return rules.skipNext(id, name, consent);
    }

    @Override
    public RuleStatus pauseUntil(InstanceId id, String name, Optional<Instant> until, Consent consent)
            throws ProblemException {
        return rules.pauseUntil(id, name, until, consent);
    }

    @Override
    public RuleStatus exclude(InstanceId id, String name, ItemKey item, Optional<Instant> until, Consent consent)
            throws ProblemException {
        return rules.exclude(id, name, item, until, consent);
    }

    /// The first slot of an enabled rule after `after`, skipped and paused ones left out.
    public Optional<Slots.Slot> slotAfter(InstanceId id, String name, Instant after) {
        return rules.slotAfter(id, name, after);
    }

    @Override
    public CycleRun dryRun(InstanceId id, String name, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        var stored = rules.stored(id, name);
        var rule = RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE));
        var run = recorded(carriedOut(id, rule, gates.of(id, rule, true), true, seed, context), Origin.PROGRAM);
        if (run.ended() == Ended.ACTED || run.ended() == Ended.NOTHING) {
            store.dryRunSeen(id, name, stored.version());
        }
        rules.publish(id);
        return run;
    }

    @Override
    public CycleRun run(
            InstanceId id,
            String name,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = live.of(id);
        var stored = rules.stored(id, name);
        var whole = RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE));
        var rule = limit.isPresent() ? limited(whole, Math.clamp(limit.getAsInt(), 1, whole.perRun())) : whole;
        if (origin.person()) {
            guards.require(byPerson(id, rule), consent);
        }
        var passed = new ArrayList<>(gates.of(id, rule, origin.person()));
        passed.add(2, origin.person() ? Gate.passed("guard") : gates.guard(id, rule, consent));
        return alone(id, instance, () -> {
            var run = recorded(carriedOut(id, rule, passed, false, seed, context), origin);
            rules.countFailure(stored, run);
            return run;
        });
    }

    @Override
    public CycleRun searchNow(InstanceId id, List<Candidate> items, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = live.of(id);
        var rule = RuleDocument.read("{\"name\":\"" + BY_HAND + "\",\"perDay\":null,\"queueGate\":null}");
        guards.require(
                Act.on(
                        ActionClass.COSTLY,
                        id,
                        "search " + items.size() + " items",
                        items.stream().map(Candidate::title).toList()),
                consent);
        var passed = new ArrayList<>(gates.of(id, rule, true));
        passed.add(2, Gate.passed("guard"));
        return alone(
                id,
                instance,
                () -> recorded(
                        hunt.ask(
                                new Hunt.Order(id, rule, passed, false, 0, gates.budgets(id)),
                                items,
                                searchers,
                                context),
                        consent.origin()));
    }

    @FunctionalInterface
    private interface Run {
        CycleRun run() throws ProblemException, InterruptedException;
    }

    /// @throws ProblemException if another run of the instance is under way
    private CycleRun alone(InstanceId id, Instance instance, Run work) throws ProblemException, InterruptedException {
        if (!running.add(id)) {
            throw new ProblemException(new Problem(
                    ProblemCode.PAUSED,
                    "A cycle of " + instance.name() + " is running already.",
                    "Wait for its end, or stop it."));
        }
        rules.publish(id);
        try {
            var run = work.run();
            if (Thread.interrupted()) {
                throw new InterruptedException(run.reason());
            }
            return run;
        } finally {
            running.remove(id);
            rules.publish(id);
        }
    }

    private static Act byPerson(InstanceId id, CycleRule rule) {
        return switch (rule) {
            case HuntRule _ ->
                new Act(
                        ActionClass.COSTLY,
                        List.of(id),
                        "search up to " + rule.perRun() + " items",
                        List.of(),
                        rule.perRun());
            case CareRule care ->
                new Act(
                        care.removeFiles() ? ActionClass.DESTRUCTIVE : ActionClass.COSTLY,
                        List.of(id),
                        "deal with up to " + rule.perRun() + " downloads of the queue",
                        List.of(),
                        rule.perRun());
        };
    }

    private static CycleRule limited(CycleRule rule, int most) {
        return switch (rule) {
            case HuntRule it -> it.withPerRun(most);
            case CareRule it -> it.withPerRun(most);
        };
    }

    private CycleRun carriedOut(
            InstanceId id, CycleRule rule, List<Gate> passed, boolean dryRun, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        long drawn = seed.orElseGet(() -> random.nextLong(1L << 53));
        return switch (rule) {
            case HuntRule it ->
                hunt.run(
                        new Hunt.Order(id, it, passed, dryRun, drawn, gates.budgets(id), gates.freshWarnings(id)),
                        searchers,
                        context);
            case CareRule it -> care.run(new QueueCare.Order(id, it, passed, dryRun, drawn), searchers, context);
        };
    }

    private CycleRun recorded(CycleRun run, Origin origin) {
        long number = store.addRun(
                run.instance(),
                run.rule(),
                run.dryRun(),
                run.startedAt(),
                run.endedAt(),
                run.ended().name(),
                run.reason(),
                RunDocument.write(run).toString());
        if (!run.dryRun() && run.accepted() > 0) {
            activity.record(Activity.now(
                    run.endedAt(),
                    run.instance(),
                    origin,
                    "cycle",
                    live.name(run.instance()) + ": "
                            + (run.rule().equals(BY_HAND) ? "by hand" : "the rule " + run.rule()) + ": "
                            + CycleRun.DoneAct.counted(run.acts()) + "."));
        }
        return new CycleRun(
                number,
                run.instance(),
                run.rule(),
                run.dryRun(),
                run.seed(),
                run.startedAt(),
                run.endedAt(),
                run.ended(),
                run.reason(),
                run.gates(),
                run.budget(),
                run.decisions(),
                run.acts(),
                run.requests());
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException {
        live.of(id);
        guards.require(Act.local(id, "forget earlier searches"), consent);
        return store.searches().reset(id, rule, item, parent);
    }

    @Override
    public List<CycleRun> runs(InstanceId id, Optional<String> rule, int limit) {
        return store.runs(id, rule, limit).stream()
                .map(stored -> RunDocument.read(id, stored))
                .toList();
    }

    @Override
    public Wanted wanted(InstanceId id, HuntRule.Pass pass, int limit) throws ProblemException, InterruptedException {
        return lists.wanted(id, pass, limit);
    }

    @Override
    public Kept<Wanted> keptWanted(InstanceId id, HuntRule.Pass pass) {
        return lists.keptWanted(id, pass);
    }

    @Override
    public Queue queue(InstanceId id) throws ProblemException, InterruptedException {
        return lists.queue(id);
    }

    @Override
    public Kept<Queue> keptQueue(InstanceId id) {
        return lists.keptQueue(id);
    }

    @Override
    public List<HuntRule.Unit> units(InstanceId id) throws ProblemException {
        return searchers.of(id).units();
    }

    @Override
    public int removeFromQueue(
            InstanceId id,
            List<Queued> downloads,
            boolean blocklist,
            boolean searchAgain,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException {
        return queueActs.remove(id, downloads, blocklist, searchAgain, consent, context);
    }

    @Override
    public int importNow(InstanceId id, List<Queued> downloads, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        return queueActs.importNow(id, downloads, consent, context);
    }

    /// Lets what a queue's care blocked be grabbed again.
    public void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        queueActs.takeBack(step, consent);
    }

    @Override
    public List<LedgerEntry> ledger(
            Collection<InstanceId> ids, Instant since, Optional<String> rule, Optional<String> indexer, int limit) {
        return recollection.ledger(ids, since, rule, indexer, limit);
    }

    @Override
    public Map<ItemKey, Remembered> remembered(InstanceId id, Collection<ItemKey> items) {
        return recollection.remembered(id, items);
    }

    @Override
    public List<LedgerEntry> entriesOf(InstanceId id, ItemKey item) {
        return store.searches().entriesOf(id, item);
    }

    @Override
    public List<LedgerEntry> ofLastRun(InstanceId id, String rule) {
        return recollection.ofLastRun(id, rule);
    }

    @Override
    public Optional<Shared> shared(InstanceId id) {
        return recollection.shared(id);
    }

    @Override
    public int follow(InstanceId id) throws ProblemException, InterruptedException {
        try {
            return following.tick(id, searchers);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }
}
