package io.pilothouse.tasks.compare;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.compare.SettingLine;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares versions and settings of several instances of one kind, and copies settings between them.
/// Methods block unless they say otherwise.
public interface Comparing {

    int MOST = 4;

    /// @param lines  in order of section and name
    /// @param silent those that could not be asked, with the reason; their columns hold only what
    ///               Pilothouse knows itself
    record Comparison(List<InstanceId> instances, List<SettingLine> lines, Map<InstanceId, Problem> silent) {
        public Comparison {
            instances = List.copyOf(instances);
            lines = List.copyOf(lines);
            silent = Map.copyOf(silent);
        }

        public List<SettingLine> different() {
            return lines.stream().filter(line -> !same(line)).toList();
        }

        /// Those of which it is known how they hold a setting: a silent one that says nothing of it is left out.
        public List<InstanceId> known(SettingLine line) {
            return instances.stream()
                    .filter(id -> !silent.containsKey(id) || line.of(id).isPresent())
                    .toList();
        }

        public boolean same(SettingLine line) {
            return known(line).stream().map(line::of).distinct().count() <= 1;
        }
    }

    /// One change that copying makes.
    ///
    /// @param before empty where the target does not hold the setting yet
    record Change(InstanceId target, HeldSetting.Key key, Optional<String> before, String after) {}

    /// What became of one target.
    ///
    /// @param problem empty when all of its changes were made
    record Result(InstanceId target, int made, Optional<Problem> problem) {}

    /// The settings of an instance at one time.
    record Baseline(Instant at, Map<HeldSetting.Key, String> values) {
        public Baseline {
            values = Map.copyOf(values);
        }
    }

    /// How an instance stands against its baseline.
    ///
    /// @param settings that are otherwise, as far as that is known
    /// @param since    when the baseline was kept
    /// @param failed   why it could not be asked the last time
    record Drift(int settings, Instant since, Optional<Problem> failed) {}

    /// Asks all at the same time.
    ///
    /// @param ids two to [#MOST] instances of one kind, or one to see what it holds
    Comparison compare(Collection<InstanceId> ids) throws ProblemException, InterruptedException;

    /// What copying would do; changes nothing and asks nobody. What an instance holds on purpose is not in it.
    List<Change> plan(Comparison comparison, InstanceId from, Collection<HeldSetting.Key> keys);

    /// The act that guards are asked about. Does not block.
    Act act(List<Change> changes);

    /// Makes the changes, each target by itself, and remembers how to take them back. Read-only ones are left
    /// out, and say so.
    List<Result> copy(List<Change> changes, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Keeps what an instance holds now, to be told later what changed.
    void keepBaseline(Comparison comparison, InstanceId id);

    /// Does not block.
    Optional<Baseline> baseline(InstanceId id);

    /// @return of each instance that has a baseline and was looked at since the program started
    Published<Map<InstanceId, Drift>> drifted();

    /// Settings that an instance holds otherwise on purpose: not told as drift, and not copied over. Does not
    /// block.
    Set<HeldSetting.Key> onPurpose(InstanceId id);

    /// Says of settings whether all compared instances hold them on purpose.
    void keepOnPurpose(Comparison comparison, Collection<HeldSetting.Key> keys, boolean onPurpose);

    /// @return instances with a baseline that were not looked at for five minutes. Does not block
    List<InstanceId> driftDue();

    /// Asks instances how they stand against their baselines; of those that are silent the last known holds.
    void lookForDrift(Collection<InstanceId> ids) throws InterruptedException;

    /// @return settings that are otherwise than at the baseline, and not on purpose; empty without one
    default List<SettingLine> drift(Comparison comparison, InstanceId id) {
        var purpose = onPurpose(id);
        return baseline(id)
                .map(kept -> comparison.lines().stream()
                        .filter(line -> !purpose.contains(line.key()))
                        .filter(line -> !line.of(id).equals(Optional.ofNullable(kept.values.get(line.key()))))
                        .filter(line -> line.of(id).isPresent() || kept.values.containsKey(line.key()))
                        .toList())
                .orElse(List.of());
    }
}
