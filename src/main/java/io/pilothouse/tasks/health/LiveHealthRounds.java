package io.pilothouse.tasks.health;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckLane;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.HealthEvent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.InstanceEvent;
import io.pilothouse.tasks.instance.StoredInstances;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The health rounds: one loop that waits for the next check that is due and starts it as a quiet
/// task. Thread-safe.
public final class LiveHealthRounds implements HealthRounds, AutoCloseable {

    private static final Logger LOG = System.getLogger(LiveHealthRounds.class.getName());

    /// The loop looks at the clock at least so often, for maintenance, timetables and jumps of the clock.
    private static final Duration TICK = Duration.ofSeconds(15);
    /// A loop that comes this much too late, or before its time, has slept with its computer.
    private static final Duration JUMP = Duration.ofSeconds(60);
    /// After wake-up, a change of network or a pause: one round over this time (console design 3.6).
    private static final Duration ROUND = Duration.ofSeconds(30);
    /// The first checks of a fleet do not start together: so much for each, at most [#ROUND].
    private static final Duration STAGGER = Duration.ofMillis(50);
    /// An answer younger than this says how things are now.
    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration MEDIAN_EVERY = Duration.ofHours(1);

    private record Due(Instant at, InstanceId id) {}

    /// What the rounds need from others.
    ///
    /// @param connected     whether this computer has any network
    /// @param paused        whether background work is held
    /// @param inMaintenance whether an instance is expected to misbehave now
    /// @param asleep        whether an instance is off by its own timetable now
    /// @param pace          the pace a person chose for all, in place of a usual one
    public record Surroundings(
            BooleanSupplier connected,
            BooleanSupplier paused,
            Predicate<InstanceId> inMaintenance,
            Predicate<InstanceId> asleep,
            UnaryOperator<CheckPace> pace) {}

    private final Database database;
    private final HealthRepository repository;
    private final HealthHistory history;
    private final StoredInstances instances;
    private final ConnectorKinds kinds;
    private final InstanceChecks checks;
    private final TaskRunner runner;
    private final Time time;
    private final RandomGenerator random;
    private final Surroundings surroundings;
    private final CheckSlots slots = new CheckSlots();
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock tellingLock = new ReentrantLock();
    private final ReentrantLock storingLock = new ReentrantLock();
    private final FleetHealth model;
    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Published<Map<InstanceId, InstanceHealth>> states = new Published<>(Map.of());
    private final Published<List<Cause>> causes = new Published<>(List.of());
    private final Bell bell;
    private final Soon publishing;
    /// What changes with every check and is nothing to look up for: when, how fast.
    private final Soon publishingFigures;
    private final Soon storing;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Set<InstanceId> locked = Set.of();
    private Instant lookedAt = Instant.EPOCH;
    private boolean wasPaused;
    private @Nullable Thread loop;

    /// Reads the store.
    ///
    /// @param publishEvery shortest time between two news for screens; the store is written at most
    ///                     every ten of these
    public LiveHealthRounds(
            Database database,
            StoredInstances instances,
            ConnectorKinds kinds,
            InstanceChecks checks,
            TaskRunner runner,
            Time time,
            RandomGenerator random,
            Surroundings surroundings,
            Duration publishEvery) {
        this.database = database;
        this.repository = new HealthRepository(database);
        this.history = new HealthHistory(repository);
        this.instances = instances;
        this.kinds = kinds;
        this.checks = checks;
        this.runner = runner;
        this.time = time;
        this.random = random;
        this.surroundings = surroundings;
        this.bell = time.bell();
        this.model = new FleetHealth(
                () -> instances.fleet().get(),
                surroundings.inMaintenance(),
                surroundings.asleep(),
                surroundings.connected());
        restore();
        publishing = new Soon("publish health", time, publishEvery, this::publish);
        publishingFigures = new Soon("publish figures of health", time, publishEvery.multipliedBy(50), this::publish);
        storing = new Soon("store health", time, publishEvery.multipliedBy(10), this::store);
        instances.whenChanged(this::instanceChanged);
        subscriptions.add(instances.fleet().subscribe(Runnable::run, fleet -> locksChanged(fleet.locked())));
        publish();
    }

    @Override
    public Published<Map<InstanceId, InstanceHealth>> states() {
        return states;
    }

