package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.domain.task.UndoStep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The smaller repositories.
final class RecordsTest {

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private final Instant now = clock.instant();
    private Database database;
    private InstanceId loft;
    private InstanceId cellar;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), clock);
        loft = FilledStore.addInstance(database, clock, "sonarr", "Loft").id();
        cellar = FilledStore.addInstance(database, clock, "radarr", "Cellar").id();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTaskIsStoredWithEveryFieldAndReplacedByItsLaterSelf() {
        var tasks = new TaskRepository(database);
        var running = task(tasks.reserve(10), TaskState.RUNNING, Optional.empty(), List.of(cellar, loft));
        tasks.save(running);
        assertEquals(Optional.of(running), tasks.find(running.id()));
        assertEquals(List.of(), tasks.ended(10));

        var ended = task(running.id(), TaskState.PARTLY, Optional.of(now.plusSeconds(3)), List.of(cellar, loft));
        tasks.save(ended);
        tasks.appendLog(ended.id(), 0, List.of(new TaskRepository.Line(now, "one")));
        tasks.appendLog(ended.id(), 1, List.of(new TaskRepository.Line(now, "two")));

        assertEquals(List.of(ended), tasks.ended(10));
        assertEquals(
                List.of("one", "two"),
                tasks.log(ended.id()).stream().map(TaskRepository.Line::text).toList());
        assertEquals(running.id().number() + 10, tasks.reserve(1).number());
        tasks.forgetOld(now.plus(Duration.ofDays(91)));
        assertEquals(Optional.empty(), tasks.find(ended.id()));
    }

    @Test
    void tasksThatACrashCutShortAreEndedOnce() {
        var tasks = new TaskRepository(database);
        var running = task(tasks.reserve(1), TaskState.RUNNING, Optional.empty(), List.of(loft));
        tasks.save(running);

        assertEquals(List.of(running), tasks.endInterrupted(now.plusSeconds(9), "Pilothouse ended while it ran"));
        assertEquals(List.of(), tasks.endInterrupted(now.plusSeconds(10), "again"));
        var ended = tasks.find(running.id()).orElseThrow();
        assertEquals(TaskState.CANCELLED, ended.state());
        assertEquals(Optional.of("Pilothouse ended while it ran"), ended.reason());
        assertEquals(Optional.of(now.plusSeconds(9)), ended.endedAt());
    }

    @Test
    void aTaskOfTwoInstancesStaysWhenOneIsPurged() {
        var tasks = new TaskRepository(database);
        var both = task(tasks.reserve(1), TaskState.DONE, Optional.of(now), List.of(loft, cellar));
        var one = task(tasks.reserve(1), TaskState.DONE, Optional.of(now), List.of(loft));
        tasks.save(both);
        tasks.save(one);

        new InstanceRepository(database, clock, new Random(1)).purge(loft);

        assertEquals(List.of(cellar), tasks.find(both.id()).orElseThrow().instances());
        assertEquals(Optional.empty(), tasks.find(one.id()));
        tasks.save(one); // its end comes late
        assertEquals(Optional.empty(), tasks.find(one.id()));
    }

    @Test
    void actsAreTakenBackOnceAndForgottenAfterAWeek() {
        var undo = new UndoRepository(database);
        var first = new UndoStep("a", loft, "{}", "first");
        var second = new UndoStep("b", cellar, "{\"x\":1}", "second");
        undo.append(new TaskId(1), first, now);
        undo.append(new TaskId(1), second, now);
        undo.append(new TaskId(2), first, now);

        assertEquals(
                List.of(
                        new UndoRepository.Undoable(new TaskId(2), now, List.of(first)),
                        new UndoRepository.Undoable(new TaskId(1), now, List.of(first, second))),
                undo.undoable(now));
        assertEquals(List.of(first, second), undo.steps(new TaskId(1)));
        undo.markUndone(new TaskId(1), second, now);
        assertEquals(List.of(first), undo.steps(new TaskId(1)));
        undo.markUndone(new TaskId(1), first, now);
        assertEquals(List.of(), undo.steps(new TaskId(1)));
        assertEquals(1, undo.undoable(now).size());
        assertEquals(List.of(), undo.undoable(now.plus(Duration.ofDays(8))));
        undo.forgetOld(now.plus(Duration.ofDays(8)));
        assertEquals(List.of(), undo.steps(new TaskId(2)));
    }

    @Test
    void activityIsFoundByInstanceAndTime() {
        var activity = new ActivityRepository(database);
        var ofLoft = entry(now, Optional.of(loft), "Loft was renamed.");
        var ofCellar = entry(now.plusSeconds(1), Optional.of(cellar), "Cellar was added.");
        var ofProgram = entry(now.plusSeconds(2), Optional.empty(), "A copy was made.");
        List.of(ofLoft, ofCellar, ofProgram).forEach(activity::append);
        activity.append(entry(now, Optional.of(new InstanceId("sonarr-2601010000aaa")), "late"));

        assertEquals(List.of(ofProgram, ofCellar, ofLoft), activity.entries(List.of(), now, 10));
        assertEquals(List.of(ofLoft), activity.entries(List.of(loft), now, 10));
        assertEquals(List.of(ofCellar, ofLoft), activity.entries(List.of(loft, cellar), now, 10));
        assertEquals(List.of(ofProgram), activity.entries(List.of(), now.plusSeconds(2), 10));
        assertEquals(List.of(ofProgram), activity.entries(List.of(), now, 1));
    }

    @Test
    void aSlotIsClaimedByOneOfManyThreads() throws Exception {
        var slots = new SlotRepository(database);
        var wishes = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 64; i++) {
            wishes.add(() -> slots.claim("hunt/loft/2026-11-20T20:00", Optional.of(loft), now));
        }
        long won = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var claim : threads.invokeAll(wishes)) {
                won += claim.get() ? 1 : 0;
            }
        }

        assertEquals(1, won);
        assertEquals(1, slots.unended().size());
        slots.end("hunt/loft/2026-11-20T20:00", now, "acted");
        assertEquals(List.of(), slots.unended());
        assertFalse(slots.claim("hunt/loft/2026-11-20T20:00", Optional.of(loft), now));
        assertTrue(slots.claim("daily-copy", Optional.empty(), now));
    }

    @Test
    void maintenanceBeginsAndEnds() {
        var maintenance = new MaintenanceRepository(database);
        var window = new MaintenanceRepository.Window(loft, now, now.plusSeconds(60), true);
        maintenance.add(window);
        maintenance.add(new MaintenanceRepository.Window(cellar, now.plusSeconds(5), now.plusSeconds(6), false));

        assertEquals(List.of(loft, cellar), owners(maintenance.notEnded(now)));
        assertEquals(1, maintenance.end(loft, now.plusSeconds(10)));
        assertEquals(List.of(), owners(maintenance.notEnded(now.plusSeconds(10))));
        assertEquals(
                List.of(new MaintenanceRepository.Window(loft, now, now.plusSeconds(10), true)), maintenance.all(loft));
        assertEquals(1, maintenance.remove(loft, now, now.plusSeconds(10)));
        assertEquals(0, maintenance.remove(loft, now, now.plusSeconds(10)));
    }

    private static List<InstanceId> owners(List<MaintenanceRepository.Window> windows) {
        return windows.stream().map(MaintenanceRepository.Window::id).toList();
    }

    @Test
    void pausesWindowsAndPreferencesAreRemembered() {
        var pauses = new PauseRepository(database);
        assertEquals(Optional.empty(), pauses.find());
        pauses.save(new PauseRepository.Pause(now, Optional.empty()));
        pauses.save(new PauseRepository.Pause(now, Optional.of(now.plusSeconds(1))));
        assertEquals(Optional.of(new PauseRepository.Pause(now, Optional.of(now.plusSeconds(1)))), pauses.find());
        pauses.delete();
        assertEquals(Optional.empty(), pauses.find());

        var windows = new WindowStateRepository(database);
        windows.save("main", "{}", now);
        windows.save("main", "{\"x\":2}", now);
        assertEquals(Map.of("main", "{\"x\":2}"), windows.all());
        windows.delete("main");
        assertEquals(Map.of(), windows.all());

        var active = new ActiveInstanceRepository(database);
        active.save(loft, now);
        active.save(cellar, now);
        active.save(new InstanceId("stash-2601010000aaa"), now);
        assertEquals(Map.of(loft.kind(), loft, cellar.kind(), cellar), active.byKind());
        assertEquals(Optional.of(cellar.kind()), active.lastKind());
        active.clear(new KindId("sonarr"));
        assertEquals(Map.of(cellar.kind(), cellar), active.byKind());
    }

    @Test
    void theLastThousandRequestsAreKept() {
        var sent = new SentRequestRepository(database);
        for (int batch = 0; batch < 12; batch++) {
            var requests = new ArrayList<SentRequestRepository.SentRequest>();
            for (int i = 0; i < 100; i++) {
                requests.add(new SentRequestRepository.SentRequest(
                        now,
                        i % 2 == 0 ? Optional.of(loft) : Optional.empty(),
                        "GET",
                        "/" + (batch * 100 + i),
                        i % 3 == 0 ? OptionalInt.empty() : OptionalInt.of(200)));
            }
            sent.append(requests);
        }

        assertEquals(1_000, sent.all().size());
        assertEquals(
                new SentRequestRepository.SentRequest(now, Optional.empty(), "GET", "/1199", OptionalInt.empty()),
                sent.all().getFirst());
        assertEquals("/200", sent.all().getLast().path());
    }

    private TaskView task(TaskId id, TaskState state, Optional<Instant> ended, List<InstanceId> instances) {
        return new TaskView(
                id,
                "test",
                "test Loft",
                instances,
                Origin.WINDOW,
                state,
                Optional.empty(),
                1,
                OptionalLong.empty(),
                "",
                now,
                ended,
                Map.of("searched", 4L),
                ended.map(at -> FilledStore.PROBLEM),
                ended.isPresent(),
                false);
    }

    private static ActivityRepository.Entry entry(Instant at, Optional<InstanceId> instance, String words) {
        return new ActivityRepository.Entry(at, instance, Origin.TERMINAL, Optional.of(new TaskId(4)), "k", words);
    }
}
