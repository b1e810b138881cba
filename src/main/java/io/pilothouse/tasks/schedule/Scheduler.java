package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.Figures;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.SlotRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.TaskRunner.HeldTask;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.schedule.MissedTurns.Fate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs regular work when its turn comes. A turn is claimed in the store before it runs, so that it
/// never runs twice, whatever happens to the program or the clock. Thread-safe.
public final class Scheduler implements Schedules, AutoCloseable {

    /// Work that is put in later was switched off by a person meanwhile, and has missed nothing.
    private static final Duration STARTING = Duration.ofMinutes(1);
    private static final Logger LOG = System.getLogger(Scheduler.class.getName());

    private static final Duration TICK = Duration.ofSeconds(20);
    /// Much of it waits for services, which are asked no more than two things at a time each.
    private static final int AT_ONCE = 256;
    /// The outcome of the claim that only says since when work is known.
    private static final String REGISTERED = "REGISTERED";
    /// Held work that could not start for so long is given up (contract for Amazon Marketing Cloud, 14.1).
    private static final Duration START_DEADLINE = Duration.ofHours(6);
    /// So many passed turns are looked at; more mean that the program was away for very long.
    private static final int MOST_TURNS = 2_000;
    /// So many turns that do not run are written down.
    private static final int MOST_WRITTEN = 100;

    private final SlotRepository slots;
    private final TaskRunner runner;
    private final Time time;
    private final BooleanSupplier paused;
    private final Supplier<Optional<String>> spared;
    private final BooleanSupplier outsideHours;
    private final LevelGuards guards;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final ReentrantLock lock = new ReentrantLock();
    private final Bell bell;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final ConcurrentLinkedQueue<InstanceId> gone = new ConcurrentLinkedQueue<>();
    private final Set<InstanceId> busy = new HashSet<>();
    private final Published<List<Planned>> plan = new Published<>(List.of());
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Published<Missed> missed = new Published<>(Missed.NONE);
    private volatile Instant startedAt = Instant.MAX;
    private int running;
    private @Nullable Thread loop;

    /// @param paused       whether all background work is held
    /// @param spared       why work of instances does not begin by itself now; empty when it does
    /// @param outsideHours whether this is no hour at which it does: that ends, so it is waited for
    public Scheduler(
            SlotRepository slots,
            TaskRunner runner,
            Time time,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            BooleanSupplier outsideHours,
            LevelGuards guards,
            Published<Map<InstanceId, InstanceHealth>> healths) {
        this.slots = slots;
        this.runner = runner;
        this.time = time;
        this.paused = paused;
        this.spared = spared;
        this.outsideHours = outsideHours;
        this.guards = guards;
        this.healths = healths;
        this.bell = time.bell();
    }

    /// Turns of people's work whose time came while the program was closed.
    ///
    /// @param running     that run now
    /// @param superseded  that do not run
    public record Missed(int running, int superseded, List<InstanceId> instances) {

        /// Names of the figures.
        public static final String RUNNING = "running";

        public static final String LEFT_OUT = "left-out";

        private static final Missed NONE = new Missed(0, 0, List.of());

        public Figures figures() {
            return new Figures(Map.of(RUNNING, (long) running, LEFT_OUT, (long) superseded));
        }

        private Missed and(InstanceId instance, int nowRunning, int nowSuperseded) {
            var all = new LinkedHashSet<>(instances);
            all.add(instance);
            return new Missed(running + nowRunning, superseded + nowSuperseded, List.copyOf(all));
        }
    }

    private static final class Entry {
        final ScheduledWork work;
        Instant dealtWith;
        Optional<Instant> next;
        boolean running;
        /// Whether it was not looked at since the program began.
        boolean fresh;

        Entry(ScheduledWork work, Instant dealtWith, boolean fresh) {
            this.work = work;
            this.fresh = fresh;
            this.dealtWith = dealtWith;
            this.next = work.next(dealtWith);
        }
    }

    private static final class Pending {
        final Entry entry;
        final Instant turn;
        /// Since when it could have begun, but for what holds it.
        Instant since;
        /// Whether it came by itself.
        final boolean regular;
        /// Whether a person wants it now, whatever the computer runs on.
        boolean anyway;
        /// Whether it waits only for a person to release it.
        boolean guarded;
        /// Whether a person did.
        boolean released;

        @Nullable
        HeldTask shown;

        String reason = "";

        Pending(Entry entry, Instant turn, Instant since, boolean regular) {
            this.entry = entry;
            this.regular = regular;
            this.turn = turn;
            this.since = since;
        }
    }

