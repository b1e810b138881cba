package io.pilothouse.tasks.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.MaintenanceRepository;
import io.pilothouse.store.MaintenanceRepository.Window;
import io.pilothouse.tasks.Mirror;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRunner;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Maintenance windows kept in the store, weekly ones in its settings. Thread-safe.
public final class StoredMaintenance implements Maintenance {

    /// The name of the way back from each change of maintenance.
    public static final String UNDO = "maintenance";

    private static final ObjectMapper JSON = new ObjectMapper();
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
            undoable(id, name, () -> {
                repository.end(id, now); // a new window replaces the one under way
                repository.add(new Window(id, now, until, true));
            });
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
            undoable(id, name, () -> repository.add(new Window(id, from, until, true)));
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
            boolean under = covers(id, now);
            undoable(id, name, () -> {
                repository.end(id, now);
                if (inWeekly(id, now)) {
                    settings.set(endedOf(id), now);
                }
            });
            if (under) {
                record(id, consent, "Maintenance of " + name + " ended.");
            }
        }
        refresh();
    }

    @Override
    public void cancel(Period taken, Consent consent) throws ProblemException {
        var name = allowed(taken.id(), "cancel maintenance", consent);
        if (planned().get().contains(taken)) {
            undoable(taken.id(), name, () -> repository.remove(taken.id(), taken.from(), taken.until()));
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
            undoable(id, name, () -> {
                setWeekly(id, times);
                settings.reset(endedOf(id));
            });
            record(
                    id,
                    consent,
                    times.spans().isEmpty()
                            ? "No weekly maintenance of " + name + " any more."
                            : "Weekly maintenance of " + name + ": " + times.text() + ".");
        }
        refresh();
    }

    private void setWeekly(InstanceId id, SleepTimes times) {
        if (times.spans().isEmpty()) {
            settings.reset(weeklyOf(id));
        } else {
            settings.set(weeklyOf(id), times);
        }
    }

    // taking back

    /// All maintenance of an instance that is not over.
    ///
    /// @param windows by when they begin and end
    private record Stand(Map<Instant, Instant> windows, String weekly, long endedMillis) {
        String json() {
            var payload = JSON.createObjectNode();
            windows.forEach((from, until) -> payload.withObject("/windows").put(from.toString(), until.toString()));
            return payload.put("weekly", weekly).put("endedMillis", endedMillis).toString();
        }

        static Stand of(JsonNode payload) {
            var windows = new TreeMap<Instant, Instant>();
            payload.path("windows")
                    .properties()
                    .forEach(window -> windows.put(
                            Instant.parse(window.getKey()),
                            Instant.parse(window.getValue().asText())));
            return new Stand(
                    windows,
                    payload.path("weekly").asText(),
                    payload.path("endedMillis").asLong());
        }
    }

    private Stand stand(InstanceId id) {
        var windows = new TreeMap<Instant, Instant>();
        repository.notEnded(time.instant()).stream()
                .filter(window -> window.id().equals(id))
                .forEach(window -> windows.put(window.from(), window.until()));
        return new Stand(windows, weekly(id).text(), settings.get(endedOf(id)).toEpochMilli());
    }

    private void undoable(InstanceId id, String name, Runnable change) {
        var before = stand(id);
        change.run();
        var after = stand(id);
        if (!after.equals(before)) {
            TaskRunner.current()
                    .ifPresent(task -> task.undoableBy(new UndoStep(
                            UNDO,
                            id,
                            "{\"before\":" + before.json() + ",\"after\":" + after.json() + "}",
                            "put the maintenance of " + name + " back as it was")));
        }
    }

    /// Takes back one change; what was changed since otherwise stays as it is.
    public void takeBack(UndoStep step, Consent consent) throws ProblemException {
        var id = step.instance();
        var name = allowed(id, "put maintenance back as it was", consent);
        var payload = read(step.payload());
        var before = Stand.of(payload.path("before"));
        var after = Stand.of(payload.path("after"));
        after.windows().forEach((from, until) -> {
            if (!until.equals(before.windows().get(from))) {
                repository.remove(id, from, until);
            }
        });
        before.windows().forEach((from, until) -> {
            if (!until.equals(after.windows().get(from)) && until.isAfter(time.instant())) {
                repository.add(new Window(id, from, until, true));
            }
        });
        if (weekly(id).text().equals(after.weekly())) {
            setWeekly(id, SleepTimes.parse(before.weekly()));
        }
        if (settings.get(endedOf(id)).toEpochMilli() == after.endedMillis()) {
            settings.set(endedOf(id), Instant.ofEpochMilli(before.endedMillis()));
        }
        record(id, consent, "The maintenance of " + name + " is again as it was.");
        refresh();
    }

    private static JsonNode read(String payload) {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in an undo step: " + e.getOriginalMessage(), e);
        }
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
