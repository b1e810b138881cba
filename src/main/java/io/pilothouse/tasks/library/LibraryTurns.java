package io.pilothouse.tasks.library;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.schedule.Housekeeping;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.OwnWork;
import io.pilothouse.tasks.schedule.ScheduledWork;
import io.pilothouse.tasks.schedule.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Reads every server's changes from time to time, and tidies up after instances that are gone. Keeps the
/// scheduler in step with the instances.
public final class LibraryTurns implements AutoCloseable {

    /// The first turn comes soon, so that a library is there when somebody looks.
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration TIDY_EVERY = Duration.ofHours(6);
    /// A person rates several things one after the other.
    private static final Duration SEND_AFTER = Duration.ofSeconds(3);
    /// What a scan found is still being written when it ends.
    private static final Duration READ_AFTER_SCAN = Duration.ofSeconds(10);

    private final StoredLibrary library;
    private final LibraryPauses pauses;
    private final Scheduler scheduler;
    private final Map<InstanceId, Instance> followed = new HashMap<>();
    /// All that are there, also those that are switched off.
    private final Map<InstanceId, Instance> known = new HashMap<>();
    private final Soon following;
    private final Soon sending;
    private final Soon catchingUp;
    /// Servers whose work waits until they are well.
    private final Set<InstanceId> unwell = ConcurrentHashMap.newKeySet();
    private final Set<InstanceId> recovered = ConcurrentHashMap.newKeySet();
    private final List<Subscription> subscriptions;
    private final LibraryEars ears;
    private final Time time;

    public LibraryTurns(
            StoredLibrary library,
            LibraryPauses pauses,
            Scheduler scheduler,
            TaskRegistry tasks,
            Instances instances,
            Published<Map<InstanceId, InstanceHealth>> healths,
            Time time,
            ZoneId zone) {
        this.library = library;
        this.pauses = pauses;
        this.scheduler = scheduler;
        this.time = time;
        scheduler.put(own("library-tidy", "tidy up the library", false, LibraryTurns::nextTidy, _ -> library.tidyUp()));
        scheduler.put(own(
                "library-upkeep",
                "look the library over",
                true,
                OwnWork.dailyAt(Housekeeping.NIGHT, zone),
                library::upkeep));
        following = new Soon("schedule the libraries", time, Duration.ZERO, this::follow);
        sending = new Soon("send to the libraries", time, Duration.ofSeconds(1), this::sendSoon);
        catchingUp = new Soon("read libraries that answer again", time, Duration.ZERO, this::catchUp);
        ears = new LibraryEars(library, tasks, time, this::scanned);
        subscriptions = List.of(
                instances.fleet().subscribe(Runnable::run, _ -> following.ask()),
                healths.subscribe(Runnable::run, this::noteRecovered),
                library.changes().subscribe(Runnable::run, _ -> sending.ask()));
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        ears.close();
        sending.close();
        catchingUp.close();
        following.close();
    }

    private static Instant nextTidy(Instant after) {
        long every = TIDY_EVERY.toSeconds();
        return Instant.ofEpochSecond((after.getEpochSecond() / every + 1) * every);
    }

    private synchronized void follow() {
        if (known.isEmpty()) {
            library.catchUpWithPriorities();
        }
        var now = library.scheduled();
        boolean others = !now.keySet().equals(followed.keySet());
        library.servers().forEach(server -> {
            var before = known.put(server.id(), server);
            if (before != null) {
                library.follow(before, server);
            }
        });
        for (var gone :
                followed.keySet().stream().filter(id -> !now.containsKey(id)).toList()) {
            followed.remove(gone);
            scheduler.remove(key(gone));
            scheduler.remove(key(gone) + "/send");
            scheduler.remove(key(gone) + "/scanned");
        }
        ears.follow(now.values());
        now.forEach((id, instance) -> {
            if (followed.put(id, instance) == null) {
                scheduler.put(new Turns(instance));
            }
        });
        if (others) {
            library.othersAreThere();
        }
    }

    private void noteRecovered(Map<InstanceId, InstanceHealth> states) {
        states.forEach((id, health) -> {
            if (health.state().holdsCycles()) {
                unwell.add(id);
            } else if (unwell.remove(id)) {
                recovered.add(id);
                catchingUp.ask();
            }
        });
    }

