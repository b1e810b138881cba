package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The cycles of some kinds of instances in the one shape that all cycles have: hunts and queue care,
/// torrent rules, library syncs, scheduled questions. Methods block: call them from a task.
///
/// A rule is named within its instance. What a rule says is a JSON document of its kind.
public interface KindCycles {

    /// @return whether these are the cycles of instances of `kind`
    boolean keeps(KindId kind);

    /// All rules of live instances with how they stand; from memory.
    List<RuleLine> rules();

    /// Creates or replaces a rule. A changed rule that acts is off until a dry run of it was seen.
    ///
    /// @param document JSON
    /// @throws ProblemException `bad-file` or `bad-value` with the path of the bad key, or `guard`
    RuleLine set(InstanceId id, String rule, String document, Consent consent)
            throws ProblemException, InterruptedException;

    /// @return the rule's JSON, every key in it
    String show(InstanceId id, String rule) throws ProblemException;

    /// @throws ProblemException `confirm` when no dry run was seen since the last change
    RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent)
            throws ProblemException, InterruptedException;

    void remove(InstanceId id, String rule, Consent consent) throws ProblemException, InterruptedException;

    /// Decides everything and does nothing.
    ///
    /// @param seed empty to draw one
    CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Runs now.
    ///
    /// @param limit lowers the rule's own number of acts per run
    CycleReport run(
            InstanceId id,
            String rule,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException;

    /// Leaves out the next slot.
    RuleLine skipNext(InstanceId id, String rule, Consent consent) throws ProblemException, InterruptedException;

    /// Forgets what is remembered of items.
    ///
    /// @return how many were forgotten
    int reset(InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException, InterruptedException;

    /// Newest first.
    List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit);

    /// Looks once at everything asked for whose outcome is open; nothing to do where acts settle at once.
    ///
    /// @return how many are still open
    default int follow(InstanceId id) throws ProblemException, InterruptedException {
        return 0;
    }

    /// As [#follow(InstanceId)], for one run.
    ///
    /// @return how many of the run's acts are still open
    default int follow(InstanceId id, CycleReport run) throws ProblemException, InterruptedException {
        return follow(id);
    }
}
