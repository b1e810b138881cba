package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.GuardRules;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.active.ActivePreference;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.connection.ConnectionTests;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.pause.Power;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.undo.Undoing;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.tasks.window.WindowState;
import io.pilothouse.tasks.window.WindowStates;
import io.pilothouse.ui.common.Later;
import io.pilothouse.ui.common.Program;
import io.pilothouse.ui.common.UiServices;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// All services of a window, made up. Change the parts, then take [#services()].
public final class FakeServices {

    public static final Instant NOW = Instant.parse("2026-06-18T14:14:00Z");

    public final Clock clock;
    public final FakeInstances instances;
    public final FakeHealth health = new FakeHealth();
    public final FakeTasks tasks = new FakeTasks();
    public final FakeGuards guards;
    public final FakeConnectionTests connectionTests = new FakeConnectionTests();
    public final FakePreference preference = new FakePreference();
    /// Who answers nothing that is asked of it.
    public final Set<InstanceId> silent = new HashSet<>();
    public final FakeHomes homes = new FakeHomes(silent);
    public final FakeHunting hunting = new FakeHunting(silent);
    public final FakeTorrents torrents = new FakeTorrents();
    public final FakeSettings settings = new FakeSettings();
    public final FakePausing pausing = new FakePausing();
    public final FakeMaintenance maintenance = new FakeMaintenance();
    public final FakeComparing comparing = new FakeComparing();
    public final FakeSchedules schedules = new FakeSchedules();
    public final FakeWindows windows = new FakeWindows();
    public final FakeViews views = new FakeViews();
    public final FakeAlerts alerts = new FakeAlerts();
    public final FakeUndoing undoing = new FakeUndoing();
    public final FakeActivity activity = new FakeActivity();
    public io.pilothouse.tasks.library.Library library = new FakeLibrary();
    public final FakeAmc amc = new FakeAmc();
    public final ManualLater later = new ManualLater();
    public final List<URI> browsed = new ArrayList<>();
    public final FakeProgram program = new FakeProgram();
    public final FakeSafekeeping safekeeping = new FakeSafekeeping();

    /// Whether a real engine beneath is that of the demo fleet.
    public boolean demo;

