package io.pilothouse.tasks;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.ActiveInstanceRepository;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.MaintenanceRepository;
import io.pilothouse.store.PauseRepository;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.store.SlotRepository;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.store.ViewRepository;
import io.pilothouse.store.WindowStateRepository;
import io.pilothouse.tasks.active.ActivePreference;
import io.pilothouse.tasks.active.StoredActivePreference;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.activity.StoredActivity;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.health.InstanceChecks;
import io.pilothouse.tasks.health.LiveHealthRounds;
import io.pilothouse.tasks.health.OwnTargets;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.InstanceEvent;
import io.pilothouse.tasks.instance.InstanceUndo;
import io.pilothouse.tasks.instance.StoredInstances;
import io.pilothouse.tasks.maintenance.StoredMaintenance;
import io.pilothouse.tasks.pause.Sparing;
import io.pilothouse.tasks.pause.StoredPausing;
import io.pilothouse.tasks.schedule.Housekeeping;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.secret.InstanceSecrets;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.tasks.settings.StoredSettings;
import io.pilothouse.tasks.undo.StoredUndoing;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.tasks.view.StoredViews;
import io.pilothouse.tasks.window.StoredWindowStates;
import io.pilothouse.tasks.window.WindowStates;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Everything that works behind windows and terminal, made bottom up: read the constructor to see who
/// knows whom. Making it reads the store and starts nothing; [#start] starts the background work.
public final class Engine implements AutoCloseable {

    private final StoredSettings settings;
    private final StoredActivity activity;
    private final TaskRunner tasks;
    private final StoredUndoing undoing;
    private final StoredInstances instances;
    private final StoredPausing pausing;
    private final LiveHealthRounds health;
    private final LevelGuards guards;
    private final StoredMaintenance maintenance;
    private final StoredActivePreference activePreference;
    private final Scheduler scheduler;
    private final WindowStates windows;
    private final SavedViews views;
    private final InstanceSecrets secrets;
    private final ReentrantLock ending = new ReentrantLock();
    private volatile boolean closing;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /// What an engine is made of.
    ///
    /// @param checks       carries out one health check
    /// @param random       thread-safe; need not be secret
    /// @param connected    whether this computer has any network
    /// @param targets      asks addresses that tell whether it reaches it
    /// @param publishEvery shortest time between two news of the same sort for screens
    /// @param dailyCopy    makes a checked copy of the store
    public record Parts(
            Database database,
            ConnectorKinds kinds,
            InstanceSecrets secrets,
            InstanceChecks checks,
            Time time,
            ZoneId zone,
            RandomGenerator random,
            BooleanSupplier connected,
            OwnTargets.Door targets,
            Duration publishEvery,
            Runnable dailyCopy) {

        /// 100 ms: a screen that changes ten times a second is as fast as people see.
        public static final Duration USUAL_PUBLISH_EVERY = Duration.ofMillis(100);
    }