    @Override
    public Published<List<Planned>> plan() {
        return plan;
    }

    /// What was missed since the program ran last; grows while work is added at start.
    public Published<Missed> missed() {
        return missed;
    }

    @Override
    public List<Turn> turns(Instant from, Instant until) {
        var found = new ArrayList<Turn>();
        for (var work : works()) {
            var before = from.minusMillis(1);
            for (int i = 0; i < MOST_TURNS; i++) {
                var next = work.next(before).filter(turn -> turn.isBefore(until));
                if (next.isEmpty()) {
                    break;
                }
                found.add(new Turn(work.key(), work.instance(), next.get()));
                before = next.get();
            }
        }
        found.sort(Comparator.comparing(Turn::at).thenComparing(Turn::key));
        return found;
    }

    private List<ScheduledWork> works() {
        lock.lock();
        try {
            return entries.values().stream().map(entry -> entry.work).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PastTurn> past(Instant since) {
        return slots.since(since).stream()
                .filter(claim -> claim.key().contains("@"))
                .map(claim -> new PastTurn(
                        claim.key().substring(0, claim.key().lastIndexOf('@')),
                        claim.instance(),
                        turnOf(claim.key()),
                        claim.claimedAt(),
                        claim.endedAt(),
                        claim.outcome()))
                .filter(turn -> !turn.outcome().equals(Optional.of(REGISTERED)))
                .toList();
    }

    @Override
    public void runNow(String key) throws ProblemException {
        turn(key, true);
    }

    /// The same without a person who wants it: what the computer runs on holds it, too.
    public void turnNow(String key) throws ProblemException {
        turn(key, false);
    }

    private void turn(String key, boolean anyway) throws ProblemException {
        var now = time.instant();
        lock.lock();
        try {
            var entry = known(key);
            var waits = pending.stream().filter(one -> one.entry == entry).findFirst();
            if (anyway
                    && waits.isPresent()
                    && !waits.get().anyway
                    && spared.get().isPresent()) {
                waits.get().anyway = true;
                bell.ring();
                return;
            }
            if (entry.running || waits.isPresent()) {
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        "\"" + entry.work.request().title() + "\" runs or waits for its turn already.",
                        "Wait until it has ended."));
            }
            var turn = new Pending(entry, claimed(entry.work, now), now, false);
            turn.anyway = anyway;
            pending.add(turn);
        } finally {
            lock.unlock();
        }
        bell.ring();
    }

    @Override
    public Instant skipHeld(String key) throws ProblemException {
        Pending held;
        lock.lock();
        try {
            held = pending.stream()
                    .filter(one -> one.shown != null && one.entry.work.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> Schedules.notHeld(title(key)));
            pending.remove(held);
            giveUp(held, "left out by a person");
        } finally {
            lock.unlock();
        }
        bell.ring();
        return held.turn;
    }

    @Override
    public void releaseOnce(String key) throws ProblemException {
        lock.lock();
        try {
            pending.stream()
                    .filter(one -> one.guarded && one.entry.work.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(new Problem(
                            ProblemCode.NOT_FOUND,
                            "\"" + title(key) + "\" does not wait for a release any more.",
                            "Look at the list again.")))
                    .released = true;
        } finally {
            lock.unlock();
        }
        bell.ring();
    }

    /// @return the first moment from `now` on that no turn of the work has yet
    private Instant claimed(ScheduledWork work, Instant now) throws ProblemException {
        for (var turn = now; work.claimed(); turn = turn.plusMillis(1)) {
            if (slots.claim(key(work, turn), work.instance(), now)) {
                return turn;
            }
            if (turn.isAfter(now.plusMillis(MOST_TURNS))) {
                throw gone(); // its instance went to the trash this moment
            }
        }
        return now;
    }

