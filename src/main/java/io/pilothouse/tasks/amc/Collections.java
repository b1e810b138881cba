package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Collection.Period;
import io.pilothouse.domain.amc.Collection.PeriodState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.tasks.guard.Guards;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The history of questions, one run for each week or month and instance (section 18.3). Methods block
/// on the store.
public final class Collections {

    /// Not more of one collection wait for the same instance at once, so that others get their turn.
    private static final int AHEAD = 2;

    private final AmcScheduleRepository store;
    private final AmcRunRepository runStore;
    private final QuestionRuns runs;
    private final QuestionLibrary questions;
    private final Targets targets;
    private final Guards guards;
    private final InstantSource clock;

    Collections(
            AmcScheduleRepository store,
            AmcRunRepository runStore,
            QuestionRuns runs,
            QuestionLibrary questions,
            Targets targets,
            Guards guards,
            InstantSource clock) {
        this.store = store;
        this.runStore = runStore;
        this.runs = runs;
        this.questions = questions;
        this.targets = targets;
        this.guards = guards;
        this.clock = clock;
    }

    /// What a collection will take.
    ///
    /// @param periods of each instance
    /// @param days    that the allowances need at least
    /// @param time    that the runs need one after the other, after those of the past; empty without any
    public record Plan(int periods, int runs, int days, Optional<Duration> time, List<String> sentences) {}

    /// @param counts of periods by state
    public record Status(Collection collection, Map<PeriodState, Integer> counts, List<Period> periods) {}

    /// Says beforehand what it will take.
    public Plan plan(Collection collection) {
        var today = LocalDate.ofInstant(clock.instant(), collection.zone());
        int periods = collection.eligible(today).size();
        int days = 0;
        var sentences = new ArrayList<String>();
        for (var id : collection.instances()) {
            var limit = targets.find(id).flatMap(Targets::daily);
            if (limit.isPresent()) {
                int needed = (periods + limit.get() - 1) / Math.max(1, limit.get());
                days = Math.max(days, needed);
                if (needed > 1) {
                    sentences.add(periods + " runs on " + targets.name(id) + " need " + needed + " days at "
                            + limit.get() + " a day.");
                }
            }
        }
        var took = runStore.runs(Optional.empty(), java.time.Instant.EPOCH, 200).stream()
                .filter(run -> run.ask()
                        .workflow()
                        .filter(collection.workflow()::equals)
                        .isPresent())
                .flatMap(run -> run.progress().took().stream())
                .mapToLong(Duration::toMillis)
                .average();
        int all = periods * collection.instances().size();
        var time = took.isPresent()
                ? Optional.of(Duration.ofMillis((long) (took.getAsDouble() * periods)))
                : Optional.<Duration>empty();
        return new Plan(periods, all, Math.max(1, days), time, List.copyOf(sentences));
    }

    public Status start(Collection collection, Consent consent) throws ProblemException {
        var workflow = questions.find(collection.workflow());
        var plan = plan(collection);
        if (plan.runs() == 0) {
            throw problem("There is no whole period of it that Amazon still keeps.", "Choose a later or longer time.");
        }
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        collection.instances(),
                        "run “" + workflow.title() + "” for " + plan.periods() + " periods",
                        List.of(),
                        plan.runs()),
                consent);
        store.save(collection);
        addPeriods(collection);
        tick();
        return find(collection.id());
    }

    private static ProblemException problem(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.BAD_VALUE, summary, advice));
    }

    private void addPeriods(Collection collection) {
        var today = LocalDate.ofInstant(clock.instant(), collection.zone());
        var periods = new ArrayList<Period>();
        for (var window : collection.eligible(today)) {
            for (var id : collection.instances()) {
                periods.add(new Period(
                        collection.id(), id, window.start(), window.end(), PeriodState.PENDING, "", Optional.empty()));
            }
        }
        store.addPeriods(periods);
    }

    /// @return by id
    public List<Status> all() {
        return store.collections().stream().map(this::status).toList();
    }

    public Status find(String id) throws ProblemException {
        return all().stream()
                .filter(it -> it.collection().id().equals(id)
                        || it.collection().name().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> problem("There is no collection “" + id + "”.", "Look at the list for its name."));
    }

    private Status status(Collection collection) {
        var periods = store.periods(collection.id());
        var counts = new EnumMap<PeriodState, Integer>(PeriodState.class);
        periods.forEach(period -> counts.merge(period.state(), 1, Integer::sum));
        return new Status(collection, counts, periods);
    }

    public void remove(String id) throws ProblemException {
        find(id);
        store.deleteCollection(id);
    }

    /// Asks once more for a period; what it brought before stays in the history.
    public void again(Period period) {
        store.savePeriod(
                new Period(
                        period.collection(),
                        period.instance(),
                        period.start(),
                        period.end(),
                        PeriodState.PENDING,
                        "",
                        period.run()),
                Optional.empty());
    }

    /// Does what is due.
    public void tick() {
        for (var collection : store.collections()) {
            if (collection.paused()) {
                continue;
            }
            if (collection.to().isEmpty()) {
                addPeriods(collection); // an open one goes on
            }
            var periods = store.periods(collection.id());
            for (var period : periods) {
                if (period.state() == PeriodState.RUNNING) {
                    follow(period);
                }
            }
            for (var id : collection.instances()) {
                begin(collection, id);
            }
        }
    }

    private void follow(Period period) {
        var run = period.run().flatMap(runStore::find);
        if (run.isEmpty()) {
            store.savePeriod(with(period, PeriodState.PENDING, "", Optional.empty()), Optional.empty());
        } else if (run.get().state() == RunState.READY) {
            var state = run.get().progress().empty() ? PeriodState.EMPTY : PeriodState.SUCCEEDED;
            store.savePeriod(with(period, state, "", period.run()), Optional.empty());
        } else if (run.get().state().ended()) {
            var state = run.get().state() == RunState.CANCELLED ? PeriodState.SKIPPED : PeriodState.FAILED;
            store.savePeriod(with(period, state, run.get().progress().words(), period.run()), Optional.empty());
        }
    }

    private static Period with(
            Period period, PeriodState state, String reason, Optional<io.pilothouse.domain.amc.RunId> run) {
        return new Period(period.collection(), period.instance(), period.start(), period.end(), state, reason, run);
    }

    private void begin(Collection collection, InstanceId id) {
        var own = store.periods(collection.id()).stream()
                .filter(period -> period.instance().equals(id))
                .toList();
        long running = own.stream()
                .filter(period -> period.state() == PeriodState.RUNNING)
                .count();
        var waiting = new ArrayList<>(own.stream()
                .filter(period -> period.state() == PeriodState.PENDING)
                .toList());
        if (collection.newestFirst()) {
            java.util.Collections.reverse(waiting);
        }
        for (var period : waiting.subList(0, (int) Math.min(waiting.size(), Math.max(0, AHEAD - running)))) {
            try {
                var workflow = questions.find(collection.workflow());
                var window = new TimeWindow(period.start(), period.end(), collection.zone());
                var order = QuestionRuns.Order.of(workflow.id(), List.of(id), window, collection.parameters());
                var run = runs.made(order, workflow, id, Optional.empty(), Run.Origin.COLLECTION, collection.id());
                store.savePeriod(with(period, PeriodState.RUNNING, "", Optional.of(run.id())), Optional.of(run));
                runs.told();
            } catch (ProblemException e) {
                store.savePeriod(
                        with(period, PeriodState.FAILED, e.problem().summary(), Optional.empty()), Optional.empty());
            }
        }
    }
}
