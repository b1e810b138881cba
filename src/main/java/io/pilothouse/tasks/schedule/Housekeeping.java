package io.pilothouse.tasks.schedule;

import io.pilothouse.domain.health.HistoryKept;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.Database;
import io.pilothouse.store.SlotRepository;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.health.LiveHealthRounds;
import io.pilothouse.tasks.instance.StoredInstances;
import io.pilothouse.tasks.maintenance.StoredMaintenance;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What keeps the store small and safe: a checked copy, roll-ups, and forgetting what is too old.
public final class Housekeeping {

    /// When few people work; a missed turn is made up for at start.
    /// When few people work.
    public static final LocalTime NIGHT = LocalTime.of(4, 0);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database;
    private final LiveHealthRounds health;
    private final StoredInstances instances;
    private final StoredMaintenance maintenance;
    private final Time time;
    private final ZoneId zone;
    private final Runnable dailyCopy;
    private final Supplier<HistoryKept> kept;

    /// @param kept how long the history of checks is, as chosen now
    public Housekeeping(
            Database database,
            LiveHealthRounds health,
            StoredInstances instances,
            StoredMaintenance maintenance,
            Time time,
            ZoneId zone,
            Runnable dailyCopy,
            Supplier<HistoryKept> kept) {
        this.database = database;
        this.health = health;
        this.instances = instances;
        this.maintenance = maintenance;
        this.time = time;
        this.zone = zone;
        this.dailyCopy = dailyCopy;
        this.kept = kept;
    }

    public void putInto(Scheduler scheduler) {
        scheduler.put(own("roll-ups", "add up the health history", true, this::nextHour, this::rollUp));
        scheduler.put(own(
                "housekeeping", "copy the store and tidy it up", false, OwnWork.dailyAt(NIGHT, zone), this::tidyUp));
    }

    private static OwnWork own(
            String key, String title, boolean quiet, UnaryOperator<Instant> turns, Consumer<TaskContext> body) {
        return new OwnWork(key, title, Origin.PROGRAM, quiet, true, turns, (_, context) -> body.accept(context));
    }

    private Instant nextHour(Instant after) {
        return Instant.ofEpochMilli((after.toEpochMilli() / HOUR.toMillis() + 1) * HOUR.toMillis());
    }

    private void rollUp(TaskContext context) {
        health.rollUpAndForget(kept.get());
        maintenance.refresh();
    }

    private void tidyUp(TaskContext context) {
        context.line("copying the store");
        dailyCopy.run();
        context.line("emptying the trash of more than 30 days");
        instances.emptyOldTrash();
        context.line("forgetting what is too old");
        var now = time.instant();
        rollUp(context);
        new TaskRepository(database).forgetOld(now);
        new UndoRepository(database).forgetOld(now);
        new ActivityRepository(database).forgetOld(now);
        new SlotRepository(database).forgetOld(now);
        new CycleRepository(database).forgetOld(now);
    }
}
