package io.pilothouse.tasks.home;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession;
import io.pilothouse.connectors.homeassistant.LiveHome;
import io.pilothouse.connectors.homeassistant.SessionState;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/// The houses as their connectors reach them. Thread-safe.
public final class ConnectedHomes implements Homes, AutoCloseable {

    /// How long hardware, network and addresses are given again; they change seldom.
    private static final Duration KEPT = Duration.ofMinutes(5);
    /// A restart of a line that takes longer has failed; the line goes on trying.
    private static final Duration RESTART_WITHIN = Duration.ofSeconds(20);
    /// A line of which nothing was heard for longer is not ready.
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(45);

    private static final int MOST_RESTARTS_AT_ONCE = 8;
    private final Instances instances;
    private final OpenConnectors connectors;
    private final Guards guards;
    private final Activity activity;
    private final Clock clock;
    private final HomeLines lines;
    private final HomeGathering gathering;
    private final HomeCalls calls;
    private final Map<KeptKey, KeptValue> kept = new ConcurrentHashMap<>();
    private final Map<InstanceId, CompletableFuture<LineRestart>> restarting = new ConcurrentHashMap<>();

    private record KeptKey(InstanceId id, String what) {}

    private record KeptValue(Object value, Instant at, long configVersion) {}

    /// @param tasks in which the lines are kept up
    public ConnectedHomes(
            Instances instances,
            OpenConnectors connectors,
            Guards guards,
            Activity activity,
            TaskRegistry tasks,
            ListRepository lists,
            Clock clock) {
        this.instances = instances;
        this.connectors = connectors;
        this.guards = guards;
        this.activity = activity;
        this.clock = clock;
        lines = new HomeLines(connectors, instances.fleet(), tasks);
        gathering = new HomeGathering(this, new KeptSides(lists), clock);
        calls = new HomeCalls(this, guards, activity, clock);
    }

    /// Keeps the lines of all houses up from now on, while there are few.
    public void start() {
        lines.start();
    }

    @Override
    public void close() {
        lines.close();
    }

    // --- asking

    /// Work on one house.
    interface Asking<T> {
        T of(LiveHome home) throws ConnectorException, InterruptedException;
    }

    <T> HomeResult<T> ask(InstanceId id, Asking<T> asking) throws InterruptedException {
        var instance = instances.fleet().get().find(id);
        Optional<HomeResult<T>> unusable = unusable(id, instance);
        if (unusable.isPresent()) {
            return unusable.get();
        }
        try {
            T value = connectors.use(
                    instance.orElseThrow(), connector -> asking.of(home(connector, instance.orElseThrow())));
            return new HomeResult.Got<>(id, clock.instant(), value, false);
        } catch (ConnectorException e) {
            return failed(id, HomeErrorKind.of(e.code()), e.problem());
        }
    }

    /// Why nothing can be asked of an instance; empty when it can. Nothing is sent, and no other one is asked.
    <T> Optional<HomeResult<T>> unusable(InstanceId id) {
        return unusable(id, instances.fleet().get().find(id));
    }

    private <T> Optional<HomeResult<T>> unusable(InstanceId id, Optional<Instance> instance) {
        if (instance.filter(it -> !it.trashed()).isEmpty()) {
            return Optional.of(failed(
                    id,
                    HomeErrorKind.INSTANCE_NOT_FOUND,
                    new Problem(
                            ProblemCode.NOT_FOUND,
                            "There is no instance " + id + ".",
                            "Look at the list of instances.")));
        }
        if (!instance.orElseThrow().enabled()) {
            return Optional.of(failed(
                    id,
                    HomeErrorKind.INSTANCE_DISABLED,
                    new Problem(
                            ProblemCode.PAUSED,
                            instance.get().name() + " is switched off.",
                            "Switch " + instance.get().name() + " on first.")));
        }
        return Optional.empty();
    }

    <T> HomeResult<T> failed(InstanceId id, HomeErrorKind kind, Problem problem) {
        return new HomeResult.Failed<>(id, clock.instant(), kind, problem);
    }

    private static LiveHome home(Connector connector, Instance instance) throws ConnectorException {
        if (connector instanceof LiveHome home) {
            return home;
        }
        throw ConnectorException.of(
                FaultCode.CONFIGURATION, instance.name() + " is no Home Assistant.", "Choose a Home Assistant.");
    }

