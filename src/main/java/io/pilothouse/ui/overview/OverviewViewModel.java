package io.pilothouse.ui.overview;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.tasks.health.HealthRounds.Bar;
import io.pilothouse.tasks.health.HealthRounds.Latency;
import io.pilothouse.tasks.health.HealthRounds.StateChange;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// What the overview of one instance shows. Made for that instance and never moved to another. Knows no
/// nodes. FX thread only.
final class OverviewViewModel {

    /// How many bars stand for one span, and how many points for the chart.
    static final int PARTS = 64;

    static final int POINTS = 96;

    /// History is read anew at most so often while the page is open.
    static final Duration READ_AGAIN = Duration.ofSeconds(30);

    /// A certificate that ends sooner is told.
    static final Duration CERTIFICATE_SOON = Duration.ofDays(21);

    private static final int CHANGES = 8;

    /// Among so many the last outage is looked for.
    private static final int MOST_CHANGES = 5_000;

    private static final int LATELY = 6;
    private static final int TURNS = 6;

    /// Something that is wrong.
    ///
    /// @param strong what, in a few words
    /// @param rest   what it means, may be empty
    /// @param link   page that helps
    record Trouble(ShownState sign, String strong, String rest, Optional<URI> link) {}

    /// How the instance is, from memory.
    ///
    /// @param since since when it is seen so; empty before anything is known
    record Now(
            Instance instance,
            ShownState state,
            Optional<Instant> since,
            boolean checked,
            List<Trouble> troubles,
            List<Facts.Fact> facts,
            List<Turn> turns) {}

    /// A piece of regular work.
    ///
    /// @param next  "in 12 min, 14:30"; empty where no turn is planned
    /// @param about why it waits, or that it runs
    record Turn(String title, String next, String about, boolean held) {}

    /// What is remembered of it, read from the store.
    ///
    /// @param changes the newest few
    /// @param outage  the change with which the last one began
    /// @param latency of the span that was chosen when it was read
    /// @param rules   what comes next by rules that the plan of this program does not hold, as scheduled questions
    record Past(
            Map<Span, List<Bar>> bars,
            Span span,
            Latency latency,
            Instant from,
            Instant until,
            List<StateChange> changes,
            Optional<StateChange> outage,
            List<Activity.Entry> lately,
            List<RuleLine> rules) {

        /// @return share of checks that passed; empty without any
        Optional<Double> passed(Span of) {
            long checks = bars.getOrDefault(of, List.of()).stream()
                    .mapToLong(Bar::checks)
                    .sum();
            long passed = bars.getOrDefault(of, List.of()).stream()
                    .mapToLong(Bar::passed)
                    .sum();
            return checks == 0 ? Optional.empty() : Optional.of(passed / (double) checks);
        }
    }

    private final UiServices services;
    private final Words words;
    private final InstanceId id;
    private final Facts facts;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<Optional<Now>> now = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Past>> past = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Span> span = new SimpleObjectProperty<>(Span.DAY);
    private Optional<Batch> batch = Optional.empty();
    private Instant readAt = Instant.MIN;
    private List<RuleLine> rules = List.of();

    OverviewViewModel(UiServices services, Words words, InstanceId id) {
        this.services = services;
        this.words = words;
        this.id = id;
        facts = new Facts(words);
        reading = new Latest(services.fx());
        refreshNow();
        span.addListener((_, _, _) -> read());
    }

    /// Follows the instance until [#rest()].
    void follow() {
        batch = Optional.of(new Batch(services.later(), services.fx(), this::refresh)
                .on(services.health().states())
                .on(services.schedules().plan())
                .on(services.instances().fleet()));
        refresh();
    }

    /// Keeps what is shown; asks for nothing more.
    void rest() {
        batch.ifPresent(Batch::close);
        batch = Optional.empty();
        reading.cancel();
    }

    private void refresh() {
        refreshNow();
        if (readAt.plus(READ_AGAIN).isBefore(services.clock().instant()) && !reading.busy()) {
            read();
        }
    }

