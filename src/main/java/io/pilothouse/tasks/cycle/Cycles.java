package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Processing cycles of instances: their rules, runs and outcomes. Methods block: call them from a
/// task.
public interface Cycles {

    /// All rules of live instances with how they stand; replaced when one changes or runs.
    Published<List<RuleStatus>> rules();

    /// Creates or replaces a rule. A changed rule is off until a person has seen a dry run of it.
    ///
    /// @param document JSON
    /// @throws ProblemException with `bad-file` or `bad-value`, or `guard`
    RuleStatus set(InstanceId id, String name, String document, Consent consent) throws ProblemException;

    /// @return the rule's JSON, every key in it
    String show(InstanceId id, String name) throws ProblemException;

    /// @throws ProblemException with `confirm` when no dry run was seen since the last change
    RuleStatus enable(InstanceId id, String name, boolean enabled, Consent consent) throws ProblemException;

    void remove(InstanceId id, String name, Consent consent) throws ProblemException;

    /// Decides everything and does nothing.
    ///
    /// @param seed empty to draw one
    CycleRun dryRun(InstanceId id, String name, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Runs now. `limit` lowers the rule's own number per run.
    CycleRun run(
            InstanceId id,
            String name,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException;

    /// Searches these items now because a person says so: whatever rests or is left out by a rule, but
    /// within the budgets of the instance and its group, and never what is on its way already.
    CycleRun searchNow(InstanceId id, List<Candidate> items, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Leaves out the next slot.
    RuleStatus skipNext(InstanceId id, String name, Consent consent) throws ProblemException;

    RuleStatus pauseUntil(InstanceId id, String name, Optional<Instant> until, Consent consent) throws ProblemException;

    /// Forgets what is remembered of items, so that they may be searched at once.
    ///
    /// @return how many were forgotten
    int reset(InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException;

    /// Newest first.
    List<CycleRun> runs(InstanceId id, Optional<String> rule, int limit);

    /// What is wanted, each with why it would not be asked now.
    Wanted wanted(InstanceId id, HuntRule.Pass pass, int limit) throws ProblemException, InterruptedException;

    /// What is on its way, one entry for each download.
    Queue queue(InstanceId id) throws ProblemException, InterruptedException;

    /// A list as it was last read, nobody is asked.
    Kept<Wanted> keptWanted(InstanceId id, HuntRule.Pass pass);

    Kept<Queue> keptQueue(InstanceId id);

    /// @param readAt empty when it never was
    record Kept<T>(T list, Optional<Instant> readAt) {}

    /// Takes downloads out of the queue because a person says so.
    ///
    /// @param blocklist   whether the same release may not be grabbed again; that can be taken back
    /// @param searchAgain whether the service looks for another release
    /// @return how many were taken out
    int removeFromQueue(
            InstanceId id,
            List<Queued> downloads,
            boolean blocklist,
            boolean searchAgain,
            Consent consent,
            TaskContext context)
            throws ProblemException, InterruptedException;

    /// Tells the service to import finished downloads as it maps their files itself. Those it objects to are
    /// problems of the task.
    ///
    /// @return how many it was told to import
    /// @throws ProblemException with what stands against the first, where none can be imported
    int importNow(InstanceId id, List<Queued> downloads, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// @return the units in which an instance can be searched, the smallest first
    List<HuntRule.Unit> units(InstanceId id) throws ProblemException;

    /// Newest first; of all instances when `ids` is empty.
    List<LedgerEntry> ledger(
            Collection<InstanceId> ids, Instant since, Optional<String> rule, Optional<String> indexer, int limit);

    /// Leaves an item out of a hunting rule from now on. The rule stays as it was otherwise, and on if it was.
    ///
    /// @param until empty for good
    RuleStatus exclude(InstanceId id, String name, ItemKey item, Optional<Instant> until, Consent consent)
            throws ProblemException;

    /// What is remembered of items, nobody is asked. Items never searched are not in it.
    Map<ItemKey, Remembered> remembered(InstanceId id, Collection<ItemKey> items);

    /// @param state empty after a reset
    /// @param last  the latest search of it
    record Remembered(Optional<ItemState> state, Optional<LedgerEntry> last) {}

    /// @return all searches of one item, newest first
    List<LedgerEntry> entriesOf(InstanceId id, ItemKey item);

    /// @return what the latest real run of a rule asked for, with what became of it so far; newest first
    List<LedgerEntry> ofLastRun(InstanceId id, String rule);

    /// @return the budget that an instance shares; empty when it shares none
    Optional<Shared> shared(InstanceId id);

    /// @param others who shares it too
    /// @param limit  searches a day
    record Shared(String group, List<InstanceId> others, int limit, int used, Instant resetsAt) {}

    /// Looks once at all open searches of one instance.
    ///
    /// @return how many are still open
    int follow(InstanceId id) throws ProblemException, InterruptedException;

    /// How one rule stands.
    ///
    /// @param enabled      whether its slots run
    /// @param dryRunSeen   whether a person has seen a dry run since its last change
    /// @param usedToday    units asked since the local day began
    /// @param next         the next slot; empty while it is off
    /// @param last         the latest real run
    /// @param running      whether a run is under way now
    record RuleStatus(
            InstanceId instance,
            CycleRule rule,
            boolean enabled,
            boolean dryRunSeen,
            int usedToday,
            Optional<Instant> next,
            Optional<LastRun> last,
            Optional<Instant> pausedUntil,
            int failures,
            boolean running) {

        public String name() {
            return rule.name();
        }
    }

    record LastRun(Instant at, CycleRun.Ended ended, String reason, long asked) {}

    /// @param total how many there are; empty when the service would have to be read whole for it
    record Wanted(List<Decision> items, OptionalLong total) {}

    record Queue(int downloads, List<Queued> items) {}

    /// @param ids        the service's records for the download
    /// @param downloadId the download client's id; empty while it waits
    /// @param progress   0 to 1
    /// @param reason     what the service complains about, empty for nothing
    /// @param torrent    what the linked client says of it; empty where none is linked or knows it
    /// @param strikes    counted by the care of the queue; empty where nobody counts
    record Queued(
            List<Long> ids,
            String downloadId,
            List<ItemKey> items,
            String title,
            String state,
            OptionalDouble progress,
            OptionalLong sizeBytes,
            String reason,
            OptionalInt strikes,
            Optional<CareRule.Reason> struckFor,
            Optional<ClientView> torrent) {

        /// @return whether there is anything to import; what does not tell how far it is may be
        public boolean complete() {
            return progress.orElse(1) >= 1;
        }
    }

    /// What a linked download client says of a download.
    ///
    /// @param seeds        connected
    /// @param swarmSeeds   known
    /// @param speed        bytes per second
    /// @param trackersFail whether all its trackers fail
    record ClientView(
            InstanceId client,
            TorrentState state,
            double progress,
            int seeds,
            int swarmSeeds,
            long speed,
            Optional<Double> availability,
            boolean trackersFail) {}

    /// In place per 100 asked, over settled searches of our own; NaN without any.
    static double inPlacePerHundred(List<LedgerEntry> entries) {
        var settled = entries.stream()
                .filter(it -> it.settledAt().isPresent() && !it.imported())
                .toList();
        long inPlace = settled.stream()
                .filter(it ->
                        it.outcome() == LedgerEntry.Outcome.IN_PLACE || it.outcome() == LedgerEntry.Outcome.UPGRADED)
                .count();
        return settled.isEmpty() ? Double.NaN : 100.0 * inPlace / settled.size();
    }

    /// How many entries have each outcome.
    static Map<LedgerEntry.Outcome, Long> counts(List<LedgerEntry> entries) {
        var counts = new java.util.EnumMap<LedgerEntry.Outcome, Long>(LedgerEntry.Outcome.class);
        entries.forEach(entry -> counts.merge(entry.outcome(), 1L, Long::sum));
        return counts;
    }
}