    /// As [#ask], or what was found out a short while ago with the same settings.
    private <T> HomeResult<T> keep(InstanceId id, Age age, Class<T> what, Asking<T> asking)
            throws InterruptedException {
        var key = new KeptKey(id, what.getName());
        long version = instances.find(id).map(Instance::configVersion).orElse(-1L);
        var old = kept.get(key);
        if (age == Age.KEPT
                && old != null
                && old.configVersion() == version
                && Duration.between(old.at(), clock.instant()).compareTo(KEPT) < 0
                && instances
                        .find(id)
                        .filter(it -> it.enabled() && !it.trashed())
                        .isPresent()) {
            return new HomeResult.Got<>(id, old.at(), what.cast(old.value()), true);
        }
        var result = ask(id, asking);
        if (result instanceof HomeResult.Got<T> got) {
            kept.put(key, new KeptValue(got.value(), got.at(), version));
        }
        return result;
    }

    @Override
    public HomeResult<HomeFacts> facts(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::facts);
    }

    @Override
    public HomeResult<Hardware> hardware(InstanceId id, Age age) throws InterruptedException {
        return keep(id, age, Hardware.class, LiveHome::hardware);
    }

    @Override
    public HomeResult<Network> network(InstanceId id, Age age) throws InterruptedException {
        return keep(id, age, Network.class, LiveHome::network);
    }

    @Override
    public HomeResult<Urls> urls(InstanceId id, Age age) throws InterruptedException {
        return keep(id, age, Urls.class, LiveHome::urls);
    }

    @Override
    public HomeResult<HomeIndex> index(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::index);
    }

    @Override
    public HomeResult<List<AreaRow>> areas(InstanceId id) throws InterruptedException {
        return ask(id, home -> placed(id, home).areaRows(home.currentStates()));
    }

    @Override
    public HomeResult<List<EntityRow>> entities(InstanceId id) throws InterruptedException {
        return ask(id, home -> home.index().rows(home.currentStates()));
    }

    @Override
    public List<EntityRow> heldEntities(InstanceId id) {
        return instances
                .fleet()
                .get()
                .find(id)
                .filter(instance -> instance.enabled() && !instance.trashed())
                .flatMap(instance -> connectors.ifOpen(instance, ConnectedHomes::held))
                .orElse(List.of());
    }

    private static List<EntityRow> held(Connector connector) {
        return connector instanceof LiveHome home
                ? home.latestIndex().map(index -> index.rows(home.states())).orElse(List.of())
                : List.of();
    }

    @Override
    public HomeResult<List<EntityRow>> entitiesIn(InstanceId id, String areaId) throws InterruptedException {
        return ask(id, home -> {
            var index = placed(id, home);
            if (!areaId.isEmpty() && index.area(areaId).isEmpty()) {
                throw ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        name(id) + " has no area “" + areaId + "”.",
                        "Look at the list of areas; an area is named by its id.");
            }
            return index.inArea(areaId, home.currentStates());
        });
    }

    /// The index, which is of use only with registries: they are told over WebSockets alone.
    HomeIndex placed(InstanceId id, LiveHome home) throws ConnectorException, InterruptedException {
        var index = home.index();
        if (home.transport().equals("rest")) {
            throw ConnectorException.of(
                    FaultCode.NOT_SUPPORTED,
                    name(id) + " tells its areas only over its live connection, and a proxy lets no WebSockets pass.",
                    "Let the reverse proxy pass WebSockets on to " + name(id) + ".");
        }
        return index;
    }

    /// Before anything is changed there. A health check notices a stranger too, but only when it comes round.
    void requireSame(InstanceId id, LiveHome home) throws ConnectorException, InterruptedException {
        var known = instances.find(id).flatMap(Instance::identity);
        if (known.isPresent() && !home.is(known.get())) {
            throw ConnectorException.of(
                    FaultCode.IDENTITY_CHANGED,
                    "Another Home Assistant answers at the address of " + name(id) + ".",
                    "Say whether it is the same, or correct the address; nothing is changed there until then.");
        }
    }

    /// @return whether the house answers that the instance stands for
    HomeResult<Boolean> isItself(InstanceId id) throws InterruptedException {
        var known = instances.find(id).flatMap(Instance::identity);
        return ask(id, home -> known.isEmpty() || home.is(known.get()));
    }

    String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    // --- the line

    @Override
    public HomeResult<Boolean> ping(InstanceId id) throws InterruptedException {
        return ask(id, home -> {
            home.ping();
            return true;
        });
    }

    @Override
    public HomeResult<LineStatus> status(InstanceId id) throws InterruptedException {
        return ask(id, home -> {
            var status = home.session().status();
            var heard = home.session().lastMessageAt();
            var facts = home.latestFacts();
            boolean ready = status.state() == SessionState.READY
                    && heard.filter(at -> Duration.between(at, clock.instant()).compareTo(HEARD_WITHIN) <= 0)
                            .isPresent();
            return new LineStatus(
                    id,
                    word(id, status.state(), home),
                    status.since(),
                    home.addressInUse(),
                    home.transport(),
                    status.version(),
                    facts.map(HomeFacts::state),
                    facts.map(HomeFacts::administrator),
                    status.roundTrip(),
                    status.attempt(),
                    status.nextAttemptAt(),
                    status.reconnects(),
                    status.connectedSince(),
                    heard,
                    home.eventsPerSecond(),
                    home.synced() ? Optional.of(home.states().size()) : Optional.empty(),
                    status.lastProblem(),
                    ready,
                    lines.heldVersion(id)
                            .map(version -> version
                                    == instances
                                            .find(id)
                                            .map(Instance::configVersion)
                                            .orElse(version))
                            .orElse(true),
                    home.hasToken(),
                    status.epoch());
        });
    }

    /// The line's own state, and what only the whole of it shows.
    private String word(InstanceId id, SessionState state, LiveHome home) {
        if (home.transport().equals("rest")) {
            return "degraded";
        }
        if (state == SessionState.READY && stranger(id, home)) {
            return "identity-mismatch";
        }
        return state == SessionState.READY && lines.watched(id) && !home.synced()
                ? "syncing"
                : state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether another house answers than the one the instance stands for, as far as that is known.
    private boolean stranger(InstanceId id, LiveHome home) {
        return instances
                .find(id)
                .flatMap(Instance::identity)
                .flatMap(home::seemsToBe)
                .filter(same -> !same)
                .isPresent();
    }

    @Override
    public LineRestart restartLine(InstanceId id, boolean force) throws InterruptedException {
        var mine = new CompletableFuture<LineRestart>();
        var shared = restarting.putIfAbsent(id, mine);
        if (shared != null) { // two at the same time share one result
            return await(id, shared);
        }
        var restart = TaskRunner.carried(() -> restarted(id, force));
        Thread.ofVirtual().name("restart the line to " + id).start(() -> {
            try {
                var result = restart.call();
                restarting.remove(id, mine); // first, so that who comes after the answer gets one of its own
                mine.complete(result);
            } catch (InterruptedException e) {
                restarting.remove(id, mine);
                mine.cancel(false);
            }
        });
        return await(id, mine);
    }

    private LineRestart await(InstanceId id, CompletableFuture<LineRestart> result) throws InterruptedException {
        try {
            return result.get(RESTART_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new LineRestart.Failed(
                    id,
                    HomeErrorKind.TIMEOUT,
                    new Problem(
                            ProblemCode.UNREACHABLE,
                            name(id) + " was not reached within " + RESTART_WITHIN.toSeconds() + " s.",
                            "Wait; Pilothouse goes on trying by itself."));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private LineRestart restarted(InstanceId id, boolean force) throws InterruptedException {
        var result = ask(
                id,
                home -> home.session().restart(force ? HomeAssistantSession.Force.YES : HomeAssistantSession.Force.NO));
        return switch (result) {
            case HomeResult.Failed<HomeAssistantSession.Restarted> failed ->
                new LineRestart.Failed(id, failed.kind(), failed.problem());
            case HomeResult.Got<HomeAssistantSession.Restarted> got ->
                switch (got.value()) {
                    case HomeAssistantSession.Restarted.Done _ -> new LineRestart.Done(id);
                    case HomeAssistantSession.Restarted.Skipped(var remaining) ->
                        new LineRestart.Skipped(id, roundedUp(remaining));
                    case HomeAssistantSession.Restarted.Failed(var why) ->
                        new LineRestart.Failed(id, HomeErrorKind.of(why.code()), why.problem());
                };
        };
    }

    /// To a tenth of a second.
    private static Duration roundedUp(Duration span) {
        return Duration.ofMillis((span.toMillis() + 99) / 100 * 100);
    }

    @Override
    public List<LineRestart> restartLines(Collection<InstanceId> ids) throws InterruptedException {
        return gathering.all(ids, MOST_RESTARTS_AT_ONCE, id -> restartLine(id, true));
    }

    // --- services

    @Override
    public HomeResult<ServiceCatalogue> services(InstanceId id, String language) throws InterruptedException {
        return ask(id, home -> home.services(language));
    }

    @Override
    public HomeResult<CallPreview> preview(InstanceId id, ServiceCall call) throws InterruptedException {
        return calls.preview(id, call);
    }

    @Override
    public Act act(InstanceId id, ServiceCall call, int reached) {
        return calls.act(id, call, reached);
    }

    @Override
    public HomeResult<CallResult> call(InstanceId id, ServiceCall call, Consent consent)
            throws ProblemException, InterruptedException {
        return calls.call(id, call, consent);
    }

    @Override
    public Published<List<LoggedCall>> calls() {
        return calls.log();
    }

    @Override
    public HomeResult<CallResult> restartHouse(InstanceId id, Consent consent)
            throws ProblemException, InterruptedException {
        return calls.restartHouse(id, consent);
    }

    // --- the machine

    @Override
    public HomeResult<List<HealthPart>> systemHealth(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::systemHealth);
    }

    @Override
    public HomeResult<List<LogLine>> log(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::log);
    }

    @Override
    public HomeResult<List<Integration>> integrations(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::integrations);
    }

    // --- upkeep

    @Override
    public HomeResult<List<Repair>> repairs(InstanceId id, String language) throws InterruptedException {
        return ask(id, home -> home.repairs(language));
    }

    @Override
    public HomeResult<List<Notification>> notifications(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::notifications);
    }

    @Override
    public HomeResult<List<Update>> updates(InstanceId id) throws InterruptedException {
        return ask(
                id,
                home -> home.currentStates().values().stream()
                        .filter(state -> state.domain().equals("update"))
                        .map(Update::of)
                        .sorted(Comparator.comparing((Update update) -> !update.available() || update.skipped())
                                .thenComparingInt(Update::rank)
                                .thenComparing(Update::title))
                        .toList());
    }

    @Override
    public HomeResult<Backups> backups(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::backups);
    }

    @Override
    public HomeResult<Optional<String>> releaseNotes(InstanceId id, String entityId) throws InterruptedException {
        return ask(id, home -> home.releaseNotes(entityId));
    }

    @Override
    public HomeResult<List<Automation>> automations(InstanceId id) throws InterruptedException {
        return ask(
                id,
                home -> home.currentStates().values().stream()
                        .filter(state -> Set.of("automation", "script", "scene").contains(state.domain()))
                        .map(Automation::of)
                        .sorted(Comparator.comparing(Automation::entityId))
                        .toList());
    }

    @Override
    public HomeResult<List<Run>> runs(InstanceId id, Automation automation) throws InterruptedException {
        var domain = automation.entityId().substring(0, automation.entityId().indexOf('.'));
        var item = automation.itemId().isEmpty()
                ? automation.entityId().substring(domain.length() + 1)
                : automation.itemId();
        return ask(id, home -> home.runs(domain, item));
    }

    @Override
    public HomeResult<List<Past.Series>> history(InstanceId id, List<String> entityIds, Instant from, Instant to)
            throws InterruptedException {
        return ask(id, home -> home.history(entityIds, from, to));
    }

    @Override
    public HomeResult<List<Past.Entry>> logbook(InstanceId id, List<String> entityIds, Instant from, Instant to)
            throws InterruptedException {
        return ask(id, home -> {
            var states = home.currentStates();
            return named(home.logbook(entityIds, from, to), entity -> Optional.ofNullable(states.get(entity)));
        });
    }

    /// A live line tells most entries without the name of their entity.
    private static List<Past.Entry> named(List<Past.Entry> entries, Function<String, Optional<EntityState>> states) {
        return entries.stream()
                .map(entry -> entry.name().equals(entry.entityId())
                        ? states.apply(entry.entityId())
                                .map(state -> entry.withName(state.name()))
                                .orElse(entry)
                        : entry)
                .toList();
    }

    @Override
    public Subscription followHistory(
            InstanceId id, List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told) {
        var latest = new AtomicReference<>(from);
        return new FollowedPast(home -> home.followHistory(entityIds, latest.get(), points -> {
                    points.values().forEach(some -> later(latest, some.getLast().at()));
                    told.accept(points);
                }))
                .begin(lines, id);
    }

    @Override
    public Subscription followLogbook(InstanceId id, Instant from, Consumer<List<Past.Entry>> told) {
        var latest = new AtomicReference<>(from);
        return new FollowedPast(home -> home.followLogbook(List.of(), latest.get(), entries -> {
                    later(latest, entries.getFirst().at());
                    told.accept(named(entries, home::state));
                }))
                .begin(lines, id);
    }

    private static void later(AtomicReference<Instant> latest, Instant at) {
        latest.updateAndGet(before -> at.isAfter(before) ? at : before);
    }

    // --- changing

    @Override
    public HomeResult<Boolean> ignoreRepair(InstanceId id, Repair repair, boolean ignored, Consent consent)
            throws ProblemException, InterruptedException {
        return change(
                id,
                ActionClass.REMOTE_REVERSIBLE,
                (ignored ? "ignore" : "show") + " the repair “" + repair.title() + "”",
                consent,
                home -> home.ignoreRepair(repair.domain(), repair.issueId(), ignored));
    }

    @Override
    public HomeResult<Boolean> backUp(InstanceId id, Consent consent) throws ProblemException, InterruptedException {
        return change(id, ActionClass.COSTLY, "start a backup", consent, LiveHome::backUp);
    }

    @Override
    public HomeResult<Boolean> moveEntity(InstanceId id, String entityId, Optional<String> areaId, Consent consent)
            throws ProblemException, InterruptedException {
        return change(
                id,
                ActionClass.REMOTE_REVERSIBLE,
                "move " + entityId + " to " + areaId.orElse("the area of its device"),
                consent,
                home -> home.moveEntity(entityId, areaId));
    }

    interface Changing {
        void on(LiveHome home) throws ConnectorException, InterruptedException;
    }

    HomeResult<Boolean> change(InstanceId id, ActionClass actionClass, String what, Consent consent, Changing changing)
            throws ProblemException, InterruptedException {
        Optional<HomeResult<Boolean>> unusable = unusable(id);
        if (unusable.isPresent()) {
            return unusable.get();
        }
        guards.require(new Act(actionClass, List.of(id), what, List.of(), 1), consent);
        var result = ask(id, home -> {
            requireSame(id, home);
            changing.on(home);
            return true;
        });
        if (result instanceof HomeResult.Got<Boolean>) {
            activity.record(Activity.now(
                    clock.instant(), id, consent.origin(), "home-change", "Done at " + name(id) + ": " + what + "."));
        }
        return result;
    }

    @Override
    public HomeUpkeep upkeep() {
        return new ConnectedUpkeep(this);
    }

    // --- many

    @Override
    public HomeWatch watch(InstanceId id, HomeWatch.Listener listener) {
        return lines.watch(id, listener);
    }

    @Override
    public HomeComparison compare(List<InstanceId> ids, Collection<HomeComparison.Part> parts)
            throws ProblemException, InterruptedException {
        var distinct = List.copyOf(new java.util.LinkedHashSet<>(ids));
        if (distinct.size() < 2 || distinct.size() > HomeComparison.MOST_SIDES) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "Two to " + HomeComparison.MOST_SIDES + " houses can be compared, not " + distinct.size() + ".",
                    "Name different houses."));
        }
        var sides = gathering.all(distinct, distinct.size(), id -> gathering.side(id, name(id), parts));
        return HomeComparison.of(sides, parts);
    }

    @Override
    public HomeProblemList problems(Collection<InstanceId> ids) throws InterruptedException {
        var names = new LinkedHashMap<InstanceId, String>();
        ids.forEach(id -> names.put(id, name(id)));
        return gathering.problems(names);
    }
}
