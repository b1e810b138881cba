package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.HuntRule;
import java.time.Clock;

/// One run of a hunting rule, and what it has come to so far. Of one thread.
final class HuntRun {

    final Hunt.Order order;
    final RunSoFar soFar;
    HuntRule rule; // the order's, its names resolved
    boolean more; // than was looked at

    HuntRun(Hunt.Order order, SearchBudgets budgets, Clock clock) {
        this.order = order;
        rule = order.rule();
        var of = new RunSoFar.Of(order.instance(), rule.name(), order.dryRun(), order.seed());
        soFar = new RunSoFar(of, order.gates(), () -> budgets.tightest(order), clock);
    }
}
