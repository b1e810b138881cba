package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One run or dry run of one rule, in the shape that the cycles of all kinds have.
///
/// @param cycle    the run's id in scripts, for example `c17`
/// @param seed     makes the choice repeatable
/// @param reason   why it ended so, for people; never empty
/// @param requests requests sent to the service
public record CycleReport(
        String cycle,
        InstanceId instance,
        String rule,
        boolean dryRun,
        long seed,
        Instant startedAt,
        Instant endedAt,
        CycleRun.Ended ended,
        String reason,
        List<CycleRun.Gate> gates,
        Optional<CycleRun.Budget> budget,
        List<Decided> decisions,
        List<CycleRun.DoneAct> acts,
        int requests) {

    public CycleReport {
        gates = List.copyOf(gates);
        decisions = List.copyOf(decisions);
        acts = List.copyOf(acts);
    }

    /// What was decided about one candidate.
    ///
    /// @param reason the word for why it was left out; empty when it was chosen
    /// @param until  when the reason may end; empty when time alone does not end it
    /// @param detail what the reason is about, for example the tag, or a whole sentence; may be empty
    /// @param searchedAt when the service itself says that it was last searched
    public record Decided(
            ItemKey item,
            Optional<ItemKey> parent,
            String title,
            Optional<String> reason,
            Optional<Instant> until,
            String detail,
            Optional<Instant> searchedAt) {

        public Decided(
                ItemKey item,
                Optional<ItemKey> parent,
                String title,
                Optional<String> reason,
                Optional<Instant> until) {
            this(item, parent, title, reason, until, "", Optional.empty());
        }

        public boolean chosen() {
            return reason.isEmpty();
        }
    }

    public static CycleReport of(CycleRun run) {
        return new CycleReport(
                run.id(),
                run.instance(),
                run.rule(),
                run.dryRun(),
                run.seed(),
                run.startedAt(),
                run.endedAt(),
                run.ended(),
                run.reason(),
                run.gates(),
                run.budget(),
                run.decisions().stream()
                        .map(decision -> new Decided(
                                decision.candidate().item(),
                                decision.candidate().parent(),
                                decision.candidate().title(),
                                decision.reason().map(reason -> reason.word()),
                                decision.until(),
                                decision.detail(),
                                decision.candidate().lastSearchAt()))
                        .toList(),
                run.acts(),
                run.requests());
    }

    public long chosen() {
        return decisions.stream().filter(Decided::chosen).count();
    }

    public long accepted() {
        return acts.stream().filter(CycleRun.DoneAct::accepted).count();
    }
}
