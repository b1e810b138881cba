package io.pilothouse.tasks.pause;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.pause.Power.Metered;
import io.pilothouse.tasks.pause.Power.Supply;
import io.pilothouse.tasks.schedule.OwnWork;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;

/// Holds cycles and schedules while the computer runs on battery or on a metered network, each only where a person
/// chose so. Looks once a minute then, else never. What a system does not tell holds nothing. Thread-safe.
public final class Sparing implements AutoCloseable {

    /// What cycles and schedules do.
    public enum Choice {
        GO_ON,
        HOLD
    }

    public static final Setting<Choice> ON_BATTERY = Setting.choice("work.on-battery", Choice.GO_ON);
    public static final Setting<Choice> ON_METERED = Setting.choice("work.on-metered", Choice.GO_ON);

    /// The hours at which cycles and schedules begin by themselves; empty for always.
    public static final Setting<SleepTimes> HOURS =
            new Setting<>("work.hours", SleepTimes.NEVER, SleepTimes::parse, SleepTimes::text);

    private static final Logger LOG = System.getLogger(Sparing.class.getName());
    private static final String KEY = "power";
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(8);

    private final Power.Source source;
    private final Settings settings;
    private final StoredPausing pausing;
    private final Scheduler scheduler;
    private final Subscription subscription;
    private boolean looking;

    /// Follows the settings from now on.
    public Sparing(Power.Source source, Settings settings, StoredPausing pausing, Scheduler scheduler) {
        this.source = source;
        this.settings = settings;
        this.pausing = pausing;
        this.scheduler = scheduler;
        subscription = settings.values().subscribe(Runnable::run, _ -> follow());
    }

    @Override
    public void close() {
        subscription.close();
    }

    /// @return that cycles and schedules do not begin by themselves now, and until when; empty within the hours
    public static Optional<String> outsideHours(Settings settings, Instant now, ZoneId zone) {
        var hours = settings.get(HOURS);
        if (hours.spans().isEmpty() || hours.contains(now, zone)) {
            return Optional.empty();
        }
        return hours.between(now, now.plus(WEEK), zone).stream()
                .map(SleepTimes.Occurrence::from)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .map(begin -> {
                    var local = begin.atZone(zone);
                    var when = begin.isBefore(now.plus(DAY))
                            ? local.toLocalTime().toString()
                            : local.toLocalDate() + " at " + local.toLocalTime();
                    return "Outside the chosen hours: cycles and schedules wait until " + when + ".";
                });
    }

    private synchronized void follow() {
        boolean wanted = settings.get(ON_BATTERY) == Choice.HOLD || settings.get(ON_METERED) == Choice.HOLD;
        if (wanted && !looking) {
            pausing.spare(Optional.of("Pilothouse looks first whether this computer runs on battery."));
            scheduler.put(new OwnWork(
                    KEY,
                    "look what this computer runs on",
                    Origin.PROGRAM,
                    true,
                    false,
                    after -> after.plus(LOOK_EVERY),
                    (_, _) -> look()));
            lookNow();
        } else if (wanted) {
            pausing.power().get().ifPresent(this::judge);
        } else if (looking) {
            scheduler.remove(KEY);
            pausing.power().set(Optional.empty());
            pausing.spare(Optional.empty());
        }
        looking = wanted;
    }

    private void lookNow() {
        try {
            scheduler.turnNow(KEY);
        } catch (ProblemException underWayAlready) {
            LOG.log(Level.DEBUG, "it is looked already", underWayAlready);
        }
    }

    private void look() throws InterruptedException {
        var seen = source.look();
        synchronized (this) {
            if (looking) {
                pausing.power().set(Optional.of(seen));
                judge(seen);
            }
        }
    }

    private void judge(Power seen) {
        boolean battery = seen.supply() == Supply.BATTERY && settings.get(ON_BATTERY) == Choice.HOLD;
        boolean metered = seen.metered() == Metered.YES && settings.get(ON_METERED) == Choice.HOLD;
        pausing.spare(
                battery
                        ? Optional.of("This computer runs on battery: cycles and schedules wait for the mains.")
                        : metered
                                ? Optional.of("The network is metered: cycles and schedules wait for another one.")
                                : Optional.empty());
    }
}
