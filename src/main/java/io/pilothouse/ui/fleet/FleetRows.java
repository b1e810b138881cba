package io.pilothouse.ui.fleet;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes the lines of the Fleet: all that is known of an instance, said in words.
final class FleetRows {

    private final UiServices services;
    private final Words words;
    private final FleetWords said;

    FleetRows(UiServices services, Words words) {
        this.services = services;
        this.words = words;
        said = new FleetWords(words);
    }

    /// What is known of an instance beside its health.
    ///
    /// @param position place in the person's own order
    /// @param former   names it had before
    /// @param drift    settings that are otherwise than at the baseline
    /// @param figured  whether the number for cards is wanted; a table that does not show it is not painted
    ///     anew for it
    record About(int position, List<String> former, FleetHistory history, int drift, boolean figured) {}

    FleetRow row(Instance instance, Optional<InstanceHealth> health, About about, FleetWork work, Instant now) {
        var id = instance.id();
        var state = health.map(InstanceHealth::state).orElse(ShownState.UNKNOWN);
        var running = work.running(id);
        boolean holding = work.cyclesOf(id) > 0 && state.problem() && state.holdsCycles();
        var matter = matter(id, health, work, holding, now);
        var until = state == ShownState.MAINTENANCE ? maintainedUntil(id, now) : Optional.<String>empty();
        var run = Optional.ofNullable(work.next().get(id));
        var goes = run.filter(planned -> !holding && planned.waiting().isEmpty());
        var figure = about.figured() ? figure(instance, health, running, run, now) : Figure.NONE;
        return new FleetRow(
                instance,
                state,
                health.map(InstanceHealth::stateSince).orElse(now),
                health.map(known -> said.detail(known, now)).orElse(""),
                services.guards().levelOf(id).compareTo(GuardLevel.GUARDED) >= 0,
                about.position(),
                about.history(),
                matter.or(() -> until).orElseGet(() -> said.fact(health)),
                running.filter(FleetRows::counted)
                        .map(task -> (double) task.done() / task.total().getAsLong())
                        .orElse(-1.0),
                matter.isEmpty(),
                goes.or(() -> run)
                        .map(planned -> goes.isPresent() ? next(planned, now) : held())
                        .orElseGet(() -> words.texts().text("common.none")),
                goes.isEmpty(),
                goes.flatMap(Planned::nextAt),
                about.former(),
                about.drift(),
                figure.value(),
                figure.caption(),
                FleetRow.Metric.OWN);
    }

    /// @return what it is doing, what is held up or what it warns of
    private Optional<String> matter(
            InstanceId id, Optional<InstanceHealth> health, FleetWork work, boolean holding, Instant now) {
        long held = work.held(id);
        if (work.running(id).isPresent()) {
            return work.running(id).map(task -> words.workKind(task.kind(), task.title()));
        }
        if (held > 0) {
            return Optional.of(words.texts().text("fleet.held", held));
        }
        if (holding) {
            return Optional.of(words.texts().text("fleet.cycles-held", work.cyclesOf(id)));
        }
        return health.filter(known -> known.state() == ShownState.WARNING).map(known -> {
            var brief = said.warned(known, now);
            return brief.isEmpty() ? words.warning(known, now) : brief;
        });
    }

    private static boolean counted(TaskView task) {
        return task.total().orElse(0) > 0;
    }

    private Optional<String> maintainedUntil(InstanceId id, Instant now) {
        return services.maintenance().planned().get().stream()
                .filter(period -> period.id().equals(id))
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
                : words.time(planned.nextAt().orElseThrow(), now);
    }

    /// @param caption what the value is
    private record Figure(String value, String caption) {
        static final Figure NONE = new Figure("", "");
    }

    /// The one number of a card: how far the work is, what the service has, or when it runs or is looked at.
    private Figure figure(
            Instance instance,
            Optional<InstanceHealth> health,
            Optional<TaskView> running,
            Optional<Planned> run,
            Instant now) {
        var texts = words.texts();
        return running.filter(FleetRows::counted)
                .map(task -> new Figure(
                        texts.text(
                                "fleet.card.of",
                                words.number(task.done()),
                                words.number(task.total().getAsLong())),
                        words.workKind(task.kind(), task.title())))
                .or(() -> said.told(health)
                        .map(fact ->
                                new Figure(said.grouped(fact.getValue()), texts.text("fleet.unit." + fact.getKey()))))
                .or(() -> run.map(planned -> new Figure(next(planned, now), texts.text("fleet.card.next-run"))))
                .or(() -> health.filter(_ -> instance.enabled())
                        .flatMap(InstanceHealth::nextCheckAt)
                        .map(at -> new Figure(words.time(at, now), texts.text("fleet.card.next-check"))))
                .orElse(Figure.NONE);
    }
}
