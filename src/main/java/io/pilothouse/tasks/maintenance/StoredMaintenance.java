package io.pilothouse.tasks.maintenance;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.MaintenanceRepository;
import io.pilothouse.store.MaintenanceRepository.Window;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Fleet;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Maintenance windows kept in the store. Thread-safe.
public final class StoredMaintenance implements Maintenance {

    private final MaintenanceRepository repository;
    private final Time time;
    private final Published<Fleet> fleet;
    private final Activity activity;
    private final Mirror<Map<InstanceId, Window>> windows;
    private volatile Optional<Guards> guards = Optional.empty();

    /// Reads the store.
    public StoredMaintenance(MaintenanceRepository repository, Time time, Published<Fleet> fleet, Activity activity) {
        this.repository = repository;
        this.time = time;
        this.fleet = fleet;
        this.activity = activity;
        windows = new Mirror<>(() -> repository.next(time.instant()));
    }

    /// The guards ask for healths, which ask for maintenance, so they are made after it.
    public void guardedBy(Guards guardsOfTheFleet) {
        guards = Optional.of(guardsOfTheFleet);
    }

    @Override
    public void begin(Collection<InstanceId> ids, Instant until, Consent consent) throws ProblemException {
        var now = time.instant();
        if (!until.isAfter(now)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE, "A maintenance window must end in the future.", "Choose a later end."));
        }
        for (var id : ids) {
            var name = allowed(id, "begin maintenance", consent);
            repository.end(id, now); // a new window replaces the one under way
            repository.add(new Window(id, now, until, true));
            activity.record(Activity.now(
                    now, id, consent.origin(), "maintenance", "Maintenance of " + name + " until " + until + "."));
        }
        refresh();
    }

    @Override
    public void end(Collection<InstanceId> ids, Consent consent) throws ProblemException {
        var now = time.instant();
        for (var id : ids) {
            var name = allowed(id, "end maintenance", consent);
            if (repository.end(id, now) > 0) {
                activity.record(
                        Activity.now(now, id, consent.origin(), "maintenance", "Maintenance of " + name + " ended."));
            }
        }
        refresh();
    }

    /// Windows under way or to come; changes when one begins or ends by hand.
    public Published<Map<InstanceId, Window>> windows() {
        return windows.published();
    }

    /// @return the window the instance is in
    public Optional<Window> covering(InstanceId id, Instant now) {
        return Optional.ofNullable(windows.published().get().get(id))
                .filter(window -> !now.isBefore(window.from()) && now.isBefore(window.until()));
    }

    /// Looks for windows that follow those that have ended. Reads the store.
    public void refresh() {
        windows.refresh();
    }

    private String allowed(InstanceId id, String what, Consent consent) throws ProblemException {
        if (guards.isPresent()) {
            guards.get().require(Act.local(id, what), consent);
        }
        return fleet.get().find(id).map(instance -> instance.name()).orElse(id.value());
    }
}