    public Engine(Parts parts) {
        var database = parts.database();
        var time = parts.time();
        secrets = parts.secrets();
        settings = new StoredSettings(new SettingRepository(database));
        activity = new StoredActivity(new ActivityRepository(database));
        var undo = new UndoRepository(database);
        tasks = new TaskRunner(time, new TaskRepository(database), undo, parts.publishEvery());
        instances = new StoredInstances(
                database,
                new InstanceRepository(database, time, parts.random()),
                secrets,
                parts.kinds(),
                time,
                parts.zone(),
                tasks,
                activity);
        undoing = new StoredUndoing(undo, tasks, time);
        InstanceUndo.register(undoing, instances, settings);
        pausing = new StoredPausing(
                new PauseRepository(database),
                time,
                () -> Sparing.outsideHours(settings, time.instant(), parts.zone()));
        windows = new StoredWindowStates(new WindowStateRepository(database), time);
        views = new StoredViews(new ViewRepository(database), time);
        activePreference = new StoredActivePreference(new ActiveInstanceRepository(database), time);
        var maintained = new MaintenanceRepository(database);
        maintenance = new StoredMaintenance(maintained, settings, time, parts.zone(), instances.fleet(), activity);
        undoing.register(StoredMaintenance.UNDO, maintenance::takeBack);
        health = new LiveHealthRounds(
                database,
                instances,
                parts.kinds(),
                parts.checks(),
                tasks,
                time,
                parts.random(),
                new LiveHealthRounds.Surroundings(
                        parts.connected(),
                        () -> settings.get(OwnTargets.CHOSEN),
                        parts.targets(),
                        () -> settings.get(SLOW_COUNTS),
                        pausing::paused,
                        id -> maintenance.covers(id, time.instant()),
                        id -> asleep(id, time, parts.zone()),
                        this::pace),
                parts.publishEvery());
        tasks.whenCallFails((id, failed) -> health.callFailed(id, failed.code(), failed.problem()));
        guards = new LevelGuards(instances.fleet(), settings, parts.kinds(), health.states(), time, parts.zone());
        instances.guardedBy(guards);
        maintenance.guardedBy(guards);
        scheduler = new Scheduler(
                new SlotRepository(database),
                tasks,
                time,
                pausing::paused,
                pausing::spared,
                pausing::outsideHours,
                guards,
                health.states());
        new Housekeeping(
                        database,
                        health,
                        instances,
                        maintenance,
                        time,
                        parts.zone(),
                        parts.dailyCopy(),
                        () -> historyKept(settings))
                .putInto(scheduler);
        secrets.whenLocksChange(this::lookAtLocks);
        // before any work begins, as a command of the terminal may be all that runs
        subscriptions.add(maintenance.planned().subscribe(Runnable::run, _ -> health.surroundingsChanged()));
        instances.whenChanged(event -> {
            if (event instanceof InstanceEvent.Removed(var id)) {
                scheduler.removeAllOf(id);
            }
        });
    }

    /// Checks go on while cycles are held for what the computer runs on, but not often.
    private CheckPace pace(CheckPace usual, Configuration of) {
        var chosen = new GroupDefaults(settings).pace(usual, of).downAfter(settings.get(DOWN_AFTER));
        return pausing.saving() && chosen.pause().compareTo(CheckPace.REMOTE_PAUSE) < 0
                ? chosen.chosen(Optional.of(CheckPace.REMOTE_PAUSE))
                : chosen;
    }

    /// The timetable by which an instance is expected to be off, see [SleepTimes]; empty for never.
    public static Setting<SleepTimes> sleepTimes(InstanceId id) {
        return new Setting<>("health.asleep." + id, SleepTimes.NEVER, SleepTimes::parse, SleepTimes::text);
    }

    /// The pause between checks on the local network that a person chose for all, in seconds.
    public static final Setting<Integer> LOCAL_PAUSE = pause("health.pause.local", CheckPace.LOCAL_PAUSE.toSeconds());

    /// The same for addresses elsewhere.
    public static final Setting<Integer> REMOTE_PAUSE =
            pause("health.pause.elsewhere", CheckPace.REMOTE_PAUSE.toSeconds());

    /// How many failed checks in a row are a failure of the instance.
    public static final Setting<Integer> DOWN_AFTER = between("health.down-after", Standing.FAILURES_UNTIL_DOWN, 1, 10);

    /// How many checks in a row pass before it is told that the instance has recovered.
    public static final Setting<Integer> RECOVERED_AFTER =
            between("health.recovered-after", AlertLedger.SUCCESSES_UNTIL_RECOVERED, 1, 10);

    /// For how many hours single checks are kept, for how many days their ten-minute sums, and their hourly sums.
    public static final Setting<Integer> CHECKS_KEPT =
            between("history.checks-hours", (int) HistoryKept.USUAL.checks().toHours(), 24, 168);

