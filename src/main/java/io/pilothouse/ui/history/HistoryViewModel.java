package io.pilothouse.ui.history;

import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.tasks.health.HealthRounds.CheckMade;
import io.pilothouse.tasks.health.HealthRounds.Latency;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What happened to one instance, newest first: what was done to it, how its state changed, and its
/// single checks; above it how it answered over time. Knows no nodes. FX thread only.
final class HistoryViewModel {

    /// Which events are listed.
    enum Show {
        ALL,
        DONE,
        STATES,
        CHECKS
    }

    /// @param number  among all events that were read, so that two of one moment differ
    /// @param state   what its state became or how it answered; empty for something that was done
    /// @param by      who did it; empty for a change of state and for a check
    /// @param latency of a check that passed
    record Event(
            long number,
            Instant at,
            Optional<ShownState> state,
            Optional<Origin> by,
            String words,
            Optional<Duration> latency,
            boolean check) {}

    /// @param read whether the store was read
    record View(Show show, boolean read, List<Event> events) {
        View {
            events = List.copyOf(events);
        }
    }

    /// How it answered over a span.
    record Past(Span span, Instant from, Instant until, List<Bar> bars, Latency latency) {
        Past {
            bars = List.copyOf(bars);
        }
    }

    private record Read(List<Event> events, Past past) {}

    static final Duration BACK = Duration.ofDays(365);

    /// How long single checks are kept.
    private static final Duration CHECKS_BACK = Duration.ofHours(48);

    private static final int MOST = 5_000;
    private static final int PARTS = 288;
    private static final int FEWER_PARTS = 72;
    private static final int POINTS = 96;

    private final UiServices services;
    private final Words words;
    private final InstanceId id;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>(new View(Show.ALL, false, List.of()));
    private final ReadOnlyObjectWrapper<Optional<Past>> past = new ReadOnlyObjectWrapper<>(Optional.empty());
    private List<Event> all = List.of();
    private Show show = Show.ALL;
    private Span span = Span.DAY;

    HistoryViewModel(UiServices services, Words words, InstanceId id) {
        this.services = services;
        this.words = words;
        this.id = id;
        reading = new Latest(services.fx());
    }

    /// Reads the store again.
    void refresh() {
        var until = services.clock().instant();
        var wanted = span;
        reading.<Read>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the history of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> new Read(read(until), past(wanted, until))),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Read>(Read found)) {
                        all = found.events;
                        past.set(Optional.of(found.past));
                        publish(true);
                    }
                });
    }

    /// Runs in a task.
    private Past past(Span wanted, Instant until) {
        var from = until.minus(wanted.length());
        return new Past(
                wanted, from, until, bars(from, until), services.health().latency(id, from, until, POINTS));
    }

    /// Bars finer than the checks are apart would show gaps where nothing is missing.
    private List<Bar> bars(Instant from, Instant until) {
        var fine = services.health().bars(id, from, until, PARTS);
        var known = IntStream.range(0, fine.size())
                .filter(i -> fine.get(i).checks() > 0)
                .summaryStatistics();
        boolean gaps = known.getCount() > 0 && known.getCount() * 3 < (known.getMax() - known.getMin() + 1) * 2L;
        return gaps ? services.health().bars(id, from, until, FEWER_PARTS) : fine;
    }

    /// Runs in a task.
    private List<Event> read(Instant until) {
        var since = until.minus(BACK);
        var events = new ArrayList<Event>();
        services.health()
                .changes(id, since, MOST)
                .forEach(change -> events.add(new Event(
                        events.size(),
                        change.at(),
                        Optional.of(change.to()),
                        Optional.empty(),
                        words.texts().said(change.words()),
                        Optional.empty(),
                        false)));
        services.activity()
                .entries(List.of(id), since, MOST)
                .forEach(entry -> events.add(new Event(
                        events.size(),
                        entry.at(),
                        Optional.empty(),
                        Optional.of(entry.origin()),
                        new RunWords(words).of(entry.words(), until),
                        Optional.empty(),
                        false)));
        services.health().checks(id, until.minus(CHECKS_BACK), MOST).forEach(check -> events.add(event(events, check)));
        events.sort(Comparator.comparing(Event::at).reversed().thenComparing(Event::number));
        return events;
    }

    private Event event(List<Event> before, CheckMade check) {
        var said = check.code()
                .map(code -> words.ofKind("fleet.cause." + code.name(), id, code.name()))
                .orElseGet(() -> words.texts().text("history.passed"));
        return new Event(
                before.size(),
                check.at(),
                Optional.of(state(check.health())),
                Optional.empty(),
                said,
                check.latency(),
                true);
    }

    private static ShownState state(Health health) {
        return switch (health) {
            case HEALTHY -> ShownState.HEALTHY;
            case UNHEALTHY -> ShownState.REFUSED;
            case ERROR -> ShownState.DOWN;
        };
    }

    void show(Show wanted) {
        show = wanted;
        publish(view.get().read());
    }

    void span(Span wanted) {
        if (span != wanted) {
            span = wanted;
            refresh();
        }
    }

    private void publish(boolean read) {
        view.set(new View(
                show,
                read,
                all.stream()
                        .filter(event -> switch (show) {
                            case ALL -> !event.check();
                            case DONE -> event.by().isPresent();
                            case STATES -> event.state().isPresent() && !event.check();
                            case CHECKS -> event.check();
                        })
                        .toList()));
    }

    void rest() {
        reading.cancel();
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Past>> past() {
        return past.getReadOnlyProperty();
    }
}
