package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.health.HealthRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets waiting runs go when there is room for them and follows the others to their ends, however long
/// that takes and however often the program is started anew (sections 7 and 11.4). One piece of work per
/// instance at a time; no instance waits for another. Thread-safe.
final class RunEngine implements AutoCloseable {

    private static final int MOST_PER_ACCOUNT = 150;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration HELD_LOOK = Duration.ofMinutes(1);

    private final AmcRunRepository store;
    private final RunSteps steps;
    private final Targets targets;
    private final HealthRounds health;
    private final TaskRegistry runner;
    private final BooleanSupplier paused;
    private final Time time;
    private final Bell bell;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<InstanceId> working = new HashSet<>();
    private final Map<InstanceId, Instant> restUntil = new HashMap<>();
    private @Nullable Subscription subscription;
    private @Nullable Thread loop;

    RunEngine(
            AmcRunRepository store,
            RunSteps steps,
            Targets targets,
            HealthRounds health,
            TaskRegistry runner,
            BooleanSupplier paused,
            Time time) {
        this.store = store;
        this.steps = steps;
        this.targets = targets;
        this.health = health;
        this.runner = runner;
        this.paused = paused;
        this.time = time;
        bell = time.bell();
    }

    /// Starts; what an earlier run of the program was sending is looked for, too.
    synchronized void start() {
        if (loop != null) {
            return;
        }
        subscription = health.states().subscribe(Runnable::run, _ -> bell.ring());
        loop = Thread.ofVirtual().name("AMC runs").start(this::loop);
    }

    /// Something changed: look at once.
    void ring() {
        bell.ring();
    }

