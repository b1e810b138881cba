package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What one run of a hunting rule has come to so far. Of one thread.
final class HuntRun {

    final Hunt.Order order;
    final List<DoneAct> acts = new ArrayList<>();
    HuntRule rule; // the order's, its names resolved
    List<Decision> decisions = List.of();
    boolean more; // than was looked at
    Optional<Budget> budget = Optional.empty();
    private final List<Gate> gates;
    private final SearchBudgets budgets;
    private final Clock clock;
    private final Instant startedAt;
    private LongSupplier requests = () -> 0;

    HuntRun(Hunt.Order order, SearchBudgets budgets, Clock clock) {
        this.order = order;
        this.budgets = budgets;
        this.clock = clock;
        startedAt = clock.instant();
        rule = order.rule();
        gates = new ArrayList<>(order.gates());
    }

    Instant startedAt() {
        return startedAt;
    }

    /// Counts from now on what is sent to the service.
    void requestsFrom(SearchesWanted service) {
        long before = service.requestsSent();
        requests = () -> service.requestsSent() - before;
    }

    long requests() {
        return requests.getAsLong();
    }

    boolean pass(Gate gate) {
        gates.add(gate);
        return gate.passed();
    }

    Optional<Gate> closedGate() {
        return gates.stream().filter(gate -> !gate.passed()).findFirst();
    }

    /// @return the run as it ends at the gate that is closed
    CycleRun held() {
        return ended(Ended.HELD, closedGate().orElseThrow().reason());
    }

    CycleRun ended(Ended ended, String reason) {
        return new CycleRun(
                0,
                order.instance(),
                order.rule().name(),
                order.dryRun(),
                order.seed(),
                startedAt,
                clock.instant(),
                ended,
                reason,
                gates,
                acts.isEmpty() ? budget : budgets.tightest(order), // with what this run used
                decisions,
                acts,
                (int) requests());
    }
}
