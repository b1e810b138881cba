package io.pilothouse.demo;

import io.pilothouse.demo.service.Loopback;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Simulated instances that answer on loopback ports until closed. Equal seed and clock give equal
/// instances. Thread-safe.
///
/// Tests add what they need to an [#empty] fleet and let time pass with [#tick]; the program
/// [#start]s a whole one, which ticks by itself.
public final class DemoFleet implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DemoFleet.class.getName());

    private final long seed;
    private final Clock clock;
    private final Loopback network;
    private final int portBase;
    private final List<SimulatedService> services = new CopyOnWriteArrayList<>();
    private final List<DemoInstance> instances = new CopyOnWriteArrayList<>();
    private final SimulatedService control;
    private @Nullable FleetScript script;
    private @Nullable ScheduledExecutorService ticker;

    private DemoFleet(long seed, Clock clock, int portBase) throws IOException {
        this.seed = seed;
        this.clock = clock;
        this.portBase = portBase;
        network = new Loopback(clock, seed);
        control = new SimulatedService(
                ServiceSpec.of("control", "control").onPort(portBase), network, clock, seed, _ -> new Control(this));
    }

    /// A fleet without instances, for tests; time passes by [#tick] alone.
    ///
    /// @throws IOException if no port can be had
    public static DemoFleet empty(long seed, Clock clock) throws IOException {
        return new DemoFleet(seed, clock, 0);
    }

    /// A whole fleet with its script; time passes by [#tick] alone.
    ///
    /// @param size     14, 200 or 1000
    /// @param portBase the control endpoint's port, the instances follow in order; 0 for free ports
    /// @throws IOException if a port cannot be had
    public static DemoFleet still(long seed, int size, Clock clock, int portBase) throws IOException {
        var plan = FleetPlan.of(size);
        var fleet = new DemoFleet(seed, clock, portBase);
        try {
            for (var place : plan) {
                fleet.add(place);
            }
        } catch (IOException e) {
            fleet.close();
            throw e;
        }
        fleet.script = new FleetScript(clock.instant(), fleet.services);
        if (size == 14) {
            fleet.script.fourteen();
        } else {
            fleet.script.many();
        }
        fleet.tick();
        return fleet;
    }

    /// A whole fleet that lets its own time pass, once a second.
    ///
    /// @see #still
    public static DemoFleet start(long seed, int size, Clock clock, int portBase) throws IOException {
        var fleet = still(seed, size, clock, portBase);
        var ticker = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("demo fleet ticker").factory());
        fleet.ticker = ticker;
        ticker.scheduleAtFixedRate(fleet::tickOrSay, 1, 1, TimeUnit.SECONDS);
        return fleet;
    }

    /// Adds one instance; it answers when this returns.
    ///
    /// @throws IOException              if its port cannot be had
    /// @throws IllegalArgumentException if its kind cannot be simulated or its name is taken
    public SimulatedService add(ServiceSpec spec) throws IOException {
        return add(FleetPlan.Place.of(spec, "", "careful"));
    }

    /// Adds one more of a kind, on a host that stays up; several Stash servers share a part of what they
    /// have, under other numbers.
    ///
    /// @throws IOException              if its port cannot be had
    /// @throws IllegalArgumentException if its kind cannot be simulated
    public synchronized SimulatedService also(String kind) throws IOException {
        var like = instances.stream()
                .filter(instance -> instance.kind().equals(kind))
                .toList();
        var first = like.isEmpty()
                ? kind.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + kind.substring(1)
                : like.getFirst().name();
        var group = like.isEmpty() ? "Media" : like.getFirst().group();
        var name = first;
        for (int number = 2; find(name).isPresent(); number++) {
            name = first + " " + number;
        }
        return add(FleetPlan.Place.of(ServiceSpec.of(kind, name).onHost(FleetPlan.LOFT), group, "careful")
                .noted("Added on demand."));
    }

    private synchronized SimulatedService add(FleetPlan.Place place) throws IOException {
        var spec = place.spec();
        if (find(spec.name()).isPresent()) {
            throw new IllegalArgumentException("the fleet has an instance of that name: " + spec.name());
        }
        if (spec.port() == 0 && portBase != 0) {
            spec = spec.onPort(portBase + 1 + services.size());
        }
        var service = new SimulatedService(
                spec,
                network,
                clock,
                seed * 1_000_003 + spec.kind().hashCode() * 31L + services.size(),
                Simulators::create);
        services.add(service);
        var access = service.access();
        instances.add(new DemoInstance(
                spec.kind(),
                spec.name(),
                service.address(),
                access.username(),
                access.secretText(),
                access.settings(),
                place.group(),
                place.tags(),
                place.guard(),
                place.notes(),
                spec.tls().isPresent() ? "ca" : "system",
                place.arrangements()));
        return service;
    }

    /// Every instance in the order added, as a person would add it.
    public List<DemoInstance> instances() {
        return List.copyOf(instances);
    }

    /// Every simulated service, in the order of [#instances].
    public List<SimulatedService> services() {
        return List.copyOf(services);
    }

    public Optional<SimulatedService> find(String name) {
        return services.stream().filter(service -> service.name().equals(name)).findFirst();
    }

    /// @throws IllegalArgumentException if there is none of that name
    public SimulatedService service(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no such instance: " + name));
    }

    /// Address of the control endpoint.
    public URI control() {
        return control.address();
    }

    /// The authority behind the fleet's certificates, as a PEM file holds it.
    public String authorityPem() {
        return network.authorityPem();
    }

    /// Does what is due by the clock: the script's events and what the simulators do by themselves.
    public synchronized void tick() {
        var now = clock.instant();
        if (script != null) {
            script.run(now);
        }
        services.forEach(service -> service.tick(now));
    }

    private void tickOrSay() {
        try {
            tick();
        } catch (RuntimeException e) { // the boundary of the ticking task: one bad tick must not end the fleet's time
            LOG.log(System.Logger.Level.WARNING, "the demo fleet missed a tick", e);
        }
    }

    @Override
    public synchronized void close() {
        if (ticker != null) {
            ticker.shutdownNow();
        }
        services.forEach(SimulatedService::close);
        control.close();
        network.close();
    }
}
