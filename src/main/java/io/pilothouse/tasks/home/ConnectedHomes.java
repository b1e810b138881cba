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
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.home.Upkeep.Update;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The houses as their connectors reach them. Thread-safe.
public final class ConnectedHomes implements Homes, AutoCloseable {

    /// How long hardware, network and addresses are given again; they change seldom.
    private static final Duration KEPT = Duration.ofMinutes(5);
    /// A restart of a line that takes longer has failed; the line goes on trying.
    private static final Duration RESTART_WITHIN = Duration.ofSeconds(20);
    /// A line of which nothing was heard for longer is not ready.
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(45);

    private static final int MOST_CALLS = 200;
    private static final int MOST_RESTARTS_AT_ONCE = 8;
    /// A call that acts on more is confirmed, whatever the guard level.
    private static final int MANY_ENTITIES = 20;

    private static final Set<String> IRREVERSIBLE = Set.of(
            "homeassistant.stop",
            "hassio.host_reboot",
            "hassio.host_shutdown",
            "hassio.restore_full",
            "hassio.restore_partial",
            "update.install",
            "recorder.purge",
            "recorder.purge_entities",
            "recorder.disable");
    private static final Set<String> EXPENSIVE = Set.of(
            "homeassistant.restart",
            "homeassistant.reload_all",
            "backup.create",
            "hassio.backup_full",
            "hassio.backup_partial",
            "homeassistant.reload_core_config");

    private final Instances instances;
    private final OpenConnectors connectors;
    private final Guards guards;
    private final Activity activity;
    private final Clock clock;
    private final HomeLines lines;
    private final HomeGathering gathering;
    private final Published<List<LoggedCall>> calls = new Published<>(List.of());
    private final Map<KeptKey, KeptValue> kept = new ConcurrentHashMap<>();
    private final Map<InstanceId, CompletableFuture<LineRestart>> restarting = new ConcurrentHashMap<>();

    private record KeptKey(InstanceId id, String what) {}

    private record KeptValue(Object value, Instant at, long configVersion) {}

    public ConnectedHomes(
            Instances instances, OpenConnectors connectors, Guards guards, Activity activity, Clock clock) {
        this.instances = instances;
        this.connectors = connectors;
        this.guards = guards;
        this.activity = activity;
        this.clock = clock;
        lines = new HomeLines(connectors, instances.fleet());
        gathering = new HomeGathering(this, clock);
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
        var instance = instances.fleet().get().find(id).filter(it -> !it.trashed());
        if (instance.isEmpty()) {
            return failed(
                    id,
                    HomeErrorKind.INSTANCE_NOT_FOUND,
                    new Problem(
                            ProblemCode.NOT_FOUND,
                            "There is no instance " + id + ".",
                            "Look at the list of instances."));
        }
        if (!instance.get().enabled()) {
            return failed(
                    id,
                    HomeErrorKind.INSTANCE_DISABLED,
                    new Problem(
                            ProblemCode.PAUSED,
                            instance.get().name() + " is switched off.",
                            "Switch " + instance.get().name() + " on first."));
        }
        try {
            T value = connectors.use(instance.get(), connector -> asking.of(home(connector, instance.get())));
            return new HomeResult.Got<>(id, clock.instant(), value, false);
        } catch (ConnectorException e) {
            return failed(id, HomeErrorKind.of(e.code()), e.problem());
        }
    }

