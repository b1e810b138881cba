package io.pilothouse.tasks.home;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.homeassistant.HomeAssistantKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.homeassistant.HomeAssistantSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.testing.TestEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Houses with real connectors: simulated ones, or real servers that the test started.
public final class LiveHouses implements AutoCloseable {

    private static final KindId KIND = new KindId("homeassistant");

    private final Clock clock = Clock.systemUTC();
    private final List<RequestLog.Entry> sent = new CopyOnWriteArrayList<>();
    private final HttpClients http = new HttpClients(clock, sent::add, "test");
    private final DemoFleet fleet;
    private final TestEngine engine;
    private final OpenConnectors connectors;
    private final ConnectedHomes homes;

    public LiveHouses(Path folder) throws IOException {
        fleet = DemoFleet.empty(5, clock);
        var kind = new HomeAssistantKind(http, clock, new Random(7));
        engine = new TestEngine(folder, List.of(kind));
        connectors = new OpenConnectors(new ConnectorKinds(List.of(kind)), engine.secrets::read);
        var parts = engine.get();
        homes = new ConnectedHomes(
                parts.instances(),
                connectors,
                parts.guards(),
                parts.activity(),
                parts.runner(),
                new ListRepository(engine.database()),
                clock);
    }

    public ConnectedHomes homes() {
        return homes;
    }

    public TestEngine engine() {
        return engine;
    }

    /// @return what was sent, oldest first
    List<RequestLog.Entry> sent() {
        return sent;
    }

    /// One simulated house.
    public record House(InstanceId id, SimulatedService service) {

        /// @return what came over its WebSockets, by type, oldest first
        public List<String> received() {
            return service.with(
                    HomeAssistantSimulator.class,
                    it -> it.received().stream()
                            .map(HomeAssistantSimulator.Received::type)
                            .toList());
        }

        public void act(Consumer<HomeAssistantSimulator> act) {
            service.with(HomeAssistantSimulator.class, it -> {
                act.accept(it);
                return true;
            });
        }
    }

    public House house(String name, GuardLevel guard, UnaryOperator<ServiceSpec> options)
            throws IOException, ProblemException {
        var service = fleet.add(options.apply(ServiceSpec.of("homeassistant", name)));
        return new House(add(name, service.address(), service.access().secretText(), guard), service);
    }

    public InstanceId add(String name, URI address, String token, GuardLevel guard) throws ProblemException {
        var configuration =
                Configuration.of(KIND, name, Address.of(address.toString())).withGuard(Optional.of(guard));
        return engine.get()
                .instances()
                .add(configuration, Secrets.of("token", token), TestEngine.ME)
                .id();
    }

    @Override
    public void close() {
        homes.close();
        connectors.close();
        engine.close();
        http.close();
        fleet.close();
    }
}
