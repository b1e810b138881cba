package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.TendsQueue;
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
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.CycleRepository.Limit;
import io.pilothouse.store.CycleRepository.StoredRule;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Hunting rules of the instances that can be searched. At most one run per instance at a time; a
/// second one is refused and says so. Thread-safe.
public final class HuntingCycles implements Cycles {

    /// Units a day that all rules of one budget group share.
    public static final Setting<Integer> GROUP_LIMIT = Setting.number("cycles.groupPerDay", 100);

    /// Kind of the steps that [#takeBack] takes back.
    public static final String UNDO_CARE = QueueCare.UNDO;

    /// A health check that is no older says what a run would ask again (section 16.3 of the contract).
    private static final Duration FRESH = Duration.ofSeconds(90);

    /// Failed runs in a row after which a rule switches itself off.
    private static final int MOST_FAILURES = 5;

    /// Name under which the ledger keeps what a person asked for.
    public static final String BY_HAND = "By hand";

    private final CycleRepository store;
    private final Instances instances;
    private final HealthRounds health;
    private final Guards guards;
    private final Settings settings;
    private final Searchers searchers;
    private final Clock clock;
    private final RandomGenerator random;
    private final Hunt hunt;
    private final QueueCare care;
    private final Following following;
    private final ServiceLists lists;
    private final Recollection recollection;
    private final Set<InstanceId> running = ConcurrentHashMap.newKeySet();
    private final Mirror<List<RuleStatus>> rules;

    public HuntingCycles(
            CycleRepository store,
            ListRepository kept,
            Instances instances,
            HealthRounds health,
            Guards guards,
            Settings settings,
            Searchers searchers,
            LinkedClients clients,
            Waiting waiting,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.instances = instances;
        this.health = health;
        this.guards = guards;
        this.settings = settings;
        this.searchers = searchers;
        this.clock = clock;
        this.random = random;
        hunt = new Hunt(store, clock, id -> seeding(clients, id), waiting);
        care = new QueueCare(store, clock, clients);
        following = new Following(store, clock, this::huntOf);
        rules = new Mirror<>(this::allRules);
        lists = new ServiceLists(
                store, kept, searchers, clients, () -> rules.published().get(), clock, this::live);
        recollection = new Recollection(store, instances, settings, clock);
    }

    private Optional<HuntRule> huntOf(LedgerEntry entry) {
        return store.findRule(entry.instance(), entry.rule())
                .flatMap(HuntingCycles::readable)
                .flatMap(rule -> rule instanceof HuntRule it ? Optional.of(it) : Optional.empty());
    }

