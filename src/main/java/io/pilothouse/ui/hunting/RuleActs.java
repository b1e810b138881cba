package io.pilothouse.ui.hunting;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Runs the rules of one instance because a person says so. FX thread only.
final class RuleActs {

    private final WindowContext window;
    private final InstanceId id;
    private final HuntingActs acts;
    private final Optional<KindCycles> cycles;
    private final Consumer<CycleReport> ran;

    /// @param ran gets what a run or dry run came to
    RuleActs(WindowContext window, InstanceId id, Consumer<CycleReport> ran) {
        this.window = window;
        this.id = id;
        this.ran = ran;
        acts = new HuntingActs(window, id);
        cycles = cyclesOf(window, id);
    }

    static Optional<KindCycles> cyclesOf(WindowContext window, InstanceId id) {
        return window.services().instances().find(id).flatMap(instance -> {
            try {
                return Optional.of(window.services().cycleDesk().of(instance));
            } catch (ProblemException none) {
                return Optional.empty();
            }
        });
    }

    void run(RuleLine rule) {
        acts.ask(
                new Act(
                        rule.work().equals("queue-care") ? ActionClass.DESTRUCTIVE : ActionClass.COSTLY,
                        List.of(id),
                        "run the rule \"" + rule.name() + "\" now",
                        List.of(),
                        1),
                "run",
                1,
                consent -> cycles.ifPresent(it -> window.background()
                        .act(
                                "cycle",
                                "run “" + rule.name() + "” of " + acts.name(),
                                id,
                                context -> it.run(
                                        id,
                                        rule.name(),
                                        OptionalLong.empty(),
                                        OptionalInt.empty(),
                                        Origin.WINDOW,
                                        consent,
                                        context),
                                ran)));
    }

    void dryRun(String rule) {
        cycles.ifPresent(it -> window.background()
                .act(
                        "cycle-dry-run",
                        "try “" + rule + "” of " + acts.name(),
                        id,
                        context -> it.dryRun(id, rule, OptionalLong.empty(), context),
                        ran));
    }
}