    private void refreshNow() {
        services.instances().find(id).ifPresent(instance -> {
            var at = services.clock().instant();
            var health = Optional.ofNullable(services.health().states().get().get(id));
            var turns = services.schedules().plan().get().stream()
                    .filter(planned -> planned.instance().equals(Optional.of(id)))
                    .limit(TURNS)
                    .map(planned -> turn(planned, at))
                    .toList();
            now.set(Optional.of(new Now(
                    instance,
                    health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN),
                    health.map(InstanceHealth::stateSince),
                    health.flatMap(InstanceHealth::lastCheckAt).isPresent(),
                    troubles(health, at),
                    facts.of(instance, health, services.guards().levelOf(id), at),
                    turns.isEmpty() ? rules.stream().map(rule -> turn(rule, at)).toList() : turns)));
        });
    }

    private Turn turn(RuleLine rule, Instant at) {
        return new Turn(
                new RunWords(words).name(rule),
                next(rule.next(), at),
                rule.running() ? words.texts().text("overview.turn-runs") : new RunWords(words).of(rule.why(), at),
                false);
    }

    private String next(Optional<Instant> planned, Instant at) {
        return planned.map(next -> next.isAfter(at)
                        ? words.texts()
                                .text("overview.turn", words.until(Duration.between(at, next)), words.time(next, at))
                        : words.time(next, at))
                .orElseGet(() -> words.texts().text("common.none"));
    }

    private Turn turn(Planned planned, Instant at) {
        return new Turn(
                words.workKind(planned.kind(), planned.title()),
                planned.is(Trait.OFTEN) ? words.texts().text("overview.turn-often") : next(planned.nextAt(), at),
                planned.running()
                        ? words.texts().text("overview.turn-runs")
                        : planned.waiting()
                                .map(why -> new RunWords(words).of(why, at))
                                .orElse(""),
                planned.waiting().isPresent());
    }

    private List<Trouble> troubles(Optional<InstanceHealth> health, Instant at) {
        var troubles = new ArrayList<Trouble>();
        var answer = health.flatMap(InstanceHealth::answer);
        answer.ifPresent(known -> known.warnings().stream()
                .sorted((a, b) -> b.severity().compareTo(a.severity()))
                .forEach(warning -> troubles.add(trouble(warning))));
        answer.flatMap(known -> known.certificateEnds())
                .filter(ends -> ends.isBefore(at.plus(CERTIFICATE_SOON)))
                .ifPresent(ends -> troubles.add(new Trouble(
                        ShownState.WARNING,
                        ends.isAfter(at)
                                ? words.texts().text("overview.certificate-soon", words.age(Duration.between(at, ends)))
                                : words.texts().text("overview.certificate-over", words.time(ends, at)),
                        ends.isAfter(at) ? words.texts().text("overview.certificate-rest", words.time(ends, at)) : "",
                        Optional.empty())));
        answer.filter(known -> known.usedSecondAddress())
                .ifPresent(_ -> troubles.add(new Trouble(
                        ShownState.WARNING,
                        words.texts().text("overview.second-used"),
                        words.texts().text("overview.second-used-rest"),
                        Optional.empty())));
        return troubles;
    }

    /// The service's own words: its first sentence is what is wrong, the others what it means.
    private Trouble trouble(ServiceWarning warning) {
        var text = words.texts().said(warning.text()).strip();
        int end = text.indexOf(". ");
        return new Trouble(
                warning.severity() == ServiceWarning.Severity.NOTICE ? ShownState.CHECKING : ShownState.WARNING,
                end < 0 ? text : text.substring(0, end + 1),
                end < 0 ? "" : text.substring(end + 2),
                warning.link().map(URI::create));
    }

    private void read() {
        var wanted = span.get();
        var until = services.clock().instant();
        reading.<Past>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the history of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> read(wanted, until)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Past>(Past read)) {
                        readAt = until;
                        rules = read.rules();
                        past.set(Optional.of(read));
                        refreshNow();
                    }
                });
    }

    /// Runs in a task.
    private Past read(Span wanted, Instant until) {
        var bars = new EnumMap<Span, List<Bar>>(Span.class);
        for (var each : Span.values()) {
            bars.put(each, services.health().bars(id, until.minus(each.length()), until, PARTS));
        }
        var from = until.minus(wanted.length());
        var changes = services.health().changes(id, until.minus(Span.QUARTER.length()), MOST_CHANGES);
        return new Past(
                bars,
                wanted,
                services.health().latency(id, from, until, POINTS),
                from,
                until,
                changes.stream().limit(CHANGES).toList(),
                changes.stream()
                        .filter(change -> change.to() == ShownState.DOWN)
                        .findFirst(),
                services.activity().entries(List.of(id), until.minus(Span.QUARTER.length()), LATELY),
                services.cycleDesk().rules().stream()
                        .filter(rule -> rule.instance().equals(id)
                                && rule.enabled()
                                && rule.next().isPresent())
                        .sorted(Comparator.comparing(rule -> rule.next().orElseThrow()))
                        .limit(TURNS)
                        .toList());
    }

    InstanceId id() {
        return id;
    }

    ReadOnlyObjectProperty<Optional<Now>> now() {
        return now.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Past>> past() {
        return past.getReadOnlyProperty();
    }

    ObjectProperty<Span> span() {
        return span;
    }
}