    private <T> HomeResult<T> failed(InstanceId id, HomeErrorKind kind, Problem problem) {
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
    private HomeIndex placed(InstanceId id, LiveHome home) throws ConnectorException, InterruptedException {
        var index = home.index();
        if (home.transport().equals("rest")) {
            throw ConnectorException.of(
                    FaultCode.NOT_SUPPORTED,
                    name(id) + " tells its areas only over its live connection, and a proxy lets no WebSockets pass.",
                    "Let the reverse proxy pass WebSockets on to " + name(id) + ".");
        }
        return index;
    }

    private String name(InstanceId id) {
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
                    word(status.state(), home, lines.watched(id)),
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
    private static String word(SessionState state, LiveHome home, boolean watched) {
        if (home.transport().equals("rest")) {
            return "degraded";
        }
        return state == SessionState.READY && watched && !home.synced()
                ? "syncing"
                : state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public LineRestart restartLine(InstanceId id, boolean force) throws InterruptedException {
        var mine = new CompletableFuture<LineRestart>();
        var shared = restarting.putIfAbsent(id, mine);
        if (shared != null) { // two at the same time share one result
            return await(id, shared);
        }
        Thread.ofVirtual().name("restart the line to " + id).start(() -> {
            try {
                var result = restarted(id, force);
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
    public HomeResult<ServiceCatalogue> services(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::services);
    }

    @Override
    public HomeResult<CallPreview> preview(InstanceId id, ServiceCall call) throws InterruptedException {
        return ask(id, home -> preview(id, home, call));
    }

    private CallPreview preview(InstanceId id, LiveHome home, ServiceCall call)
            throws ConnectorException, InterruptedException {
        var service = home.services()
                .find(call.name())
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.NOT_FOUND,
                        name(id) + " has no service “" + call.name() + "”.",
                        "Look at the list of services of " + name(id) + "."));
        var states = home.currentStates();
        var target = call.target();
        var index = target.onlyEntities() ? home.index() : placed(id, home);
        if (target.empty()) { // some still name what they act on in the data
            var named = call.data().get("entity_id");
            target = named instanceof String one && !one.isBlank()
                    ? Target.entity(one)
                    : named instanceof List<?> list
                            ? Target.entity(list.stream().map(String::valueOf).toArray(String[]::new))
                            : target;
        }
        var unknown = new ArrayList<>(index.unknown(target, states));
        unknown.removeIf(word -> word.equals("entity_id all") || word.equals("entity_id none"));
        var reached = new java.util.TreeSet<>(index.reached(target, states, service::serves));
        reached.removeAll(Set.of("all", "none"));
        return new CallPreview(service, reached, unknown);
    }

    @Override
    public Act act(InstanceId id, ServiceCall call, int reached) {
        return new Act(
                actionClass(call, reached),
                List.of(id),
                "call " + call.name(),
                call.target().entities(),
                reached);
    }

    private static ActionClass actionClass(ServiceCall call, int reached) {
        if (call.onlyReads()) {
            return ActionClass.READ;
        }
        if (IRREVERSIBLE.contains(call.name()) || reached > MANY_ENTITIES) {
            return ActionClass.DESTRUCTIVE;
        }
        return EXPENSIVE.contains(call.name()) ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE;
    }

    @Override
    public HomeResult<CallResult> call(InstanceId id, ServiceCall call, Consent consent)
            throws ProblemException, InterruptedException {
        // without the network first: what is refused whatever it reaches must not wake anything. What only
        // lacks a confirmation is looked at, so that nobody confirms a call that cannot be made
        var unconfirmed =
                unconfirmed(new Act(actionClass(call, 1), List.of(id), "call " + call.name(), List.of(), 1), consent);
        var preview = preview(id, call);
        if (preview instanceof HomeResult.Failed<CallPreview> failed) {
            return logged(call, failed(id, failed.kind(), failed.problem()));
        }
        var seen = preview.orThrow();
        if (!seen.unknown().isEmpty()) {
            return logged(
                    call,
                    failed(
                            id,
                            HomeErrorKind.INVALID_INPUT,
                            new Problem(
                                    ProblemCode.NOT_FOUND,
                                    name(id) + " has no " + String.join(", ", seen.unknown()) + ".",
                                    "Choose what is there: the call would do nothing.")));
        }
        var wrong = wrong(id, call, seen);
        if (wrong.isPresent()) {
            return logged(call, failed(id, HomeErrorKind.INVALID_INPUT, wrong.get()));
        }
        if (unconfirmed.isPresent()) {
            throw unconfirmed.get();
        }
        guards.require(act(id, call, seen.entities().size()), consent);
        var sent = seen.service().response() == Response.ALWAYS && !call.response()
                ? new ServiceCall(call.domain(), call.service(), call.target(), call.data(), true)
                : call;
        var result = logged(call, ask(id, home -> home.call(sent)));
        activity.record(Activity.now(
                clock.instant(),
                id,
                consent.origin(),
                "home-call",
                "Called " + call.name() + " at " + name(id)
                        + (result instanceof HomeResult.Failed<CallResult> failed
                                ? "; it failed: " + failed.problem().summary()
                                : ".")));
        return result;
    }

    /// @return that a confirmation is missing
    /// @throws ProblemException if it is refused for another reason
    private Optional<ProblemException> unconfirmed(Act act, Consent consent) throws ProblemException {
        try {
            guards.require(act, consent);
            return Optional.empty();
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.CONFIRM) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    /// What the house would refuse without a reason worth reading.
    private Optional<Problem> wrong(InstanceId id, ServiceCall call, CallPreview seen) {
        var service = seen.service();
        var missing = service.fields().stream()
                .filter(field -> field.required() && !call.data().containsKey(field.key()))
                .map(ServiceCatalogue.Field::key)
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(new Problem(
                    ProblemCode.BAD_VALUE,
                    call.name() + " at " + name(id) + " needs " + String.join(", ", missing) + ".",
                    "Give " + missing.getFirst() + "."));
        }
        if (call.response() && service.response() == Response.NONE) {
            return Optional.of(new Problem(
                    ProblemCode.BAD_VALUE,
                    call.name() + " at " + name(id) + " answers with nothing.",
                    "Leave out the wish for a response."));
        }
        return Optional.empty();
    }

    private HomeResult<CallResult> logged(ServiceCall call, HomeResult<CallResult> result) {
        calls.update(before -> {
            var after = new ArrayList<LoggedCall>();
            after.add(new LoggedCall(clock.instant(), result.instance(), call, result));
            after.addAll(before.subList(0, Math.min(before.size(), MOST_CALLS - 1)));
            return List.copyOf(after);
        });
        return result;
    }

    @Override
    public Published<List<LoggedCall>> calls() {
        return calls;
    }

    @Override
    public HomeResult<CallResult> restartHouse(InstanceId id, Consent consent)
            throws ProblemException, InterruptedException {
        var call = new ServiceCall("homeassistant", "restart", Target.NONE, Map.of(), false);
        guards.require(act(id, call, 0), consent);
        var checked = ask(id, LiveHome::checkConfiguration);
        if (checked instanceof HomeResult.Failed<List<String>> failed) {
            return failed(id, failed.kind(), failed.problem());
        }
        var wrong = checked.orThrow();
        if (!wrong.isEmpty()) {
            return failed(
                    id,
                    HomeErrorKind.REMOTE_ERROR,
                    new Problem(
                            ProblemCode.SERVICE,
                            name(id) + " would not start again: " + String.join(" ", wrong),
                            "Correct the configuration of " + name(id) + " first."));
        }
        return call(id, call, consent);
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
    public HomeResult<List<Repair>> repairs(InstanceId id) throws InterruptedException {
        return ask(id, LiveHome::repairs);
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
            return home.logbook(entityIds, from, to).stream()
                    .map(entry -> entry.name().equals(entry.entityId()) && states.containsKey(entry.entityId())
                            ? new Past.Entry(
                                    entry.at(),
                                    entry.entityId(),
                                    states.get(entry.entityId()).name(),
                                    entry.text(),
                                    entry.cause())
                            : entry)
                    .toList();
        });
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
        guards.require(new Act(actionClass, List.of(id), what, List.of(), 1), consent);
        var result = ask(id, home -> {
            changing.on(home);
            return true;
        });
        if (result instanceof HomeResult.Got<Boolean>) {
            activity.record(Activity.now(
                    clock.instant(),
                    id,
                    consent.origin(),
                    "home-change",
                    Character.toUpperCase(what.charAt(0)) + what.substring(1) + " at " + name(id) + "."));
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
