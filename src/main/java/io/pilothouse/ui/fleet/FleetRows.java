package io.pilothouse.ui.fleet;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.compare.Comparing.Drift;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the lines of the Fleet: all that is known of an instance, said in words. A line of which nothing
/// changed is the one made before: changes of a thousand instances come many times in a second. FX thread only.
final class FleetRows {

    private final UiServices services;
    private final Words words;
    private final FleetWords said;
    private final Map<InstanceId, Made> made = new HashMap<>();

    FleetRows(UiServices services, Words words) {
        this.services = services;
        this.words = words;
        said = new FleetWords(words);
    }

    /// What is known of an instance beside its health.
    ///
    /// @param position place in the person's own order
    /// @param former   names it had before
    /// @param drift    how it stands against its baseline, empty where that is not known
    /// @param figured  whether the number for cards is wanted; a table that does not show it is not painted
    ///     anew for it
    record About(int position, List<String> former, FleetHistory history, Optional<Drift> drift, boolean figured) {}

    /// All that a line is made of.
    ///
    /// @param moment now, as fine as words of time tell it
    private record From(
            Instance instance,
            Optional<InstanceHealth> health,
            About about,
            Optional<TaskView> running,
            long held,
            long cycles,
            Optional<Planned> next,
            GuardLevel level,
            List<Maintenance.Period> maintained,
            Instant moment) {

        InstanceId id() {
            return instance.id();
        }

        ShownState state() {
            return health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN);
        }
    }

    private record Made(From from, FleetRow row) {}

    FleetRow row(Instance instance, Optional<InstanceHealth> health, About about, FleetWork work, Instant now) {
        var id = instance.id();
        boolean aging = health.filter(known -> known.state().problem()).isPresent();
        var from = new From(
                instance,
                health,
                about,
                work.running(id),
                work.held(id),
                work.cyclesOf(id),
                Optional.ofNullable(work.next().get(id)),
                services.guards().levelOf(id),
                services.maintenance().planned().get(),
                now.truncatedTo(aging ? ChronoUnit.SECONDS : ChronoUnit.MINUTES));
        var known = made.get(id);
        if (known == null || !known.from.equals(from)) {
            known = new Made(from, make(from, now));
            made.put(id, known);
        }
        return known.row;
    }

    /// Forgets the lines of all others.
    void keep(Set<InstanceId> ids) {
        made.keySet().retainAll(ids);
    }

    private FleetRow make(From from, Instant now) {
        var about = from.about;
        var health = from.health;
        var state = from.state();
        boolean holding = from.cycles > 0 && state.problem() && state.holdsCycles();
        var matter = matter(from, holding, now);
        var until = state == ShownState.MAINTENANCE ? maintainedUntil(from, now) : Optional.<String>empty();
        var goes = from.next.filter(planned -> !holding && planned.waiting().isEmpty());
        var figure = about.figured() ? figure(from, now) : Figure.NONE;
        return new FleetRow(
                from.instance,
                state,
                health.map(InstanceHealth::stateSince).orElse(Instant.EPOCH),
                health.map(known -> said.detail(known, now)).orElse(""),
                from.level.compareTo(GuardLevel.GUARDED) >= 0,
                about.position(),
                about.history(),
                matter.or(() -> until).orElseGet(() -> said.fact(health)),
                from.running
                        .filter(FleetRows::counted)
                        .map(task -> (double) task.done() / task.total().getAsLong())
                        .orElse(-1.0),
                matter.isEmpty(),
                goes.or(from::next)
                        .map(planned -> goes.isPresent() ? next(planned, now) : held())
                        .orElseGet(() -> words.texts().text("common.none")),
                goes.isEmpty(),
                goes.flatMap(Planned::nextAt),
                about.former(),
                about.drift().map(drift -> said.drift(drift, now)).orElse(FleetRow.Drift.UNKNOWN),
                figure.value(),
                figure.caption(),
                FleetRow.Metric.OWN);
    }

    /// @return what it is doing, what is held up or what it warns of
    private Optional<String> matter(From from, boolean holding, Instant now) {
        if (from.running.isPresent()) {
            return from.running.map(task -> words.workKind(task.kind(), task.title()));
        }
        if (from.held > 0) {
            return Optional.of(words.texts().text("fleet.held", from.held));
        }
        if (holding) {
            return Optional.of(words.texts().text("fleet.cycles-held", from.cycles));
        }
        return from.health.filter(known -> known.state() == ShownState.WARNING).map(known -> {
            var brief = said.warned(known, now);
            return brief.isEmpty() ? words.warning(known, now) : brief;
        });
    }

    private static boolean counted(TaskView task) {
        return task.total().orElse(0) > 0;
    }

    private Optional<String> maintainedUntil(From from, Instant now) {
        return from.maintained.stream()
                .filter(period -> period.id().equals(from.id()))
                .filter(period -> !now.isBefore(period.from()) && now.isBefore(period.until()))
                .findFirst()
                .map(period -> words.texts().text("fleet.until", words.time(period.until(), now)));
    }

    private String held() {
        return words.texts().text("fleet.next.held");
    }

    private String next(Planned planned, Instant now) {
        return planned.waiting().isPresent()
                ? held()
                : planned.nextAt()
                        .map(at -> words.time(at, now))
                        .orElseGet(() -> words.texts().text("fleet.next.often"));
    }

    /// @param caption what the value is
    private record Figure(String value, String caption) {
        static final Figure NONE = new Figure("", "");
    }

    /// The one number of a card: how far the work is, what the service has, or when it runs or is looked at.
    private Figure figure(From from, Instant now) {
        var texts = words.texts();
        return from.running
                .filter(FleetRows::counted)
                .map(task -> new Figure(
                        texts.text(
                                "fleet.card.of",
                                words.number(task.done()),
                                words.number(task.total().getAsLong())),
                        words.workKind(task.kind(), task.title())))
                .or(() -> said.told(from.health)
                        .map(fact ->
                                new Figure(said.grouped(fact.getValue()), texts.text("fleet.unit." + fact.getKey()))))
                .or(() -> from.next.map(planned -> new Figure(next(planned, now), texts.text("fleet.card.next-run"))))
                .or(() -> from.health
                        .filter(_ -> from.instance.enabled())
                        .flatMap(InstanceHealth::nextCheckAt)
                        .map(at -> new Figure(words.time(at, now), texts.text("fleet.card.next-check"))))
                .orElse(Figure.NONE);
    }
}