    private int seeding(LinkedClients clients, InstanceId id) throws ProblemException, InterruptedException {
        var linked = clients.of(id);
        if (linked.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "No qBittorrent is linked to " + live(id).name() + ", so that nothing is known of what seeds.",
                    "Link one in its settings, or take the seeding gate out of the rule."));
        }
        return (int) linked.stream()
                .flatMap(it -> it.torrents().values().stream())
                .filter(it -> it.state().family() == TorrentFamily.SEEDING)
                .count();
    }

    @Override
    public Published<List<RuleStatus>> rules() {
        return rules.published();
    }

    @Override
    public RuleStatus set(InstanceId id, String name, String document, Consent consent) throws ProblemException {
        var instance = live(id);
        var units = searchers.of(id).units();
        var rule = RuleDocument.rule(document, units);
        if (rule instanceof HuntRule it) {
            refuseUnit(instance, it, units);
        }
        guards.require(Act.local(id, "change the rule \"" + name + "\""), consent);
        store.saveRule(id, name, RuleDocument.stored(rule, name)).orElseThrow(() -> gone(instance));
        return published(id, name);
    }

    private static void refuseUnit(Instance instance, HuntRule rule, List<HuntRule.Unit> units)
            throws ProblemException {
        var possible = rule.pass() == HuntRule.Pass.TAG ? List.of(units.getLast()) : units; // tags are on parents
        if (!possible.contains(rule.unit())) {
            var words = possible.stream().map(HuntRule.Unit::word).toList();
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    instance.name() + " cannot be searched by " + rule.unit().word() + " for \""
                            + rule.pass().word() + "\".",
                    "Use " + String.join(" or ", words) + " as \"unit\"."));
        }
    }

    @Override
    public String show(InstanceId id, String name) throws ProblemException {
        var status = rule(id, name);
        return RuleDocument.shown(status.rule(), status.enabled());
    }

    @Override
    public RuleStatus enable(InstanceId id, String name, boolean enabled, Consent consent) throws ProblemException {
        var stored = stored(id, name);
        if (enabled && !stored.dryRunSeen()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Nobody has seen a dry run of \"" + name + "\" on " + live(id).name() + " since its last change.",
                    "Run it dry, look at what it would ask for, then switch it on."));
        }
        guards.require(
                new Act(
                        enabled ? ActionClass.NEW_AUTOMATION : ActionClass.LOCAL_REVERSIBLE,
                        List.of(id),
                        (enabled ? "switch on" : "switch off") + " the rule \"" + name + "\"",
                        List.of(),
                        1),
                consent);
        store.setEnabled(id, name, enabled);
        return published(id, name);
    }

    @Override
    public void remove(InstanceId id, String name, Consent consent) throws ProblemException {
        stored(id, name);
        guards.require(Act.local(id, "remove the rule \"" + name + "\""), consent);
        store.deleteRule(id, name);
        publish(id);
    }

    @Override
    public CycleRun dryRun(InstanceId id, String name, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        var stored = stored(id, name);
        var rule = RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE));
        var run = recorded(carriedOut(id, rule, gates(id, rule, true), true, seed, context));
        if (run.ended() == Ended.ACTED || run.ended() == Ended.NOTHING) {
            store.dryRunSeen(id, name, stored.version());
        }
        publish(id);
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
        var instance = live(id);
        var stored = stored(id, name);
        var whole = RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE));
        var rule = limit.isPresent() ? limited(whole, Math.clamp(limit.getAsInt(), 1, whole.perRun())) : whole;
        var gates = new ArrayList<>(gates(id, rule, origin.person()));
        gates.add(2, guardGate(id, rule, origin, consent));
        return alone(id, instance, () -> {
            var run = recorded(carriedOut(id, rule, gates, false, seed, context));
            countFailure(stored, run);
            return run;
        });
    }

    /// A person's own run is asked about like any costly act; the background's must be released.
    private Gate guardGate(InstanceId id, CycleRule rule, Origin origin, Consent consent) throws ProblemException {
        if (origin.person()) {
            guards.require(byPerson(id, rule), consent);
            return Gate.passed("guard");
        }
        var act = new Act(
                ActionClass.BACKGROUND_CYCLE, List.of(id), "run the rule \"" + rule.name() + "\"", List.of(), 1);
        return switch (guards.ask(act, consent)) {
            case Verdict.Allowed _ -> Gate.passed("guard");
            case Verdict.Ask ask -> Gate.closed("guard", ask.problem().summary());
            case Verdict.Refused refused ->
                Gate.closed("guard", refused.problem().summary());
            case Verdict.Held held -> Gate.closed("guard", held.problem().summary());
        };
    }

    @Override
    public CycleRun searchNow(InstanceId id, List<Candidate> items, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = live(id);
        var rule = RuleDocument.read("{\"name\":\"" + BY_HAND + "\",\"perDay\":null,\"queueGate\":null}");
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        List.of(id),
                        "search " + items.size() + " items",
                        items.stream().map(Candidate::title).limit(50).toList(),
                        items.size()),
                consent);
        var gates = new ArrayList<>(gates(id, rule, true));
        gates.add(2, Gate.passed("guard"));
        return alone(
                id,
                instance,
                () -> recorded(
                        hunt.ask(new Hunt.Order(id, rule, gates, false, 0, budgets(id)), items, searchers, context)));
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
        publish(id);
        try {
            var run = work.run();
            if (Thread.interrupted()) {
                throw new InterruptedException(run.reason());
            }
            return run;
        } finally {
            running.remove(id);
            publish(id);
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

    private void countFailure(StoredRule rule, CycleRun run) {
        if (run.ended() != Ended.FAILED) {
            if (run.ended() == Ended.ACTED) {
                store.setFailures(rule.instance(), rule.name(), 0);
            }
            return;
        }
        int failures = rule.failures() + 1;
        if (failures >= MOST_FAILURES) {
            store.setEnabled(rule.instance(), rule.name(), false);
        }
        store.setFailures(rule.instance(), rule.name(), failures);
    }

    /// What has to hold before a service is asked anything, in the order in which it is looked at.
    private List<Gate> gates(InstanceId id, CycleRule rule, boolean byPerson) throws ProblemException {
        var instance = live(id);
        var gates = new ArrayList<Gate>();
        gates.add(
                instance.enabled()
                        ? Gate.passed("disabled")
                        : Gate.closed("disabled", instance.name() + " is paused."));
        var today = clock.instant().atZone(clock.getZone()).getDayOfWeek();
        boolean day = byPerson
                || !rule.hours().isEmpty()
                || rule.days().isEmpty()
                || rule.days().contains(today);
        gates.add(
                day
                        ? Gate.passed("window")
                        : Gate.closed(
                                "window",
                                "The rule does not run on " + today.name().toLowerCase(Locale.ROOT) + "."));
        var state = Optional.ofNullable(health.states().get().get(id)).map(it -> it.state());
        boolean stranger = state.filter(ShownState.IDENTITY_CHANGED::equals).isPresent();
        boolean held = !stranger && state.map(it -> it.holdsCycles()).orElse(true);
        gates.add(
                !held
                        ? Gate.passed("health")
                        : Gate.closed(
                                "health",
                                instance.name() + " is "
                                        + state.map(it -> it.word().replace('-', ' '))
                                                .orElse("not checked yet") + "."));
        gates.add(
                !stranger
                        ? Gate.passed("identity")
                        : Gate.closed(
                                "identity",
                                "Another service than before answers at the address of " + instance.name() + "."));
        return gates;
    }

    private CycleRun carriedOut(
            InstanceId id, CycleRule rule, List<Gate> gates, boolean dryRun, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        long drawn = seed.orElseGet(() -> random.nextLong(1L << 53));
        return switch (rule) {
            case HuntRule it ->
                hunt.run(
                        new Hunt.Order(id, it, gates, dryRun, drawn, budgets(id), freshWarnings(id)),
                        searchers,
                        context);
            case CareRule it -> care.run(new QueueCare.Order(id, it, gates, dryRun, drawn), searchers, context);
        };
    }

    /// What the service complained about at a check a moment ago; empty when it has to be asked.
    private Optional<List<ServiceWarning>> freshWarnings(InstanceId id) {
        var since = clock.instant().minus(FRESH);
        return Optional.ofNullable(health.states().get().get(id))
                .filter(it -> it.code().isEmpty()
                        && it.lastCheckAt().filter(at -> at.isAfter(since)).isPresent())
                .flatMap(InstanceHealth::answer)
                .map(CheckAnswer::warnings);
    }

    private Hunt.Budgets budgets(InstanceId id) throws ProblemException {
        var own = live(id).configuration().settings();
        return new Hunt.Budgets(
                number(own.getOrDefault("searchesPerHour", "")),
                number(own.getOrDefault("searchesPerDay", "")),
                own.getOrDefault("budgetGroup", "").strip(),
                settings.get(GROUP_LIMIT));
    }

    private static OptionalInt number(String text) {
        return text.isBlank() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.strip()));
    }

    /// Lets what a queue's care blocked be grabbed again.
    public void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.REMOTE_REVERSIBLE, List.of(step.instance()), step.description(), List.of(), 1),
                consent);
        try {
            if (searchers.of(step.instance()) instanceof TendsQueue tender
                    && !QueueCare.takeBack(step.payload(), tender)) {
                throw new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        live(step.instance()).name() + " does not hold the release back any more.",
                        "There is nothing left to do."));
            }
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private CycleRun recorded(CycleRun run) {
        long number = store.addRun(
                run.instance(),
                run.rule(),
                run.dryRun(),
                run.startedAt(),
                run.endedAt(),
                run.ended().name(),
                run.reason(),
                RunDocument.write(run).toString());
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
    public RuleStatus skipNext(InstanceId id, String name, Consent consent) throws ProblemException {
        var rule = rule(id, name).rule();
        guards.require(Act.local(id, "skip the next run of \"" + name + "\""), consent);
        var slot = Slots.next(rule, clock.instant(), clock.getZone(), salt(id, name));
        store.setSkipSlot(id, name, slot.map(Slots.Slot::name));
        return published(id, name);
    }

    @Override
    public RuleStatus pauseUntil(InstanceId id, String name, Optional<Instant> until, Consent consent)
            throws ProblemException {
        stored(id, name);
        guards.require(Act.local(id, "pause the rule \"" + name + "\""), consent);
        store.setPausedUntil(id, name, until);
        return published(id, name);
    }

    @Override
    public RuleStatus exclude(InstanceId id, String name, ItemKey item, Optional<Instant> until, Consent consent)
            throws ProblemException {
        var instance = live(id);
        var stored = stored(id, name);
        if (!(RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)) instanceof HuntRule rule)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "The rule \"" + name + "\" of " + instance.name() + " searches nothing.",
                    "Choose a hunting rule."));
        }
        guards.require(Act.local(id, "leave an item out of the rule \"" + name + "\""), consent);
        var items = new LinkedHashMap<>(rule.exclude().items());
        items.put(item, until.orElse(Instant.MAX));
        var exclude = rule.exclude();
        var narrower =
                rule.withExclude(new HuntRule.Exclusions(exclude.tags(), exclude.profiles(), exclude.roots(), items));
        var saved =
                store.saveRule(id, name, RuleDocument.stored(narrower, name)).orElseThrow(() -> gone(instance));
        if (stored.dryRunSeen()) { // it does less than what was seen
            store.dryRunSeen(id, name, saved.version());
        }
        if (stored.enabled()) {
            store.setEnabled(id, name, true);
        }
        return published(id, name);
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException {
        live(id);
        guards.require(Act.local(id, "forget earlier searches"), consent);
        return store.reset(id, rule, item, parent);
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
        guards.require(
                new Act(
                        ActionClass.DESTRUCTIVE,
                        List.of(id),
                        "take " + downloads.size() + " downloads out of the queue",
                        downloads.stream().map(Queued::title).limit(50).toList(),
                        downloads.size()),
                consent);
        var service = searchers.of(id);
        int done = 0;
        try {
            if (blocklist && service instanceof TendsQueue tender && !tender.blocklists()) {
                throw new ProblemException(new Problem(
                        ProblemCode.REFUSED,
                        live(id).name() + " cannot keep a release away in this version.",
                        "Take the download out without that."));
            }
            for (var it : downloads) {
                service.removeFromQueue(it.ids(), true, blocklist, searchAgain);
                done++;
                context.progress(done, downloads.size());
                context.effect("removed", 1);
                if (blocklist) {
                    context.undoableBy(QueueCare.wayBack(id, it.title(), clock.instant()));
                }
            }
        } catch (ConnectorException e) {
            if (done == 0) {
                throw new ProblemException(e.problem(), e);
            }
            context.itemFailed(e.problem());
        }
        return done;
    }

    @Override
    public void importNow(InstanceId id, Queued download, Consent consent)
            throws ProblemException, InterruptedException {
        guards.require(
                new Act(ActionClass.COSTLY, List.of(id), "import a download by hand", List.of(download.title()), 1),
                consent);
        try {
            if (searchers.of(id) instanceof TendsQueue tender) {
                var files = tender.importable(download.downloadId());
                var objection = QueueCare.objection(files);
                if (objection.isPresent()) {
                    throw new ProblemException(new Problem(
                            ProblemCode.REFUSED,
                            live(id).name() + " does not import it: " + objection.get(),
                            "Import it on the page of the app itself, or take it out of the queue."));
                }
                tender.importNow(files);
            }
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
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
        return store.entriesOf(id, item);
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

    // how rules stand

    /// Reads the store and tells those who watch.
    public void publish() {
        rules.refresh();
    }

    /// Reads what is stored of one instance and tells those who watch.
    private void publish(InstanceId id) {
        rules.change(
                before -> Stream.concat(
                                before.stream().filter(it -> !it.instance().equals(id)),
                                statuses(Optional.of(id)).stream())
                        .sorted(Comparator.comparing(
                                        (RuleStatus it) -> it.instance().value())
                                .thenComparing(RuleStatus::name))
                        .toList(),
                (_, _) -> {});
    }

    private List<RuleStatus> allRules() {
        return statuses(Optional.empty());
    }

    private List<RuleStatus> statuses(Optional<InstanceId> only) {
        var last = store.lastRuns(only).stream()
                .collect(Collectors.toMap(
                        it -> Map.entry(it.instance(), it.rule()), Function.identity(), (first, _) -> first));
        return store.rules().stream()
                .filter(stored -> only.isEmpty() || stored.instance().equals(only.get()))
                .flatMap(stored -> readable(stored)
                        .map(rule -> status(
                                stored,
                                rule,
                                Optional.ofNullable(last.get(Map.entry(stored.instance(), stored.name())))))
                        .stream())
                .toList();
    }

    private RuleStatus published(InstanceId id, String name) throws ProblemException {
        publish(id);
        return rule(id, name);
    }

    private RuleStatus status(StoredRule stored, CycleRule rule, Optional<CycleRepository.LastRun> last) {
        var now = clock.instant();
        var zone = clock.getZone();
        var midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        return new RuleStatus(
                stored.instance(),
                rule,
                stored.enabled(),
                stored.dryRunSeen(),
                store.taken(stored.instance(), stored.name(), "", new Limit(0, midnight, Limit.Of.RULE)),
                stored.enabled() ? nextOf(stored, rule, now) : Optional.empty(),
                last.map(run -> new LastRun(run.endedAt(), Ended.valueOf(run.ended()), run.reason(), run.accepted())),
                stored.pausedUntil().filter(now::isBefore),
                stored.failures(),
                running.contains(stored.instance()));
    }

    private Optional<Instant> nextOf(StoredRule stored, CycleRule rule, Instant now) {
        var from = stored.pausedUntil().filter(now::isBefore).orElse(now);
        var slot = Slots.next(rule, from, clock.getZone(), salt(stored.instance(), stored.name()));
        if (slot.isPresent() && stored.skipSlot().equals(slot.map(Slots.Slot::name))) {
            slot = Slots.next(rule, slot.get().due(), clock.getZone(), salt(stored.instance(), stored.name()));
        }
        return slot.map(Slots.Slot::due);
    }

    /// The first slot of an enabled rule after `after`, skipped and paused ones left out.
    public Optional<Slots.Slot> slotAfter(InstanceId id, String name, Instant after) {
        return store.findRule(id, name)
                .filter(StoredRule::enabled)
                .flatMap(stored -> readable(stored).flatMap(rule -> {
                    var from = stored.pausedUntil().filter(after::isBefore).orElse(after);
                    var slot = Slots.next(rule, from, clock.getZone(), salt(id, name));
                    return slot.isPresent() && stored.skipSlot().equals(slot.map(Slots.Slot::name))
                            ? Slots.next(rule, slot.get().due(), clock.getZone(), salt(id, name))
                            : slot;
                }));
    }

    private static long salt(InstanceId id, String name) {
        return (id.value() + "/" + name).hashCode();
    }

    private RuleStatus rule(InstanceId id, String name) throws ProblemException {
        var stored = stored(id, name);
        var last = store.lastRuns(Optional.of(id)).stream()
                .filter(it -> it.rule().equals(name))
                .findFirst();
        return status(stored, RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)), last);
    }

    private StoredRule stored(InstanceId id, String name) throws ProblemException {
        var instance = live(id);
        return store.findRule(id, name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND,
                        instance.name() + " has no rule \"" + name + "\".",
                        "List its rules to see their names.")));
    }

    private static Optional<CycleRule> readable(StoredRule stored) {
        try {
            return Optional.of(RuleDocument.rule(stored.document(), List.of(HuntRule.Unit.EPISODE)));
        } catch (ProblemException e) {
            return Optional.empty(); // written by a newer Pilothouse: it stays stored and does not run
        }
    }

    private Instance live(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(instance -> !instance.trashed())
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the list of instances.")));
    }

    private static ProblemException gone(Instance instance) {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND,
                instance.name() + " was removed meanwhile.",
                "Restore it from the trash first."));
    }
}
