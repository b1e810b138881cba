package io.pilothouse.tasks.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.testing.HandTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class BackupsTest {

    private static final Consent YES = Consent.confirmed(Origin.TERMINAL);

    @TempDir
    Path root;

    private final HandTime time = new HandTime(Instant.parse("2026-11-20T20:31:00Z"));
    private Database database;
    private InstanceRepository instances;
    private ActivityRepository activity;
    private Backups backups;
    private Restoring restoring;
    private Path file;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(root.resolve("data")), time);
        instances = new InstanceRepository(database, time, new Random(5));
        activity = new ActivityRepository(database);
        backups = new Backups(database);
        restoring = new Restoring(database, time);
        file = root.resolve("mine.pilothouse");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCopyThatAPersonAskedForIsCalledSo() {
        assertTrue(backups.copyAsked().file().getFileName().toString().startsWith("asked"));
    }

    @Test
    void compactingTellsTheSizesAndIsRefusedWhereTheDiskIsShort() throws Exception {
        add("Stays");
        var told = backups.compact();
        assertTrue(told.after() <= told.before());
        assertEquals(told.after(), backups.examine().sizeBytes());
        assertTrue(backups.tableSizes().stream().anyMatch(size -> size.table().equals("instance") && size.bytes() > 0));

        var size = told.after();
        var problem = assertThrows(ProblemException.class, () -> new Backups(database, () -> size).compact());
        assertEquals(ProblemCode.STORE_IO, problem.problem().code());
        assertTrue(problem.problem().summary().startsWith("There is no room to compact the store: it needs "));
    }

    @Test
    void singleInstancesAreTakenFromTheCopyAndTheRestStays() throws Exception {
        var stays = add("Stays");
        var changes = add("Changes");
        var comesBack = add("Comes back");
        var health = new HealthRepository(database);
        health.append(List.of(new HealthRepository.Sample(
                comesBack.id(), time.instant(), Health.HEALTHY, Optional.empty(), Optional.empty())));
        copied(file);
        instances.update(changes.id(), 1, changes.configuration().withName("Changed"));
        instances.update(stays.id(), 1, stays.configuration().withName("Stays otherwise"));
        instances.trash(comesBack.id());
        instances.purge(comesBack.id());
        var taken = add("Comes back"); // the name is another's now
        time.advance(Duration.ofHours(1));

        assertEquals(
                ProblemCode.CONFIRM,
                refused(() -> restoring.take(file, Set.of(comesBack.id()), Consent.none(Origin.TERMINAL))));
        var kept = restoring.take(file, Set.of(comesBack.id(), changes.id()), YES);

        var back = instances.find(comesBack.id()).orElseThrow();
        assertEquals(comesBack.configuration().withName("Comes back 2"), back.configuration());
        assertEquals(comesBack.createdAt(), back.createdAt());
        assertEquals(
                1, health.samples(comesBack.id(), Instant.EPOCH, time.instant()).size());
        assertEquals(
                changes.configuration(),
                instances.find(changes.id()).orElseThrow().configuration());
        assertEquals(3, instances.find(changes.id()).orElseThrow().configVersion());
        assertEquals("Stays otherwise", instances.find(stays.id()).orElseThrow().name());
        assertEquals("Comes back", instances.find(taken.id()).orElseThrow().name());

        restoring.restore(kept, YES); // which takes it back
        assertTrue(instances.find(comesBack.id()).isEmpty());
        assertEquals("Changed", instances.find(changes.id()).orElseThrow().name());
    }

    @Test
    void thePlanSaysWhatRestoringWouldDoAndChangesNothing() throws Exception {
        var stays = add("Stays");
        var changes = add("Changes");
        var comesBack = add("Comes back");
        new HealthRepository(database)
                .append(List.of(new HealthRepository.Sample(
                        stays.id(), time.instant(), Health.HEALTHY, Optional.empty(), Optional.empty())));
        var historyUntil = time.instant();
        new CycleRepository(database).saveRule(stays.id(), "missing", "{}");
        assertEquals(3, copied(file));
        var changed = instances.update(changes.id(), 1, changes.configuration().withName("Changed"));
        instances.trash(comesBack.id());
        instances.purge(comesBack.id());
        var disappears = add("Disappears");
        time.advance(Duration.ofHours(1));

        var plan = restoring.plan(file);

        assertEquals(
                new RestorePlan(
                        file,
                        database.version(),
                        List.of(comesBack),
                        List.of(changes),
                        1,
                        List.of(disappears),
                        1,
                        Optional.of(historyUntil)),
                plan);
        assertEquals(3, plan.instances());
        assertEquals(List.of(stays, ((Stored.Saved) changed).instance(), disappears), instances.all());
        try (var left = Files.list(database.folder().root())) {
            assertFalse(left.anyMatch(path -> path.getFileName().toString().startsWith("preview")));
        }
    }

    @Test
    void restoringPutsTheBackupInPlaceAndKeepsThePresentStore() throws Exception {
        var loft = add("Loft");
        copied(file);
        var cellar = add("Cellar");

        assertEquals(ProblemCode.CONFIRM, refused(() -> restoring.restore(file, Consent.none(Origin.TERMINAL))));
        var kept = restoring.restore(file, YES);

        assertEquals(List.of(loft), instances.all());
        assertEquals(
                List.of("restore"),
                activity.entries(List.of(), Instant.EPOCH, 1).stream()
                        .map(ActivityRepository.Entry::kind)
                        .toList());

        restoring.restore(kept, YES); // which takes it back
        assertEquals(List.of(loft, cellar), instances.all());
    }

    @Test
    void tasksAfterARestoreDoNotTakeTheNumbersOfTasksBeforeIt() throws Exception {
        copied(file);
        var tasks = new TaskRepository(database);
        for (int i = 0; i < 3; i++) {
            tasks.reserve(1_000);
        }
        long reached = tasks.reserve(1).number();

        restoring.restore(file, YES);

        assertTrue(tasks.reserve(1).number() > reached);
    }

    @Test
    void whatIsNoBackupIsNeitherRestoredNorOverwritten() throws Exception {
        var loft = add("Loft");
        Files.writeString(file, "a letter to my aunt");
        var before = Files.readAllBytes(file);

        assertEquals(ProblemCode.BAD_FILE, refused(() -> restoring.restore(file, YES)));
        assertEquals(ProblemCode.BAD_FILE, refused(() -> restoring.plan(file)));
        assertEquals(ProblemCode.BAD_VALUE, refused(() -> backups.copyTo(file)));
        assertEquals(ProblemCode.BAD_FILE, refused(() -> restoring.restore(root.resolve("missing"), YES)));
        assertEquals(ProblemCode.BAD_VALUE, refused(() -> backups.copyTo(root.resolve("no/such/folder"))));

        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(List.of(loft), instances.all());
    }

    private int copied(Path target) throws ProblemException {
        return backups.copyTo(target).instances();
    }

    private Instance add(String name) {
        var stored = instances.add(
                Configuration.of(new KindId("sonarr"), name, Address.of("http://loft.test/")), Optional.empty());
        return ((Stored.Saved) stored).instance();
    }

    private static ProblemCode refused(Executable wish) {
        return assertThrows(ProblemException.class, wish).problem().code();
    }
}
