package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.HealthSpan;
import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.tasks.health.HealthRounds.CheckMade;
import io.pilothouse.tasks.health.HealthRounds.FleetChange;
import io.pilothouse.tasks.health.HealthRounds.FleetPart;
import io.pilothouse.tasks.health.HealthRounds.Latency;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How instances were, read from the store.
final class HealthHistory {

    private static final int MOST_CHANGES = 10_000;
    private static final Duration MEDIAN_OVER = Duration.ofDays(7);

    private final HealthRepository repository;

    HealthHistory(HealthRepository repository) {
        this.repository = repository;
    }

    List<Bar> bars(InstanceId id, Instant from, Instant until, int parts) {
        var walk = new Walk(
                Optional.empty(),
                repository.changes(id, Instant.EPOCH, MOST_CHANGES).reversed());
        var bars = new ArrayList<Bar>();
        for (var span : repository.spans(id, from, until, parts)) {
            var worst = walk.worst(span.from(), span.until());
            bars.add(new Bar(
                    span.from(),
                    span.until(),
                    span.checks() == 0 ? ShownState.UNKNOWN : worst.orElseGet(() -> guessed(span)),
                    span.healthy(),
                    span.checks()));
        }
        return List.copyOf(bars);
    }

    List<FleetPart> fleet(Instant from, Instant until, int parts) {
        var before = repository.statesAt(from);
        var changes = repository.changes(from).stream().collect(Collectors.groupingBy(HealthRepository.Change::id));
        var counts = Stream.generate(() -> new EnumMap<ShownState, Integer>(ShownState.class))
                .limit(parts)
                .toList();
        var length = Duration.between(from, until);
        repository.checks(from, until, parts).forEach((id, checks) -> {
            var walk = new Walk(Optional.ofNullable(before.get(id)), changes.getOrDefault(id, List.of()));
            for (int part = 0; part < parts; part++) {
                var worst = walk.worst(start(from, length, part, parts), start(from, length, part + 1, parts));
                if (checks[part] > 0) {
                    counts.get(part).merge(worst.orElse(ShownState.HEALTHY), 1, Integer::sum);
                }
            }
        });
        return IntStream.range(0, parts)
                .mapToObj(part -> new FleetPart(
                        start(from, length, part, parts), start(from, length, part + 1, parts), counts.get(part)))
                .toList();
    }

    private static Instant start(Instant from, Duration length, int part, int parts) {
        return from.plus(length.multipliedBy(part).dividedBy(parts));
    }

    List<FleetChange> fleetChanges(Instant since, int limit) {
        return repository.changes(since).reversed().stream()
                .limit(limit)
                .map(change -> new FleetChange(
                        change.id(), new StateChange(change.at(), change.from(), change.to(), change.words())))
                .toList();
    }

    /// Goes through the changes of one instance from part to part.
    private static final class Walk {
        private final List<HealthRepository.Change> changes;
        private Optional<ShownState> state;
        private int next;

        /// @param before  the state before the first change, where it is known
        /// @param changes oldest first
        Walk(Optional<ShownState> before, List<HealthRepository.Change> changes) {
            this.changes = changes;
            state = before.or(() -> changes.stream().findFirst().map(HealthRepository.Change::from));
        }

        /// @return the worst state in `[from, until)`, which begins no earlier than the part before ended;
        ///     empty where nothing was ever recorded
        Optional<ShownState> worst(Instant from, Instant until) {
            while (next < changes.size() && changes.get(next).at().isBefore(from)) {
                state = Optional.of(changes.get(next++).to());
            }
            var worst = state;
            while (next < changes.size() && changes.get(next).at().isBefore(until)) {
                var to = changes.get(next++).to();
                state = Optional.of(to);
                worst = Optional.of(worst.map(before -> worse(before, to)).orElse(to));
            }
            return worst;
        }
    }

    List<StateChange> changes(InstanceId id, Instant since, int limit) {
        return repository.changes(id, since, limit).stream()
                .map(change -> new StateChange(change.at(), change.from(), change.to(), change.words()))
                .toList();
    }

    List<CheckMade> checks(InstanceId id, Instant since, Instant until, int limit) {
        return repository.samples(id, since, until).reversed().stream()
                .limit(limit)
                .map(sample -> new CheckMade(sample.at(), sample.health(), sample.fault(), sample.latency()))
                .toList();
    }

    Latency latency(InstanceId id, Instant from, Instant until, int parts) {
        var spans = repository.spans(id, from, until, parts);
        var all = spans.stream().map(HealthSpan::latency).reduce(LatencyCounts.NONE, LatencyCounts::plus);
        return new Latency(
                millis(all, 0.5),
                millis(all, 0.95),
                millis(all, 0.99),
                spans.stream()
                        .map(span -> new Latency.Part(
                                span.from(), millis(span.latency(), 0.5), millis(span.latency(), 0.95)))
                        .toList());
    }

    /// The middle latency of the last seven days.
    Optional<Duration> median(InstanceId id, Instant now) {
        return repository
                .spans(id, now.minus(MEDIAN_OVER), now, 1)
                .getFirst()
                .latency()
                .percentile(0.5);
    }

    /// Where no change was ever recorded, the checks alone speak.
    private static ShownState guessed(HealthSpan span) {
        return span.error() > 0 ? ShownState.DOWN : span.unhealthy() > 0 ? ShownState.REFUSED : ShownState.HEALTHY;
    }

    private static ShownState worse(ShownState one, ShownState other) {
        return severity(one) >= severity(other) ? one : other;
    }

    private static int severity(ShownState state) {
        return switch (state) {
            case DOWN -> 11;
            case IDENTITY_CHANGED -> 10;
            case LOCKED -> 9;
            case REFUSED -> 8;
            case UNSTABLE -> 7;
            case WARNING -> 6;
            case MAINTENANCE -> 5;
            case ASLEEP -> 4;
            case PAUSED -> 3;
            case HEALTHY -> 2;
            case CHECKING -> 1; // no verdict yet
            case UNKNOWN -> 0;
        };
    }

    private static double millis(LatencyCounts counts, double share) {
        return counts.percentile(share).map(latency -> latency.toNanos() / 1e6).orElse(Double.NaN);
    }
}
