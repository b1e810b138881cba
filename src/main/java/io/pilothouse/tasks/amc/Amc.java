package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcCallRepository;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Everything about Amazon Marketing Cloud, held together. Making it starts nothing.
public final class Amc implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Amc.class.getName());

    private static final Duration TICK = Duration.ofSeconds(20);
    private static final Duration TIDY = Duration.ofDays(1);

    /// Trouble of one instance is looked into at most once in this time (T18).
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(60);

    private final Time time;
    private final Bell bell;
    private final HealthRounds health;
    private final TaskRegistry runner;
    private final AmcLibraryRepository libraryStore;
    private final AmcCallRepository callStore;
    private final ApiCalls calls;
    private final RunEngine engine;
    private final RunSteps steps;
    private final QuestionLibrary library;
    private final QuestionRuns runs;
    private final Results results;
    private final Imports imports;
    private final Brands brands;
    private final Schedules schedules;
    private final Collections collections;
    private final Usage usage;
    private final AccountSearch search;
    private final Consents consents;
    private final Logins logins;
    private final RemoteMemory memory;
    private final RemoteWatch watch;
    private final Takeover takeover;
    private final Dashboard dashboard;
    private final Map<InstanceId, Instant> lookedInto = new ConcurrentHashMap<>();
    private @Nullable Thread loop;
    private Instant tidyAt = Instant.MIN;

    /// What it is made of.
    ///
    /// @param spared       why schedules do not begin by themselves now; empty when they do
    /// @param outsideHours whether this is no hour at which they do
    public record Parts(
            Database database,
            DataFolder folder,
            Instances instances,
            InstanceSecrets secrets,
            OpenConnectors connectors,
            ConnectorKinds kinds,
            HealthRounds health,
            Guards guards,
            Activity activity,
            TaskRegistry runner,
            Notices notices,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            BooleanSupplier outsideHours,
            Time time,
            RandomGenerator random,
            LoginNews news,
            ApiCalls calls) {}

    public Amc(Parts parts) {
        time = parts.time();
        bell = time.bell();
        health = parts.health();
        runner = parts.runner();
        calls = parts.calls();
        libraryStore = new AmcLibraryRepository(parts.database());
        callStore = new AmcCallRepository(parts.database());
        var runStore = new AmcRunRepository(parts.database());
        var scheduleStore = new AmcScheduleRepository(parts.database());
        var targets = new Targets(parts.instances(), libraryStore);
        var lines = new Lines(parts.instances(), parts.connectors());
        lines.whenTrouble(this::lookInto);
        memory = new RemoteMemory(libraryStore, lines, targets, health, time);
        var files = new ResultFiles(parts.folder());
        var changes = new Published<>(0L);
        steps = new RunSteps(
                runStore,
                libraryStore,
                targets,
                lines,
                memory,
                files,
                time,
                parts.random(),
                run -> moved(run, changes));
        engine = new RunEngine(runStore, steps, targets, health, runner, parts.paused(), time);
        library = new QuestionLibrary(libraryStore, memory, lines, parts.guards(), time);
        runs = new QuestionRuns(
                runStore,
                libraryStore,
                library,
                targets,
                memory,
                steps,
                engine,
                health,
                parts.guards(),
                time,
                parts.random(),
                changes);
        results = new Results(runStore, files, targets);
        imports = new Imports(runStore, files, targets, parts.guards(), time, parts.random(), runs::told);
        brands = new Brands(libraryStore, scheduleStore, targets, memory, parts.guards());
        schedules = new Schedules(
                scheduleStore,
                runStore,
                runs,
                library,
                targets,
                brands,
                health,
                parts.guards(),
                parts.activity(),
                parts.notices(),
                parts.paused(),
                parts.spared(),
                parts.outsideHours(),
                time);
        collections = new Collections(scheduleStore, runStore, runs, library, targets, parts.guards(), time);
        usage = new Usage(runStore, callStore, targets, time);
        watch = new RemoteWatch(lines, libraryStore, targets, health, runner, parts.notices(), parts.activity(), time);
        takeover = new Takeover(lines, libraryStore, schedules, library, targets, parts.guards(), runner);
        search = new AccountSearch(libraryStore, parts.instances(), parts.secrets(), targets, parts.kinds(), time);
        consents = new Consents(search, parts.random());
        logins = new Logins(
                parts.database(),
                libraryStore,
                parts.instances(),
                parts.secrets(),
                targets,
                health,
                parts.notices(),
                time,
                parts.news());
        dashboard = new Dashboard(usage, runStore, callStore, schedules, watch, logins, health, time);
    }

    private void moved(Run run, Published<Long> changes) {
        changes.update(number -> number + 1);
        if (run.state().ended() && run.ask().origin() != Run.Origin.MANUAL) {
            bell.ring(); // a schedule or collection waits for it
        }
    }

    /// What a call says of an instance is decided by a check (T17, T18); what it says of a credential holds
    /// without one (T16).
    private void lookInto(InstanceId id, AmcCode code) {
        if (code.ofCredential()) {
            return;
        }
        var now = time.instant();
        var last = lookedInto.get(id);
        if (last != null && last.plus(BETWEEN_CHECKS).isAfter(now)) {
            return;
        }
        lookedInto.put(id, now);
        var request = new TaskRequest(
                "health-round", "look into " + code + " of an instance", List.of(id), Origin.PROGRAM, true);
        runner.start(request, _ -> health.check(List.of(id), Origin.PROGRAM));
    }

    public QuestionLibrary library() {
        return library;
    }

    public QuestionRuns runs() {
        return runs;
    }

    RunSteps steps() {
        return steps;
    }

    public Results results() {
        return results;
    }

    /// Results that were fetched elsewhere.
    public Imports imports() {
        return imports;
    }

    public Brands brands() {
        return brands;
    }

    public Schedules schedules() {
        return schedules;
    }

    public Collections collections() {
        return collections;
    }

    public Usage usage() {
        calls.flush(callStore, time.instant());
        return usage;
    }

    public Dashboard dashboard() {
        calls.flush(callStore, time.instant());
        return dashboard;
    }

    public Logins logins() {
        return logins;
    }

    /// Accounts and instances that are not here yet.
    public AccountSearch search() {
        return search;
    }

    public Consents consents() {
        return consents;
    }

    /// What Amazon said of instances.
    public RemoteMemory memory() {
        return memory;
    }

    /// Forgets what Amazon said of an instance that may be another one now (T13).
    public void identityEdited(InstanceId id) {
        memory.forget(id);
    }

    /// Amazon's own schedules.
    public RemoteWatch watch() {
        return watch;
    }

    /// Makes Amazon's own schedules ours.
    public Takeover takeover() {
        return takeover;
    }

    /// Follows runs to their ends. Starting it again does nothing.
    public synchronized void startRuns() {
        engine.start();
    }

    /// Does everything: runs, schedules, collections. Starting it again does nothing.
    public synchronized void start() {
        startRuns();
        if (loop == null) {
            loop = Thread.ofVirtual().name("AMC schedules").start(this::loop);
        }
    }

    private void loop() {
        try {
            while (true) {
                turn();
                bell.await(time.instant().plus(TICK));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            schedules.tick();
            collections.tick();
            watch.tick();
            takeover.tick();
            logins.tick();
            var now = time.instant();
            calls.flush(callStore, now);
            if (!tidyAt.isAfter(now)) {
                tidyAt = now.plus(TIDY);
                results.tidy(now);
            }
        } catch (StoreException | IOException e) {
            LOG.log(Level.WARNING, "schedules of AMC wait for the store", e);
        }
    }

    @Override
    public synchronized void close() {
        var thread = loop;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        engine.close();
        try {
            calls.flush(callStore, time.instant()); // a command lives too short for the loop
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "the latest calls of AMC's API were not counted", e);
        }
    }
}
