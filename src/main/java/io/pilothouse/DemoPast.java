package io.pilothouse;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.HealthRepository.Change;
import io.pilothouse.store.HealthRepository.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// What the demo fleet would remember if it had run for three months: checks, outages and their changes,
/// so that bars and charts show something from the first minute on. Only ever written to the demo's own
/// store. The same seed makes the same past.
final class DemoPast {

    private static final Duration FINE = Duration.ofMinutes(10);
    private static final Duration COARSE = Duration.ofHours(1);
    private static final Duration FINE_SINCE = Duration.ofHours(47); // single checks are kept for 48 h
    private static final Duration SINCE = Duration.ofDays(90);
    private static final Map<String, Integer> USUAL_MILLIS =
            Map.of("stash", 38, "homeassistant", 9, "amc", 390, "qbittorrent", 11);
    private static final int USUAL_MILLIS_ELSEWHERE = 18;

    private final HealthRepository repository;
    private final Instant now;
    private final Random random;

    DemoPast(Database database, Instant now, long seed) {
        this.repository = new HealthRepository(database);
        this.now = now;
        this.random = new Random(seed);
    }

    /// Writes the past of these and adds it up. Takes some tenths of a second for fourteen.
    void write(List<Instance> instances) {
        var samples = new ArrayList<Sample>();
        for (var instance : instances) {
            remember(instance, samples);
        }
        repository.append(samples);
        repository.rollUpAndForget(now, HistoryKept.USUAL);
    }

    private record Outage(Instant from, Instant until) {

        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }

        boolean overlaps(Outage other) {
            return !from.isAfter(other.until()) && !other.from().isAfter(until);
        }
    }

    private void remember(Instance instance, List<Sample> samples) {
        var outages = outages();
        change(instance, now.minus(SINCE), ShownState.UNKNOWN, ShownState.HEALTHY, " is healthy.");
        for (var outage : outages) {
            change(instance, outage.from(), ShownState.HEALTHY, ShownState.DOWN, " did not answer.");
            change(instance, outage.until(), ShownState.DOWN, ShownState.HEALTHY, " is healthy.");
        }
        int usual = USUAL_MILLIS.getOrDefault(instance.kind().value(), USUAL_MILLIS_ELSEWHERE);
        double level = usual * (0.7 + 0.6 * random.nextDouble());
        var at = now.minus(SINCE);
        while (at.isBefore(now.minus(FINE))) {
            var then = at;
            boolean out = outages.stream().anyMatch(outage -> outage.covers(then));
            double slow = random.nextInt(60) == 0 ? 3 + 5 * random.nextDouble() : 1;
            var latency = Duration.ofNanos((long) (level * slow * (0.8 + 0.4 * random.nextDouble()) * 1_000_000));
            samples.add(
                    out
                            ? new Sample(
                                    instance.id(), at, Health.ERROR, Optional.of(FaultCode.NO_ANSWER), Optional.empty())
                            : new Sample(instance.id(), at, Health.HEALTHY, Optional.empty(), Optional.of(latency)));
            at = at.plus(at.isBefore(now.minus(FINE_SINCE)) ? COARSE : FINE);
        }
    }

    /// Up to four in three months, one after another, none in the last half hour; of one to four hours, as a
    /// shorter one could lie between two checks that are told as an hour apart.
    private List<Outage> outages() {
        var outages = new ArrayList<Outage>();
        int many = random.nextInt(5);
        long latest = SINCE.minusHours(5).toMinutes();
        for (int i = 0; i < many; i++) {
            // the newer the more of them, so that the last day shows some too
            double part = Math.pow(random.nextDouble(), 3);
            var from = now.minus(Duration.ofMinutes(30 + 240 + (long) (part * latest)));
            var outage = new Outage(from, from.plus(Duration.ofMinutes(60 + random.nextInt(180))));
            if (outages.stream().noneMatch(outage::overlaps)) {
                outages.add(outage);
            }
        }
        outages.sort(Comparator.comparing(Outage::from));
        return outages;
    }

    private void change(Instance instance, Instant at, ShownState from, ShownState to, String words) {
        boolean down = to == ShownState.DOWN;
        repository.append(new Change(
                instance.id(),
                at,
                from,
                to,
                Lifecycle.ACTIVE,
                Optional.of(down ? Health.ERROR : Health.HEALTHY),
                down ? Optional.of(FaultCode.NO_ANSWER) : Optional.empty(),
                instance.name() + words));
    }
}
