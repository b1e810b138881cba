package io.pilothouse.tasks.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.activity.StoredActivity;
import io.pilothouse.tasks.instance.StoredInstances;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.MemorySecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An act on several instances is taken back on each of them on its own.
class StoredUndoingTest {

    private static final Consent ME = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(Instant.parse("2026-07-18T14:00:00Z"));
    private final List<String> taken = new ArrayList<>();
    private Optional<InstanceId> silent = Optional.empty();
    private Database database;
    private TaskRunner runner;
    private StoredUndoing undoing;
    private InstanceId attic;
    private InstanceId box;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(new DataFolder(folder), time);
        var undo = new UndoRepository(database);
        runner = new TaskRunner(time, new TaskRepository(database), undo, Duration.ZERO);
        var instances = new StoredInstances(
                database,
                new InstanceRepository(database, time, RandomGenerator.of("L64X128MixRandom")),
                new MemorySecrets(),
                new ConnectorKinds(List.of(FakeKind.of("radarr"))),
                time,
                ZoneOffset.UTC,
                runner,
                new StoredActivity(new ActivityRepository(database)));
        attic = instances.add(configuration("Attic"), Secrets.NONE, ME).id();
        box = instances.add(configuration("Box"), Secrets.NONE, ME).id();
        undoing = new StoredUndoing(undo, runner, time);
        undoing.register("boat", (step, _) -> {
            if (silent.filter(step.instance()::equals).isPresent()) {
                throw new ProblemException(new Problem(ProblemCode.UNREACHABLE, "It did not answer.", "Look at it."));
            }
            taken.add(step.description());
        });
    }

    @AfterEach
    void close() {
        runner.close();
        database.close();
    }

    private static Configuration configuration(String name) {
        return Configuration.of(new KindId("radarr"), name, Address.of("http://box.test:7878/"));
    }

    private TaskId acted() throws Exception {
        return acted(Origin.WINDOW);
    }

    private TaskId acted(Origin origin) throws Exception {
        var steps = List.of(step(box, "box 1"), step(attic, "attic 1"), step(box, "box 2"));
        var task = runner.start(new TaskRequest("boats", "move boats", List.of(attic, box), origin), context -> {
            steps.forEach(context::undoableBy);
            return context.id();
        });
        task.await();
        return task.id();
    }

    private static UndoStep step(InstanceId instance, String what) {
        return new UndoStep("boat", instance, "\"" + what + "\"", what);
    }

    /// One key takes the last act of a person back, not what was done without one since.
    @Test
    void whatPilothouseDidByItselfIsNotTheLastAct() throws Exception {
        var mine = acted();
        var itsOwn = List.of(acted(Origin.PROGRAM), acted(Origin.CYCLE), acted(Origin.SCHEDULE), acted(Origin.RETRY));

        assertThat(undoing.undoable().get().getFirst().task()).isEqualTo(mine);
        assertThat(undoing.undoable().get()).noneMatch(act -> itsOwn.contains(act.task()));
        undoing.undo(itsOwn.getFirst(), ME); // by its task it can be
        assertThat(taken).containsExactly("box 2", "attic 1", "box 1");
    }

    @Test
    void anInstanceThatIsSilentHoldsUpNoOtherAndIsTakenBackLater() throws Exception {
        var task = acted();
        silent = Optional.of(box);
        assertThatThrownBy(() -> undoing.undo(task, ME)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().summary()).isEqualTo("It did not answer.");
            assertThat(e.problem().advice()).contains("The rest was taken back.");
        });
        assertThat(taken).containsExactly("attic 1");

        silent = Optional.empty();
        undoing.undo(task, ME);

        assertThat(taken).as("nothing twice").containsExactly("attic 1", "box 2", "box 1");
        assertThat(undoing.undoable().get()).noneMatch(act -> act.task().equals(task));
    }

    @Test
    void eachInstanceThatCouldNotDoItIsTold() throws Exception {
        undoing.register("boat", (step, _) -> {
            if (!step.description().equals("box 2")) {
                throw new ProblemException(
                        new Problem(ProblemCode.UNREACHABLE, step.description() + " is silent.", "Look at it."));
            }
        });
        var task = acted();

        assertThatThrownBy(() -> undoing.undo(task, ME)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().summary()).isEqualTo("attic 1 is silent. box 1 is silent.");
            assertThat(e.problem().advice()).isEqualTo("The rest was taken back. Look at it. Then undo it again.");
        });
        assertThat(undoing.preview(task)).extracting(UndoStep::description).containsExactly("attic 1", "box 1");
    }

    @Test
    void whereNothingWasTakenBackNothingElseIsSaid() throws Exception {
        var task = acted();
        silent = Optional.of(box);
        assertThatThrownBy(() -> undoing.undo(task, ME)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> undoing.undo(task, ME))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().advice()).isEqualTo("Look at it."));
        assertThat(undoing.preview(task)).extracting(UndoStep::description).containsExactly("box 2", "box 1");
    }

    @Test
    void theActIsNamedNotTheStepsThatTakeItBack() throws Exception {
        var task = acted();
        assertThat(undoing.undoable().get().getFirst().act()).isEqualTo("move boats");

        undoing.undo(task, ME);

        assertThat(runner.tasks().get().getFirst().title()).isEqualTo("undo: move boats");
    }
}