    @Override
    public synchronized void close() {
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

    private void loop() {
        Loop.of(bell, time, () -> lookAround(time.instant()));
    }

    /// @return when to look again
    private Instant lookAround(Instant now) {
        var next = now.plus(LONG);
        lock.lock();
        try {
            var open = store.open(); // under the lock: who is not at work any more has stored all it did
            var letGo = letGo(open, now);
            var due = new LinkedHashMap<InstanceId, List<Run>>();
            for (var run : open) {
                var at = run.progress().nextAt().orElse(now);
                if (run.state() == RunState.QUEUED) {
                    if (at.isAfter(now)) {
                        next = at.isBefore(next) ? at : next;
                    }
                } else if (run.state() == RunState.SUBMITTING) {
                    if (!working.contains(run.instance())) {
                        steps.recover(run); // who sent it was ended before its answer was stored
                        next = now;
                    }
                } else {
                    if (at.isAfter(now)) {
                        next = at.isBefore(next) ? at : next;
                    } else {
                        due.computeIfAbsent(run.instance(), _ -> new ArrayList<>())
                                .add(run);
                    }
                }
            }
            var concerned = new HashSet<>(due.keySet());
            concerned.addAll(letGo.keySet());
            for (var id : concerned) {
                var rested = restUntil.getOrDefault(id, Instant.MIN);
                if (rested.isAfter(now)) {
                    next = rested.isBefore(next) ? rested : next;
                } else if (!working.contains(id)) {
                    var remote = open.stream()
                            .filter(run -> run.instance().equals(id) && run.state() == RunState.REMOTE)
                            .toList();
                    work(id, letGo.getOrDefault(id, List.of()), due.getOrDefault(id, List.of()), remote);
                }
            }
            if (open.stream().anyMatch(run -> run.state() == RunState.QUEUED)) {
                var midnight = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
                next = midnight.isBefore(next) ? midnight : next;
                next = now.plus(HELD_LOOK).isBefore(next) ? now.plus(HELD_LOOK) : next;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /// Which waiting runs may go now: in turn over the instances, in each a person's before schedules'
    /// before collections'. The others learn why they wait.
    private Map<InstanceId, List<Run>> letGo(List<Run> open, Instant now) {
        var room = new Room(open, now);
        var waiting = new LinkedHashMap<InstanceId, List<Run>>();
        open.stream()
                .filter(run -> run.state() == RunState.QUEUED
                        && !run.progress().nextAt().orElse(now).isAfter(now))
                .sorted(Comparator.comparing((Run run) -> run.ask().origin())
                        .thenComparing(run -> run.ask().createdAt())
                        .thenComparing(Run::id))
                .forEach(run -> waiting.computeIfAbsent(run.instance(), _ -> new ArrayList<>())
                        .add(run));
        var letGo = new HashMap<InstanceId, List<Run>>();
        boolean any = true;
        for (int turn = 0; any; turn++) {
            any = false;
            for (var entry : waiting.entrySet()) {
                if (turn >= entry.getValue().size()) {
                    continue;
                }
                any = true;
                var run = entry.getValue().get(turn);
                var obstacle = room.obstacle(run);
                if (obstacle.isEmpty()) {
                    room.take(run);
                    letGo.computeIfAbsent(run.instance(), _ -> new ArrayList<>())
                            .add(run);
                } else if (!obstacle.get().equals(run.progress().words())) {
                    steps.move(run, run.progress().waiting(now, run.progress().looks(), obstacle.get()));
                }
            }
        }
        return letGo;
    }

    /// How much room there is at Amazon.
    private final class Room {
        private final Map<InstanceId, Integer> places = new HashMap<>();
        private final Map<String, Integer> accountPlaces = new HashMap<>();
        private final Map<InstanceId, Integer> today;
        private final Map<InstanceId, Instance> instances = new HashMap<>();

        Room(List<Run> open, Instant now) {
            targets.live().forEach(instance -> instances.put(instance.id(), instance));
            for (var run : open) {
                if (run.state().takesPlace()) {
                    occupy(run);
                }
            }
            today = new HashMap<>(store.submittedSince(
                    now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant()));
        }

        private void occupy(Run run) {
            places.merge(run.instance(), 1, Integer::sum);
            accountPlaces.merge(run.ask().entity(), 1, Integer::sum);
        }

        void take(Run run) {
            occupy(run);
            if (!run.ask().dryRun()) {
                today.merge(run.instance(), 1, Integer::sum);
            }
        }

        Optional<String> obstacle(Run run) {
            var instance = instances.get(run.instance());
            if (instance == null) {
                return Optional.of(Sentence.INSTANCE_GONE.say());
            }
            if (paused.getAsBoolean()) {
                return Optional.of(Sentence.ALL_PAUSED.say());
            }
            var state = held(run, instance);
            if (state.isPresent()) {
                return state;
            }
            int mine = places.getOrDefault(run.instance(), 0) + steps.others(run.instance());
            if (mine >= Targets.parallel(instance)) {
                return Optional.of(Sentence.PLACES.say(Targets.parallel(instance)));
            }
            if (accountPlaces.getOrDefault(run.ask().entity(), 0) >= MOST_PER_ACCOUNT) {
                return Optional.of(Sentence.ACCOUNT_PLACE.say());
            }
            var daily = Targets.daily(instance);
            if (daily.isPresent()
                    && !run.ask().over()
                    && !run.ask().dryRun()
                    && today.getOrDefault(run.instance(), 0) >= daily.get()) {
                return Optional.of(Sentence.ALLOWANCE.say(daily.get()));
            }
            return Optional.empty();
        }

        /// Section 12.3.
        private Optional<String> held(Run run, Instance instance) {
            if (!instance.enabled()) {
                return Optional.of(Sentence.OFF.say(instance.name()));
            }
            var known = health.states().get().get(instance.id());
            var lifecycle = known == null ? Lifecycle.PENDING : known.lifecycle();
            return switch (lifecycle) {
                case ACTIVE -> Optional.empty();
                case PENDING -> Optional.of(Sentence.UNPROVEN.say(instance.name()));
                case ERROR ->
                    run.ask().anyway() ? Optional.empty() : Optional.of(Sentence.IN_ERROR.say(instance.name()));
                case INACTIVE -> Optional.of(Sentence.OFF.say(instance.name()));
            };
        }
    }

    private void work(InstanceId id, List<Run> letGo, List<Run> due, List<Run> remote) {
        working.add(id);
        var request = new TaskRequest(
                "amc-runs", "follow the runs of " + targets.name(id), List.of(id), Origin.PROGRAM, true);
        runner.start(
                        request,
                        _ -> ScopedValue.where(AnswersQuestions.BACKGROUND, letGo.isEmpty())
                                .call(() -> {
                                    step(id, letGo, due, remote);
                                    return true;
                                }))
                .whenEnded(Runnable::run, outcome -> {
                    lock.lock();
                    try {
                        working.remove(id);
                        if (outcome instanceof Outcome.Failed<Boolean>) { // a fault of ours: not at once again
                            restUntil.put(id, time.instant().plus(HELD_LOOK));
                        }
                    } finally {
                        lock.unlock();
                    }
                    bell.ring();
                });
    }

    private void step(InstanceId id, List<Run> letGo, List<Run> due, List<Run> remote) throws InterruptedException {
        for (var run : letGo) {
            steps.submit(run);
        }
        for (var run : due) {
            if (run.state() == RunState.SUBMIT_UNKNOWN) {
                steps.look(run);
            }
        }
        var polled = due.stream().filter(run -> run.state() == RunState.REMOTE).toList();
        if (!polled.isEmpty()) {
            steps.poll(id, polled, remote);
        }
        for (var run : due) {
            if (run.state() == RunState.DOWNLOADING) {
                steps.fetch(run);
            }
        }
    }
}