    public FakeServices() {
        this(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /// @param clock by which a real engine beneath works, too
    public FakeServices(Clock clock) {
        this.clock = clock;
        instances = new FakeInstances(clock);
        guards = new FakeGuards(instances);
    }

    /// @param fx where answers arrive: `Runnable::run` for view-models, `Platform::runLater` for views
    public UiServices services(Executor fx) {
        return services(fx, Locale.ENGLISH, false);
    }

    public UiServices services(Executor fx, Locale locale, boolean demo) {
        return services(instances, health, tasks, fx, later, locale, demo);
    }

    /// Made up but for the fleet, its health, tasks and time.
    public UiServices services(Engine engine, Executor fx, Later time) {
        return services(engine.instances(), engine.health(), engine.tasks(), fx, time, Locale.ENGLISH, demo);
    }

    private UiServices services(
            Instances fleet,
            HealthRounds rounds,
            TaskRegistry registry,
            Executor fx,
            Later time,
            Locale locale,
            boolean demo) {
        return new UiServices(
                fleet,
                FakeKinds.all(),
                rounds,
                registry,
                guards,
                connectionTests,
                maintenance,
                schedules,
                comparing,
                windows,
                views,
                alerts,
                pausing,
                settings,
                undoing,
                activity,
                preference,
                homes,
                hunting,
                hunting.desk(),
                hunting,
                library,
                torrents,
                () -> amc.get(fleet, rounds, registry),
                fx,
                time,
                clock,
                ZoneOffset.UTC,
                locale,
                browsed::add,
                program,
                safekeeping,
                demo);
    }

    /// Levels as the instances say; asks by the real rules.
    public static final class FakeGuards implements Guards {
        private final FakeInstances instances;
        public final List<Act> asked = new ArrayList<>();
        public final List<String> released = new ArrayList<>();

        FakeGuards(FakeInstances instances) {
            this.instances = instances;
        }

        @Override
        public GuardLevel levelOf(InstanceId instance) {
            return instances
                    .find(instance)
                    .flatMap(found -> found.configuration().guard())
                    .orElse(GuardLevel.CAREFUL);
        }

        @Override
        public Verdict ask(Act act, Consent consent) {
            asked.add(act);
            var members = act.instances().stream()
                    .map(id -> new GuardRules.Member(
                            id,
                            instances.find(id).map(Instance::name).orElse(id.value()),
                            levelOf(id),
                            Optional.empty()))
                    .toList();
            var names =
                    instances.fleet().get().live().stream().map(Instance::name).toList();
            return GuardRules.judge(act, members, names, consent);
        }

        @Override
        public Verdict.Allowed require(Act act, Consent consent) throws ProblemException {
            return switch (ask(act, consent)) {
                case Verdict.Allowed allowed -> allowed;
                case Verdict.Ask asking -> throw new ProblemException(asking.problem());
                case Verdict.Refused(Problem problem) -> throw new ProblemException(problem);
                case Verdict.Held(Problem problem) -> throw new ProblemException(problem);
            };
        }

        @Override
        public boolean released(InstanceId instance) {
            return released.stream().anyMatch(one -> one.endsWith(" " + instance));
        }

        @Override
        public void release(InstanceId instance) {
            released.add("until the end " + instance);
        }

        @Override
        public Instant releaseToday(InstanceId instance) {
            released.add("today " + instance);
            return NOW.plus(Duration.ofHours(9));
        }
    }

    /// Answers as prepared.
    public static final class FakeConnectionTests implements ConnectionTests {
        public Optional<Recognised> recognised = Optional.empty();
        /// What answers at a port, before [#recognised].
        public final Map<Integer, Recognised> byPort = new HashMap<>();
        public Optional<TestResult> result = Optional.empty();
        public Diagnosis diagnosis = new Diagnosis(List.of(), Optional.empty(), Optional.empty());
        /// Several ask at once while neighbours are looked for.
        public final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public SharedText read(String pasted) throws ProblemException {
            try {
                var parts = pasted.strip().split("\\s+");
                var text = parts[0].contains("://") ? parts[0] : "http://" + parts[0];
                return new SharedText(
                        Address.of(text), parts.length > 1 ? Optional.of(new Secret(parts[1])) : Optional.empty());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        new Problem(ProblemCode.BAD_ADDRESS, "This is no address.", "Paste the address."), e);
            }
        }

        @Override
        public Recognised recognise(Address address) throws ProblemException {
            calls.add("recognise " + address);
            return Optional.ofNullable(byPort.get(address.port()))
                    .or(() -> recognised)
                    .orElseThrow(() -> new ProblemException(
                            new Problem(ProblemCode.UNREACHABLE, "Nothing answers.", "Check the address.")));
        }

        @Override
        public TestResult test(Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> secrets) {
            calls.add("test " + configuration.name());
            return result.orElseGet(() -> passed(Optional.empty()));
        }

        @Override
        public TestResult test(InstanceId id) {
            calls.add("test " + id);
            return result.orElseGet(() -> passed(Optional.of(id)));
        }

        @Override
        public Diagnosis diagnose(InstanceId id) {
            calls.add("diagnose " + id);
            return diagnosis;
        }

        @Override
        public Diagnosis diagnose(
                Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> secrets) {
            calls.add("diagnose " + configuration.name());
            return diagnosis;
        }

        private static TestResult passed(Optional<InstanceId> id) {
            return new TestResult(
                    id,
                    true,
                    Optional.empty(),
                    "It answers.",
                    "",
                    Optional.empty(),
                    OptionalLong.of(12),
                    NOW,
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
        }
    }

    public static final class FakePreference implements ActivePreference {
        public final Map<KindId, InstanceId> byKind = new HashMap<>();
        public Optional<KindId> lastKind = Optional.empty();
        private final Set<List<?>> told = new HashSet<>();
        /// Whether nothing can be written.
        public boolean refusing;

        @Override
        public Map<KindId, InstanceId> byKind() {
            return Map.copyOf(byKind);
        }

        @Override
        public Optional<KindId> lastKind() {
            return lastKind;
        }

        @Override
        public void store(InstanceId id) {
            if (refusing) {
                throw new IllegalStateException("the disk is full");
            }
            byKind.put(id.kind(), id);
            lastKind = Optional.of(id.kind());
        }

        @Override
        public void clear(KindId kind) {
            byKind.remove(kind);
        }

        @Override
        public boolean firstToTell(InstanceId from, Optional<InstanceId> to, Instant at) {
            return told.add(List.of(from, to));
        }
    }

    public static final class FakeSettings implements Settings {
        public final Published<Map<String, String>> values = new Published<>(Map.of());
        public final Published<Set<String>> unreadable = new Published<>(Set.of());
        public boolean refusing;

        @Override
        public Published<Set<String>> unreadable() {
            return unreadable;
        }

        @Override
        public Published<Map<String, String>> values() {
            return values;
        }

        @Override
        public <T> void set(Setting<T> setting, T value) {
            if (refusing) {
                throw new IllegalStateException("the store takes nothing");
            }
            values.update(old -> {
                var next = new HashMap<>(old);
                next.put(setting.name(), setting.write().apply(value));
                return Map.copyOf(next);
            });
        }

        @Override
        public void reset(Setting<?> setting) {
            values.update(old -> {
                var next = new HashMap<>(old);
                next.remove(setting.name());
                return Map.copyOf(next);
            });
        }
    }

    /// A program that notes what it was asked.
    public static final class FakeProgram implements Program {
        public final List<String> calls = new ArrayList<>();
        public boolean looking;

        @Override
        public String version() {
            return "1.0";
        }

        @Override
        public boolean onlyLooking() {
            return looking;
        }

        @Override
        public Path dataFolder() {
            return Path.of("data");
        }

        @Override
        public Path logFolder() {
            return Path.of("data", "log");
        }

        @Override
        public void quit() {
            calls.add("quit");
        }

        @Override
        public void openDemo() {
            calls.add("openDemo");
        }

        @Override
        public void showFolder(Path folder) {
            calls.add("showFolder " + folder);
        }

        @Override
        public void tell(String title, String words) {
            calls.add("tell " + words);
        }

        @Override
        public void restore(Path copy) {
            calls.add("restore " + copy);
        }

        @Override
        public void take(Path copy, Set<InstanceId> only) {
            calls.add("take " + copy + " "
                    + only.stream().map(InstanceId::value).sorted().toList());
        }
    }

    public static final class FakeViews implements SavedViews {
        public final Published<List<SavedView>> views = new Published<>(List.of());
        /// That a view cannot be saved.
        public Optional<RuntimeException> fault = Optional.empty();

        @Override
        public Published<List<SavedView>> views() {
            return views;
        }

        @Override
        public void save(SavedView view) {
            fault.ifPresent(failure -> {
                throw failure;
            });
            delete(view.table(), view.name());
            views.update(old -> {
                var next = new ArrayList<>(old);
                next.add(view);
                return List.copyOf(next);
            });
        }

        @Override
        public void delete(String table, String name) {
            views.update(old -> old.stream()
                    .filter(view -> !view.table().equals(table) || !view.name().equals(name))
                    .toList());
        }
    }

    public static final class FakePausing implements Pausing {
        public final Published<Optional<Pause>> state = new Published<>(Optional.empty());
        public final Published<Optional<Power>> power = new Published<>(Optional.empty());
        public Optional<String> spared = Optional.empty();

        @Override
        public Published<Optional<Pause>> state() {
            return state;
        }

        @Override
        public Optional<String> spared() {
            return spared;
        }

        @Override
        public Published<Optional<Power>> power() {
            return power;
        }

        @Override
        public void pause(Optional<Instant> until) {
            state.set(Optional.of(new Pause(NOW, until)));
        }

        @Override
        public void resume() {
            state.set(Optional.empty());
        }
    }

    public static final class FakeMaintenance implements Maintenance {
        public final List<String> calls = new ArrayList<>();
        public final Published<List<Period>> planned = new Published<>(List.of());
        public final Map<InstanceId, SleepTimes> weekly = new HashMap<>();

        @Override
        public void begin(Collection<InstanceId> ids, Instant until, Consent consent) {
            calls.add("begin " + ids + " until " + until);
            planned.update(before -> Stream.concat(before.stream(), ids.stream().map(id -> new Period(id, NOW, until)))
                    .toList());
        }

        @Override
        public void end(Collection<InstanceId> ids, Consent consent) {
            calls.add("end " + ids);
        }

        @Override
        public void plan(Collection<InstanceId> ids, Instant from, Instant until, Consent consent) {
            calls.add("plan " + ids + " from " + from + " until " + until);
            planned.update(before -> Stream.concat(before.stream(), ids.stream().map(id -> new Period(id, from, until)))
                    .toList());
        }

        @Override
        public void cancel(Period taken, Consent consent) {
            calls.add("cancel " + taken);
            planned.update(
                    before -> before.stream().filter(one -> !one.equals(taken)).toList());
        }

        @Override
        public void weekly(Collection<InstanceId> ids, SleepTimes times, Consent consent) {
            calls.add("weekly " + ids + " " + times.text());
            ids.forEach(id -> weekly.put(id, times));
        }

        @Override
        public SleepTimes weekly(InstanceId id) {
            return weekly.getOrDefault(id, SleepTimes.NEVER);
        }

        @Override
        public Published<List<Period>> planned() {
            return planned;
        }
    }

    public static final class FakeSchedules implements Schedules {
        public final Published<List<Planned>> plan = new Published<>(List.of());
        public final List<Turn> turns = new ArrayList<>();
        public final List<PastTurn> past = new ArrayList<>();
        public final List<String> calls = new ArrayList<>();

        @Override
        public Published<List<Planned>> plan() {
            return plan;
        }

        @Override
        public List<Turn> turns(Instant from, Instant until) {
            return turns.stream()
                    .filter(turn -> !turn.at().isBefore(from) && turn.at().isBefore(until))
                    .toList();
        }

        @Override
        public List<PastTurn> past(Instant since) {
            return past.stream()
                    .filter(turn -> !turn.claimedAt().isBefore(since))
                    .sorted(Comparator.comparing(PastTurn::claimedAt).reversed())
                    .toList();
        }

        @Override
        public void runNow(String key) {
            calls.add("run " + key);
        }

        @Override
        public Instant skipNext(String key) {
            calls.add("skip " + key);
            return NOW;
        }

        @Override
        public Instant skipHeld(String key) {
            calls.add("skip held " + key);
            return NOW;
        }

        @Override
        public void releaseOnce(String key) {
            calls.add("release " + key);
        }
    }

    public static final class FakeWindows implements WindowStates {
        public final Map<String, WindowState> states = new TreeMap<>();
        public List<String> unreadable = List.of();
        public final List<WindowState> aside = new ArrayList<>();

        @Override
        public void keepAside(WindowState state) {
            aside.add(state);
        }

        @Override
        public List<WindowState> atStart() {
            return List.copyOf(states.values());
        }

        @Override
        public List<String> unreadable() {
            return unreadable;
        }

        @Override
        public void save(WindowState state) {
            states.put(state.name(), state);
        }

        @Override
        public void forget(String name) {
            states.remove(name);
        }
    }

    public static final class FakeUndoing implements Undoing {
        public final Published<List<Undoable>> undoable = new Published<>(List.of());
        public final List<TaskId> undone = new ArrayList<>();
        /// Whether the guards ask before anything is taken back.
        public boolean guarded;

        @Override
        public Published<List<Undoable>> undoable() {
            return undoable;
        }

        @Override
        public List<UndoStep> preview(TaskId task) {
            return List.of();
        }

        @Override
        public void undo(TaskId task, Consent consent) throws ProblemException {
            if (guarded && !consent.confirmed()) {
                throw new ProblemException(
                        new Problem(ProblemCode.CONFIRM, "This needs a confirmation.", "Confirm that you want this."));
            }
            undone.add(task);
        }
    }

    public static final class FakeActivity implements Activity {
        public final List<Entry> entries = new ArrayList<>();

        @Override
        public void record(Entry entry) {
            entries.addFirst(entry);
        }

        @Override
        public List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit) {
            return entries.stream().limit(limit).toList();
        }
    }
}
