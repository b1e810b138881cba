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
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.NetworkPlace;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Silence;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.Database;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.InstanceEvent;
import io.pilothouse.tasks.instance.StoredInstances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The health rounds: checks what is due, each as a quiet task, and takes in what it found and what else
/// happened to an instance. What it adds up to is [FleetHealth]; the loop, the queue, what is told and what is
/// kept are pieces of their own under its lock. Thread-safe.
public final class LiveHealthRounds implements HealthRounds, AutoCloseable {

    /// An answer younger than this says how things are now.
    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration MEDIAN_EVERY = Duration.ofHours(1);

    /// What the rounds need from others.
    ///
    /// @param connected     whether this computer has any network
    /// @param targets       addresses that tell whether this computer reaches its network
    /// @param door          asks them
    /// @param slowCounts    whether slowness is a warning
    /// @param paused        whether background work is held
    /// @param inMaintenance whether an instance is expected to misbehave now
    /// @param asleep        whether an instance is off by its own timetable now
    /// @param pace          the pace a person chose for an instance, its group or all, in place of a usual one
    public record Surroundings(
            BooleanSupplier connected,
            Supplier<List<Address>> targets,
            OwnTargets.Door door,
            BooleanSupplier slowCounts,
            BooleanSupplier paused,
            Predicate<InstanceId> inMaintenance,
            Predicate<InstanceId> asleep,
            BiFunction<CheckPace, Configuration, CheckPace> pace) {}