    @Override
    public Published<List<Cause>> causes() {
        return causes;
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (loop != null) {
                return;
            }
            stagger();
            loop = Thread.ofVirtual().name("health rounds").start(this::loop);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<InstanceId, HealthCheck> check(Collection<InstanceId> ids, Origin origin) throws InterruptedException {
        var handles = new LinkedHashMap<InstanceId, Optional<TaskHandle<HealthCheck>>>();
        var started = new ArrayList<TaskHandle<HealthCheck>>();
        lock.lock();
        try {
            for (var id : ids) {
                var running = model.find(id).map(one -> one.running);
                var handle = running.or(() -> begin(id, origin));
                handle.filter(_ -> running.isEmpty()).ifPresent(started::add);
                handles.put(id, handle);
            }
        } finally {
            lock.unlock();
        }
        publishing.ask();
        var ends = new LinkedHashMap<InstanceId, HealthCheck>();
        try {
            for (var entry : handles.entrySet()) {
                var handle = entry.getValue();
                ends.put(entry.getKey(), handle.isPresent() ? end(handle.get().await()) : unknown(entry.getKey()));
            }
        } catch (InterruptedException e) {
            started.forEach(TaskHandle::cancel);
            throw e;
        }
        publish(); // whoever asked sees the new states at once
        return ends;
    }

    @Override
    public List<Bar> bars(InstanceId id, Instant from, Instant until, int parts) {
        storeHistory();
        return history.bars(id, from, until, parts);
    }

    @Override
    public List<StateChange> changes(InstanceId id, Instant since, int limit) {
        store();
        return history.changes(id, since, limit);
    }

    @Override
    public List<FleetPart> fleetOverTime(Instant from, Instant until, int parts) {
        store();
        return history.fleet(from, until, parts);
    }

    @Override
    public List<FleetChange> fleetChanges(Instant since, int limit) {
        store();
        return history.fleetChanges(since, limit);
    }

    @Override
    public List<CheckMade> checks(InstanceId id, Instant since, int limit) {
        store();
        return history.checks(id, since, time.instant().plusMillis(1), limit);
    }

    @Override
    public Latency latency(InstanceId id, Instant from, Instant until, int parts) {
        storeHistory();
        return history.latency(id, from, until, parts);
    }

    /// Takes in a check that was carried out elsewhere, for example by a connection test.
    public void outcome(InstanceId id, Instant startedAt, InstanceChecks.Answered answered) {
        instances.find(id).ifPresent(instance -> identify(instance, answered));
        settle(id, startedAt, answered, epoch(id), false);
    }

    /// Takes in that a request outside checks failed (T17, T18).
    public void callFailed(InstanceId id, FaultCode code, Problem problem) {
        happened(List.of(id), _ -> new HealthEvent.CallFailed(time.instant(), code, problem));
    }

    @Override
    public void broken(Collection<InstanceId> ids, FaultCode code, Function<InstanceId, Problem> why) {
        happened(ids, id -> new HealthEvent.Broken(time.instant(), code, why.apply(id)));
    }

    /// Looks again after maintenance, a pause or a timetable changed.
    public void surroundingsChanged() {
        lock.lock();
        try {
            model.all().forEach(one -> one.pace = pace(one.instance)); // holds from the end of its next check
            model.look(time.instant());
        } finally {
            lock.unlock();
        }
        bell.ring();
        publish();
    }

    /// Adds up the history and forgets what is older than it is kept.
    public void rollUpAndForget() {
        store();
        repository.rollUpAndForget(time.instant());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (loop != null) {
                loop.interrupt();
            }
        } finally {
            lock.unlock();
        }
        subscriptions.forEach(Subscription::close);
        publishing.close();
        publishingFigures.close();
        storing.close();
        store();
    }

