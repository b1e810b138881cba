package io.pilothouse.tasks.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcCallRepository;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.tasks.amc.Usage.EndpointUsage;
import io.pilothouse.tasks.amc.Usage.InstanceUsage;
import io.pilothouse.tasks.health.HealthRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// How several instances do, in one look (section 18.4). Reads the store.
public final class Dashboard {

    private static final Duration USED_OVER = Duration.ofDays(30);
    private static final Duration HOURS = Duration.ofHours(24);

    private final Usage usage;
    private final AmcRunRepository runs;
    private final AmcCallRepository calls;
    private final Schedules schedules;
    private final RemoteWatch watch;
    private final Logins logins;
    private final HealthRounds health;
    private final InstantSource clock;

    Dashboard(
            Usage usage,
            AmcRunRepository runs,
            AmcCallRepository calls,
            Schedules schedules,
            RemoteWatch watch,
            Logins logins,
            HealthRounds health,
            InstantSource clock) {
        this.usage = usage;
        this.runs = runs;
        this.calls = calls;
        this.schedules = schedules;
        this.watch = watch;
        this.logins = logins;
        this.health = health;
        this.clock = clock;
    }

    /// @param lifecycles  how many instances are where
    /// @param unhealthy   whose latest check said no or failed
    /// @param longestSick since when the one that is ill the longest was last healthy
    /// @param standing    schedules that stand still or are long due
    /// @param remote      Amazon's own schedules by what the latest look said
    /// @param logins      of these instances
    /// @param hours       the last 24, oldest first
    /// @param usage       over 30 days, in the person's order of instances
    /// @param calls       over the span, by endpoint
    /// @param refusals    over the span, how many calls were answered with which error; 0 is no answer
    public record Summary(
            Map<Lifecycle, Integer> lifecycles,
            int unhealthy,
            Optional<Instant> longestSick,
            int standing,
            Map<RemoteWatch.Verdict, Integer> remote,
            List<Logins.Login> logins,
            List<Hour> hours,
            List<InstanceUsage> usage,
            List<EndpointUsage> calls,
            Map<Integer, Long> refusals) {

        /// @return new access tokens that were given
        public long tokenRefreshes() {
            return calls.stream()
                    .filter(it -> it.endpoint().equals("token"))
                    .mapToLong(it -> it.calls() - it.failed())
                    .sum();
        }
    }

    /// @param runs asked for in this hour, by how they stand now
    public record Hour(Instant from, Map<RunState, Integer> runs) {}

    /// @param scope these instances alone
    /// @param span  of the API's calls
    public Summary of(Set<InstanceId> scope, Duration span) {
        var now = clock.instant();
        var states = health.states().get();
        var lifecycles = new EnumMap<Lifecycle, Integer>(Lifecycle.class);
        var ill = new ArrayList<InstanceHealth>();
        for (var id : scope) {
            var known = Optional.ofNullable(states.get(id));
            lifecycles.merge(known.map(InstanceHealth::lifecycle).orElse(Lifecycle.PENDING), 1, Integer::sum);
            known.filter(it ->
                            it.health().filter(said -> said != Health.HEALTHY).isPresent())
                    .ifPresent(ill::add);
        }
        var sums = calls.sums(now.minus(span)).stream()
                .filter(sum -> sum.instance().isEmpty()
                        || scope.contains(sum.instance().get()))
                .toList();
        return new Summary(
                Map.copyOf(lifecycles),
                ill.size(),
                ill.stream().flatMap(it -> it.lastHealthyAt().stream()).min(Instant::compareTo),
                standing(scope),
                remote(scope),
                logins.all().stream()
                        .filter(login -> login.instances().stream().anyMatch(it -> scope.contains(it.id())))
                        .toList(),
                hours(scope, now),
                usage.instances(now.minus(USED_OVER), now.plusMillis(1)).stream()
                        .filter(it -> scope.contains(it.instance()))
                        .toList(),
                Usage.endpoints(sums),
                refusals(sums));
    }

    private int standing(Set<InstanceId> scope) {
        return (int) schedules.all().stream()
                .filter(it -> it.stalled() || it.schedule().paused().equals("by-failure"))
                .filter(it -> schedules.instancesOf(it.schedule()).stream().anyMatch(scope::contains))
                .count();
    }

    private Map<RemoteWatch.Verdict, Integer> remote(Set<InstanceId> scope) {
        var verdicts = new EnumMap<RemoteWatch.Verdict, Integer>(RemoteWatch.Verdict.class);
        for (var id : scope) {
            watch.seen(id)
                    .map(RemoteWatch.Seen::schedules)
                    .orElse(List.of())
                    .forEach(it -> verdicts.merge(it.verdict(), 1, Integer::sum));
        }
        return Map.copyOf(verdicts);
    }

    private List<Hour> hours(Set<InstanceId> scope, Instant now) {
        var first = now.truncatedTo(ChronoUnit.HOURS).minus(HOURS).plus(1, ChronoUnit.HOURS);
        var byHour = new TreeMap<Instant, Map<RunState, Integer>>();
        for (var hour = first; !hour.isAfter(now); hour = hour.plus(1, ChronoUnit.HOURS)) {
            byHour.put(hour, new EnumMap<>(RunState.class));
        }
        for (Run run : runs.runs(Optional.empty(), first, 10_000)) {
            var hour = byHour.get(run.ask().createdAt().truncatedTo(ChronoUnit.HOURS));
            if (hour != null && scope.contains(run.instance())) {
                hour.merge(run.state(), 1, Integer::sum);
            }
        }
        return byHour.entrySet().stream()
                .map(it -> new Hour(it.getKey(), Map.copyOf(it.getValue())))
                .toList();
    }

    private static Map<Integer, Long> refusals(List<AmcCallRepository.Sum> sums) {
        var refusals = new TreeMap<Integer, Long>();
        sums.stream()
                .filter(sum -> sum.status() == 0 || sum.status() >= 400)
                .forEach(sum -> refusals.merge(sum.status(), sum.calls(), Long::sum));
        return java.util.Collections.unmodifiableMap(refusals);
    }
}
