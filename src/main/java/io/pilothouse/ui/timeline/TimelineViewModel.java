package io.pilothouse.ui.timeline;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.health.HealthRounds.FleetChange;
import io.pilothouse.tasks.health.HealthRounds.FleetPart;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.UiServices;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// How all instances were over time. Reads the store when it is shown, when an instance changes its state,
/// and when the newest part has passed. Knows no nodes. FX thread only.
final class TimelineViewModel {

    private static final int MOST_CHANGES = 2_000;

    /// @param number   among all changes that were read
    /// @param instance empty where it is gone
    /// @param before   its state until then
    record Event(
            int number,
            InstanceId id,
            Optional<Instance> instance,
            Instant at,
            ShownState state,
            ShownState before,
            String words) {}

    /// @param parts  oldest first
    /// @param events newest first
    record View(Span span, Instant from, Instant until, List<FleetPart> parts, List<Event> events) {
        View {
            parts = List.copyOf(parts);
            events = List.copyOf(events);
        }

        /// @return the share of all that was counted that was healthy; empty where nothing was
        Optional<Double> healthy() {
            long counted = parts.stream().mapToLong(View::counted).sum();
            long well = parts.stream()
                    .mapToLong(part -> part.instances().getOrDefault(ShownState.HEALTHY, 0))
                    .sum();
            return counted == 0 ? Optional.empty() : Optional.of((double) well / counted);
        }

        /// @return the part in which most instances were in trouble, the newest of those; empty where none was
        Optional<FleetPart> worst() {
            return parts.stream()
                    .filter(part -> trouble(part) > 0)
                    .reduce((one, other) -> trouble(other) >= trouble(one) ? other : one);
        }

        static int trouble(FleetPart part) {
            return part.instances().entrySet().stream()
                    .filter(each -> each.getKey().problem())
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }

        static int counted(FleetPart part) {
            return part.instances().values().stream().mapToInt(count -> count).sum();
        }
    }

    private record Read(List<FleetPart> parts, List<FleetChange> changes) {}

    private final UiServices services;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<Optional<View>> view = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Span span = Span.DAY;
    private Map<InstanceId, ShownState> states = Map.of();
    private @Nullable Batch batch;
    private Subscription passing = () -> {};

    TimelineViewModel(UiServices services) {
        this.services = services;
        reading = new Latest(services.fx());
    }

    ReadOnlyObjectProperty<Optional<View>> view() {
        return view.getReadOnlyProperty();
    }

    void span(Span wanted) {
        if (span != wanted) {
            span = wanted;
            rest();
            follow();
        }
    }

    /// Starts to follow changes.
    void follow() {
        if (batch == null) {
            batch = new Batch(services.later(), services.fx(), this::changed)
                    .on(services.health().states());
            passing = services.later().every(span.length().dividedBy(parts(span)), this::read);
            read();
        }
    }

    /// Stops following and reading; what is shown stays.
    void rest() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
        passing.close();
        reading.cancel();
    }

    /// As fine as is clear at a glance: 20 minutes, 2 hours, a day.
    static int parts(Span span) {
        return switch (span) {
            case DAY -> 72;
            case WEEK -> 84;
            case QUARTER -> 90;
        };
    }

    private void changed() {
        if (!states.equals(now())) {
            read();
        }
    }

    private Map<InstanceId, ShownState> now() {
        return services.health().states().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().state()));
    }

    private void read() {
        states = now();
        var wanted = span;
        var until = services.clock().instant();
        var from = until.minus(wanted.length());
        reading.<Read>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read how the fleet was", List.of(), Origin.WINDOW, true),
                                _ -> new Read(
                                        services.health().fleetOverTime(from, until, parts(wanted)),
                                        services.health().fleetChanges(from, MOST_CHANGES))),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Read>(Read found)) {
                        view.set(Optional.of(new View(wanted, from, until, found.parts, events(found.changes))));
                    }
                });
    }

    private List<Event> events(List<FleetChange> changes) {
        var fleet = services.instances().fleet().get();
        return IntStream.range(0, changes.size())
                .mapToObj(i -> {
                    var id = changes.get(i).id();
                    var change = changes.get(i).change();
                    return new Event(i, id, fleet.find(id), change.at(), change.to(), change.from(), change.words());
                })
                .toList();
    }
}
