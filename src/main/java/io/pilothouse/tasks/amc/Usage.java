package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.health.LatencyCounts;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcCallRepository;
import io.pilothouse.store.AmcRunRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// How much is used, how long it takes, how often it fails (section 18.4). Reads the store.
public final class Usage {

    private final AmcRunRepository runs;
    private final AmcCallRepository calls;
    private final Targets targets;
    private final InstantSource clock;

    Usage(AmcRunRepository runs, AmcCallRepository calls, Targets targets, InstantSource clock) {
        this.runs = runs;
        this.calls = calls;
        this.targets = targets;
        this.clock = clock;
    }

    /// One instance over a span. Instances without runs have zeros and no durations.
    ///
    /// @param workflows distinct ones that were run
    /// @param mean      of succeeded runs at Amazon
    /// @param slowest   95 of 100 were faster
    /// @param usedToday of the allowance
    /// @param limit     runs a day; empty for none
    public record InstanceUsage(
            InstanceId instance,
            String name,
            int workflows,
            int runs,
            Map<RunState, Integer> byState,
            Optional<Duration> mean,
            Optional<Duration> slowest,
            long rows,
            long bytes,
            long empty,
            int usedToday,
            Optional<Integer> limit,
            int waiting) {}

    /// Calls of one endpoint over a span.
    public record EndpointUsage(
            String endpoint, long calls, long throttled, long failed, long p50Millis, long p95Millis) {

        /// @return the part of its calls that failed or were not answered
        public double errorRate() {
            return failed / (double) calls;
        }
    }

    /// @return in the person's order of instances
    public List<InstanceUsage> instances(Instant from, Instant until) {
        var counts = new HashMap<InstanceId, AmcRunRepository.Counts>();
        runs.counts(from, until).forEach(it -> counts.put(it.instance(), it));
        var today = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        var used = runs.submittedSince(today);
        var waiting = new HashMap<InstanceId, Integer>();
        runs.open().stream()
                .filter(run -> run.state() == RunState.QUEUED)
                .forEach(run -> waiting.merge(run.instance(), 1, Integer::sum));
        var usage = new ArrayList<InstanceUsage>();
        for (var instance : targets.live()) {
            var id = instance.id();
            var count = Optional.ofNullable(counts.get(id));
            var took = count.map(AmcRunRepository.Counts::tookMillis).orElse(List.of());
            usage.add(new InstanceUsage(
                    id,
                    instance.name(),
                    count.map(AmcRunRepository.Counts::workflows).orElse(0),
                    count.map(it -> it.byState().values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum())
                            .orElse(0),
                    count.map(AmcRunRepository.Counts::byState).orElse(Map.of()),
                    mean(took),
                    percentile(took, 0.95).map(Duration::ofMillis),
                    count.map(AmcRunRepository.Counts::rows).orElse(0L),
                    count.map(AmcRunRepository.Counts::bytes).orElse(0L),
                    count.map(AmcRunRepository.Counts::empty).orElse(0L),
                    used.getOrDefault(id, 0),
                    Targets.daily(instance),
                    waiting.getOrDefault(id, 0)));
        }
        return List.copyOf(usage);
    }

    private static Optional<Duration> mean(List<Long> millis) {
        var average = millis.stream().mapToLong(Long::longValue).average();
        return average.isPresent() ? Optional.of(Duration.ofMillis((long) average.getAsDouble())) : Optional.empty();
    }

    private static Optional<Long> percentile(List<Long> ascending, double part) {
        return ascending.isEmpty()
                ? Optional.empty()
                : Optional.of(ascending.get((int)
                        Math.min(ascending.size() - 1L, Math.round(Math.ceil(part * ascending.size())) - 1)));
    }

    /// @return endpoints by name
    public List<EndpointUsage> endpoints(Instant since) {
        return endpoints(calls.sums(since));
    }

    static List<EndpointUsage> endpoints(List<AmcCallRepository.Sum> all) {
        var byEndpoint = new java.util.TreeMap<String, List<AmcCallRepository.Sum>>();
        for (var sum : all) {
            byEndpoint.computeIfAbsent(sum.endpoint(), _ -> new ArrayList<>()).add(sum);
        }
        var usage = new ArrayList<EndpointUsage>();
        byEndpoint.forEach((endpoint, sums) -> {
            var took = sums.stream().map(AmcCallRepository.Sum::took).reduce(LatencyCounts.NONE, LatencyCounts::plus);
            usage.add(new EndpointUsage(
                    endpoint,
                    took.count(),
                    count(sums, status -> status == 429),
                    count(sums, status -> status == 0 || status >= 400),
                    took.percentile(0.5).orElse(Duration.ZERO).toMillis(),
                    took.percentile(0.95).orElse(Duration.ZERO).toMillis()));
        });
        return List.copyOf(usage);
    }

    private static long count(List<AmcCallRepository.Sum> sums, IntPredicate status) {
        return sums.stream()
                .filter(sum -> status.test(sum.status()))
                .mapToLong(AmcCallRepository.Sum::calls)
                .sum();
    }
}
