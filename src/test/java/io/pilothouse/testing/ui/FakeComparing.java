package io.pilothouse.testing.ui;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.compare.SettingLine;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.compare.Comparing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Comparisons as a test prepares them.
public final class FakeComparing implements Comparing {

    public final List<SettingLine> lines = new ArrayList<>();
    public final Map<InstanceId, io.pilothouse.domain.Problem> silent = new HashMap<>();
    public final List<Change> copied = new ArrayList<>();
    public final Map<InstanceId, Baseline> baselines = new HashMap<>();
    public final Map<InstanceId, Set<HeldSetting.Key>> onPurpose = new HashMap<>();
    public Optional<ProblemException> fault = Optional.empty();

    public final Published<Map<InstanceId, Drift>> drifted = new Published<>(Map.of());
    public final List<InstanceId> driftDue = new ArrayList<>();

    @Override
    public Published<Map<InstanceId, Drift>> drifted() {
        return drifted;
    }

    @Override
    public Set<HeldSetting.Key> onPurpose(InstanceId id) {
        return onPurpose.getOrDefault(id, Set.of());
    }

    @Override
    public void keepOnPurpose(Comparison comparison, Collection<HeldSetting.Key> keys, boolean own) {
        for (var id : comparison.instances()) {
            var kept = new HashSet<>(onPurpose(id));
            if (own) {
                kept.addAll(keys);
            } else {
                kept.removeAll(keys);
            }
            onPurpose.put(id, Set.copyOf(kept));
        }
    }

    @Override
    public List<InstanceId> driftDue() {
        return List.copyOf(driftDue);
    }

    @Override
    public void lookForDrift(Collection<InstanceId> ids) {
        driftDue.removeAll(ids);
        var after = new HashMap<>(drifted.get());
        ids.forEach(id -> after.put(id, new Drift(lines.size(), FakeServices.NOW, Optional.empty())));
        drifted.set(Map.copyOf(after));
    }

    /// Adds a line of settings that may be copied.
    public void line(String section, String name, Map<InstanceId, String> values) {
        lines.add(new SettingLine(new HeldSetting.Key(section, name), values, !section.equals("program")));
    }

    @Override
    public Comparison compare(Collection<InstanceId> ids) throws ProblemException {
        if (fault.isPresent()) {
            throw fault.get();
        }
        var shown = lines.stream()
                .map(line -> {
                    var values = new HashMap<>(line.values());
                    values.keySet().retainAll(ids);
                    return new SettingLine(line.key(), values, line.copyable());
                })
                .filter(line -> !line.values().isEmpty())
                .toList();
        return new Comparison(List.copyOf(ids), shown, silent);
    }

    @Override
    public List<Change> plan(Comparison comparison, InstanceId from, Collection<HeldSetting.Key> keys) {
        var changes = new ArrayList<Change>();
        for (var target : comparison.instances()) {
            for (var line : comparison.lines()) {
                if (!target.equals(from)
                        && keys.contains(line.key())
                        && !line.of(from).equals(line.of(target))) {
                    changes.add(new Change(
                            target, line.key(), line.of(target), line.of(from).orElse("")));
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
                "change settings",
                changes.stream().map(Change::toString).toList(),
                changes.size());
    }

    @Override
    public List<Result> copy(List<Change> changes, Consent consent, TaskContext context) {
        copied.addAll(changes);
        return changes.stream()
                .map(Change::target)
                .distinct()
                .map(target -> new Result(target, 1, Optional.empty()))
                .toList();
    }

    @Override
    public void keepBaseline(Comparison comparison, InstanceId id) {
        var values = new HashMap<HeldSetting.Key, String>();
        comparison.lines().forEach(line -> line.of(id).ifPresent(value -> values.put(line.key(), value)));
        baselines.put(id, new Baseline(FakeServices.NOW, values));
    }

    @Override
    public Optional<Baseline> baseline(InstanceId id) {
        return Optional.ofNullable(baselines.get(id));
    }
}