    private void loop() {
        var expected = time.instant();
        try {
            while (true) {
                var now = time.instant();
                boolean jumped = Duration.between(expected, now).abs().compareTo(JUMP) > 0;
                expected = step(now, jumped);
                bell.await(expected);
                if (time.instant().isBefore(expected)) {
                    expected = time.instant(); // somebody rang
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return when to look again
    private Instant step(Instant now, boolean jumped) {
        lock.lock();
        try {
            boolean paused = surroundings.paused().getAsBoolean();
            if (jumped || (wasPaused && !paused)) {
                spread(now);
            }
            wasPaused = paused;
            if (jumped || !now.isBefore(lookedAt.plus(TICK))) {
                model.look(now);
                lookedAt = now;
                publishSoon();
            }
            if (!paused) {
                startDue(now);
            }
            var next = queue.peek();
            var tick = now.plus(TICK);
            return next == null || paused || next.at().isAfter(tick) ? tick : next.at();
        } finally {
            lock.unlock();
        }
    }

    private void startDue(Instant now) {
        while (queue.peek() instanceof Due due && !due.at().isAfter(now)) {
            queue.poll();
            var one = model.find(due.id()).orElse(null);
            if (one == null || !one.queuedAt.equals(Optional.of(due.at()))) {
                continue; // another time was set meanwhile
            }
            one.queuedAt = Optional.empty();
            if (one.running == null && model.mayBeChecked(one)) {
                begin(due.id(), Origin.PROGRAM);
            } else if (one.running == null) {
                enqueue(one, now.plus(one.pace.pause()));
                publishSoon();
            }
        }
    }

    private void stagger() {
        var now = time.instant();
        int overdue = 0;
        for (var one : model.all()) {
            var next = one.standing.nextCheckAt();
            if (next.isPresent()) {
                boolean due = !next.get().isAfter(now);
                var wait = STAGGER.multipliedBy(overdue);
                var latest = now.plus(one.pace.pause()); // the stored time may be from another clock
                enqueue(
                        one,
                        due
                                ? now.plus(wait.compareTo(ROUND) > 0 ? within(ROUND) : wait)
                                : next.get().isAfter(latest) && one.standing.failures() == 0 ? latest : next.get());
                overdue += due ? 1 : 0;
            }
        }
    }

    private void spread(Instant now) {
        for (var one : model.all()) {
            if (one.standing.nextCheckAt().isPresent()) {
                enqueue(one, now.plus(within(ROUND)));
            }
        }
        publishSoon();
    }

    private Duration within(Duration span) {
        return Duration.ofMillis(random.nextLong(span.toMillis()));
    }

    private void enqueue(Watched one, Instant at) {
        one.queuedAt = Optional.of(at);
        one.standing = one.standing.nextAt(Optional.of(at));
        queue.add(new Due(at, one.instance.id()));
        bell.ring();
    }

    /// Starts a check as a task of its own. Under the lock.
    private Optional<TaskHandle<HealthCheck>> begin(InstanceId id, Origin origin) {
        var found = model.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var one = found.get();
        long epoch = one.epoch;
        one.queuedAt = Optional.empty();
        var request = new TaskRequest(
                "health-check", "check the health of " + one.instance.name(), List.of(id), origin, true);
        one.running = runner.start(request, _ -> carryOut(id, epoch));
        model.look(one, time.instant());
        publishSoon();
        return Optional.of(one.running);
    }

    private HealthCheck carryOut(InstanceId id, long epoch) {
        var startedAt = time.instant();
        var answered = cancelled();
        try {
            var instance = instances.find(id);
            if (instance.isPresent()) {
                refreshMedian(id);
                answered = slots.in(lane(instance.get()), () -> checks.check(instance.get()));
                identify(instance.get(), answered);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settle(id, startedAt, answered, epoch, true);
        }
        return answered.check();
    }

    private InstanceChecks.Answered cancelled() {
        return new InstanceChecks.Answered(new HealthCheck.Cancelled(time.instant()), Optional.empty());
    }

    /// @param own whether it is the check that these rounds started
    private void settle(InstanceId id, Instant startedAt, InstanceChecks.Answered answered, long epoch, boolean own) {
        lock.lock();
        try {
            var one = model.find(id).orElse(null);
            if (one == null) {
                return;
            }
            if (one.epoch == epoch) {
                if (own) {
                    one.running = null;
                }
                var aftermath = model.ended(one, startedAt, answered.check(), random.nextDouble(-1, 1));
                one.queuedAt = Optional.empty();
                one.standing.nextCheckAt().ifPresent(next -> enqueue(one, next));
                followUp(one, aftermath);
                model.look(one, time.instant());
            }
            publishSoon();
        } finally {
            lock.unlock();
        }
        storing.ask();
    }

    private void followUp(Watched one, FleetHealth.Aftermath aftermath) {
        var now = time.instant();
        switch (aftermath) {
            case NOTHING -> {}
            case FIRST_SILENCE -> {
                for (var witness : model.witnesses(one, now, FRESH)) {
                    if (witness.running == null
                            && witness.queuedAt.filter(at -> at.isAfter(now)).isPresent()) {
                        enqueue(witness, now);
                    }
                }
            }
            case BACK_ONLINE -> spread(now);
        }
    }

    /// Remembers who answered, unless the instance was edited while it was asked.
    private void identify(Instance asked, InstanceChecks.Answered answered) {
        var now = instances.find(asked.id());
        if (answered.seen().isEmpty()
                || now.filter(same -> same.configVersion() == asked.configVersion())
                        .isEmpty()) {
            return;
        }
        var seen = answered.seen().get();
        switch (answered.check()) {
            case HealthCheck.Passed _ -> {
                if (!now.get().identity().equals(answered.seen())) {
                    instances.recordIdentity(asked.id(), seen);
                }
            }
            case HealthCheck.Failed failed -> {
                if (failed.code() == FaultCode.IDENTITY_CHANGED) {
                    instances.strangerSeen(asked.id(), seen);
                }
            }
            case HealthCheck.Cancelled _ -> {}
        }
    }

    private void refreshMedian(InstanceId id) {
        var now = time.instant();
        lock.lock();
        try {
            var one = model.find(id).orElse(null);
            if (one == null
                    || !one.perhapsSlow()
                    || one.medianAt.plus(MEDIAN_EVERY).isAfter(now)) {
                return;
            }
            one.medianAt = now;
        } finally {
            lock.unlock();
        }
        var median = history.median(id, now);
        lock.lock();
        try {
            model.find(id).ifPresent(one -> one.median = median);
        } finally {
            lock.unlock();
        }
    }

    private HealthCheck end(Outcome<HealthCheck> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<HealthCheck>(var check) -> check;
            case Outcome.Failed<HealthCheck>(var problem) ->
                new HealthCheck.Failed(time.instant(), FaultCode.BUG, problem, Optional.empty());
            case Outcome.Cancelled<HealthCheck> _ -> new HealthCheck.Cancelled(time.instant());
        };
    }

    private HealthCheck unknown(InstanceId id) {
        return new HealthCheck.Failed(
                time.instant(), FaultCode.CONFIGURATION, instances.fleet().get().absence(id), Optional.empty());
    }

    private void restore() {
        var stored = repository.all();
        var now = time.instant();
        for (var instance : instances.fleet().get().live()) {
            model.watch(watched(instance, Optional.ofNullable(stored.get(instance.id())), now));
        }
        model.all().forEach(one -> one.unsaved = false);
        locked = instances.fleet().get().locked();
        model.look(now);
    }

    private Watched watched(Instance instance, Optional<InstanceHealth> stored, Instant now) {
        return stored.map(health -> Watched.restored(instance, pace(instance), health))
                .orElseGet(() -> new Watched(
                        instance,
                        pace(instance),
                        instance.enabled() ? Standing.unproven(now) : Standing.inactive(now),
                        ShownState.UNKNOWN,
                        now));
    }

    private CheckLane lane(Instance instance) {
        return kinds.find(instance.kind())
                .map(kind ->
                        kind.lane(instance.address(), instance.configuration().settings()))
                .orElseGet(() -> CheckLane.ofHost(instance.address()));
    }

    private CheckPace pace(Instance instance) {
        var usual = kinds.find(instance.kind())
                .map(kind -> kind.pace(instance.address()))
                .orElseGet(() -> CheckPace.usual(instance.address()));
        return surroundings.pace().apply(usual).chosen(instance.configuration().checkEvery());
    }

    private void instanceChanged(InstanceEvent event) {
        lock.lock();
        try {
            var now = time.instant();
            switch (event) {
                case InstanceEvent.Added(var instance) -> {
                    var one = watched(instance, repository.find(instance.id()), now);
                    if (instance.enabled()) {
                        one.standing = one.standing.after(new HealthEvent.IdentityEdited(now), one.pace, 0);
                    }
                    model.watch(one);
                    model.look(one, now);
                    reschedule(one);
                }
                case InstanceEvent.Edited(var before, var after, boolean identityEdited) ->
                    model.find(after.id()).ifPresent(one -> edited(one, before, after, identityEdited));
                case InstanceEvent.Removed(var id) -> model.forget(id).ifPresent(this::stop);
            }
        } finally {
            lock.unlock();
        }
        if (event instanceof InstanceEvent.Added) { // often many at once
            publishing.ask();
        } else {
            publish();
        }
        storing.ask();
    }

    private void edited(Watched one, Instance before, Instance after, boolean identityEdited) {
        var now = time.instant();
        one.instance = after;
        one.pace = pace(after);
        one.unsaved = true;
        if (before.enabled() != after.enabled()) {
            one.standing = one.standing.after(
                    after.enabled() ? new HealthEvent.SwitchedOn(now) : new HealthEvent.SwitchedOff(now), one.pace, 0);
        }
        if (identityEdited) {
            one.standing = one.standing.after(new HealthEvent.IdentityEdited(now), one.pace, 0);
        }
        if (identityEdited || before.enabled() != after.enabled()) {
            stop(one);
            one.silent = false;
            one.flapping = io.pilothouse.domain.health.Flapping.CALM;
        }
        model.look(one, now);
        reschedule(one);
    }

    /// A check under way says nothing any more.
    private void stop(Watched one) {
        one.epoch++;
        var running = one.running;
        one.running = null;
        if (running != null) {
            running.cancel();
        }
    }

    private void reschedule(Watched one) {
        one.queuedAt = Optional.empty();
        var next = one.standing.nextCheckAt();
        if (next.isPresent() && one.running == null) {
            var latest = time.instant().plus(one.pace.pause());
            boolean well = one.standing.failures() == 0;
            enqueue(one, well && next.get().isAfter(latest) ? latest : next.get());
        }
    }

    /// All of them under one lock, and stored as one.
    private void happened(Collection<InstanceId> ids, Function<InstanceId, HealthEvent> event) {
        lock.lock();
        try {
            for (var id : ids) {
                model.find(id).ifPresent(one -> happened(one, event.apply(id)));
            }
        } finally {
            lock.unlock();
        }
        publish();
        storing.ask();
    }

    private void happened(Watched one, HealthEvent event) {
        if (event instanceof HealthEvent.Broken) { // a check begun before says nothing any more
            one.epoch++;
            one.running = null; // it ends by itself, and may be what brought the news
        }
        var after = one.standing.after(event, one.pace, 0);
        one.unsaved |= !after.equals(one.standing);
        one.standing = after;
        model.look(one, time.instant());
        reschedule(one);
    }

    /// A secret that cannot be read any more breaks its instance, one that can be read again lets it be proven
    /// anew (T16).
    private void locksChanged(Set<InstanceId> nowLocked) {
        lock.lock();
        try {
            var opened = new HashSet<>(locked);
            opened.removeAll(nowLocked);
            boolean changed = !nowLocked.equals(locked);
            locked = nowLocked;
            var now = time.instant();
            for (var id : opened) {
                model.find(id).ifPresent(one -> happened(one, new HealthEvent.SecretRepaired(now)));
            }
            for (var id : nowLocked) {
                model.find(id)
                        .filter(one -> !lockedAlready(one))
                        .ifPresent(one -> happened(one, lockedNow(one.instance, now)));
            }
            if (changed) {
                model.look(now);
            }
        } finally {
            lock.unlock();
        }
        publish();
    }

    private static boolean lockedAlready(Watched one) {
        return one.standing.code().filter(FaultCode.SECRET_LOCKED::equals).isPresent();
    }

    private static HealthEvent lockedNow(Instance instance, Instant now) {
        return new HealthEvent.Broken(
                now,
                FaultCode.SECRET_LOCKED,
                new Problem(
                        ProblemCode.LOCKED,
                        "The secret of " + instance.name() + " cannot be read.",
                        "Unlock it with the recovery phrase, or enter the secret again."));
    }

    private long epoch(InstanceId id) {
        lock.lock();
        try {
            return model.find(id).map(one -> one.epoch).orElse(0L);
        } finally {
            lock.unlock();
        }
    }

    /// At once where a state changed, else with the figures. Under the lock.
    private void publishSoon() {
        (model.takeNews() ? publishing : publishingFigures).ask();
    }

    private void publish() {
        tellingLock.lock(); // so that a newer value is never replaced by an older one
        try {
            List<Cause> nowCauses;
            Map<InstanceId, InstanceHealth> nowStates;
            lock.lock();
            try {
                nowCauses = model.causes();
                nowStates = model.healths(nowCauses);
            } finally {
                lock.unlock();
            }
            if (!nowCauses.equals(causes.get())) {
                causes.set(nowCauses);
            }
            states.set(nowStates);
        } finally {
            tellingLock.unlock();
        }
    }

    /// For many instances one after the other: most find nothing to store.
    private void storeHistory() {
        storingLock.lock(); // what another is storing is waited for
        try {
            boolean waits;
            lock.lock();
            try {
                waits = model.historyWaits();
            } finally {
                lock.unlock();
            }
            if (waits) {
                store();
            }
        } finally {
            storingLock.unlock();
        }
    }

    private void store() {
        storingLock.lock(); // whoever reads the history afterwards finds all of it
        try {
            FleetHealth.Unsaved unsaved;
            lock.lock();
            try {
                unsaved = model.takeUnsaved(model.healths(model.causes()));
            } finally {
                lock.unlock();
            }
            if (!unsaved.nothing()) {
                store(unsaved);
            }
        } finally {
            storingLock.unlock();
        }
    }

    private void store(FleetHealth.Unsaved unsaved) {
        try {
            database.atomically(() -> {
                repository.save(unsaved.healths());
                repository.append(unsaved.samples());
                unsaved.changes().forEach(repository::append);
                return null;
            });
        } catch (StoreException e) {
            LOG.log(Level.ERROR, "could not store the health of the fleet", e);
        }
    }
}
