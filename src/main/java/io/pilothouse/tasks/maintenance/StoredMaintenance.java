package io.pilothouse.tasks.maintenance;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.MaintenanceRepository;
import io.pilothouse.store.MaintenanceRepository.Window;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Maintenance windows kept in the store, weekly ones in its settings. Thread-safe.
public final class StoredMaintenance implements Maintenance {

    private static final Duration LONGEST_SPAN = Duration.ofDays(1);

    private final MaintenanceRepository repository;
    private final Settings settings;
    private final Time time;
    private final ZoneId zone;
    private final Published<Fleet> fleet;
    private final Activity activity;
    private final Mirror<List<Period>> planned;
    private volatile Optional<Guards> guards = Optional.empty();

    /// Reads the store.
    ///
    /// @param zone in which weekly windows are meant
    public StoredMaintenance(
            MaintenanceRepository repository,
            Settings settings,
            Time time,
            ZoneId zone,
            Published<Fleet> fleet,
            Activity activity) {
        this.repository = repository;
        this.settings = settings;
        this.time = time;
        this.zone = zone;
        this.fleet = fleet;
        this.activity = activity;
        planned = new Mirror<>(this::read);
    }

    /// The guards ask for healths, which ask for maintenance, so they are made after it.
    public void guardedBy(Guards guardsOfTheFleet) {
        guards = Optional.of(guardsOfTheFleet);
    }

    private static Setting<SleepTimes> weeklyOf(InstanceId id) {
        return new Setting<>("maintenance.weekly." + id, SleepTimes.NEVER, SleepTimes::parse, SleepTimes::text);
    }

    /// When a weekly window was last ended by hand.
    private static Setting<Instant> endedOf(InstanceId id) {
        return new Setting<>(
                "maintenance.ended." + id,
                Instant.EPOCH,
                text -> Instant.ofEpochMilli(Long.parseLong(text)),
                at -> Long.toString(at.toEpochMilli()));
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
            record(id, consent, "Maintenance of " + name + " until " + until.truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        refresh();
    }

    @Override
    public void plan(Collection<InstanceId> ids, Instant from, Instant until, Consent consent) throws ProblemException {
        if (!until.isAfter(from) || !until.isAfter(time.instant())) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "A maintenance window must end in the future and after it begins.",
                    "Choose a later end."));
        }
        for (var id : ids) {
            var name = allowed(id, "plan maintenance", consent);
            repository.add(new Window(id, from, until, true));
            record(
                    id,
                    consent,
                    "Maintenance of " + name + " planned from " + from.truncatedTo(ChronoUnit.SECONDS) + " until "
                            + until.truncatedTo(ChronoUnit.SECONDS) + ".");
        }
        refresh();
    }

    @Override
    public void end(Collection<InstanceId> ids, Consent consent) throws ProblemException {
        var now = time.instant();
        for (var id : ids) {
            var name = allowed(id, "end maintenance", consent);
            int ended = repository.end(id, now);
            if (inWeekly(id, now)) {
                settings.set(endedOf(id), now);
                ended++;
            }
            if (ended > 0) {
                record(id, consent, "Maintenance of " + name + " ended.");
            }
        }
        refresh();
    }

    @Override
    public void cancel(Period taken, Consent consent) throws ProblemException {
        var name = allowed(taken.id(), "cancel maintenance", consent);
        if (repository.remove(taken.id(), taken.from(), taken.until()) > 0) {
            record(
                    taken.id(),
                    consent,
                    "The maintenance of " + name + " from " + taken.from().truncatedTo(ChronoUnit.SECONDS)
                            + " was taken back.");
        }
        refresh();
    }

    @Override
    public void weekly(Collection<InstanceId> ids, SleepTimes times, Consent consent) throws ProblemException {
        for (var id : ids) {
            var name = allowed(id, "plan maintenance", consent);
            if (times.spans().isEmpty()) {
                settings.reset(weeklyOf(id));
            } else {
                settings.set(weeklyOf(id), times);
            }
            settings.reset(endedOf(id));
            record(
                    id,
                    consent,
                    times.spans().isEmpty()
                            ? "No weekly maintenance of " + name + " any more."
                            : "Weekly maintenance of " + name + ": " + times.text() + ".");
        }
        refresh();
    }

    @Override
    public SleepTimes weekly(InstanceId id) {
        return settings.get(weeklyOf(id));
    }

    @Override
    public Published<List<Period>> planned() {
        return planned.published();
    }

    /// @return whether the instance is in a window now
    public boolean covers(InstanceId id, Instant now) {
        return planned.published().get().stream()
                        .anyMatch(period ->
                                period.id().equals(id) && !now.isBefore(period.from()) && now.isBefore(period.until()))
                || inWeekly(id, now);
    }

    private boolean inWeekly(InstanceId id, Instant now) {
        var times = weekly(id);
        return !times.spans().isEmpty() && times.contains(now, zone) && !endedInThisSpan(id, times, now);
    }

    /// Whether the timetable has lasted without a gap since it was ended by hand.
    private boolean endedInThisSpan(InstanceId id, SleepTimes times, Instant now) {
        var ended = settings.get(endedOf(id));
        if (ended.isBefore(now.minus(LONGEST_SPAN))) {
            return false;
        }
        for (var at = ended; at.isBefore(now); at = at.plus(Duration.ofMinutes(1))) {
            if (!times.contains(at, zone)) {
                return false;
            }
        }
        return true;
    }

    /// Forgets windows that have ended. Reads the store.
    public void refresh() {
        planned.refresh();
    }

    private List<Period> read() {
        return repository.notEnded(time.instant()).stream()
                .map(window -> new Period(window.id(), window.from(), window.until()))
                .toList();
    }

    private void record(InstanceId id, Consent consent, String words) {
        activity.record(Activity.now(time.instant(), id, consent.origin(), "maintenance", words));
    }

    private String allowed(InstanceId id, String what, Consent consent) throws ProblemException {
        if (guards.isPresent()) {
            guards.get().require(Act.local(id, what), consent);
        }
        return fleet.get().find(id).map(instance -> instance.name()).orElse(id.value());
    }
}
