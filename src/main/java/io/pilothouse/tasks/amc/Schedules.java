package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Questions that are put again and again, run here (section 14). Each turn is claimed in the store
/// before it begins, and ends in exactly one way. Methods block on the store.
public final class Schedules {

    private static final int MOST_SLOTS = 2_000;
    private static final int SHOWN = 30;
    private static final Duration STALLED_AFTER = Duration.ofMinutes(5);
    /// How exactly it is known since when a turn could begin, which its hours held before.
    private static final Duration HOURS_KNOWN_TO = Duration.ofMinutes(10);

    private final AmcScheduleRepository store;
    private final AmcRunRepository runStore;
    private final QuestionRuns runs;
    private final QuestionLibrary questions;
    private final Targets targets;
    private final Brands brands;
    private final HealthRounds health;
    private final Guards guards;
    private final Activity activity;
    private final Notices notices;
    private final BooleanSupplier paused;
    private final Supplier<Optional<String>> spared;
    private final BooleanSupplier outsideHours;
    private final InstantSource clock;
    private final Published<Long> changes = new Published<>(0L);

    /// Which turns a person let go though their instance is Guarded; kept until the program ends, as any release.
    private final Set<Turn> released = ConcurrentHashMap.newKeySet();

    private record Turn(String schedule, InstanceId instance, Instant at) {
        static Turn of(ScheduleSlot slot) {
            return new Turn(slot.schedule(), slot.instance(), slot.slot());
        }
    }

    /// One at a time: what is read of a schedule and its turns still holds when it is acted upon.
    private final ReentrantLock lock = new ReentrantLock();

    Schedules(
            AmcScheduleRepository store,
            AmcRunRepository runStore,
            QuestionRuns runs,
            QuestionLibrary questions,
            Targets targets,
            Brands brands,
            HealthRounds health,
            Guards guards,
            Activity activity,
            Notices notices,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            BooleanSupplier outsideHours,
            InstantSource clock) {
        this.store = store;
        this.runStore = runStore;
        this.runs = runs;
        this.questions = questions;
        this.targets = targets;
        this.brands = brands;
        this.health = health;
        this.guards = guards;
        this.activity = activity;
        this.notices = notices;
        this.paused = paused;
        this.spared = spared;
        this.outsideHours = outsideHours;
        this.clock = clock;
    }

    /// How a schedule is doing.
    ///
    /// @param next    its next turn; empty while it stands still
    /// @param latest  its latest turns, newest first, at most 30
    /// @param took    what their runs took at Amazon on average; empty before the first success
    /// @param stalled whether a turn is long due and nothing was done about it
    public record Status(
            Schedule schedule,
            Optional<Instant> next,
            List<ScheduleSlot> latest,
            Optional<Duration> took,
            boolean stalled) {

        /// @return of turns that ended in a run, the part that succeeded; NaN without any
        public double successRate() {
            long ended = latest.stream()
                    .filter(slot -> slot.state().failed() || succeeded(slot.state()))
                    .count();
            return latest.stream().filter(slot -> succeeded(slot.state())).count() / (double) ended;
        }

        /// Whether a turn that ended so brought an answer.
        public static boolean succeeded(SlotState state) {
            return state == SlotState.SUCCEEDED || state == SlotState.SUCCEEDED_EMPTY;
        }
    }

    /// Told a new number after every change.
    public Published<Long> changes() {
        return changes;
    }

    /// @return by name
    public List<Status> all() {
        return store.schedules().stream().map(this::status).toList();
    }

    private Status status(Schedule schedule) {
        var now = clock.instant();
        var next = schedule.enabled()
                ? schedule.trigger().next(schedule.cursor(), schedule.zone(), 1).stream()
                        .findFirst()
                : Optional.<Instant>empty();
        boolean stalled =
                next.filter(at -> at.plus(STALLED_AFTER).isBefore(now)).isPresent();
        var latest = store.slots(schedule.id(), SHOWN).stream().map(this::shown).toList();
        return new Status(schedule, next, latest, store.meanTook(schedule.id(), SHOWN), stalled);
    }

