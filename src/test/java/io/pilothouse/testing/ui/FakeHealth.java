package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.ui.common.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Health as a test says it is.
public final class FakeHealth implements HealthRounds {

    private static final Duration CELL = Duration.ofMinutes(20);

    public final Published<Map<InstanceId, InstanceHealth>> states = new Published<>(Map.of());
    public final Published<List<Cause>> causes = new Published<>(List.of());
    public final List<InstanceId> checked = new ArrayList<>();
    /// The last of an instance's history in thirds of an hour, for example `o39 w1 d1`; healthy before.
    public final Map<InstanceId, String> history = new HashMap<>();

    /// State changes of an instance, newest first.
    public final Map<InstanceId, List<StateChange>> changes = new HashMap<>();

    @Override
    public Published<Map<InstanceId, InstanceHealth>> states() {
        return states;
    }

    @Override
    public Published<List<Cause>> causes() {
        return causes;
    }

    @Override
    public void start() {}

    @Override
    public Map<InstanceId, HealthCheck> check(Collection<InstanceId> ids, Origin origin) {
        checked.addAll(ids);
        return Map.of();
    }

    @Override
    public void broken(Collection<InstanceId> ids, FaultCode code, Function<InstanceId, Problem> why) {}

    @Override
    public List<Bar> bars(InstanceId id, Instant from, Instant until, int parts) {
        var day = pastDay(id);
        var step = Duration.between(from, until).dividedBy(parts);
        long minutes = Math.max(1, step.toMinutes());
        var bars = new ArrayList<Bar>();
        for (int part = 0; part < parts; part++) {
            var start = from.plus(step.multipliedBy(part));
            var worst = ShownState.HEALTHY;
            double passed = 0;
            long checks = 0;
            for (long minute = 0; minute < minutes; minute++) {
                long back = Duration.between(start.plus(Duration.ofMinutes(minute)), until)
                                .toMinutes()
                        - 1;
                int place = day.size() - 1 - (int) Math.min(day.size(), back / CELL.toMinutes());
                var state = place < 0 || beforeNow(id, day, place, start.plus(Duration.ofMinutes(minute)))
                        ? ShownState.HEALTHY
                        : day.get(place);
                worst = state == ShownState.UNKNOWN || Severity.of(worst) <= Severity.of(state) ? worst : state;
                checks += state == ShownState.UNKNOWN ? 0 : 1;
                passed += switch (state) {
                    case DOWN, REFUSED, UNKNOWN -> 0;
                    case UNSTABLE -> 0.6;
                    default -> 1;
                };
            }
            bars.add(new Bar(
                    start, start.plus(step), checks == 0 ? ShownState.UNKNOWN : worst, Math.round(passed), checks));
        }
        return bars;
    }

    /// @return whether the state that lasts now had not begun then, though its third of an hour had
    private boolean beforeNow(InstanceId id, List<ShownState> day, int place, Instant at) {
        var now = states.get().get(id);
        return now != null
                && day.subList(place, day.size()).stream().allMatch(now.state()::equals)
                && at.isBefore(now.stateSince());
    }

    /// @return the newest last, each for twenty minutes; before them it was healthy
    private List<ShownState> pastDay(InstanceId id) {
        var day = new ArrayList<ShownState>();
        var spec = history.getOrDefault(id, "");
        for (var run : spec.isEmpty() ? new String[0] : spec.split(" ")) {
            for (int i = 0; i < Integer.parseInt(run.substring(1)); i++) {
                day.add(
                        switch (run.charAt(0)) {
                            case 'o' -> ShownState.HEALTHY;
                            case 'w' -> ShownState.WARNING;
                            case 'r' -> ShownState.REFUSED;
                            case 'd' -> ShownState.DOWN;
                            case 'u' -> ShownState.UNSTABLE;
                            case 'm' -> ShownState.MAINTENANCE;
                            default -> ShownState.UNKNOWN;
                        });
            }
        }
        return day;
    }

    @Override
    public List<FleetPart> fleetOverTime(Instant from, Instant until, int parts) {
        var step = Duration.between(from, until).dividedBy(parts);
        var pasts = states.get().keySet().stream()
                .map(id -> bars(id, from, until, parts))
                .toList();
        return IntStream.range(0, parts)
                .mapToObj(part -> new FleetPart(
                        from.plus(step.multipliedBy(part)),
                        from.plus(step.multipliedBy(part + 1L)),
                        pasts.stream()
                                .map(past -> past.get(part))
                                .filter(bar -> bar.checks() > 0)
                                .collect(Collectors.toMap(Bar::worst, _ -> 1, Integer::sum))))
                .toList();
    }

    @Override
    public List<FleetChange> fleetChanges(Instant since, int limit) {
        return changes.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(change -> new FleetChange(each.getKey(), change)))
                .filter(each -> !each.change().at().isBefore(since))
                .sorted(Comparator.comparing((FleetChange each) -> each.change().at())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public List<StateChange> changes(InstanceId id, Instant since, int limit) {
        return changes.getOrDefault(id, List.of()).stream().limit(limit).toList();
    }

    /// Single checks of an instance, newest first.
    public final Map<InstanceId, List<CheckMade>> checks = new HashMap<>();

    @Override
    public List<CheckMade> checks(InstanceId id, Instant since, int limit) {
        return checks.getOrDefault(id, List.of()).stream().limit(limit).toList();
    }

    @Override
    public Latency latency(InstanceId id, Instant from, Instant until, int parts) {
        var state = states.get().get(id);
        var bars = bars(id, from, until, parts);
        if (state == null || bars.stream().allMatch(bar -> bar.passed() == 0)) {
            return new Latency(Double.NaN, Double.NaN, Double.NaN, List.of());
        }
        double base = state.latency().map(Duration::toMillis).orElse(18L);
        var random = new Random(id.value().hashCode());
        var step = Duration.between(from, until).dividedBy(parts);
        var series = new ArrayList<Latency.Part>();
        double value = base;
        for (int i = 0; i < parts; i++) {
            value += (random.nextDouble() - 0.5) * base * 0.28 + (base - value) * 0.25;
            double shown = random.nextDouble() < 0.05 ? value + base * (0.7 + random.nextDouble()) : value;
            double measured = bars.get(i).passed() == 0 ? Double.NaN : shown;
            series.add(new Latency.Part(from.plus(step.multipliedBy(i)), measured, measured * 1.6));
        }
        return new Latency(base, base * 1.7, base * 2.6, series);
    }
}