    public static final Setting<Integer> TENS_KEPT =
            between("history.tens-days", (int) HistoryKept.USUAL.tens().toDays(), 14, 90);

    public static final Setting<Integer> HOURS_KEPT =
            between("history.hours-days", (int) HistoryKept.USUAL.hours().toDays(), 100, 1_200);

    /// @return how long the history of checks is kept, as chosen
    public static HistoryKept historyKept(Settings settings) {
        return new HistoryKept(
                Duration.ofHours(settings.get(CHECKS_KEPT)),
                Duration.ofDays(settings.get(TENS_KEPT)),
                Duration.ofDays(settings.get(HOURS_KEPT)));
    }

    /// Whether answering much more slowly than it uses to is a warning.
    public static final Setting<Boolean> SLOW_COUNTS = Setting.truth("health.slow-counts", true);

    /// Whether the log has also what only helps to find a fault.
    public static final Setting<Boolean> LOG_DETAILS = Setting.truth("log.details", false);

    private static Setting<Integer> pause(String name, long usual) {
        return new Setting<>(
                name,
                (int) usual,
                text -> {
                    int seconds = Integer.parseInt(text);
                    if (seconds < Configuration.SHORTEST_PAUSE.toSeconds()) {
                        throw new IllegalArgumentException("too short a pause: " + text);
                    }
                    return seconds;
                },
                String::valueOf);
    }

    private static Setting<Integer> between(String name, int usual, int least, int most) {
        return new Setting<>(
                name,
                usual,
                text -> {
                    int number = Integer.parseInt(text);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException("not from " + least + " to " + most + ": " + text);
                    }
                    return number;
                },
                String::valueOf);
    }

    /// Starts health rounds and regular work.
    public void start() {
        subscriptions.add(pausing.state().subscribe(Runnable::run, _ -> {
            health.surroundingsChanged();
            scheduler.surroundingsChanged();
        }));
        subscriptions.add(settings.values().subscribe(Runnable::run, _ -> health.surroundingsChanged()));
        health.start();
        scheduler.start();
    }

    /// Begins no more work and asks all that runs to stop. What takes leave of services may still be started.
    public void stop() {
        ending.lock();
        try {
            closing = true;
        } finally {
            ending.unlock();
        }
        subscriptions.forEach(Subscription::close);
        scheduler.close();
        tasks.cancelAll(_ -> true);
        health.close();
        pausing.close();
    }

    /// Stops all background work, first what begins work, last what remembers it. The store must
    /// still be open.
    @Override
    public void close() {
        if (!closing) {
            stop();
        }
        tasks.close();
    }

    public TaskRegistry tasks() {
        return tasks;
    }

    /// The same with what only background work needs.
    public TaskRunner runner() {
        return tasks;
    }

    public Settings settings() {
        return settings;
    }

    public Activity activity() {
        return activity;
    }

    public StoredUndoing undoing() {
        return undoing;
    }

    public StoredInstances instances() {
        return instances;
    }

    public StoredPausing pausing() {
        return pausing;
    }

    public LiveHealthRounds health() {
        return health;
    }

    public LevelGuards guards() {
        return guards;
    }

    public StoredMaintenance maintenance() {
        return maintenance;
    }

    public ActivePreference activePreference() {
        return activePreference;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public SavedViews views() {
        return views;
    }

    public WindowStates windows() {
        return windows;
    }

    /// On a thread of the key store's. The end waits for it, as nobody may read a store that is closed.
    private void lookAtLocks() {
        ending.lock();
        try {
            if (!closing && !secrets.locked().equals(instances.fleet().get().locked())) {
                instances.reload();
            }
        } finally {
            ending.unlock();
        }
    }

    private boolean asleep(InstanceId id, Time time, ZoneId zone) {
        var times = settings.get(sleepTimes(id));
        return !times.spans().isEmpty() && times.contains(time.instant(), zone);
    }
}