    private static ProblemException gone() {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND, "There is no such regular work any more.", "Look at the list again."));
    }

    @Override
    public Instant skipNext(String key) throws ProblemException {
        Instant skipped;
        lock.lock();
        try {
            var entry = known(key);
            skipped = entry.next.orElseThrow(() -> new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    "\"" + entry.work.request().title() + "\" has no next turn.",
                    "Switch it on first.")));
            if (entry.work.claimed() && slots.claim(key(entry.work, skipped), entry.work.instance(), time.instant())) {
                end(entry.work, skipped, "SKIPPED");
            }
            entry.dealtWith = skipped;
            entry.next = entry.work.next(skipped);
        } finally {
            lock.unlock();
        }
        bell.ring();
        return skipped;
    }

    private Entry known(String key) throws ProblemException {
        var entry = entries.get(key);
        if (entry == null) {
            throw gone();
        }
        return entry;
    }

    /// Adds work, or replaces that of the same key. Turns that passed since it last ran while the program was
    /// closed are treated by its own rule; new work, and work that a person switched on, has missed none.
    /// Reads the store.
    public void put(ScheduledWork work) {
        var now = time.instant();
        var last = slots.latest(prefix(work)).map(Scheduler::turnOf).filter(turn -> !turn.isAfter(now));
        if (last.isEmpty() && work.claimed()) { // so that turns missed before its first run are known after a restart
            slots.claim(key(work, now), work.instance(), now);
            slots.end(key(work, now), now, REGISTERED);
        }
        lock.lock();
        try {
            var before = entries.get(work.key());
            boolean atStart = startedAt.equals(Instant.MAX) || now.isBefore(startedAt.plus(STARTING));
            boolean fresh = before == null && atStart;
            var dealtWith = before != null ? before.dealtWith : fresh ? last.orElse(now) : now;
            var entry = new Entry(work, dealtWith, fresh);
            entry.running = before != null && before.running;
            entries.put(work.key(), entry);
        } finally {
            lock.unlock();
        }
        bell.ring();
    }

    public void remove(String key) {
        lock.lock();
        try {
            entries.remove(key);
            pending.removeIf(waiting -> {
                boolean gone = waiting.entry.work.key().equals(key);
                if (gone) {
                    giveUp(waiting, "was removed");
                }
                return gone;
            });
        } finally {
            lock.unlock();
        }
        bell.ring();
    }

    /// Removes all work of an instance that is gone or in the trash, before anything else is begun.
    /// Waits for nothing: the caller may be in the middle of a transaction.
    public void removeAllOf(InstanceId instance) {
        gone.add(instance);
        bell.ring();
    }

    private void removeGone() {
        for (InstanceId id; (id = gone.poll()) != null; ) {
            var instance = Optional.of(id);
            entries.values().stream()
                    .filter(entry -> entry.work.instance().equals(instance))
                    .map(entry -> entry.work.key())
                    .toList()
                    .forEach(this::remove);
        }
    }

    /// Begins to run what is due. What a crash cut short is written down and not run again.
    public void start() {
        startedAt = time.instant();
        for (var claim : slots.unended()) {
            slots.end(claim.key(), time.instant(), "INTERRUPTED");
        }
        subscriptions.add(healths.subscribe(Runnable::run, _ -> bell.ring()));
        subscriptions.add(guards.released().subscribe(Runnable::run, _ -> bell.ring()));
        loop = Thread.ofVirtual().name("scheduler").start(this::loop);
    }

    /// Looks again after a pause began or ended.
    public void surroundingsChanged() {
        bell.ring();
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        var thread = loop;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        letGoOfHours();
    }

    /// Turns that wait for their hours are found again when the program starts next.
    private void letGoOfHours() {
        lock.lock();
        try {
            pending.stream()
                    .filter(waiting -> waiting.regular && waitsForHours(waiting))
                    .forEach(waiting -> slots.giveBack(key(waiting.entry.work, waiting.turn)));
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "could not give turns back that wait for their hours", e);
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        Loop.of(bell, time, () -> step(time.instant()));
    }

    /// @return when to look again
    private Instant step(Instant now) {
        lock.lock();
        try {
            removeGone();
            boolean held = paused.getAsBoolean();
            for (var entry : List.copyOf(entries.values())) {
                if (held && pausable(entry)) {
                    passBy(entry, now);
                } else {
                    collectDue(entry, now);
                }
            }
            pending.removeIf(waiting -> startOrHold(waiting, now, held));
            publish();
            return entries.values().stream()
                    .flatMap(entry -> entry.next.stream())
                    .filter(next -> next.isAfter(now))
                    .min(Comparator.naturalOrder())
                    .filter(next -> next.isBefore(now.plus(TICK)))
                    .orElse(now.plus(TICK));
        } finally {
            lock.unlock();
        }
    }

    /// The program goes on to look after its own store.
    private static boolean pausable(Entry entry) {
        return entry.work.instance().isPresent();
    }

    /// While all work is paused, turns pass without a trace.
    private static void passBy(Entry entry, Instant now) {
        if (entry.next.filter(next -> !next.isAfter(now)).isPresent()) {
            entry.dealtWith = now;
            entry.next = entry.work.next(now);
        }
    }

    /// A store that refuses leaves all as it was, for the next look: what was claimed by then is not claimed again.
    private void collectDue(Entry entry, Instant now) {
        var due = new ArrayList<Instant>();
        var next = entry.next;
        while (next.filter(turn -> !turn.isAfter(now)).isPresent() && due.size() < MOST_TURNS) {
            due.add(next.get());
            next = entry.work.next(next.get());
        }
        int written = 0;
        var decisions = entry.work.missed().decide(due, now);
        for (var decided : decisions.entrySet()) {
            var turn = decided.getKey();
            if (decided.getValue() != Fate.RUN && written++ >= MOST_WRITTEN) {
                continue;
            }
            if (!entry.work.claimed() || slots.claim(key(entry.work, turn), entry.work.instance(), now)) {
                if (decided.getValue() == Fate.RUN) {
                    var waiting = new Pending(entry, turn, now, true);
                    waiting.released = supersede(entry);
                    pending.add(waiting);
                } else {
                    end(entry.work, turn, decided.getValue().name());
                }
            }
        }
        entry.next = next;
        if (!due.isEmpty()) {
            entry.dealtWith = due.getLast();
        }
        if (due.size() == MOST_TURNS) { // away for very long
            passBy(entry, now);
        }
        if (entry.fresh) {
            entry.fresh = false;
            tellMissed(entry.work, decisions, now);
        }
    }

    private void tellMissed(ScheduledWork work, Map<Instant, Fate> decisions, Instant now) {
        var late = decisions.entrySet().stream()
                .filter(one -> one.getKey().isBefore(now.minus(MissedTurns.LATE)))
                .map(Map.Entry::getValue)
                .toList();
        if (!late.isEmpty()) {
            int run = Math.toIntExact(late.stream().filter(Fate.RUN::equals).count());
            work.instance().ifPresent(id -> missed.update(before -> before.and(id, run, late.size() - run)));
        }
    }

    /// A held turn whose next one has come does not run as well. Of those that wait for their hours the latest
    /// runs, whatever becomes of missed ones: nobody missed them.
    ///
    /// @return whether a person released it, which then holds for the next one
    private boolean supersede(Entry entry) {
        var older = pending.stream()
                .filter(waiting -> waiting.entry.work.key().equals(entry.work.key()))
                .filter(waiting -> entry.work.missed() != MissedTurns.ALL || waitsForHours(waiting))
                .toList();
        pending.removeAll(older);
        older.forEach(waiting -> giveUp(waiting, "the next turn came"));
        return older.stream().anyMatch(waiting -> waiting.released);
    }

    private boolean waitsForHours(Pending waiting) {
        return !waiting.anyway && pausable(waiting.entry) && outsideHours.getAsBoolean();
    }

    /// @return whether it waits no longer
    private boolean startOrHold(Pending waiting, Instant now, boolean pausedNow) {
        var work = waiting.entry.work;
        var verdict = verdict(waiting);
        waiting.guarded = verdict instanceof Verdict.Held(var problem) && problem.code() == ProblemCode.GUARD;
        if (verdict instanceof Verdict.Refused(var problem)) {
            giveUp(waiting, problem.summary());
            return true;
        }
        var reason = pausedNow && pausable(waiting.entry)
                ? Optional.of("Background work is paused.")
                : hold(work, verdict).or(() -> spared(waiting));
        if (reason.isPresent()) {
            if (waitsForHours(waiting)) {
                waiting.since = now;
            }
            if (!now.isBefore(waiting.since.plus(START_DEADLINE))) {
                giveUp(waiting, "could not start in time: " + reason.get());
                return true;
            }
            show(waiting, reason.get());
            return false;
        }
        boolean instanceBusy = work.instance().filter(busy::contains).isPresent();
        if (running >= AT_ONCE || instanceBusy || waiting.entry.running) {
            waiting.reason = instanceBusy ? "Other work of the instance runs first." : "Waits for its turn.";
            return false;
        }
        begin(waiting);
        return true;
    }

    private Optional<String> spared(Pending waiting) {
        return waiting.anyway || !pausable(waiting.entry) ? Optional.empty() : spared.get();
    }

    private Verdict verdict(Pending waiting) {
        var work = waiting.entry.work;
        if (work.instance().isEmpty()) {
            return new Verdict.Allowed(List.of());
        }
        var act = new Act(
                work.actionClass(),
                List.of(work.instance().get()),
                work.request().title(),
                List.of(),
                0);
        return guards.ask(act, consent(waiting));
    }

    private static Consent consent(Pending waiting) {
        var origin = waiting.entry.work.request().origin();
        return waiting.released ? Consent.released(origin) : Consent.none(origin);
    }

    private Optional<String> hold(ScheduledWork work, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed _ -> unwell(work);
            case Verdict.Ask ask -> Optional.of(ask.problem().summary());
            case Verdict.Held held -> Optional.of(held.problem().summary());
            case Verdict.Refused refused -> Optional.of(refused.problem().summary());
        };
    }

    private Optional<String> unwell(ScheduledWork work) {
        var health = work.instance().map(id -> healths.get().get(id));
        if (health.isEmpty() || !health.get().state().holdsCycles()) {
            return Optional.empty();
        }
        return Optional.of(health.get()
                .cause()
                .filter(cause -> !cause.subject().isEmpty())
                .map(cause -> RunSentence.HOST_SILENT.with(cause.subject()))
                .or(() -> health.get().problem().map(Problem::summary))
                .orElseGet(() ->
                        RunSentence.INSTANCE_IS.with(health.get().state().word().replace('-', ' '))));
    }

    private void show(Pending waiting, String reason) {
        var shown = waiting.shown;
        if (shown == null) {
            waiting.shown = runner.hold(waiting.entry.work.request(), reason);
        } else if (!waiting.reason.equals(reason)) {
            shown.reason(reason);
        }
        waiting.reason = reason;
    }

    private void giveUp(Pending waiting, String reason) {
        var shown = waiting.shown;
        if (shown == null) {
            runner.skip(waiting.entry.work.request(), reason);
        } else {
            shown.skip(reason);
        }
        end(waiting.entry.work, waiting.turn, "SKIPPED");
    }

    private void begin(Pending waiting) {
        var shown = waiting.shown;
        if (shown != null) {
            shown.drop();
        }
        var entry = waiting.entry;
        var work = entry.work;
        running++;
        entry.running = true;
        work.instance().ifPresent(busy::add);
        runner.start(work.request(), context -> {
                    work.run(waiting.turn, consent(waiting), context);
                    return waiting.turn;
                })
                .whenEnded(Runnable::run, outcome -> ended(entry, waiting.turn, outcome));
    }

    private void ended(Entry entry, Instant turn, Outcome<Instant> outcome) {
        var work = entry.work;
        try {
            end(
                    work,
                    turn,
                    switch (outcome) {
                        case Outcome.Succeeded<Instant> _ -> "SUCCEEDED";
                        case Outcome.Failed<Instant> _ -> "FAILED";
                        case Outcome.Cancelled<Instant> _ -> "CANCELLED";
                    });
        } catch (StoreException e) {
            LOG.log(
                    Level.ERROR,
                    "could not write down the end of " + work.key()
                            + work.instance().map(id -> " of " + id).orElse(""),
                    e);
        } finally {
            lock.lock();
            try {
                running--;
                entry.running = false;
                var now = entries.get(work.key());
                if (now != null) {
                    now.running = false;
                }
                work.instance().ifPresent(busy::remove);
            } finally {
                lock.unlock();
            }
            bell.ring();
        }
    }

    private void end(ScheduledWork work, Instant turn, String outcome) {
        if (work.claimed()) {
            slots.end(key(work, turn), time.instant(), outcome);
        }
    }

    private void publish() {
        var waiting = new HashMap<String, String>();
        var guarded = new HashSet<String>();
        pending.forEach(one -> {
            waiting.put(one.entry.work.key(), one.reason);
            if (one.guarded) {
                guarded.add(one.entry.work.key());
            }
        });
        var planned = entries.values().stream()
                .map(entry -> new Planned(
                        entry.work.key(),
                        entry.work.request().kind(),
                        entry.work.request().title(),
                        entry.work.instance(),
                        entry.next,
                        entry.work.missed(),
                        entry.running,
                        Optional.ofNullable(waiting.get(entry.work.key())),
                        guarded.contains(entry.work.key()) ? Set.of(Trait.WAITS_FOR_RELEASE) : Set.of()))
                .sorted(Planned.BY_NEXT)
                .toList();
        if (!planned.equals(plan.get())) {
            plan.set(planned);
        }
    }

    private static String prefix(ScheduledWork work) {
        return work.key() + "@";
    }

    private static String key(ScheduledWork work, Instant turn) {
        return prefix(work) + "%015d".formatted(turn.toEpochMilli()); // of one length, to sort by time
    }

    private static Instant turnOf(String key) {
        return Instant.ofEpochMilli(Long.parseLong(key.substring(key.lastIndexOf('@') + 1)));
    }
}
