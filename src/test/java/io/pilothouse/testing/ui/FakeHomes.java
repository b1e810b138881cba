package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.home.LineStatus;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
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
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.home.CallPreview;
import io.pilothouse.tasks.home.HomeProblem;
import io.pilothouse.tasks.home.HomeProblemList;
import io.pilothouse.tasks.home.HomeUpkeep;
import io.pilothouse.tasks.home.HomeWatch;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.tasks.home.LoggedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Houses of which the test says what is in them. What it does not say fails as not connected.
public final class FakeHomes implements Homes {

    private static final Instant AT = Instant.parse("2026-07-01T12:00:00Z");

    private final Set<InstanceId> silent;

    /// @param silent houses that tell nothing
    FakeHomes(Set<InstanceId> silent) {
        this.silent = silent;
    }

    /// What each question to each house answers, by the name of the method.
    public final Map<String, Object> answers = new TreeMap<>();

    public Registries registries = Registries.NONE;
    public final Map<String, EntityState> states = new LinkedHashMap<>();
    public final List<HomeWatch.Listener> watching = new CopyOnWriteArrayList<>();
    public final List<ServiceCall> called = new CopyOnWriteArrayList<>();
    public final Published<List<LoggedCall>> logged = new Published<>(List.of());
    /// How many entities the latest act was said to reach.
    public int reached;

    /// Problems beside those of the entities.
    public List<HomeProblems.Found> further = List.of();
    /// What could not be looked at when problems were looked for.
    public List<HomeProblemList.Untold> untold = List.of();

    public boolean live = true;
    /// Whether the states are not given when they are asked for.
    public boolean statesSilent;
    public java.util.function.Function<InstanceId, String> names = InstanceId::value;
    public HomeComparison comparison = HomeComparison.of(List.of(), List.of());

    /// Changes a state as the house would.
    public void change(EntityState state) {
        states.put(state.id(), state);
        watching.forEach(listener -> listener.statesChanged(Set.of(state.id())));
    }

    @SuppressWarnings("unchecked")
    private <T> HomeResult<T> answer(InstanceId id, String method) {
        var value = answers.get(method);
        return value == null ? notConnected(id) : told(id, (T) value);
    }

    private <T> HomeResult<T> told(InstanceId id, T value) {
        return silent.contains(id) ? notConnected(id) : new HomeResult.Got<>(id, AT, value, false);
    }

    private static <T> HomeResult<T> notConnected(InstanceId id) {
        return new HomeResult.Failed<>(
                id,
                AT,
                HomeErrorKind.NOT_CONNECTED,
                new Problem(ProblemCode.UNREACHABLE, "The house is silent.", "Wait."));
    }

    private HomeIndex index() {
        return new HomeIndex(registries);
    }

    @Override
    public HomeResult<HomeFacts> facts(InstanceId id) {
        return answer(id, "facts");
    }

    @Override
    public HomeResult<Hardware> hardware(InstanceId id, Age age) {
        return answer(id, "hardware");
    }

    @Override
    public HomeResult<Network> network(InstanceId id, Age age) {
        return answer(id, "network");
    }

    @Override
    public HomeResult<Urls> urls(InstanceId id, Age age) {
        return answer(id, "urls");
    }

    @Override
    public HomeResult<Boolean> ping(InstanceId id) {
        return new HomeResult.Got<>(id, AT, true, false);
    }

    @Override
    public HomeResult<LineStatus> status(InstanceId id) {
        return answer(id, "status");
    }

    @Override
    public LineRestart restartLine(InstanceId id, boolean force) {
        return new LineRestart.Done(id);
    }

    @Override
    public List<LineRestart> restartLines(Collection<InstanceId> ids) {
        return ids.stream().map(id -> (LineRestart) new LineRestart.Done(id)).toList();
    }

    @Override
    public HomeResult<List<AreaRow>> areas(InstanceId id) {
        return told(id, index().areaRows(states));
    }

    @Override
    public HomeResult<List<EntityRow>> entities(InstanceId id) {
        return statesSilent ? answer(id, "states") : told(id, index().rows(states));
    }

    @Override
    public List<EntityRow> heldEntities(InstanceId id) {
        return live ? index().rows(states) : List.of();
    }

    @Override
    public HomeResult<List<EntityRow>> entitiesIn(InstanceId id, String areaId) {
        return told(id, index().inArea(areaId, states));
    }

    @Override
    public HomeResult<HomeIndex> index(InstanceId id) {
        return told(id, index());
    }

    @Override
    public HomeResult<ServiceCatalogue> services(InstanceId id, String language) {
        return answer(id, "services");
    }

    @Override
    public HomeResult<CallPreview> preview(InstanceId id, ServiceCall call) {
        return switch (services(id, "en")) {
            case HomeResult.Got<ServiceCatalogue> got ->
                new HomeResult.Got<>(
                        id,
                        AT,
                        new CallPreview(
                                got.value().find(call.name()).orElseThrow(),
                                index().reached(call.target(), states, _ -> true),
                                index().unknown(call.target(), states)),
                        false);
            case HomeResult.Failed<ServiceCatalogue> failed ->
                new HomeResult.Failed<>(id, AT, failed.kind(), failed.problem());
        };
    }

    @Override
    public Act act(InstanceId id, ServiceCall call, int reached) {
        this.reached = reached;
        return new Act(ActionClass.REMOTE_REVERSIBLE, List.of(id), "call " + call.name(), List.of(), reached);
    }

