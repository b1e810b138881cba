package io.pilothouse.tasks.health;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Checks all enabled instances again and again, and says how they are. Thread-safe.
public interface HealthRounds {

    /// How every live instance is. Filled from the store before the first check.
    Published<Map<InstanceId, InstanceHealth>> states();

    /// Why instances are in trouble, worst first: silent hosts, single instances, or this computer
    /// being offline.
    Published<List<Cause>> causes();

    /// Starts the background rounds.
    void start();

    /// Checks these now, bounded overall and per host; joins checks already under way. Blocks.
    ///
    /// @return one entry for every id asked for
    Map<InstanceId, HealthCheck> check(Collection<InstanceId> ids, Origin origin) throws InterruptedException;

    /// Takes in, for all of them at once, that something they share became unusable: nobody needs to ask
    /// again to know it (T15, T16).
    ///
    /// @param why for each instance, in words that name it
    void broken(Collection<InstanceId> ids, FaultCode code, Function<InstanceId, Problem> why);

    /// Parts of equal length that cover `[from, until)`, oldest first. Reads the store.
    List<Bar> bars(InstanceId id, Instant from, Instant until, int parts);

    /// Changes of the shown state, newest first. Reads the store.
    List<StateChange> changes(InstanceId id, Instant since, int limit);

    /// Reads the store.
    Latency latency(InstanceId id, Instant from, Instant until, int parts);

    /// How many instances were how, in parts of equal length that cover `[from, until)`, oldest first, each
    /// instance at its worst in a part. Reads the store, once for all instances.
    List<FleetPart> fleetOverTime(Instant from, Instant until, int parts);

    /// Changes of the shown state of all instances, newest first. Reads the store.
    List<FleetChange> fleetChanges(Instant since, int limit);

    /// Single checks since `since`, newest first; only of the last 48 hours. Reads the store.
    List<CheckMade> checks(InstanceId id, Instant since, int limit);

    /// @param latency only of a check that passed
    record CheckMade(
            Instant at,
            io.pilothouse.domain.health.Health health,
            java.util.Optional<FaultCode> code,
            java.util.Optional<java.time.Duration> latency) {}

    /// One part of an uptime bar.
    ///
    /// @param worst  the worst state seen in it; UNKNOWN without any check
    /// @param passed checks passed
    /// @param checks checks completed
    record Bar(Instant from, Instant until, io.pilothouse.domain.health.ShownState worst, long passed, long checks) {}

    record StateChange(
            Instant at,
            io.pilothouse.domain.health.ShownState from,
            io.pilothouse.domain.health.ShownState to,
            String words) {}

    /// How all instances were in one part of a span.
    ///
    /// @param instances by their worst state; who was not checked in the part is not counted
    record FleetPart(Instant from, Instant until, Map<io.pilothouse.domain.health.ShownState, Integer> instances) {
        public FleetPart {
            instances = Map.copyOf(instances);
        }
    }

    record FleetChange(InstanceId id, StateChange change) {}

    /// Milliseconds over the whole span, and per part, oldest first; NaN where nothing was measured.
    record Latency(double p50Millis, double p95Millis, double p99Millis, List<Part> parts) {
        public record Part(Instant from, double p50Millis, double p95Millis) {}
    }
}
