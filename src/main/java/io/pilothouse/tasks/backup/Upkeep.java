package io.pilothouse.tasks.backup;

import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.SlotRepository;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the store small and copied: adds up health checks, forgets what is older than it is kept,
/// makes the daily copy. Goes on while other background work is paused. Thread-safe.
public final class Upkeep implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final Time time;
    private final TaskRunner runner;
    private final List<Duty> duties;
    private final Bell bell;
    private final Thread thread;

    /// One thing to be done again and again.
    ///
    /// @param title as an infinitive
    /// @param work  gets the time
    public record Duty(String title, Consumer<Instant> work) {}

    /// @param others what other parts keep in order, beside the store's own
    public Upkeep(Time time, TaskRunner runner, Database database, Backups backups, List<Duty> others) {
        this.time = time;
        this.runner = runner;
        this.bell = time.bell();
        var all = new ArrayList<Duty>();
        all.add(new Duty("add up health checks", new HealthRepository(database)::rollUpAndForget));
        all.add(new Duty("forget old tasks", new TaskRepository(database)::forgetOld));
        all.add(new Duty("forget old ways back", new UndoRepository(database)::forgetOld));
        all.add(new Duty("forget old activity", new ActivityRepository(database)::forgetOld));
        all.add(new Duty("forget old turns", new SlotRepository(database)::forgetOld));
        all.addAll(others);
        all.add(new Duty("make the daily copy of the store", backups::copyIfDue));
        this.duties = List.copyOf(all);
        this.thread = Thread.ofVirtual().name("keep the store in order").unstarted(this::loop);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void loop() {
        try {
            while (true) {
                for (var duty : duties) { // each a task of its own: one that fails holds up none
                    runner.start(new TaskRequest("upkeep", duty.title(), List.of(), Origin.PROGRAM, true), context -> {
                                duty.work().accept(time.instant());
                                return duty.title();
                            })
                            .await();
                }
                bell.await(time.instant().plus(EVERY));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
