package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.amc.AmcKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// AMC's tasks on a real store against the simulator, both by a clock that the test moves. The program
/// can be ended and begun again.
public final class AmcRig implements AutoCloseable {

    public static final LocalDate FROM = LocalDate.of(2026, 6, 1);
    public static final TimeWindow JUNE = new TimeWindow(FROM, LocalDate.of(2026, 6, 8), ZoneOffset.UTC);

    private static final Pattern WINDOW_TIME = Pattern.compile("\"timeWindow(?:Start|End)\"\\s*:\\s*\"([^\"]*)\"");

    final DemoFleet fleet;
    final SimulatedService service;
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final Notices notices = new Notices();
    /// Why schedules do not begin by themselves.
    volatile Optional<String> spared = Optional.empty();
    volatile boolean outsideHours;

    private final Path folder;
    private final AtomicReference<HandTime> now = new AtomicReference<>();
    private TestEngine engine;
    private HttpClients clients;
    private OpenConnectors connectors;
    private Amc amc;

    public AmcRig(Path folder) throws IOException {
        this(folder, ServiceSpec.of("amc", "Harbour").with("scenario", "harbour"));
    }

    public AmcRig(Path folder, ServiceSpec spec) throws IOException {
        this.folder = folder;
        // asked only which settings there are
        var kind = new AmcKind(new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test"), Clock.systemUTC());
        engine = new TestEngine(folder, List.of(kind));
        now.set(engine.time);
        fleet = DemoFleet.empty(5, clock());
        service = fleet.add(spec);
        engine.get().start();
        open();
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get().instant();
            }
        };
    }

    private void open() {
        SaidSecrets.listen();
        clients = new HttpClients(clock(), RequestLog.NONE, "test");
        var news = new LoginNews();
        var kinds = new ConnectorKinds(List.of(new AmcKind(clients, clock(), pauses::add, new Random(3), news)));
        connectors = new OpenConnectors(kinds, engine.secrets::read);
        amc = new Amc(new Amc.Parts(
                engine.database(),
                new DataFolder(folder),
                engine.get().instances(),
                engine.secrets,
                connectors,
                kinds,
                engine.get().health(),
                engine.get().guards(),
                engine.get().activity(),
                engine.get().runner(),
                notices,
                engine.get().pausing()::paused,
                () -> spared,
                () -> outsideHours,
                engine.time,
                new Random(4),
                news,
                new ApiCalls(RequestLog.NONE)));
    }

    /// Where the simulator answers.
    public Address address() {
        return Address.of(service.address().toString());
    }

    public Amc amc() {
        return amc;
    }

    public TestEngine engine() {
        return engine;
    }

    /// Ends the program as a crash would: nothing is said to anybody.
    public void restart() {
        restart(() -> {});
    }

    /// @param meanwhile what happens to its store before it begins again
    void restart(Runnable meanwhile) {
        end();
        meanwhile.run();
        engine.restart().start();
        open();
    }

    private void end() {
        amc.close();
        connectors.close();
        clients.close();
    }

    public Instance add(String name, String amcInstance) throws ProblemException, InterruptedException {
        return add(name, amcInstance, Map.of());
    }

    /// Adds an instance of the scenario's credential A and waits until it is proven.
    public Instance add(String name, String amcInstance, Map<String, String> more)
            throws ProblemException, InterruptedException {
        var instance = stored(name, amcInstance, more);
        active(instance.id());
        return instance;
    }

    /// Adds an instance without waiting for its check.
    Instance stored(String name, String amcInstance, Map<String, String> more) throws ProblemException {
        boolean german = amcInstance.equals("amcpilot003") || amcInstance.equals("amcpilot004");
        var settings = new HashMap<>(Map.of(
                "instanceId", amcInstance,
                "entityId", german ? "ENTITY1PH0USEB2" : "ENTITY1PH0USEA1",
                "marketplaceId", german ? "A1PA6795UKMFR9" : "ATVPDKIKX0DER",
                "region", german ? "eu" : "na"));
        settings.putAll(more);
        var look = engine.get().instances().proposeLook(new KindId("amc"), name);
        var configuration = Configuration.of(
                        new KindId("amc"), name, Address.of(service.address().toString()))
                .withSettings(settings)
                .withLook(look.colour(), look.monogram())
                .withGuard(java.util.Optional.of(io.pilothouse.domain.guard.GuardLevel.OPEN));
        return engine.get().instances().add(configuration, secrets("A"), TestEngine.ME);
    }

    public void active(InstanceId id) throws InterruptedException {
        Eventually.that(() -> {
            var health = engine.get().health().states().get().get(id);
            return health != null && health.lifecycle() == Lifecycle.ACTIVE;
        });
    }

    public Secrets secrets(String letter) {
        var values = new HashMap<String, Secret>();
        Map<String, String> held =
                service.with(AmcSimulator.class, simulator -> simulator.login().secrets(letter));
        held.forEach((field, value) -> values.put(field, new Secret(value)));
        return new Secrets(values);
    }

    public void simulate(Consumer<AmcSimulator> change) {
        service.with(AmcSimulator.class, simulator -> {
            change.accept(simulator);
            return simulator;
        });
    }

    public int created() {
        return service.with(AmcSimulator.class, simulator -> simulator.runs().created());
    }

    /// Asks a question of June on these.
    public List<Run> ask(String workflow, InstanceId... on) throws ProblemException {
        return amc.runs().ask(QuestionRuns.Order.of(workflow, List.of(on), JUNE, Map.of()), TestEngine.ME);
    }

    public Run find(RunId id) {
        try {
            return amc.runs().find(id.value());
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    /// Lets time go by in steps of `step` until a run fits.
    public Run until(RunId id, Duration step, Predicate<Run> fits) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            for (int look = 0; look < 40; look++) {
                var run = find(id);
                if (fits.test(run)) {
                    return run;
                }
                Thread.onSpinWait();
                if (look > 3) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            }
            if (!beingFetched(find(id))) {
                engine.time.advance(step);
            }
        }
        throw new AssertionError("never came: " + find(id));
    }

    /// A long download must not see its addresses die because the test is in a hurry.
    private boolean beingFetched(Run run) {
        return run.state() == io.pilothouse.domain.amc.RunState.DOWNLOADING
                && run.progress()
                        .nextAt()
                        .filter(at -> !at.isAfter(engine.time.instant()))
                        .isPresent();
    }

    public Run ended(RunId id) throws InterruptedException {
        return until(id, Duration.ofSeconds(5), run -> run.state().ended());
    }

    /// Acceptance check 3: none of our ids and no token where they do not belong, in any request of any test.
    private void leaks() {
        simulate(it -> assertThat(it.journal().entries())
                .noneMatch(entry -> entry.note().endsWith("_LEAK")));
    }

    /// Acceptance check 18: no time of a window has a zone or an offset, in any request of any test.
    private void windowTimes() {
        assertThat(service.requests())
                .allSatisfy(request -> assertThat(
                                WINDOW_TIME.matcher(request.body()).results().map(found -> found.group(1)))
                        .allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d")));
    }

    @Override
    public void close() {
        leaks();
        windowTimes();
        end();
        engine.close();
        fleet.close();
        SaidSecrets.none(folder);
    }
}
