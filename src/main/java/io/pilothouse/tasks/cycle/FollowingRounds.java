package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.SearchRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Follows what was asked for until the outcome is known, whether its rule is still there or not: often
/// at first, then rarely. With nothing open it sleeps. Thread-safe.
public final class FollowingRounds implements AutoCloseable {

    /// Longest wait for a command before its search counts as unconfirmed (section 11.4 of the contract
    /// of the *arr apps).
    static final Duration AWAITED = Duration.ofMinutes(15);

    private static final Duration DOWNLOADS = Duration.ofMinutes(5);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofDays(1);

    private final HuntingCycles cycles;
    private final SearchRepository store;
    private final Instances instances;
    private final TaskRunner runner;
    private final Time time;
    private final BooleanSupplier paused;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final Bell bell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<InstanceId, Instant> lookAt = new HashMap<>();
    private final Set<InstanceId> looking = new HashSet<>();
    private boolean closed;
    private @Nullable Subscription subscription;
    private @Nullable Thread loop;

    public FollowingRounds(
            HuntingCycles cycles,
            SearchRepository store,
            Instances instances,
            TaskRunner runner,
            Time time,
            BooleanSupplier paused,
            Published<Map<InstanceId, InstanceHealth>> healths) {
        this.cycles = cycles;
        this.store = store;
        this.instances = instances;
        this.runner = runner;
        this.time = time;
        this.paused = paused;
        this.healths = healths;
        bell = time.bell();
    }

    public void start() {
        subscription = cycles.rules().subscribe(Runnable::run, _ -> bell.ring());
        loop = Thread.ofVirtual().name("searches").start(this::loop);
    }

    @Override
    public void close() {
        lock.lock();
        closed = true;
        lock.unlock();
        if (subscription != null) {
            subscription.close();
        }
        var thread = loop;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    private void loop() {
        Loop.of(bell, time, () -> lookAround(time.instant()));
    }

    /// @return when to look again
    private Instant lookAround(Instant now) {
        var open = store.following();
        lock.lock();
        try {
            lookAt.keySet().retainAll(open.keySet());
            var next = now.plus(LONG);
            for (var searches : open.entrySet()) {
                var id = searches.getKey();
                if (looking.contains(id)) {
                    continue; // its end rings
                }
                var at = lookAt.getOrDefault(id, Instant.MIN);
                var soonest = now.plus(pause(searches.getValue(), now));
                if (at.isAfter(soonest)) {
                    at = soonest; // something was asked since
                    lookAt.put(id, at);
                }
                if (at.isAfter(now)) {
                    next = at.isBefore(next) ? at : next;
                } else if (paused.getAsBoolean() || held(id)) {
                    var later = now.plus(AFTER_TROUBLE);
                    lookAt.put(id, later);
                    next = later.isBefore(next) ? later : next;
                } else {
                    look(id);
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Following only reads, and the service forgets how its searches ended within minutes: it waits for
    /// nothing but an answer.
    private boolean held(InstanceId id) {
        var health = healths.get().get(id);
        return health != null
                && switch (health.state()) {
                    case PAUSED, LOCKED, ASLEEP, DOWN, REFUSED, IDENTITY_CHANGED -> true;
                    case HEALTHY, WARNING, MAINTENANCE, UNSTABLE, CHECKING, UNKNOWN -> false;
                };
    }

    private void look(InstanceId id) {
        looking.add(id);
        var request =
                new TaskRequest("cycle-follow", "follow the searches of " + name(id), List.of(id), Origin.CYCLE, true);
        runner.start(request, _ -> cycles.follow(id)).whenEnded(Runnable::run, outcome -> {
            lock.lock();
            try {
                looking.remove(id);
                if (closed) {
                    return; // the store may be closed too
                }
                var now = time.instant();
                boolean good = outcome instanceof io.pilothouse.domain.task.Outcome.Succeeded<Integer>;
                var pause = good ? pause(store.following().getOrDefault(id, Optional.empty()), now) : AFTER_TROUBLE;
                lookAt.put(id, now.plus(pause));
            } finally {
                lock.unlock();
            }
            bell.ring();
        });
    }

    /// @param asked when the newest search was asked whose command has not ended; empty for none
    static Duration pause(Optional<Instant> asked, Instant now) {
        var age = asked.map(at -> Duration.between(at, now)).orElse(LONG);
        if (age.compareTo(AWAITED) > 0) {
            return DOWNLOADS;
        }
        if (age.compareTo(Duration.ofSeconds(20)) < 0) {
            return Duration.ofSeconds(2);
        }
        return age.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofSeconds(5) : Duration.ofSeconds(15);
    }
}
