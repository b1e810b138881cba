package io.pilothouse.demo;

import io.pilothouse.demo.amc.AmcSimulator;
import io.pilothouse.demo.qbittorrent.QbittorrentSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.SimulatedService;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// What happens to the fleet without anybody asking for it, by the fleet's clock. Not thread-safe.
final class FleetScript {

    private static final Duration BLINK = Duration.ofSeconds(45);
    /// From one falling asleep to the next.
    private static final Duration NAP = Duration.ofMinutes(6);

    private final Instant start;
    private final List<SimulatedService> services;
    private final PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparing(Step::at));

    private record Step(Duration at, SimulatedService service, Consumer<SimulatedService> act, Duration every) {}

    FleetScript(Instant start, List<SimulatedService> services) {
        this.start = start;
        this.services = services;
    }

    /// The story of the fourteen.
    void fourteen() {
        on("Brand Europe", Duration.ZERO, FleetScript::consentTakenBack);
        cellarGoesDown();
        on("Anime", Duration.ofMinutes(5).plusSeconds(1), service -> service.fault(new Fault.OtherIdentity()));
        add("Cabin", Duration.ofMinutes(4), service -> service.fault(new Fault.Refused()), NAP);
        add("Cabin", NAP, SimulatedService::heal, NAP);
        on("Seedbox", Duration.ofMinutes(3), FleetScript::drift);
        repeat("NAS torrents", BLINK, service -> service.fault(new Fault.Refused()));
        repeat("NAS torrents", BLINK.multipliedBy(2), SimulatedService::heal);
    }

    /// The story of the big fleets: one host down after two minutes, one refused secret, one unstable.
    void many() {
        hostDown(services.getFirst().spec().host());
        var last = services.getLast().name();
        on(last, Duration.ZERO, service -> service.fault(new Fault.WrongSecret()));
        var unstable = services.get(services.size() / 2).name();
        repeat(unstable, BLINK, service -> service.fault(new Fault.Refused()));
        repeat(unstable, BLINK.multipliedBy(2), SimulatedService::heal);
    }

    /// Does everything that is due.
    void run(Instant now) {
        var elapsed = Duration.between(start, now);
        while (!steps.isEmpty() && steps.peek().at().compareTo(elapsed) <= 0) {
            var step = steps.remove();
            step.act().accept(step.service());
            if (step.every().isPositive()) {
                steps.add(new Step(step.at().plus(step.every()), step.service(), step.act(), step.every()));
            }
        }
    }

    /// Somebody took the consent back at Amazon; giving it again repairs that.
    private static void consentTakenBack(SimulatedService service) {
        service.with(AmcSimulator.class, amazon -> {
            amazon.login().revokeConsent("A");
            return true;
        });
    }

    /// Somebody changes settings at the service itself.
    private static void drift(SimulatedService service) {
        service.with(QbittorrentSimulator.class, client -> {
            client.prefer("max_ratio_enabled", true);
            client.prefer("max_ratio", 3.0);
            client.prefer("up_limit", 2_097_152L);
            return true;
        });
    }

    private void cellarGoesDown() {
        hostDown(FleetPlan.CELLAR);
    }

    private void hostDown(String host) {
        for (var service : services) {
            if (service.spec().host().equals(host)) {
                on(service.name(), Duration.ofMinutes(2), down -> down.fault(new Fault.Refused()));
                on(service.name(), Duration.ofMinutes(5), SimulatedService::heal);
            }
        }
    }

    private void on(String name, Duration at, Consumer<SimulatedService> act) {
        add(name, at, act, Duration.ZERO);
    }

    private void repeat(String name, Duration first, Consumer<SimulatedService> act) {
        add(name, first, act, BLINK.multipliedBy(2));
    }

    private void add(String name, Duration at, Consumer<SimulatedService> act, Duration every) {
        services.stream()
                .filter(service -> service.name().equals(name))
                .forEach(service -> steps.add(new Step(at, service, act, every)));
    }
}