    private final StoredInstances instances;
    private final ConnectorKinds kinds;
    private final InstanceChecks checks;
    private final TaskRunner runner;
    private final Time time;
    private final RandomGenerator random;
    private final Surroundings surroundings;
    private final CheckSlots slots = new CheckSlots();
    private final OwnTargets targets;
    private List<Address> chosenTargets;
    private final ReentrantLock lock = new ReentrantLock();
    private final FleetHealth model;
    private final CheckQueue queue;
    private final ToldHealth told;
    private final KeptHealth kept;
    private final HealthLoop loop;
    private final Bell bell;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Set<InstanceId> locked = Set.of();

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
        this.instances = instances;
        this.kinds = kinds;
        this.checks = checks;
        this.runner = runner;
        this.time = time;
        this.random = random;
        this.surroundings = surroundings;
        this.targets = new OwnTargets(surroundings.door(), time);
        this.chosenTargets = surroundings.targets().get();
        this.bell = time.bell();
        this.model = new FleetHealth(
                () -> instances.fleet().get(),
                surroundings.inMaintenance(),
                surroundings.asleep(),
                surroundings.connected(),
                surroundings.slowCounts());
        this.queue = new CheckQueue(model, random, bell);
        this.told = new ToldHealth(model, lock, time, publishEvery);
        this.kept = new KeptHealth(database, model, lock, time, publishEvery.multipliedBy(10));
        this.loop = new HealthLoop(model, queue, told, lock, time, bell, surroundings.paused(), this::startDue);
        restore();
        instances.whenChanged(this::instanceChanged);
        subscriptions.add(instances.fleet().subscribe(Runnable::run, fleet -> locksChanged(fleet.locked())));
        told.tell();
    }

    @Override
    public Published<Map<InstanceId, InstanceHealth>> states() {
        return told.states();
    }

    @Override
    public Published<List<Cause>> causes() {
        return told.causes();
    }

    @Override
    public void start() {
        loop.start();
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
        told.tellSoon();
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
        told.tell(); // whoever asked sees the new states at once
        return ends;
    }

    @Override
    public List<Bar> bars(InstanceId id, Instant from, Instant until, int parts) {
        return kept.history().bars(id, from, until, parts);
    }

    @Override
    public List<StateChange> changes(InstanceId id, Instant since, int limit) {
        return kept.history().changes(id, since, limit);
    }

    @Override
    public List<FleetPart> fleetOverTime(Instant from, Instant until, int parts) {
        return kept.history().fleet(from, until, parts);
    }

    @Override
    public List<FleetChange> fleetChanges(Instant since, int limit) {
        return kept.history().fleetChanges(since, limit);
    }

    @Override
    public List<CheckMade> checks(InstanceId id, Instant since, int limit) {
        return kept.history().checks(id, since, time.instant().plusMillis(1), limit);
    }

    @Override
    public Latency latency(InstanceId id, Instant from, Instant until, int parts) {
        return kept.history().latency(id, from, until, parts);
    }

    /// Takes in a check that was carried out elsewhere, for example by a connection test.
    public void outcome(InstanceId id, Instant startedAt, InstanceChecks.Answered answered) {
        instances.find(id).ifPresent(instance -> identify(instance, answered));
        settle(id, startedAt, answered, epoch(id), false, Optional.empty());
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
            var chosen = surroundings.targets().get();
            if (!chosen.equals(chosenTargets)) {
                chosenTargets = chosen;
                boolean offline = model.offline();
                model.targetsChanged(time.instant());
                if (offline) {
                    queue.spread(time.instant());
                }
            }
            model.look(time.instant());
        } finally {
            lock.unlock();
        }
        bell.ring();
        told.tell();
    }

    /// Adds up the history and forgets what is older than it is kept.
    public void rollUpAndForget(HistoryKept lengths) {
        kept.rollUpAndForget(time.instant(), lengths);
    }

    @Override
    public void close() {
        loop.close();
        subscriptions.forEach(Subscription::close);
        told.close();
        kept.close();
    }

    /// Under the lock.
    private void startDue(Instant now) {
        for (var due = queue.poll(now); due.isPresent(); due = queue.poll(now)) {
            var one = due.get();
            if (one.running == null && model.mayBeChecked(one)) {
                begin(one.instance.id(), Origin.PROGRAM);
            } else if (one.running == null) {
                queue.put(one, now.plus(one.pace.pause()));
                told.tellSoonIfNews();
            }
        }
    }

    /// Starts a check as a task of its own. Under the lock.
    private Optional<TaskHandle<HealthCheck>> begin(InstanceId id, Origin origin) {
        var found = model.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var one = found.get();
        long epoch = one.epoch;
        boolean anew = origin.person()
                && one.standing.code().filter(FaultCode.BANNED::equals).isPresent();
        one.queuedAt = Optional.empty();
        var request = new TaskRequest(
                "health-check", "check the health of " + one.instance.name(), List.of(id), origin, true);
        one.running = runner.start(request, _ -> carryOut(id, epoch, anew));
        model.look(one, time.instant());
        told.tellSoonIfNews();
        return Optional.of(one.running);
    }

    private HealthCheck carryOut(InstanceId id, long epoch, boolean anew) {
        var startedAt = time.instant();
        var answered = cancelled();
        var said = Optional.<Silence.Targets>empty();
        try {
            if (anew) {
                checks.anew(id);
            }
            var instance = instances.find(id);
            if (instance.isPresent()) {
                refreshMedian(id);
                answered = slots.in(lane(instance.get()), () -> checks.check(instance.get()));
                identify(instance.get(), answered);
                said = targetsSaid(instance.get(), answered.check());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            settle(id, startedAt, answered, epoch, true, said);
        }
        return answered.check();
    }

    /// Asks them where something is silent that needs the network, and until it is there again.
    private Optional<Silence.Targets> targetsSaid(Instance instance, HealthCheck check) throws InterruptedException {
        boolean silent = check instanceof HealthCheck.Failed failed
                && Standing.silence(failed.code())
                && NetworkPlace.of(instance.address().host()) != NetworkPlace.HERE;
        return silent || offline()
                ? Optional.of(targets.ask(surroundings.targets().get()))
                : Optional.empty();
    }

    private boolean offline() {
        lock.lock();
        try {
            return model.offline();
        } finally {
            lock.unlock();
        }
    }

    private InstanceChecks.Answered cancelled() {
        return new InstanceChecks.Answered(new HealthCheck.Cancelled(time.instant()), Optional.empty());
    }

    /// @param own  whether it is the check that these rounds started
    /// @param said what the addresses said that tell of the own network; empty where they were not asked
    private void settle(
            InstanceId id,
            Instant startedAt,
            InstanceChecks.Answered answered,
            long epoch,
            boolean own,
            Optional<Silence.Targets> said) {
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
                said.ifPresent(model::targetsSaid);
                var aftermath = model.ended(one, startedAt, answered.check(), random.nextDouble(-1, 1));
                one.queuedAt = Optional.empty();
                one.standing.nextCheckAt().ifPresent(next -> queue.put(one, next));
                followUp(one, aftermath);
                model.look(one, time.instant());
            }
            told.tellSoonIfNews();
        } finally {
            lock.unlock();
        }
        kept.writeSoon();
    }

    private void followUp(Watched one, FleetHealth.Aftermath aftermath) {
        var now = time.instant();
        switch (aftermath) {
            case NOTHING -> {}
            case FIRST_SILENCE -> {
                for (var witness : model.witnesses(one, now, FRESH)) {
                    if (witness.running == null
                            && witness.queuedAt.filter(at -> at.isAfter(now)).isPresent()) {
                        queue.put(witness, now);
                    }
                }
            }
            case BACK_ONLINE -> {
                queue.spread(now);
                told.tellSoonIfNews();
            }
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
        var median = kept.median(id, now);
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
        var stored = kept.all();
        var now = time.instant();
        for (var instance : instances.fleet().get().live()) {
            model.watch(watched(instance, Optional.ofNullable(stored.get(instance.id())), now));
        }
        model.all().forEach(one -> one.unsaved = false);
        locked = instances.fleet().get().locked();
        model.all().stream()
                .filter(one -> lockedAlready(one) && !locked.contains(one.instance.id()))
                .forEach(one -> happened(one, new HealthEvent.SecretRepaired(now))); // it opened while nobody looked
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
        return surroundings.pace().apply(usual, instance.configuration());
    }

    private void instanceChanged(InstanceEvent event) {
        lock.lock();
        try {
            var now = time.instant();
            switch (event) {
                case InstanceEvent.Added(var instance) -> {
                    var one = watched(instance, kept.find(instance.id()), now);
                    if (instance.enabled()) {
                        one.standing = one.standing.after(new HealthEvent.IdentityEdited(now), one.pace, 0);
                    }
                    model.watch(one);
                    model.look(one, now);
                    queue.putAsItStands(one, time.instant());
                }
                case InstanceEvent.Edited(var before, var after, boolean identityEdited) ->
                    model.find(after.id()).ifPresent(one -> edited(one, before, after, identityEdited));
                case InstanceEvent.Removed(var id) -> model.forget(id).ifPresent(this::stop);
            }
        } finally {
            lock.unlock();
        }
        if (event instanceof InstanceEvent.Added) { // often many at once
            told.tellSoon();
        } else {
            told.tell();
        }
        kept.writeSoon();
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
        queue.putAsItStands(one, time.instant());
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
        told.tell();
        kept.writeSoon();
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
        queue.putAsItStands(one, time.instant());
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
        told.tell();
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
}