    /// What could not be read while a server was away is read when it is back, not at its next turn.
    private void catchUp() {
        var back = Set.copyOf(recovered);
        recovered.removeAll(back);
        for (var status : library.status()) {
            var id = status.server().id();
            if (back.contains(id) && status.failed() && !status.another()) {
                try {
                    scheduler.turnNow(key(id));
                } catch (ProblemException e) { // it runs or waits already, or is not read at all
                    continue;
                }
            }
        }
    }

    /// Sends by itself what may be sent by itself.
    private void sendSoon() {
        for (var instance : library.scheduled().values()) {
            if (library.sendable(instance) > 0) {
                scheduler.put(new Once(
                        instance,
                        "/send",
                        "write ratings and other values on " + instance.name(),
                        ActionClass.BACKGROUND_CYCLE,
                        time.instant().plus(SEND_AFTER),
                        (consent, context) -> {
                            if (library.sendable(instance) > 0) {
                                library.push(instance.id(), consent.withConfirmed(), context);
                            }
                        }));
            }
        }
    }

    /// Reads what a scan found, after some quiet.
    private void scanned(Instance instance) {
        if (pauses.reads(instance.id())) {
            scheduler.put(new Once(
                    instance,
                    "/scanned",
                    "read what a scan on " + instance.name() + " found",
                    ActionClass.READ,
                    time.instant().plus(READ_AFTER_SCAN),
                    (_, context) -> library.sync(instance.id(), SyncReport.Mode.CHANGES, false, context)));
        }
    }

    private static String key(InstanceId id) {
        return "library/" + id;
    }

    private final class Turns implements ScheduledWork {
        private final Instance instance;

        private final Instant first;

        Turns(Instance instance) {
            this.instance = instance;
            first = time.instant().plus(SOON); // also of one that was added or switched on later
        }

        @Override
        public String key() {
            return LibraryTurns.key(instance.id());
        }

        @Override
        public TaskRequest request() {
            return new TaskRequest(
                    "library-sync",
                    "read the library of " + instance.name(),
                    List.of(instance.id()),
                    Origin.CYCLE,
                    true);
        }

        @Override
        public Optional<InstanceId> instance() {
            return Optional.of(instance.id());
        }

        @Override
        public ActionClass actionClass() {
            return ActionClass.READ;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            if (after.isBefore(first)) {
                return Optional.of(first);
            }
            return Optional.of(pauses.next(instance, after));
        }

        @Override
        public MissedTurns missed() {
            return MissedTurns.LATEST;
        }

        @Override
        public boolean claimed() {
            return false; // reading twice does no harm, and the store is not filled with claims
        }

        @Override
        public void run(Instant turn, Consent consent, TaskContext context) throws Exception {
            if (pauses.reads(instance.id()) && !pauses.skipsNow(instance.id())) {
                library.sync(instance.id(), SyncReport.Mode.CHANGES, false, context);
            }
            sending.ask(); // what could not be sent before
        }
    }

    /// What is done for the whole library, whoever keeps it.
    private static OwnWork own(String key, String title, boolean claimed, UnaryOperator<Instant> turns, Errand errand) {
        return new OwnWork(key, title, Origin.CYCLE, true, claimed, turns, (_, context) -> errand.run(context));
    }

    @FunctionalInterface
    private interface Errand {
        void run(TaskContext context) throws Exception;
    }

    @FunctionalInterface
    private interface WithConsent {
        void run(Consent consent, TaskContext context) throws Exception;
    }

    /// Work with one turn. Put again before that, it waits anew.
    private record Once(
            Instance server, String suffix, String title, ActionClass actionClass, Instant at, WithConsent errand)
            implements ScheduledWork {

        @Override
        public String key() {
            return LibraryTurns.key(server.id()) + suffix;
        }

        @Override
        public TaskRequest request() {
            return new TaskRequest("library" + suffix.replace('/', '-'), title, List.of(server.id()), Origin.CYCLE);
        }

        @Override
        public Optional<InstanceId> instance() {
            return Optional.of(server.id());
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return at.isAfter(after) ? Optional.of(at) : Optional.empty();
        }

        @Override
        public MissedTurns missed() {
            return MissedTurns.LATEST;
        }

        @Override
        public boolean claimed() {
            return false;
        }

        @Override
        public void run(Instant turn, Consent consent, TaskContext context) throws Exception {
            errand.run(consent, context);
        }
    }
}
