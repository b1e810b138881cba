package io.pilothouse.cli;

import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.Recognition;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.TracksDownloads;
import io.pilothouse.connectors.Visit;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.SystemTime;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.active.ActivePreference;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.amc.ApiCalls;
import io.pilothouse.tasks.amc.LoginNews;
import io.pilothouse.tasks.backup.Backups;
import io.pilothouse.tasks.connection.ConnectionTests;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.cycle.CycleDesk;
import io.pilothouse.tasks.cycle.HuntingCycles;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.home.ConnectedHomes;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.torrent.TorrentLines;
import io.pilothouse.tasks.torrent.TorrentServices;
import io.pilothouse.tasks.transfer.Transfers;
import io.pilothouse.tasks.undo.Undoing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Services in memory that answer at once. Public lists say what was asked of them.
final class FakeServices
        implements Instances,
                HealthRounds,
                ConnectionTests,
                TaskRegistry,
                Guards,
                Pausing,
                Maintenance,
                Undoing,
                Activity,
                ActivePreference,
                Engine {

    static final Instant NOW = Instant.parse("2026-05-03T14:12:00Z");
    static final KindId RADARR = new KindId("radarr");
    static final KindId HOME = new KindId("homeassistant");

    private final Map<KindId, InstanceId> preferred = new HashMap<>();

    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final List<Instance> live = new CopyOnWriteArrayList<>();
    final List<Instance> trashed = new CopyOnWriteArrayList<>();
    final Map<InstanceId, Map<String, Secret>> secrets = new HashMap<>();
    final Map<InstanceId, FaultCode> faults = new HashMap<>();
    final Map<InstanceId, GuardLevel> levels = new HashMap<>();
    final List<Consent> consents = new CopyOnWriteArrayList<>();
    final List<TaskView> ended = new CopyOnWriteArrayList<>();
    final Published<Fleet> fleet = new Published<>(Fleet.EMPTY);
    final Published<Map<InstanceId, InstanceHealth>> states = new Published<>(Map.of());
    final Published<List<TaskView>> taskViews = new Published<>(List.of());
    final Published<Optional<Pause>> pause = new Published<>(Optional.empty());
    final AtomicLong numbers = new AtomicLong();
    boolean closed;

    /// @param database a real one, for what is about the store as a whole
    /// @param secretStore on the same
    CliServices services(Database database, SecretStore secretStore, Optional<ShownWindow> window) {
        var kinds = new Kinds(new ConnectorKinds(List.of(
                new PlainKind(RADARR, "Radarr", List.of("apiKey"), List.of()),
                new PlainKind(HOME, "Home Assistant", List.of("token"), List.of("username")))));
        var random = new SecureRandom();
        return new CliServices(
                clock,
                kinds,
                this,
                this,
                this,
                this,
                this,
                this,
                this,
                this,
                this,
                this,
                new NoSettings(),
                new Backups(database),
                secretStore,
                new Transfers(
                        database,
                        secretStore,
                        this,
                        () -> {},
                        kinds,
                        this,
                        (id, name, document, consent) -> {},
                        clock,
                        random),
                new HuntingCycles(
                        new CycleRepository(database),
                        new ListRepository(database),
                        this,
                        this,
                        this,
                        this,
                        new NoSettings(),
                        id -> {
                            throw new ProblemException(
                                    new Problem(ProblemCode.NOT_FOUND, "Nothing is searched here.", "Do not."));
                        },
                        _ -> List.of(),
                        _ -> {},
                        clock,
                        random),
                new CycleDesk(List.of()),
                new ConnectedHomes(
                        this,
                        new OpenConnectors(new ConnectorKinds(List.of()), _ -> Secrets.NONE),
                        this,
                        this,
                        this,
                        new ListRepository(database),
                        clock),
                TorrentServices.of(new TorrentServices.Parts(
                        this,
                        new NoTorrentLines(),
                        new TorrentRepository(database),
                        new CycleRepository(database),
                        this,
                        this,
                        new SystemTime(clock),
                        random,
                        () -> false,
                        Optional::empty,
                        states,
                        this,
                        new io.pilothouse.tasks.notice.Notices())),
                new io.pilothouse.tasks.library.StoredLibrary(
                        new io.pilothouse.tasks.library.StoredLibrary.Keeping(
                                new io.pilothouse.store.LibraryRepository(database, random),
                                new io.pilothouse.store.LibraryQueries(database),
                                new io.pilothouse.store.LibraryLikeness(database),
                                new LibraryPersonalRepository(database),
                                database.folder().pictures(),
                                1_000,
                                database.folder().kept(),
                                io.pilothouse.tasks.library.Player.NONE),
                        this,
                        this,
                        this,
                        _ -> false,
                        new io.pilothouse.tasks.library.LibraryLines() {
                            @Override
                            public <T> T use(io.pilothouse.domain.instance.Instance instance, Use<T> use) {
                                throw new AssertionError("no library here");
                            }
                        },
                        new io.pilothouse.testing.HandTime(clock.instant())),
                amc(database, secretStore),
                this,
                window,
                () -> closed = true);
    }

    Instance have(KindId kind, String name) {
        try {
            return add(
                    Configuration.of(kind, name, Address.of("http://" + kind + ".lan:7878/")),
                    Secrets.NONE,
                    Consent.none(Origin.PROGRAM));
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    void feel(Instance instance, ShownState state, Optional<FaultCode> fault) {
        faults.remove(instance.id());
        fault.ifPresent(code -> faults.put(instance.id(), code));
        var problem = fault.map(
                code -> new Problem(code.problemCode(), instance.name() + " did not answer.", "Check that it runs."));
        var health = new InstanceHealth(
                instance.id(),
                fault.isPresent() ? Lifecycle.ERROR : Lifecycle.ACTIVE,
                Optional.of(fault.map(FaultCode::health).orElse(Health.HEALTHY)),
                state,
                NOW.minusSeconds(60),
                fault,
                problem,
                Optional.empty(),
                fault.isPresent() ? Optional.empty() : Optional.of(answer()),
                Optional.of(Duration.ofMillis(12)),
                fault.isPresent() ? 3 : 0,
                Optional.of(NOW.minusSeconds(5)),
                Optional.empty(),
                Optional.empty(),
                false);
        states.update(old -> {
            var now = new LinkedHashMap<>(old);
            now.put(instance.id(), health);
            return Map.copyOf(now);
        });
    }

    private static CheckAnswer answer() {
        return new CheckAnswer(identity(), List.of(), new LinkedHashMap<>(), Optional.empty(), false);
    }

    private static RemoteIdentity identity() {
        return new RemoteIdentity("Radarr", "5.26.2", "Films", "abc", new TreeMap<>(Map.of("branch", "master")));
    }

    private void publish() {
        fleet.set(Fleet.of(live, trashed, Set.of(), Map.of()));
    }

    private Instance stored(InstanceId id) throws ProblemException {
        return find(id).orElseThrow(() -> problem(ProblemCode.NOT_FOUND, "There is no instance " + id + "."));
    }

    private Instance replace(Instance now) {
        live.replaceAll(old -> old.id().equals(now.id()) ? now : old);
        publish();
        return now;
    }

    private static Instance with(Instance old, Configuration configuration) {
        return new Instance(
                old.id(),
                old.num(),
                configuration,
                old.position(),
                old.configVersion() + 1,
                old.identity(),
                old.createdAt(),
                NOW,
                old.deletedAt(),
                old.legacyKey());
    }

    static ProblemException problem(ProblemCode code, String summary) {
        return new ProblemException(new Problem(code, summary, "Do something about it."));
    }

    // instances

    private Amc amc(Database database, SecretStore secretStore) {
        var kinds = new ConnectorKinds(List.of());
        return new Amc(new Amc.Parts(
                database,
                new DataFolder(Path.of("nowhere")),
                this,
                secretStore,
                new OpenConnectors(kinds, _ -> Secrets.NONE),
                kinds,
                this,
                this,
                this,
                this,
                new io.pilothouse.tasks.notice.Notices(),
                () -> false,
                Optional::empty,
                () -> false,
                new SystemTime(clock),
                new SecureRandom(),
                new LoginNews(),
                new ApiCalls(RequestLog.NONE)));
    }

    @Override
    public Published<Fleet> fleet() {
        return fleet;
    }

    @Override
    public Optional<Instance> find(InstanceId id) {
        return fleet.get().find(id);
    }

    @Override
    public Instance add(Configuration configuration, Secrets given, Consent consent) throws ProblemException {
        consents.add(consent);
        if (live.stream()
                .anyMatch(other -> other.kind().equals(configuration.kind())
                        && other.name().equalsIgnoreCase(configuration.name()))) {
            throw problem(ProblemCode.BAD_VALUE, "The name “" + configuration.name() + "” is taken.");
        }
        int num = (int) numbers.incrementAndGet();
        var made = new Instance(
                new InstanceId(configuration.kind() + "-2605031412a" + (char) ('a' + num / 10) + num % 10),
                num,
                configuration,
                num,
                1,
                Optional.of(identity()),
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty());
        live.add(made);
        secrets.put(made.id(), new HashMap<>(given.byField()));
        publish();
        return made;
    }

    @Override
    public Instance edit(
            InstanceId id,
            long openedOn,
            Configuration configuration,
            Map<String, Optional<Secret>> given,
            Consent consent)
            throws ProblemException {
        consents.add(consent);
        given.forEach((field, secret) -> secret.ifPresentOrElse(
                value -> secrets.get(id).put(field, value),
                () -> secrets.get(id).remove(field)));
        return replace(with(stored(id), configuration));
    }

    @Override
    public Instance rename(InstanceId id, String name, Consent consent) throws ProblemException {
        consents.add(consent);
        return replace(with(stored(id), stored(id).configuration().withName(name)));
    }

    @Override
    public Instance clone(InstanceId id, String name, Consent consent) throws ProblemException {
        return add(stored(id).configuration().withName(name), Secrets.NONE, consent);
    }

    @Override
    public Instance setEnabled(InstanceId id, boolean enabled, Consent consent) throws ProblemException {
        consents.add(consent);
        if (levels.get(id) == GuardLevel.READ_ONLY) {
            throw problem(ProblemCode.GUARD, stored(id).name() + " is read-only.");
        }
        return replace(with(stored(id), stored(id).configuration().withEnabled(enabled)));
    }

    @Override
    public void order(InstanceId id, Optional<InstanceId> before, Consent consent) throws ProblemException {
        var moved = stored(id);
        live.remove(moved);
        int at = before.map(next -> live.stream().map(Instance::id).toList().indexOf(next))
                .orElse(live.size());
        live.add(at, moved);
        publish();
    }

    @Override
    public void remove(InstanceId id, Consent consent) throws ProblemException {
        consents.add(consent);
        var gone = stored(id);
        live.remove(gone);
        trashed.add(new Instance(
                gone.id(),
                gone.num(),
                gone.configuration(),
                gone.position(),
                gone.configVersion(),
                gone.identity(),
                gone.createdAt(),
                NOW,
                Optional.of(NOW),
                gone.legacyKey()));
        publish();
    }

    @Override
    public Instance restore(InstanceId id, Consent consent) throws ProblemException {
        var back = stored(id);
        trashed.remove(back);
        var again = new Instance(
                back.id(),
                back.num(),
                back.configuration(),
                back.position(),
                back.configVersion(),
                back.identity(),
                back.createdAt(),
                NOW,
                Optional.empty(),
                back.legacyKey());
        live.add(again);
        publish();
        return again;
    }

    @Override
    public void purge(InstanceId id, Consent consent) throws ProblemException {
        consents.add(consent);
        var gone = stored(id);
        boolean typed = consent.typed().filter(gone.name()::equals).isPresent();
        if (levels.get(id) == GuardLevel.GUARDED ? !typed : !consent.confirmed()) {
            throw problem(ProblemCode.CONFIRM, "Deleting " + gone.name() + " for good must be confirmed.");
        }
        trashed.remove(gone);
        publish();
    }

    @Override
    public Instance acceptIdentity(InstanceId id, long openedOn, Consent consent) throws ProblemException {
        return replace(with(stored(id), stored(id).configuration()));
    }

    @Override
    public Look proposeLook(KindId kind, String name) {
        return new Look(IdentityColour.MOSS, "X1");
    }

    @Override
    public List<Instance> sameIdentity(KindId kind, RemoteIdentity identity) {
        return List.of();
    }

    @Override
    public Instance named(String words) throws ProblemException {
        var alive = fitting(words, live);
        var fitting = alive.isEmpty() ? fitting(words, trashed) : alive;
        if (fitting.size() > 1) {
            throw problem(ProblemCode.AMBIGUOUS, "“" + words + "” fits several instances.");
        }
        if (fitting.isEmpty()) {
            throw problem(ProblemCode.NOT_FOUND, "There is no instance “" + words + "”.");
        }
        return fitting.getFirst();
    }

    private static List<Instance> fitting(String words, List<Instance> among) {
        return among.stream()
                .filter(instance -> words.equals(instance.id().value())
                        || words.equalsIgnoreCase(instance.name())
                        || words.equalsIgnoreCase(instance.kind() + "/" + instance.name()))
                .toList();
    }

    // health

    @Override
    public Published<Map<InstanceId, InstanceHealth>> states() {
        return states;
    }

    @Override
    public Published<List<Cause>> causes() {
        return new Published<>(List.of());
    }

    @Override
    public void start() {}

    @Override
    public void startHealth() {}

    @Override
    public Map<InstanceId, HealthCheck> check(Collection<InstanceId> ids, Origin origin) {
        ids.forEach(id -> {
            var fault = Optional.ofNullable(faults.get(id));
            feel(find(id).orElseThrow(), fault.isPresent() ? ShownState.DOWN : ShownState.HEALTHY, fault);
        });
        return Map.of();
    }

    @Override
    public void broken(
            Collection<InstanceId> ids,
            io.pilothouse.domain.health.FaultCode code,
            java.util.function.Function<InstanceId, io.pilothouse.domain.Problem> why) {}

    @Override
    public List<Bar> bars(InstanceId id, Instant from, Instant until, int parts) {
        return List.of(new Bar(from, until, ShownState.DOWN, 99, 100));
    }

    @Override
    public List<FleetPart> fleetOverTime(Instant from, Instant until, int parts) {
        return List.of();
    }

    @Override
    public List<FleetChange> fleetChanges(Instant since, int limit) {
        return List.of();
    }

    @Override
    public List<StateChange> changes(InstanceId id, Instant since, int limit) {
        return List.of(new StateChange(NOW.minusSeconds(60), ShownState.DOWN, ShownState.HEALTHY, "It answers again."));
    }

    @Override
    public List<CheckMade> checks(InstanceId id, Instant since, int limit) {
        return List.of();
    }

    @Override
    public Latency latency(InstanceId id, Instant from, Instant until, int parts) {
        return new Latency(11.5, 40, Double.NaN, List.of());
    }

    // connections

    @Override
    public SharedText read(String pasted) throws ProblemException {
        try {
            var parts = pasted.split(" ", 2);
            return new SharedText(
                    Address.of(parts[0].contains("://") ? parts[0] : "http://" + parts[0]),
                    parts.length > 1 ? Optional.of(new Secret(parts[1])) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw problem(ProblemCode.BAD_ADDRESS, "“" + pasted + "” is no address.");
        }
    }

    @Override
    public Recognised recognise(Address address) throws ProblemException {
        if (address.port() == 1) {
            throw problem(ProblemCode.UNREACHABLE, "Nothing answers at " + address + ".");
        }
        return address.port() == 6969
                ? new Recognised(HOME, "Home Assistant", "", false, address, List.of())
                : new Recognised(RADARR, "Radarr", "5.26.2", true, address, List.of());
    }

    @Override
    public TestResult test(Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> given) {
        return new TestResult(
                Optional.empty(),
                false,
                Optional.of(FaultCode.WRONG_PRODUCT),
                "It is Radarr.",
                "Add it as Radarr.",
                Optional.empty(),
                OptionalLong.empty(),
                NOW,
                Optional.of(RADARR),
                Optional.empty(),
                List.of());
    }

    @Override
    public TestResult test(InstanceId id) {
        var instance = find(id).orElseThrow();
        var fault = Optional.ofNullable(faults.get(id));
        if (fault.isEmpty() && secrets.get(id).isEmpty()) {
            fault = Optional.of(FaultCode.SECRET_MISSING);
        }
        feel(instance, fault.isPresent() ? ShownState.REFUSED : ShownState.HEALTHY, fault);
        return new TestResult(
                Optional.of(id),
                fault.isEmpty(),
                fault,
                fault.isEmpty() ? "Radarr 5.26.2 answers." : instance.name() + " refused the API key.",
                fault.isEmpty() ? "" : "Give the key again.",
                fault.isEmpty() ? Optional.of(identity()) : Optional.empty(),
                OptionalLong.of(12),
                NOW,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Override
    public Diagnosis diagnose(InstanceId id) {
        return new Diagnosis(
                List.of(
                        new StepResult(Step.NAME, StepOutcome.OK, OptionalLong.of(1), "radarr.lan is 10.0.0.7.", ""),
                        new StepResult(
                                Step.CONNECT,
                                StepOutcome.FAILED,
                                OptionalLong.of(3),
                                "Nothing listens at port 7878.",
                                "Check the port."),
                        new StepResult(Step.TLS, StepOutcome.SKIPPED, OptionalLong.empty(), "Not tried.", "")),
                Optional.of(FaultCode.CONNECTION_REFUSED),
                Optional.empty());
    }

    @Override
    public Diagnosis diagnose(Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> given) {
        return new Diagnosis(
                List.of(new StepResult(Step.NAME, StepOutcome.OK, OptionalLong.of(1), "It has an address.", "")),
                Optional.empty(),
                Optional.empty());
    }

    // tasks

    @Override
    public <T> TaskHandle<T> start(TaskRequest request, Work<T> work) {
        var id = new TaskId(numbers.incrementAndGet());
        Outcome<T> outcome;
        try {
            outcome = new Outcome.Succeeded<>(work.run(new Quiet(id)));
        } catch (ProblemException e) {
            outcome = new Outcome.Failed<>(e.problem());
        } catch (InterruptedException e) {
            outcome = new Outcome.Cancelled<>();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        ended.add(view(id, request, outcome instanceof Outcome.Succeeded ? TaskState.DONE : TaskState.FAILED));
        taskViews.set(List.copyOf(ended));
        return new Ended<>(id, outcome);
    }

    static TaskView view(TaskId id, TaskRequest request, TaskState state) {
        return new TaskView(
                id,
                request.kind(),
                request.title(),
                request.instances(),
                request.origin(),
                state,
                Optional.empty(),
                1,
                OptionalLong.of(1),
                "",
                NOW,
                state.ended() ? Optional.of(NOW) : Optional.empty(),
                Map.of("changed", 1L),
                Optional.empty(),
                true,
                false);
    }

    @Override
    public Published<List<TaskView>> tasks() {
        return taskViews;
    }

    @Override
    public Optional<TaskView> find(TaskId id) {
        return ended.stream().filter(task -> task.id().equals(id)).findFirst();
    }

    @Override
    public List<TaskView> history(int limit) {
        return List.of();
    }

    @Override
    public List<LogLine> log(TaskId id) {
        return List.of(new LogLine(NOW, "did it"));
    }

    @Override
    public boolean cancel(TaskId id) {
        return false;
    }

    // guards, pause, maintenance, undo, activity, active

    @Override
    public GuardLevel levelOf(InstanceId instance) {
        return levels.getOrDefault(instance, GuardLevel.CAREFUL);
    }

    @Override
    public Verdict ask(Act act, Consent consent) {
        return new Verdict.Allowed(List.of());
    }

    @Override
    public Verdict.Allowed require(Act act, Consent consent) {
        return new Verdict.Allowed(List.of());
    }

    @Override
    public boolean released(InstanceId instance) {
        return false;
    }

    @Override
    public void release(InstanceId instance) {}

    @Override
    public Instant releaseToday(InstanceId instance) {
        return Instant.MAX;
    }

    @Override
    public Published<Optional<Pause>> state() {
        return pause;
    }

    @Override
    public void pause(Optional<Instant> until) {
        pause.set(Optional.of(new Pause(NOW, until)));
    }

    @Override
    public void resume() {
        pause.set(Optional.empty());
    }

    final Map<InstanceId, Instant> maintenance = new HashMap<>();

    @Override
    public void begin(Collection<InstanceId> ids, Instant until, Consent consent) {
        ids.forEach(id -> maintenance.put(id, until));
    }

    @Override
    public void end(Collection<InstanceId> ids, Consent consent) {
        ids.forEach(maintenance::remove);
    }

    final List<Period> planned = new ArrayList<>();
    final Map<InstanceId, SleepTimes> weekly = new HashMap<>();

    @Override
    public void plan(Collection<InstanceId> ids, Instant from, Instant until, Consent consent) {
        ids.forEach(id -> planned.add(new Period(id, from, until)));
    }

    @Override
    public void cancel(Period taken, Consent consent) {
        planned.remove(taken);
    }

    @Override
    public void weekly(Collection<InstanceId> ids, SleepTimes times, Consent consent) {
        ids.forEach(id -> weekly.put(id, times));
    }

    @Override
    public SleepTimes weekly(InstanceId id) {
        return weekly.getOrDefault(id, SleepTimes.NEVER);
    }

    @Override
    public Published<List<Period>> planned() {
        return new Published<>(List.copyOf(planned));
    }

    final List<TaskId> undone = new ArrayList<>();

    @Override
    public Published<List<Undoable>> undoable() {
        return new Published<>(List.of());
    }

    @Override
    public List<UndoStep> preview(TaskId task) throws ProblemException {
        if (find(task).isEmpty()) {
            throw problem(ProblemCode.NOT_FOUND, "There is no task " + task + ".");
        }
        return List.of(new UndoStep("name", live.getFirst().id(), "{}", "rename Loft back to Attic"));
    }

    @Override
    public void undo(TaskId task, Consent consent) {
        undone.add(task);
    }

    @Override
    public void record(Entry entry) {}

    @Override
    public List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit) {
        return List.of(new Entry(
                NOW,
                Optional.of(live.getFirst().id()),
                Origin.TERMINAL,
                Optional.of(new TaskId(3)),
                "rename",
                "Attic became Loft."));
    }

    @Override
    public Map<KindId, InstanceId> byKind() {
        return Map.copyOf(preferred);
    }

    @Override
    public Optional<KindId> lastKind() {
        return Optional.empty();
    }

    @Override
    public void store(InstanceId id) {
        preferred.put(id.kind(), id);
    }

    @Override
    public void clear(KindId kind) {
        preferred.remove(kind);
    }

    @Override
    public boolean firstToTell(InstanceId from, Optional<InstanceId> to, Instant at) {
        return true;
    }

    private record Ended<T>(TaskId id, Outcome<T> outcome) implements TaskHandle<T> {
        @Override
        public void cancel() {}

        @Override
        public Outcome<T> await() {
            return outcome;
        }

        @Override
        public void whenEnded(Executor on, Consumer<Outcome<T>> listener) {
            on.execute(() -> listener.accept(outcome));
        }
    }

    private record Quiet(TaskId id) implements TaskContext {
        @Override
        public void progress(long done, long total) {}

        @Override
        public void line(String text) {}

        @Override
        public void effect(String name, long count) {}

        @Override
        public void itemFailed(Problem problem) {}

        @Override
        public void undoableBy(UndoStep step) {}
    }

    private static final class NoTorrentLines implements TorrentLines {
        @Override
        public <T> T client(Instance instance, Use<KeepsTorrents, T> use) throws ConnectorException {
            throw nothing();
        }

        @Override
        public <T> T arr(Instance instance, Use<TracksDownloads, T> use) throws ConnectorException {
            throw nothing();
        }

        private static ConnectorException nothing() {
            return ConnectorException.of(FaultCode.CONFIGURATION, "Nothing is connected here.", "Do not.");
        }
    }

    private static final class NoSettings implements Settings {
        @Override
        public Published<Map<String, String>> values() {
            return new Published<>(Map.of());
        }

        @Override
        public <T> void set(Setting<T> setting, T value) {}

        @Override
        public void reset(Setting<?> setting) {}
    }

    private record PlainKind(KindId id, String displayName, List<String> fields, List<String> known)
            implements ConnectorKind {
        @Override
        public Optional<Integer> usualPort() {
            return Optional.of(id.equals(HOME) ? 8123 : 7878);
        }

        @Override
        public List<SecretField> secretFields() {
            return fields.stream()
                    .map(field -> new SecretField(field, "API key", true))
                    .toList();
        }

        @Override
        public List<SettingField> settingFields() {
            return known.stream()
                    .map(name -> new SettingField(name, name, false, "", value -> Optional.empty()))
                    .toList();
        }

        @Override
        public Optional<String> secretPage() {
            return Optional.empty();
        }

        @Override
        public Optional<Recognition> recognise(Visit visit) {
            return Optional.empty();
        }

        @Override
        public Connector open(Target target, Secrets given) {
            throw new UnsupportedOperationException();
        }
    }
}
