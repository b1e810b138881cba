package io.pilothouse.ui.fleet;

import io.pilothouse.tasks.health.HealthRounds.Bar;
import java.util.List;

/// The past of one instance as a row of the Fleet shows it. Compared by identity of its numbers.
///
/// @param latency oldest first, milliseconds, NaN where nothing was measured
/// @param p95     over the whole span, NaN where nothing was measured
record FleetHistory(List<Bar> bars, double[] latency, double p95) {

    static final FleetHistory NONE = new FleetHistory(List.of(), new double[0], Double.NaN);

    /// @return whether nothing was checked lately when this was read
    boolean endsUnchecked() {
        return !bars.isEmpty() && bars.getLast().checks() == 0;
    }
}