    /// A turn whose run the queue holds back, as for its allowance, is held for the same reason.
    private ScheduleSlot shown(ScheduleSlot slot) {
        return slot.run()
                .filter(_ -> slot.state() == SlotState.RUNNING)
                .flatMap(runStore::find)
                .filter(Run::heldBack)
                .map(run -> slot.with(SlotState.HELD, run.progress().words(), slot.run(), slot.nextAt()))
                .orElse(slot);
    }

    /// @throws ProblemException `not-found`, or `forbidden` for one of somebody else
    public Status find(String words) throws ProblemException {
        own(words.strip());
        return store.schedules().stream()
                .filter(it -> it.id().equals(words.strip()) || it.name().equalsIgnoreCase(words.strip()))
                .findFirst()
                .map(this::status)
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND,
                        "There is no schedule “" + words + "”.",
                        "Look at the list for its name."));
    }

    private void own(String id) throws ProblemException {
        if (store.foreignSchedule(id)) {
            throw new ProblemException(Targets.foreign("The schedule “" + id + "”"));
        }
    }

    /// Stores a schedule; where trigger or zone changed, turns before now are over.
    public Status save(Schedule schedule, Consent consent) throws ProblemException {
        own(schedule.id());
        questions.find(schedule.workflow());
        if (schedule.instances().isEmpty() && schedule.brand().isBlank()) {
            throw problem(
                    ProblemCode.BAD_VALUE, "The schedule has no instance.", "Name instances, or a brand that chooses.");
        }
        for (var id : schedule.instances()) {
            targets.require(id);
        }
        var now = clock.instant();
        try {
            schedule.trigger().check(now, schedule.zone());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_VALUE, "The schedule cannot run. " + e.getMessage(), "Change its times."),
                    e);
        }
        var on = schedule.instances().isEmpty() ? chosen(schedule) : schedule.instances();
        guards.require(
                new Act(
                        ActionClass.NEW_AUTOMATION,
                        on,
                        "run “" + schedule.name() + "” by itself",
                        List.of(),
                        on.size()),
                consent);
        lock.lock();
        try {
            var before = store.schedule(schedule.id());
            boolean sameTimes = before.isPresent()
                    && before.get().trigger().equals(schedule.trigger())
                    && before.get().zone().equals(schedule.zone());
            store.save(sameTimes ? schedule.withCursor(before.get().cursor()) : schedule.withCursor(now));
        } finally {
            lock.unlock();
        }
        told();
        return find(schedule.id());
    }

    public void remove(String id) throws ProblemException {
        lock.lock();
        try {
            find(id);
            store.deleteSchedule(id);
        } finally {
            lock.unlock();
        }
        told();
    }

    /// Lets it stand still, or go on from now; what fell in between is over.
    public Status pause(String id, boolean pause) throws ProblemException {
        lock.lock();
        try {
            var schedule = find(id).schedule();
            store.save(schedule.withPaused(pause ? "by-person" : "", clock.instant()));
        } finally {
            lock.unlock();
        }
        told();
        return find(id);
    }

    /// Leaves out the next turn on one instance.
    ///
    /// @return the turn left out; empty while the schedule stands still
    public Optional<Instant> skipNext(String id, InstanceId instance) throws ProblemException {
        targets.requireOwn(instance);
        var status = find(id);
        var next = nextOf(status, instance);
        if (next.isPresent()) {
            store.claim(
                    status.schedule(),
                    List.of(new ScheduleSlot(
                            id,
                            instance,
                            next.get(),
                            SlotState.SKIPPED_BY_PERSON,
                            "",
                            Optional.empty(),
                            0,
                            Optional.empty())),
                    status.schedule().cursor());
        }
        told();
        return next;
    }

    /// @return the next turn on one instance that nobody left out; empty while the schedule stands still
    public Optional<Instant> nextOf(Status status, InstanceId instance) {
        var schedule = status.schedule();
        var over = status.latest().stream()
                .filter(slot -> slot.instance().equals(instance) && slot.slot().isAfter(schedule.cursor()))
                .map(ScheduleSlot::slot)
                .toList();
        return status.next()
                .flatMap(_ -> schedule.trigger().next(schedule.cursor(), schedule.zone(), 1 + over.size()).stream()
                        .filter(at -> !over.contains(at))
                        .findFirst());
    }

    /// Lets turns begin that wait for the release of their Guarded instance; later ones wait again.
    public void releaseOnce(String id, InstanceId instance) throws ProblemException {
        var schedule = find(id).schedule();
        lock.lock();
        try {
            store.openSlots().stream()
                    .filter(slot -> slot.schedule().equals(schedule.id())
                            && slot.instance().equals(instance)
                            && slot.state() == SlotState.HELD)
                    .map(Turn::of)
                    .forEach(released::add);
        } finally {
            lock.unlock();
        }
        tick();
    }

    /// Puts the question of a schedule to one of its instances now.
    public Run runNow(String id, InstanceId instance, Consent consent) throws ProblemException {
        var schedule = find(id).schedule();
        return runs.ask(orderNow(schedule, instance), consent).getFirst();
    }

    /// @return what a turn now would ask
    public QuestionRuns.Order orderNow(Schedule schedule, InstanceId instance) throws ProblemException {
        targets.require(instance);
        var slot = new ScheduleSlot(
                schedule.id(), instance, clock.instant(), SlotState.DUE, "", Optional.empty(), 0, Optional.empty());
        var window = window(schedule, slot)
                .orElseThrow(() ->
                        problem(ProblemCode.BAD_VALUE, "There is nothing new to ask for.", "Wait for the next day."));
        return QuestionRuns.Order.of(schedule.workflow(), List.of(instance), window, schedule.parameters());
    }

    /// @return the instances it runs on now
    public List<InstanceId> instancesOf(Schedule schedule) {
        return chosen(schedule);
    }

    private void told() {
        changes.update(number -> number + 1);
    }

    /// Runs a turn that was missed or failed, whatever became of it, with the window of its time.
    public void runTurn(ScheduleSlot slot, Consent consent) throws ProblemException {
        targets.require(slot.instance());
        var schedule = find(slot.schedule()).schedule();
        guards.require(
                new Act(
                        ActionClass.COSTLY,
                        List.of(slot.instance()),
                        "run “" + schedule.name() + "” for " + slot.slot(),
                        List.of(),
                        1),
                consent);
        lock.lock();
        try {
            if (store.openSlots().stream().anyMatch(slot::sameTurn)) {
                throw problem(
                        ProblemCode.USAGE,
                        "The turn of “" + schedule.name() + "” is under way already.",
                        "Wait for its end, or cancel its run.");
            }
            store.saveSlot(new ScheduleSlot(
                    slot.schedule(),
                    slot.instance(),
                    slot.slot(),
                    SlotState.DUE,
                    Sentence.BY_A_PERSON.say(),
                    slot.run(),
                    0,
                    Optional.of(clock.instant())));
            released.add(Turn.of(slot));
        } finally {
            lock.unlock();
        }
        tick();
    }

    /// Does what is due. Calling it more often than needed, and from several threads, does no harm.
    public void tick() {
        var now = clock.instant();
        lock.lock();
        try {
            var late = new ArrayList<ScheduleSlot>();
            for (var schedule : store.schedules()) {
                if (schedule.enabled()) {
                    late.addAll(claim(schedule, now));
                } else if (schedule.cursor().isBefore(now)) {
                    store.claim(schedule, List.of(), now);
                }
            }
            tellMissed(late, now);
            for (var slot : store.openSlots()) {
                store.schedule(slot.schedule()).ifPresent(schedule -> step(schedule, slot, now));
            }
        } finally {
            lock.unlock();
        }
        told();
    }

    /// @return turns that were found too late
    private List<ScheduleSlot> claim(Schedule schedule, Instant now) {
        if (!schedule.cursor().isBefore(now)) {
            return List.of(); // the clock went back: nothing is due
        }
        var due = schedule.trigger().slots(schedule.cursor(), now, schedule.zone(), MOST_SLOTS);
        var slots = new ArrayList<ScheduleSlot>();
        for (var id : chosen(schedule)) {
            slots.addAll(Turns.of(schedule, id, due, now));
        }
        int added = store.claim(schedule, slots, due.isEmpty() ? schedule.cursor() : due.getLast());
        return added == 0
                ? List.of()
                : slots.stream()
                        .filter(slot -> slot.reason().equals(Sentence.FOUND_LATE.say()))
                        .toList();
    }

    /// Turns whose time came while the program was closed or this computer asleep: which of them run is said at
    /// once, and any of the others can be run after all.
    private void tellMissed(List<ScheduleSlot> late, Instant now) {
        if (late.isEmpty()) {
            return;
        }
        int running = (int)
                late.stream().filter(slot -> slot.state() == SlotState.DUE).count();
        var missed = new Scheduler.Missed(
                running,
                late.size() - running,
                late.stream().map(ScheduleSlot::instance).distinct().toList());
        notices.tell(Notice.of(
                        "amc-missed",
                        missed.instances(),
                        "amc-schedules",
                        missed.figures().subject(),
                        "Open the schedule to run a turn that was left out.",
                        now)
                .toldAs(AlertEvent.MISSED));
    }

    private List<InstanceId> chosen(Schedule schedule) {
        if (schedule.brand().isBlank()) {
            return schedule.instances().stream().filter(targets::own).toList();
        }
        var byInstance = brands.byInstance();
        return targets.live().stream()
                .map(Instance::id)
                .filter(id -> byInstance.getOrDefault(id, List.of()).stream()
                        .anyMatch(brand -> brand.isCalled(schedule.brand())))
                .filter(id -> lifecycle(id) == Lifecycle.ACTIVE)
                .toList();
    }

    private void step(Schedule schedule, ScheduleSlot slot, Instant now) {
        if (slot.state() == SlotState.RUNNING) {
            follow(schedule, slot, now);
        } else if (!slot.nextAt().orElse(now).isAfter(now)) {
            begin(schedule, slot, now);
        }
    }

    private void begin(Schedule schedule, ScheduleSlot slot, Instant now) {
        var instance = targets.find(slot.instance());
        if (instance.isEmpty() || !instance.get().enabled()) {
            end(schedule, slot, SlotState.SKIPPED_INACTIVE, Sentence.INSTANCE_OFF.say());
            return;
        }
        var obstacle = obstacle(schedule, slot, instance.get());
        if (obstacle.isPresent()) {
            boolean letGoLater = slot.state() == SlotState.HELD // since when is kept; its reason says something else
                    || slot.reason().equals(Sentence.FOUND_LATE.say())
                    || slot.reason().equals(Sentence.BY_A_PERSON.say());
            boolean outside = outsideHours.getAsBoolean(); // that ends: how long it may wait counts from then on
            var start = outside ? now : letGoLater ? slot.nextAt().orElse(now) : slot.slot();
            if (start.plus(schedule.deadline()).isBefore(now)) {
                end(schedule, slot, SlotState.FAILED_TO_START, obstacle.get());
                counted(schedule, true);
            } else if (slot.state() != SlotState.HELD
                    || !slot.reason().equals(obstacle.get())
                    || outside && slot.nextAt().orElse(start).isBefore(start.minus(HOURS_KNOWN_TO))) {
                store.saveSlot(slot.with(SlotState.HELD, obstacle.get(), slot.run(), Optional.of(start)));
            }
            return;
        }
        if (overlaps(slot)) {
            switch (schedule.overlap()) {
                case QUEUE -> {
                    return;
                }
                case SKIP -> {
                    end(schedule, slot, SlotState.SKIPPED_OVERLAP, Sentence.OVERLAP.say());
                    return;
                }
                case PARALLEL -> {}
            }
        }
        var made = slot.run().flatMap(runStore::find);
        if (made.filter(run -> Retries.answered(run, slot.attempts())).isPresent()) {
            store.saveSlot(slot.with(SlotState.RUNNING, "", slot.run(), Optional.empty()));
            return;
        }
        var unsent = made.filter(run -> run.progress().neverArrived());
        if (unsent.isPresent()) {
            store.saveSlot(slot.with(SlotState.RUNNING, "", slot.run(), Optional.of(now)));
            runs.sendAgain(unsent.get());
            return;
        }
        var window = window(schedule, slot);
        if (window.isEmpty()) {
            end(schedule, slot, SlotState.SKIPPED_NO_NEW_DATA, Sentence.NOTHING_NEW.say());
            return;
        }
        try {
            var workflow = questions.find(schedule.workflow());
            var order =
                    QuestionRuns.Order.of(workflow.id(), List.of(slot.instance()), window.get(), schedule.parameters());
            var name = runs.due(
                    slot.slot(),
                    schedule.id(),
                    slot.instance().value(),
                    slot.slot().toString(),
                    Integer.toString(slot.attempts()));
            var run = runs.made(
                    name, order, workflow, slot.instance(), Optional.empty(), Run.Origin.SCHEDULE, schedule.id());
            store.begin(slot.with(SlotState.RUNNING, "", Optional.of(run.id()), Optional.empty()), run);
            runs.told();
        } catch (ProblemException e) {
            end(schedule, slot, SlotState.FAILED, e.problem().summary());
            counted(schedule, true);
        }
    }

    private Optional<TimeWindow> window(Schedule schedule, ScheduleSlot slot) {
        var day = LocalDate.ofInstant(slot.slot(), schedule.zone());
        var last = schedule.window() instanceof WindowRule.SinceLastSuccess
                ? lastSuccess(schedule, slot.instance())
                : Optional.<LocalDate>empty();
        return schedule.window().windowOf(day, schedule.lagDays(), schedule.zone(), last);
    }

    /// @return the end of the days that were asked for last with success
    private Optional<LocalDate> lastSuccess(Schedule schedule, InstanceId instance) {
        return store.slots(schedule.id(), 500).stream()
                .filter(it -> it.instance().equals(instance))
                .filter(it -> it.state() == SlotState.SUCCEEDED || it.state() == SlotState.SUCCEEDED_EMPTY)
                .flatMap(it -> it.run().stream())
                .flatMap(id -> runStore.find(id).stream())
                .map(run -> run.ask().window().end())
                .max(LocalDate::compareTo);
    }

    private boolean overlaps(ScheduleSlot slot) {
        return store.openSlots().stream()
                .anyMatch(other -> other.schedule().equals(slot.schedule())
                        && other.instance().equals(slot.instance())
                        && other.state() == SlotState.RUNNING);
    }

    private Lifecycle lifecycle(InstanceId id) {
        var known = health.states().get().get(id);
        return known == null ? Lifecycle.PENDING : known.lifecycle();
    }

    private Optional<String> obstacle(Schedule schedule, ScheduleSlot slot, Instance instance) {
        if (paused.getAsBoolean()) {
            return Optional.of(Sentence.ALL_PAUSED.say());
        }
        var lifecycle = lifecycle(instance.id());
        if (lifecycle != Lifecycle.ACTIVE) {
            return Optional.of(
                    (lifecycle == Lifecycle.PENDING ? Sentence.UNPROVEN : Sentence.IN_ERROR).say(instance.name()));
        }
        var act = new Act(
                ActionClass.BACKGROUND_CYCLE, List.of(slot.instance()), "run “" + schedule.name() + "”", List.of(), 1);
        var consent =
                released.contains(Turn.of(slot)) ? Consent.released(Origin.SCHEDULE) : Consent.none(Origin.SCHEDULE);
        return switch (guards.ask(act, consent)) {
            case Verdict.Allowed _ -> spared.get();
            case Verdict.Ask ask -> Optional.of(ask.problem().summary());
            case Verdict.Refused refused -> Optional.of(refused.problem().summary());
            case Verdict.Held held -> Optional.of(held.problem().summary());
        };
    }

    private void follow(Schedule schedule, ScheduleSlot slot, Instant now) {
        var run = slot.run().flatMap(runStore::find);
        if (run.isEmpty()) {
            end(schedule, slot, SlotState.FAILED, Sentence.RUN_GONE.say());
            return;
        }
        var state = run.get().state();
        if (state == RunState.QUEUED && late(slot, schedule, run.get(), now)) {
            var given = run.get().progress().ended(RunState.CANCELLED, now, "", "", Optional.empty());
            if (runStore.move(run.get().with(given), RunState.QUEUED)) { // else it has just been let go
                end(
                        schedule,
                        slot,
                        SlotState.FAILED_TO_START,
                        run.get().progress().words());
                counted(schedule, true);
            }
            return;
        }
        if (!state.ended()) {
            return;
        }
        if (state == RunState.READY) {
            end(schedule, slot, run.get().progress().empty() ? SlotState.SUCCEEDED_EMPTY : SlotState.SUCCEEDED, "");
            counted(schedule, false);
            return;
        }
        if (state == RunState.CANCELLED) {
            end(schedule, slot, SlotState.CANCELLED, "");
            return;
        }
        var words = run.get().progress().words();
        var pause = Retries.pause(run.get(), slot.attempts());
        if (pause.isPresent()) {
            store.saveSlot(slot.again(now.plus(pause.get()), words));
        } else {
            end(schedule, slot, SlotState.FAILED, words);
            counted(schedule, true);
        }
    }

    /// A run that waits for its instance or its allowance may do so only so long since it was let go.
    private static boolean late(ScheduleSlot slot, Schedule schedule, Run run, Instant now) {
        var start = Stream.of(run.ask().createdAt(), slot.slot(), slot.nextAt().orElse(slot.slot()))
                .max(Instant::compareTo)
                .orElseThrow();
        return start.plus(schedule.deadline()).isBefore(now);
    }

    private void end(Schedule schedule, ScheduleSlot slot, SlotState state, String why) {
        store.saveSlot(slot.with(state, why, slot.run(), Optional.empty()));
        if (state == SlotState.FAILED_TO_START) {
            notices.tell(Notice.of(
                    "amc-schedule/" + schedule.id() + "/start",
                    List.of(slot.instance()),
                    "amc-schedules",
                    RunSentence.TURN_NOT_STARTED.with(schedule.name(), targets.name(slot.instance()), why),
                    "Repair the instance, then run the turn from the schedule's page.",
                    clock.instant()));
        } else if (state == SlotState.SUCCEEDED || state == SlotState.SUCCEEDED_EMPTY) {
            notices.tell(Notice.over(
                    "amc-schedule/" + schedule.id() + "/start",
                    List.of(slot.instance()),
                    "amc-schedules",
                    "“" + schedule.name() + "” runs again on " + targets.name(slot.instance()) + ".",
                    clock.instant()));
        }
        if (state.failed()) {
            activity.record(Activity.now(
                    clock.instant(),
                    slot.instance(),
                    Origin.SCHEDULE,
                    "amc-schedule",
                    "“" + schedule.name() + "” of " + targets.name(slot.instance()) + " for " + slot.slot() + " "
                            + (state == SlotState.FAILED ? "failed" : "could not start") + ": " + why));
        }
    }

    private void counted(Schedule schedule, boolean failed) {
        var now = store.schedule(schedule.id()).orElse(schedule);
        var next = now.withFailures(failed ? now.failures() + 1 : 0);
        store.save(next);
        if (now.enabled() && !next.enabled()) {
            notices.tell(Notice.of(
                    "amc-schedule/" + schedule.id(),
                    chosen(schedule),
                    "amc-schedules",
                    RunSentence.SCHEDULE_STILL.with(schedule.name(), next.failures()),
                    "Look at its latest run, then let it go on.",
                    clock.instant()));
            for (var id : chosen(schedule)) {
                activity.record(Activity.now(
                        clock.instant(),
                        id,
                        Origin.SCHEDULE,
                        "amc-schedule",
                        "“" + schedule.name() + "” stands still after " + next.failures() + " failures in a row."));
            }
        }
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