    @Override
    public HomeResult<CallResult> call(InstanceId id, ServiceCall call, Consent consent) {
        called.add(call);
        var result = new HomeResult.Got<>(
                id, AT, new CallResult(call, "01", null, Duration.ofMillis(40), List.of(), false), false);
        logged.update(before -> {
            var after = new java.util.ArrayList<>(before);
            after.addFirst(new LoggedCall(AT, id, call, result));
            return List.copyOf(after);
        });
        return result;
    }

    @Override
    public Published<List<LoggedCall>> calls() {
        return logged;
    }

    @Override
    public HomeResult<CallResult> restartHouse(InstanceId id, Consent consent) {
        return call(id, new ServiceCall("homeassistant", "restart", Target.NONE, Map.of(), false), consent);
    }

    @Override
    public HomeResult<List<HealthPart>> systemHealth(InstanceId id) {
        return answer(id, "systemHealth");
    }

    @Override
    public HomeResult<List<LogLine>> log(InstanceId id) {
        return answer(id, "log");
    }

    @Override
    public HomeResult<List<Integration>> integrations(InstanceId id) {
        return answer(id, "integrations");
    }

    @Override
    public HomeResult<List<Repair>> repairs(InstanceId id, String language) {
        return answer(id, "repairs");
    }

    @Override
    public HomeResult<List<Notification>> notifications(InstanceId id) {
        return answer(id, "notifications");
    }

    @Override
    public HomeResult<List<Update>> updates(InstanceId id) {
        return answer(id, "updates");
    }

    @Override
    public HomeResult<Backups> backups(InstanceId id) {
        return answer(id, "backups");
    }

    @Override
    public HomeResult<Optional<String>> releaseNotes(InstanceId id, String entityId) {
        return answer(id, "releaseNotes");
    }

    @Override
    public HomeResult<List<Automation>> automations(InstanceId id) {
        return answer(id, "automations");
    }

    @Override
    public HomeResult<List<Run>> runs(InstanceId id, Automation automation) {
        return answer(id, "runs");
    }

    @Override
    public HomeResult<List<Past.Series>> history(InstanceId id, List<String> entityIds, Instant from, Instant to) {
        return switch (this.<List<Past.Series>>answer(id, "history")) {
            case HomeResult.Got<List<Past.Series>> got -> told(id, asked(got.value(), entityIds));
            case HomeResult.Failed<List<Past.Series>> failed -> failed;
        };
    }

    /// What was told of nothing that was asked for stands for what was.
    private static List<Past.Series> asked(List<Past.Series> all, List<String> entityIds) {
        var asked = all.stream()
                .filter(series -> entityIds.contains(series.entityId()))
                .toList();
        return asked.isEmpty() ? all : asked;
    }

    @Override
    public HomeResult<List<Past.Entry>> logbook(InstanceId id, List<String> entityIds, Instant from, Instant to) {
        return answer(id, "logbook");
    }

    /// Who follows the past now, and what it is told.
    public final List<Consumer<Map<String, List<Past.Point>>>> historyFollowers = new CopyOnWriteArrayList<>();

    public final List<Consumer<List<Past.Entry>>> logbookFollowers = new CopyOnWriteArrayList<>();

    @Override
    public Subscription followHistory(
            InstanceId id, List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told) {
        historyFollowers.add(told);
        return () -> historyFollowers.remove(told);
    }

    @Override
    public Subscription followLogbook(InstanceId id, Instant from, Consumer<List<Past.Entry>> told) {
        logbookFollowers.add(told);
        return () -> logbookFollowers.remove(told);
    }

    @Override
    public HomeResult<Boolean> ignoreRepair(InstanceId id, Repair repair, boolean ignored, Consent consent) {
        return new HomeResult.Got<>(id, AT, true, false);
    }

    @Override
    public HomeResult<Boolean> backUp(InstanceId id, Consent consent) {
        return new HomeResult.Got<>(id, AT, true, false);
    }

    @Override
    public HomeResult<Boolean> moveEntity(InstanceId id, String entityId, Optional<String> areaId, Consent consent) {
        return new HomeResult.Got<>(id, AT, true, false);
    }

    /// What was done to houses seldom.
    public final List<String> kept = new CopyOnWriteArrayList<>();

    @Override
    public HomeUpkeep upkeep() {
        return new FakeUpkeep(AT, kept);
    }

    @Override
    public HomeWatch watch(InstanceId id, HomeWatch.Listener listener) {
        watching.add(listener);
        return new HomeWatch() {
            @Override
            public Map<String, EntityState> states() {
                return Map.copyOf(states);
            }

            @Override
            public Optional<EntityState> state(String entityId) {
                return Optional.ofNullable(states.get(entityId));
            }

            @Override
            public boolean synced() {
                return live;
            }

            @Override
            public double eventsPerSecond() {
                return answers.get("status") instanceof LineStatus now ? now.eventsPerSecond() : 0;
            }

            @Override
            public void close() {
                watching.remove(listener);
            }
        };
    }

    @Override
    public HomeComparison compare(List<InstanceId> ids, Collection<HomeComparison.Part> parts) {
        return comparison;
    }

    @Override
    public HomeProblemList problems(Collection<InstanceId> ids) {
        return new HomeProblemList(
                Stream.concat(HomeProblems.ofEntities(index().rows(states)).stream(), further.stream())
                        .flatMap(found -> ids.stream().map(id -> new HomeProblem(id, names.apply(id), found)))
                        .toList(),
                Map.of(),
                untold);
    }
}
