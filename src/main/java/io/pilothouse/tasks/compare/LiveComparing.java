package io.pilothouse.tasks.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HoldsSettings;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.compare.SettingLine;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Compares through the connectors. Thread-safe.
public final class LiveComparing implements Comparing {

    /// The way back of a copied setting.
    static final String UNDO = "copied-setting";

    private static final String BASELINE = "compare.baseline.";
    private static final String PURPOSE = "compare.purpose.";
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instances instances;
    private final OpenConnectors connectors;
    private final Guards guards;
    private final Settings settings;
    private final InstantSource clock;
    private final Published<Map<InstanceId, Drift>> drifted = new Published<>(Map.of());
    private final Map<InstanceId, Instant> looked = new ConcurrentHashMap<>();

    public LiveComparing(
            Instances instances,
            OpenConnectors connectors,
            Guards guards,
            Settings settings,
            StoredUndoing undoing,
            InstantSource clock) {
        this.instances = instances;
        this.connectors = connectors;
        this.guards = guards;
        this.settings = settings;
        this.clock = clock;
        undoing.register(UNDO, this::takeBack);
    }

    /// What one instance holds, or why it could not be asked.
    private record Held(List<HeldSetting> settings, Optional<Problem> problem) {}

    @Override
    public Comparison compare(Collection<InstanceId> ids) throws ProblemException, InterruptedException {
        var chosen = new ArrayList<Instance>();
        for (var id : ids) {
            chosen.add(existing(id));
        }
        if (chosen.isEmpty()
                || chosen.size() > MOST
                || chosen.stream().map(Instance::kind).distinct().count() > 1) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "Only instances of one kind can be compared, up to " + MOST + " at once.",
                    "Choose two to four instances of the same kind."));
        }
        var found = comparison(held(chosen));
        found.instances().forEach(id -> noteDrift(found, id));
        return found;
    }

    /// Asks all at the same time.
    private Map<InstanceId, Held> held(List<Instance> chosen) throws InterruptedException {
        var held = new LinkedHashMap<InstanceId, Held>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = chosen.stream()
                    .map(instance -> threads.submit(TaskRunner.carried(() -> held(instance))::call))
                    .toList();
            for (int i = 0; i < chosen.size(); i++) {
                held.put(chosen.get(i).id(), asked.get(i).get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return held;
    }

    private static Comparison comparison(Map<InstanceId, Held> held) {
        var lines = new TreeMap<HeldSetting.Key, Map<InstanceId, String>>();
        var copyable = new HashMap<HeldSetting.Key, Boolean>();
        held.forEach((id, of) -> of.settings.forEach(setting -> {
            lines.computeIfAbsent(setting.key(), _ -> new LinkedHashMap<>()).put(id, setting.value());
            copyable.merge(setting.key(), setting.copyable(), Boolean::logicalAnd);
        }));
        var silent = new HashMap<InstanceId, Problem>();
        held.forEach((id, of) -> of.problem.ifPresent(problem -> silent.put(id, problem)));
        return new Comparison(
                List.copyOf(held.keySet()),
                lines.entrySet().stream()
                        .map(line -> new SettingLine(
                                line.getKey(), line.getValue(), copyable.getOrDefault(line.getKey(), false)))
                        .toList(),
                silent);
    }

    private void noteDrift(Comparison found, InstanceId id) {
        var known = Optional.ofNullable(drifted.get().get(id));
        var failed = Optional.ofNullable(found.silent().get(id));
        var now = baseline(id)
                .map(kept -> new Drift(
                        failed.isPresent()
                                ? known.map(Drift::settings).orElse(0)
                                : drift(found, id).size(),
                        kept.at(),
                        failed));
        if (!now.equals(known)) {
            drifted.update(before -> {
                var after = new HashMap<>(before);
                now.ifPresentOrElse(drift -> after.put(id, drift), () -> after.remove(id));
                return Map.copyOf(after);
            });
        }
    }

    @Override
    public Published<Map<InstanceId, Drift>> drifted() {
        return drifted;
    }

    @Override
    public List<InstanceId> driftDue() {
        var since = clock.instant().minus(LOOK_EVERY);
        return settings.values().get().keySet().stream()
                .filter(name -> name.startsWith(BASELINE))
                .map(name -> new InstanceId(name.substring(BASELINE.length())))
                .filter(id -> instances
                        .find(id)
                        .filter(one -> one.enabled() && !one.trashed())
                        .isPresent())
                .filter(id -> !looked.getOrDefault(id, Instant.MIN).isAfter(since))
                .toList();
    }

    @Override
    public void lookForDrift(Collection<InstanceId> ids) throws InterruptedException {
        ids.forEach(id -> looked.put(id, clock.instant()));
        var there = ids.stream().flatMap(id -> instances.find(id).stream()).toList();
        held(there).forEach((id, of) -> noteDrift(comparison(Map.of(id, of)), id));
    }

    private Instance existing(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(instance -> !instance.trashed())
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the list of instances.")));
    }

    private Held held(Instance instance) throws InterruptedException {
        var own = new ArrayList<>(known(instance));
        try {
            own.addAll(connectors.use(
                    instance,
                    connector ->
                            connector instanceof HoldsSettings holder ? holder.settings() : List.<HeldSetting>of()));
            return new Held(own, Optional.empty());
        } catch (ConnectorException e) {
            return new Held(own, Optional.of(e.problem()));
        }
    }

    /// What Pilothouse knows of an instance without asking it.
    private static List<HeldSetting> known(Instance instance) {
        var known = new ArrayList<HeldSetting>();
        instance.identity().ifPresent(who -> known.add(new HeldSetting("program", "version", who.version(), false)));
        var own = instance.configuration();
        known.add(here("enabled", String.valueOf(own.enabled())));
        known.add(here("group", own.group()));
        known.add(here("guard", own.guard().map(level -> level.word()).orElse("")));
        known.add(here(
                "checkEvery",
                own.checkEvery().map(every -> every.toSeconds() + " s").orElse("")));
        known.add(here("timeout", own.connection().timeout().toSeconds() + " s"));
        own.settings().forEach((name, value) -> known.add(here(name, value)));
        return known;
    }

    private static HeldSetting here(String name, String value) {
        return new HeldSetting("pilothouse", name, value, false);
    }

    @Override
    public List<Change> plan(Comparison comparison, InstanceId from, Collection<HeldSetting.Key> keys) {
        var changes = new ArrayList<Change>();
        for (var target : comparison.instances()) {
            if (target.equals(from) || comparison.silent().containsKey(target)) {
                continue;
            }
            var own = onPurpose(target);
            for (var line : comparison.lines()) {
                if (keys.contains(line.key())
                        && !own.contains(line.key())
                        && line.copyable()
                        && line.of(from).isPresent()
                        && !line.of(from).equals(line.of(target))) {
                    changes.add(new Change(
                            target, line.key(), line.of(target), line.of(from).orElseThrow()));
                }
            }
        }
        return changes;
    }

    @Override
    public Act act(List<Change> changes) {
        return new Act(
                ActionClass.REMOTE_REVERSIBLE,
                changes.stream().map(Change::target).distinct().toList(),
                "change " + changes.size() + " settings",
                changes.stream()
                        .map(change -> name(change.target()) + ": "
                                + change.key().section() + " " + change.key().name() + " becomes " + change.after())
                        .toList(),
                changes.size());
    }

    private String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    @Override
    public List<Result> copy(List<Change> changes, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var leftOut = guards.require(act(changes), consent).leftOut();
        var byTarget = new LinkedHashMap<InstanceId, List<Change>>();
        changes.forEach(change -> byTarget.computeIfAbsent(change.target(), _ -> new ArrayList<>())
                .add(change));
        var results = new ArrayList<Result>();
        int done = 0;
        for (var target : byTarget.entrySet()) {
            context.progress(done++, byTarget.size());
            context.line("settings of " + name(target.getKey()));
            results.add(
                    leftOut.contains(target.getKey())
                            ? refused(target.getKey(), act(target.getValue()), consent)
                            : copyTo(target.getKey(), target.getValue(), context));
        }
        context.progress(done, byTarget.size());
        return results;
    }

    /// @param act on a Read-only target alone, of which the guards say so
    private Result refused(InstanceId target, Act act, Consent consent) {
        return new Result(
                target,
                0,
                guards.ask(act, consent) instanceof Verdict.Refused(var problem)
                        ? Optional.of(problem)
                        : Optional.empty());
    }

    private Result copyTo(InstanceId target, List<Change> changes, TaskContext context) throws InterruptedException {
        int made = 0;
        for (var change : changes) {
            try {
                var instance = existing(target);
                hold(instance, change.key(), change.after());
                made++;
                context.effect("changed", 1);
                context.undoableBy(new UndoStep(
                        UNDO,
                        target,
                        payload(change.key(), change.before()),
                        change.before().isPresent()
                                ? "set " + change.key().name() + " of " + instance.name() + " back"
                                : "take " + change.key().name() + " away from " + instance.name() + " again"));
            } catch (ConnectorException e) {
                return failed(target, made, e.problem(), context);
            } catch (ProblemException e) {
                return failed(target, made, e.problem(), context);
            }
        }
        return new Result(target, made, Optional.empty());
    }

    private static Result failed(InstanceId target, int made, Problem problem, TaskContext context) {
        context.itemFailed(problem);
        return new Result(target, made, Optional.of(problem));
    }

    private void hold(Instance instance, HeldSetting.Key key, String value)
            throws ConnectorException, InterruptedException {
        connectors.use(instance, connector -> {
            if (connector instanceof HoldsSettings holder) {
                holder.hold(new HeldSetting(key.section(), key.name(), value, true));
            }
            return true;
        });
    }

    private void takeBack(UndoStep step, Consent consent) throws ProblemException, InterruptedException {
        var instance = existing(step.instance());
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(instance.id()),
                        step.description(),
                        List.of(step.description()),
                        1),
                consent);
        try {
            var payload = JSON.readTree(step.payload());
            var key = key(payload);
            if (payload.hasNonNull("value")) {
                hold(instance, key, payload.path("value").asText());
            } else {
                drop(instance, key);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in an undo step: " + e.getOriginalMessage(), e);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private void drop(Instance instance, HeldSetting.Key key) throws ConnectorException, InterruptedException {
        connectors.use(instance, connector -> {
            if (connector instanceof HoldsSettings holder) {
                holder.drop(key);
            }
            return true;
        });
    }

    /// @param before empty where the target did not have it
    private static String payload(HeldSetting.Key key, Optional<String> before) {
        return JSON.createObjectNode()
                .put("section", key.section())
                .put("name", key.name())
                .put("value", before.orElse(null))
                .toString();
    }

    @Override
    public void keepBaseline(Comparison comparison, InstanceId id) {
        var values = new HashMap<HeldSetting.Key, String>();
        comparison.lines().forEach(line -> line.of(id).ifPresent(value -> values.put(line.key(), value)));
        settings.set(baselineOf(id), Optional.of(new Baseline(clock.instant(), values)));
        noteDrift(comparison, id);
    }

    @Override
    public Optional<Baseline> baseline(InstanceId id) {
        return settings.get(baselineOf(id));
    }

    @Override
    public Set<HeldSetting.Key> onPurpose(InstanceId id) {
        return settings.get(purposeOf(id));
    }

    @Override
    public void keepOnPurpose(Comparison comparison, Collection<HeldSetting.Key> keys, boolean onPurpose) {
        for (var id : comparison.instances()) {
            var kept = new TreeSet<>(onPurpose(id));
            if (onPurpose ? kept.addAll(keys) : kept.removeAll(keys)) {
                settings.set(purposeOf(id), kept);
                noteDrift(comparison, id);
            }
        }
    }

    private static Setting<Set<HeldSetting.Key>> purposeOf(InstanceId id) {
        return new Setting<>(
                PURPOSE + id,
                Set.of(),
                stored -> parsed(stored).valueStream().map(LiveComparing::key).collect(Collectors.toSet()),
                keys -> {
                    var list = JSON.createArrayNode();
                    keys.forEach(key ->
                            list.addObject().put("section", key.section()).put("name", key.name()));
                    return list.toString();
                });
    }

    private static HeldSetting.Key key(JsonNode line) {
        return new HeldSetting.Key(
                line.path("section").asText(), line.path("name").asText());
    }

    private static JsonNode parsed(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    private static Setting<Optional<Baseline>> baselineOf(InstanceId id) {
        return new Setting<>(BASELINE + id, Optional.empty(), LiveComparing::read, LiveComparing::write);
    }

    private static Optional<Baseline> read(String stored) {
        try {
            var tree = parsed(stored);
            var values = new HashMap<HeldSetting.Key, String>();
            tree.path("values")
                    .forEach(line -> values.put(key(line), line.path("value").asText()));
            return Optional.of(new Baseline(Instant.parse(tree.path("at").asText()), values));
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("no baseline", e);
        }
    }

    private static String write(Optional<Baseline> baseline) {
        var tree = JSON.createObjectNode();
        baseline.ifPresent(kept -> {
            tree.put("at", kept.at().toString());
            var values = tree.putArray("values");
            new TreeMap<>(kept.values())
                    .forEach((key, value) -> values.addObject()
                            .put("section", key.section())
                            .put("name", key.name())
                            .put("value", value));
        });
        return tree.toString();
    }
}
