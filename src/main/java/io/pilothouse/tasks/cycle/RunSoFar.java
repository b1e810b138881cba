package io.pilothouse.tasks.cycle;

import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Budget;
import io.pilothouse.domain.cycle.CycleRun.DoneAct;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What one run of a rule has come to so far. Of one thread.
final class RunSoFar {

    final List<DoneAct> acts = new ArrayList<>();
    List<Decision> decisions = List.of();
    Optional<Budget> budget = Optional.empty(); // as the run found it
    private final Of of;
    private final List<Gate> gates;
    private final Supplier<Optional<Budget>> left;
    private final Clock clock;
    private final Instant startedAt;
    private LongSupplier requests = () -> 0;

    /// Whose run it is, and of which kind.
    record Of(InstanceId instance, String rule, boolean dryRun, long seed) {}

    /// @param gates that were looked at before
    /// @param left  the budget as it is now
    RunSoFar(Of of, List<Gate> gates, Supplier<Optional<Budget>> left, Clock clock) {
        this.of = of;
        this.gates = new ArrayList<>(gates);
        this.left = left;
        this.clock = clock;
        startedAt = clock.instant();
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
                of.instance(),
                of.rule(),
                of.dryRun(),
                of.seed(),
                startedAt,
                clock.instant(),
                ended,
                reason,
                gates,
                acts.isEmpty() ? budget : left.get(), // with what this run used
                decisions,
                acts,
                (int) requests());
    }
}
