package io.pilothouse.ui.history;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What happened to one instance, newest first: what was done to it, and how its state changed. Knows no
/// nodes. FX thread only.
final class HistoryViewModel {

    /// Which events are listed.
    enum Show {
        ALL,
        DONE,
        STATES
    }

    /// @param state what its state became; empty for something that was done
    /// @param by    who did it; empty for a change of state
    record Event(Instant at, Optional<ShownState> state, Optional<Origin> by, String words) {}

    /// @param read whether the store was read
    record View(Show show, boolean read, List<Event> events) {}

    static final Duration BACK = Duration.ofDays(365);

    private static final int MOST = 500;

    private final UiServices services;
    private final InstanceId id;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>(new View(Show.ALL, false, List.of()));
    private List<Event> all = List.of();
    private Show show = Show.ALL;

    HistoryViewModel(UiServices services, InstanceId id) {
        this.services = services;
        this.id = id;
        reading = new Latest(services.fx());
    }

    /// Reads the store again.
    void refresh() {
        var since = services.clock().instant().minus(BACK);
        reading.<List<Event>>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the history of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> read(since)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Event>>(List<Event> events)) {
                        all = events;
                        publish(true);
                    }
                });
    }

    /// Runs in a task.
    private List<Event> read(Instant since) {
        var events = new ArrayList<Event>();
        services.health()
                .changes(id, since, MOST)
                .forEach(change ->
                        events.add(new Event(change.at(), Optional.of(change.to()), Optional.empty(), change.words())));
        services.activity()
                .entries(List.of(id), since, MOST)
                .forEach(entry -> events.add(
                        new Event(entry.at(), Optional.empty(), Optional.of(entry.origin()), entry.words())));
        events.sort(Comparator.comparing(Event::at).reversed());
        return events.stream().limit(MOST).toList();
    }

    void show(Show wanted) {
        show = wanted;
        publish(view.get().read());
    }

    private void publish(boolean read) {
        view.set(new View(
                show,
                read,
                all.stream()
                        .filter(event -> switch (show) {
                            case ALL -> true;
                            case DONE -> event.by().isPresent();
                            case STATES -> event.state().isPresent();
                        })
                        .toList()));
    }

    void rest() {
        reading.cancel();
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }
}
