package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.Collection.Period;
import io.pilothouse.domain.amc.Collection.PeriodState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.tasks.guard.Guards;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

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

    /// One at a time: what is read of a collection and its periods still holds when it is acted upon.
    private final ReentrantLock lock = new ReentrantLock();

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

    /// @param counts   of periods by state
    /// @param forecast what is still to come; empty once nothing is
    public record Status(
            Collection collection,
            Map<PeriodState, Integer> counts,
            List<Period> periods,
            Optional<Forecast> forecast) {}

    /// When a collection will have all that it may ask for now.
    ///
    /// @param left runs that are still to be made
    /// @param days that the allowances need for them, today included
    /// @param time that the slowest instance needs, after runs of the past; empty without any
    public record Forecast(int left, int days, Optional<Duration> time) {}

    /// Says beforehand what it will take.
    public Plan plan(Collection collection) throws ProblemException {
        for (var id : collection.instances()) {
            targets.require(id);
        }
        var today = LocalDate.ofInstant(clock.instant(), collection.zone());
        int periods = collection.eligible(today).size();
        int days = 0;
        var sentences = new ArrayList<String>();
        for (var id : collection.instances()) {
            var limit = targets.find(id).flatMap(Targets::daily);
            if (limit.isPresent()) {
                int needed = days(periods, limit.get(), limit.get());
                days = Math.max(days, needed);
                if (needed > 1) {
                    sentences.add(Sentence.NEEDS_DAYS.say(periods, targets.name(id), needed, limit.get()));
                }
            }
        }
        var time = runs.usually(collection.workflow()).map(one -> one.multipliedBy(periods));
        int all = periods * collection.instances().size();
        return new Plan(periods, all, Math.max(1, days), time, List.copyOf(sentences));
    }

    /// @param today runs that today's allowance still lets go
    private static int days(int runs, int today, int limit) {
        int later = Math.max(0, runs - Math.max(0, today));
        return (runs > 0 ? 1 : 0) + (later + limit - 1) / Math.max(1, limit);
    }

    private Optional<Forecast> forecast(Collection collection, List<Period> periods) {
        var left = new HashMap<InstanceId, Integer>();
        periods.stream().filter(Period::open).forEach(period -> left.merge(period.instance(), 1, Integer::sum));
        if (left.isEmpty()) {
            return Optional.empty();
        }
        var used = runStore.submittedSince(clock.instant()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant());
        int days = 1;
        for (var entry : left.entrySet()) {
            var limit = targets.find(entry.getKey()).flatMap(Targets::daily);
            if (limit.isPresent()) {
                int today = limit.get() - used.getOrDefault(entry.getKey(), 0);
                days = Math.max(days, days(entry.getValue(), today, limit.get()));
            }
        }
        int most = left.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Optional.of(new Forecast(
                left.values().stream().mapToInt(Integer::intValue).sum(),
                days,
                runs.usually(collection.workflow()).map(one -> one.multipliedBy(most))));
    }

    public Status start(Collection collection, Consent consent) throws ProblemException {
        own(collection.id());
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
        addPeriods(collection, List.of());
        tick();
        return find(collection.id());
    }

    private static ProblemException problem(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.BAD_VALUE, summary, advice));
    }

    /// @param known of the collection
    /// @return whether there were new ones
    private boolean addPeriods(Collection collection, List<Period> known) {
        record Place(InstanceId instance, LocalDate start) {}
        var there = new HashSet<Place>();
        known.forEach(period -> there.add(new Place(period.instance(), period.start())));
        var today = LocalDate.ofInstant(clock.instant(), collection.zone());
        var periods = new ArrayList<Period>();
        for (var window : collection.eligible(today)) {
            for (var id : collection.instances()) {
                if (!there.contains(new Place(id, window.start()))) {
                    periods.add(Period.pending(collection.id(), id, window.start(), window.end()));
                }
            }
        }
        return !periods.isEmpty() && store.addPeriods(periods) > 0;
    }

    /// @return by id
    public List<Status> all() {
        return store.collections().stream().map(this::status).toList();
    }

    /// @throws ProblemException if there is none, or `forbidden` for one of somebody else
    public Status find(String id) throws ProblemException {
        own(id);
        return store.collections().stream()
                .filter(it -> it.id().equals(id) || it.name().equalsIgnoreCase(id))
                .findFirst()
                .map(this::status)
                .orElseThrow(() -> problem("There is no collection “" + id + "”.", "Look at the list for its name."));
    }

    private void own(String id) throws ProblemException {
        if (store.foreignCollection(id)) {
            throw new ProblemException(Targets.foreign("The collection “" + id + "”"));
        }
    }

    private Status status(Collection collection) {
        var periods = store.periods(collection.id());
        var counts = new EnumMap<PeriodState, Integer>(PeriodState.class);
        periods.forEach(period -> counts.merge(period.state(), 1, Integer::sum));
        return new Status(collection, counts, periods, forecast(collection, periods));
    }

    public void remove(String id) throws ProblemException {
        lock.lock();
        try {
            find(id);
            store.deleteCollection(id);
        } finally {
            lock.unlock();
        }
    }

    /// Lets it stand still, or go on. What was sent is followed to its end.
    public Status pause(String id, boolean pause) throws ProblemException {
        lock.lock();
        try {
            store.save(find(id).collection().withPaused(pause));
            return find(id);
        } finally {
            lock.unlock();
        }
    }

    /// Asks once more for a period; what it brought before counts until there is something newer.
    public void again(Period period, Consent consent) throws ProblemException {
        targets.requireOwn(period.instance());
        var collection = find(period.collection()).collection();
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        List.of(period.instance()),
                        "run “" + collection.name() + "” for " + period.start() + " again",
                        List.of(),
                        1),
                consent);
        lock.lock();
        try {
            boolean underWay = find(collection.id()).periods().stream()
                    .anyMatch(it -> it.instance().equals(period.instance())
                            && it.start().equals(period.start())
                            && it.open());
            if (!underWay) {
                store.savePeriod(period.anew(), Optional.empty());
            }
        } finally {
            lock.unlock();
        }
        tick();
    }

    /// Does what is due. Calling it more often than needed, and from several threads, does no harm.
    public void tick() {
        lock.lock();
        try {
            turn();
        } finally {
            lock.unlock();
        }
    }

    private void turn() {
        for (var collection : store.collections()) {
            var periods = new ArrayList<>(store.periods(collection.id()));
            boolean more = !collection.paused() && collection.to().isEmpty() && addPeriods(collection, periods);
            if (more) { // an open one goes on
                periods.clear();
                periods.addAll(store.periods(collection.id()));
            }
            periods.replaceAll(period -> period.underWay() ? followed(collection, period) : period);
            if (!collection.paused()) {
                begin(collection, periods);
            }
        }
    }

    /// @return how a period stands now that had a run under way
    private Period followed(Collection collection, Period period) {
        var run = period.run().flatMap(runStore::find);
        var next = run.isEmpty()
                ? period.with(PeriodState.PENDING, "", Optional.empty())
                : run.get().state().ended() ? ended(collection, period, run.get()) : waiting(period, run.get());
        if (!next.equals(period)) {
            store.savePeriod(next, Optional.empty());
        }
        return next;
    }

    /// One whose run the queue holds back is held for the same reason.
    private static Period waiting(Period period, Run run) {
        return run.heldBack()
                ? period.with(PeriodState.HELD, run.progress().words(), period.run())
                : period.with(PeriodState.RUNNING, "", period.run());
    }

    private Period ended(Collection collection, Period period, Run run) {
        var words = run.progress().words();
        if (run.state() == RunState.READY) {
            return period.with(brought(run), "", period.run());
        }
        var pause =
                run.state() == RunState.CANCELLED ? Optional.<Duration>empty() : Retries.pause(run, period.attempts());
        if (pause.isPresent()) {
            return period.retried(clock.instant().plus(pause.get()), words);
        }
        var older = runStore.newestReady(
                Run.Origin.COLLECTION, collection.id(), period.instance(), period.start(), period.end());
        return older.map(it -> period.with(brought(it), words, Optional.of(it.id())))
                .orElseGet(() -> period.with(
                        run.state() == RunState.CANCELLED ? PeriodState.SKIPPED : PeriodState.FAILED,
                        words,
                        period.run()));
    }

    private static PeriodState brought(Run run) {
        return run.progress().empty() ? PeriodState.EMPTY : PeriodState.SUCCEEDED;
    }

    /// Lets the next periods of each instance go.
    private void begin(Collection collection, List<Period> periods) {
        var now = clock.instant();
        var byInstance = new HashMap<InstanceId, List<Period>>();
        periods.forEach(period -> byInstance
                .computeIfAbsent(period.instance(), _ -> new ArrayList<>())
                .add(period));
        for (var id : collection.instances()) {
            var own = byInstance.getOrDefault(id, List.of());
            long room = AHEAD - own.stream().filter(Period::underWay).count();
            boolean on = targets.find(id).filter(Instance::enabled).isPresent();
            if (on && room > 0) {
                var waiting = own.stream()
                        .filter(period -> period.state() == PeriodState.PENDING
                                && !period.nextAt().orElse(now).isAfter(now))
                        .toList();
                (collection.newestFirst() ? waiting.reversed() : waiting)
                        .stream().limit(room).forEach(period -> begin(collection, period));
            }
        }
    }

    private void begin(Collection collection, Period period) {
        var made = period.run().flatMap(runStore::find);
        if (made.filter(run -> Retries.answered(run, period.attempts())).isPresent()) {
            store.savePeriod(period.with(PeriodState.RUNNING, "", period.run()), Optional.empty());
            return;
        }
        var unsent = made.filter(run -> run.progress().neverArrived());
        if (unsent.isPresent()) {
            store.savePeriod(period.with(PeriodState.RUNNING, "", period.run()), Optional.empty());
            runs.sendAgain(unsent.get());
            return;
        }
        try {
            var workflow = questions.find(collection.workflow());
            var id = period.instance();
            var window = new TimeWindow(period.start(), period.end(), collection.zone());
            var order = QuestionRuns.Order.of(workflow.id(), List.of(id), window, collection.parameters());
            var name = runs.due(
                    window.endsAt(),
                    collection.id(),
                    id.value(),
                    period.start().toString(),
                    Integer.toString(period.attempts()));
            var run = runs.made(name, order, workflow, id, Optional.empty(), Run.Origin.COLLECTION, collection.id());
            store.savePeriod(period.with(PeriodState.RUNNING, "", Optional.of(run.id())), Optional.of(run));
            runs.told();
        } catch (ProblemException e) {
            store.savePeriod(
                    period.with(PeriodState.FAILED, e.problem().summary(), Optional.empty()), Optional.empty());
        }
    }
}
