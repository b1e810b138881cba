package io.pilothouse.testing;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsLibrary;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.stash.StashKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.demo.stash.StashSimulator;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.library.LibraryLines;
import io.pilothouse.tasks.library.Player;
import io.pilothouse.tasks.library.StoredLibrary;
import io.pilothouse.tasks.library.SyncReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/// The real library over simulated servers, with time moved by hand.
public final class LibraryRig implements AutoCloseable {

    public final TestEngine engine;
    public final DemoFleet fleet;
    public final LibraryRepository store;
    public final LibraryQueries queries;
    public final LibraryPersonalRepository personal;
    public final StoredLibrary library;
    public volatile Player player = Player.NONE;
    private final Map<String, SimulatedService> services = new HashMap<>();
    private final HttpClients http;
    private final OpenConnectors connectors;

    public LibraryRig(Path folder) throws IOException {
        this(folder, 200_000);
    }

    /// @param pictureBytes how much of the pictures is kept
    public LibraryRig(Path folder, long pictureBytes) throws IOException {
        var kinds = new java.util.ArrayList<io.pilothouse.connectors.ConnectorKind>();
        InstantSource[] source = new InstantSource[1];
        InstantSource late = () -> source[0].instant();
        Clock clock = late.withZone(ZoneOffset.UTC);
        http = new HttpClients(clock, RequestLog.NONE, "test");
        kinds.add(new StashKind(http, clock));
        engine = new TestEngine(folder, kinds);
        source[0] = engine.time;
        fleet = DemoFleet.empty(11, clock);
        connectors = new OpenConnectors(new ConnectorKinds(kinds), engine.secrets::read);
        store = new LibraryRepository(engine.database(), new Random(5));
        queries = new LibraryQueries(engine.database());
        personal = new LibraryPersonalRepository(engine.database());
        library = new StoredLibrary(
                new StoredLibrary.Keeping(
                        store,
                        queries,
                        new LibraryLikeness(engine.database()),
                        personal,
                        folder.resolve("pictures"),
                        pictureBytes,
                        folder.resolve("kept"),
                        (stream, title) -> player.play(stream, title)),
                engine.get().instances(),
                engine.get().guards(),
                engine.get().activity(),
                kind -> kind.value().equals("stash"),
                this::line,
                engine.time);
    }

    private <T> T line(Instance instance, LibraryLines.Use<T> use)
            throws io.pilothouse.connectors.ConnectorException, InterruptedException {
        return connectors.use(instance, connector -> use.with(((KeepsLibrary) connector).library()));
    }

    /// Adds a simulated server and its instance.
    ///
    /// @param options name, value, name, value of the simulator
    public Instance add(String name, String... options) throws IOException, ProblemException {
        var spec = ServiceSpec.of("stash", name).with("size", "small");
        for (int i = 0; i < options.length; i += 2) {
            spec = spec.with(options[i], options[i + 1]);
        }
        var service = fleet.add(spec);
        services.put(name, service);
        var secrets = new HashMap<String, Secret>();
        service.access().secrets().forEach((key, value) -> secrets.put(key, new Secret(value)));
        var kind = new StashKind(http, Clock.systemUTC()).id();
        var look = engine.get().instances().proposeLook(kind, name);
        return engine.get()
                .instances()
                .add(
                        Configuration.of(
                                        kind, name, Address.of(service.address().toString()))
                                .withLook(look.colour(), look.monogram()),
                        new Secrets(secrets),
                        TestEngine.ME);
    }

    public SimulatedService service(String name) {
        return services.get(name);
    }

    public <T> T on(String name, Function<StashSimulator, T> work) {
        return services.get(name).with(StashSimulator.class, work);
    }

    public SyncReport sync(InstanceId id, SyncReport.Mode mode) throws ProblemException, InterruptedException {
        return library.sync(id, mode, false, new UnheardTask());
    }

    public SyncReport full(Instance instance) throws ProblemException, InterruptedException {
        return sync(instance.id(), SyncReport.Mode.FULL);
    }

    public SyncReport changes(Instance instance) throws ProblemException, InterruptedException {
        return sync(instance.id(), SyncReport.Mode.CHANGES);
    }

    public List<LibraryRow> all(EntityType type) {
        return library.page(
                LibraryQuery.all(type, library.shown(List.of())).everyCopy(true).limit(5_000));
    }

    public LibraryRow row(Instance instance, EntityType type, long id) {
        return library.rows(type, library.shown(List.of()), List.of(new EntityKey(instance.num(), type, id)))
                .getFirst();
    }

    /// Seconds go by, so that stamps differ and are settled.
    public void later(long seconds) {
        engine.time.advance(java.time.Duration.ofSeconds(seconds));
    }

    public Instant now() {
        return engine.time.instant();
    }

    @Override
    public void close() {
        connectors.close();
        engine.close();
        fleet.close();
        http.close();
    }
}
