package io.pilothouse.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.RequestContext;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.store.UndoRepository;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.NoSecretsLogged;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TaskRunnerTest {

    @RegisterExtension
    private final NoSecretsLogged logged = new NoSecretsLogged();

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(Instant.parse("2026-07-18T12:00:00Z"));
    private Database database;
    private TaskRunner runner;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), time);
        runner = new TaskRunner(time, new TaskRepository(database), new UndoRepository(database), Duration.ZERO);
    }

    @AfterEach
    void close() {
        runner.close();
        database.close();
    }

    @Test
    void aTaskThatReturnsIsDoneAndRemembered() throws Exception {
        var task = runner.start(request("count the boats", false), context -> {
            context.progress(3, 3);
            context.line("three boats");
            context.effect("counted", 3);
            return 3;
        });

        assertThat(task.await()).isEqualTo(new Outcome.Succeeded<>(3));

        var view = runner.find(task.id()).orElseThrow();
        assertThat(view.state()).isEqualTo(TaskState.DONE);
        assertThat(view.effects()).isEqualTo(Map.of("counted", 3L));
        reopen();
        assertThat(runner.find(task.id())).contains(view);
        assertThat(runner.history(10)).containsExactly(view);
        assertThat(runner.log(task.id())).containsExactly(new TaskRegistry.LogLine(time.instant(), "three boats"));
        assertThat(runner.tasks().get()).containsExactly(view);
    }

    @Test
    void everyFailureBecomesAProblem() throws Exception {
        var known = new Problem(ProblemCode.NOT_FOUND, "There is no boat.", "Look again.");
        var expected = runner.start(request("find the boat", false), _ -> {
            throw new ProblemException(known);
        });
        var bug = runner.start(request("find the bug", false), _ -> {
            throw new IllegalStateException("boo");
        });
        var error = runner.start(request("find the end", false), _ -> {
            throw new StackOverflowError();
        });

        assertThat(expected.await()).isEqualTo(new Outcome.Failed<>(known));
        assertThat(((Outcome.Failed<?>) bug.await()).problem().code()).isEqualTo(ProblemCode.BUG);
        assertThat(((Outcome.Failed<?>) error.await()).problem().summary()).contains("find the end");
        assertThat(runner.find(expected.id()).orElseThrow().state()).isEqualTo(TaskState.FAILED);
        assertThat(runner.find(expected.id()).orElseThrow().problem()).contains(known);
    }

    @Test
    void aFailedItemMakesTheEndPartly() throws Exception {
        var lost = new Problem(ProblemCode.UNREACHABLE, "Loft did not answer.", "Try again.");
        var task = runner.start(request("count the boats", false), context -> {
            context.itemFailed(lost);
            return "two of three";
        });

        assertThat(task.await()).isEqualTo(new Outcome.Succeeded<>("two of three"));
        var view = runner.find(task.id()).orElseThrow();
        assertThat(view.state()).isEqualTo(TaskState.PARTLY);
        assertThat(view.problem()).contains(lost);
    }

    @Test
    void cancellingAtAnyMomentYieldsExactlyOneOutcome() throws Exception {
        var ended = new AtomicInteger();
        var handles = new ArrayList<TaskHandle<String>>();
        for (int i = 0; i < 300; i++) {
            var task = runner.start(request("wait", true), _ -> {
                new CountDownLatch(1).await();
                return "never";
            });
            task.whenEnded(Runnable::run, _ -> ended.incrementAndGet());
            task.cancel();
            handles.add(task);
        }
        for (var task : handles) {
            assertThat(task.await()).isEqualTo(new Outcome.Cancelled<>());
        }
        Eventually.that(() -> ended.get() == 300);
    }

    /// Bar B2.
    @Test
    void aTaskAskedToStopFinishesItsItemAndSaysSo() throws Exception {
        var started = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        var task = runner.start(request("move a boat", false), _ -> {
            started.countDown();
            awaitUninterruptibly(mayEnd);
            return "moved";
        });
        started.await();

        assertThat(runner.cancel(task.id())).isTrue();
        assertThat(runner.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.FINISHING);
        mayEnd.countDown();

        assertThat(task.await())
                .as("what was done is not called cancelled")
                .isEqualTo(new Outcome.Succeeded<>("moved"));
        assertThat(runner.cancel(task.id())).isFalse();
    }

    @Test
    void whatIsDrainedComesToItsOwnEndAndTheRestIsNotWaitedFor() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var kept = runner.start(request("keep the place", true), _ -> {
            awaitUninterruptibly(mayEnd);
            return "kept";
        });
        var other = runner.start(request("sail on", false), _ -> {
            never.await();
            return "there";
        });
        assertThat(runner.drain(TaskView::quiet, Duration.ofMillis(1))).isFalse();
        Thread.ofVirtual().start(mayEnd::countDown);

        assertThat(runner.drain(TaskView::quiet, Duration.ofMinutes(1))).isTrue();
        assertThat(kept.await()).isEqualTo(new Outcome.Succeeded<>("kept"));
        other.cancel();
        assertThat(other.await()).isEqualTo(new Outcome.Cancelled<>());
    }

    @Test
    void progressIsPublishedWhileItRunsAndQuietTasksAreLeftOut() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var loud = runner.start(request("count", false), context -> {
            context.progress(2, 5);
            mayEnd.await();
            return 5;
        });
        var quiet = runner.start(request("check quietly", true), _ -> 1);
        quiet.await();

        var views = Eventually.published(runner.tasks(), tasks -> tasks.stream().anyMatch(task -> task.done() == 2));

        assertThat(views).extracting(TaskView::id).containsExactly(loud.id());
        assertThat(runner.find(quiet.id())).isPresent();
        mayEnd.countDown();
        loud.await();
    }

    @Test
    void theCallsOfATaskCarryItsId() throws Exception {
        var task = runner.start(
                request("ask", false),
                context -> List.of(
                        RequestContext.currentTask(),
                        TaskRunner.current().map(TaskContext::id),
                        Optional.of(context.id())));

        var ids = ((Outcome.Succeeded<List<Optional<io.pilothouse.domain.task.TaskId>>>) task.await()).value();
        assertThat(ids).containsOnly(Optional.of(task.id()));
        assertThat(RequestContext.currentTask()).isEmpty();
    }

    @Test
    void workWithinATaskBelongsToItAndElseToOneOfItsOwn() throws Exception {
        var outer = runner.start(
                request("outer", false),
                context -> runner.within(
                        request("inner", false), inner -> inner.id().equals(context.id())));
        assertThat(outer.await()).isEqualTo(new Outcome.Succeeded<>(true));

        var id = runner.within(request("alone", false), TaskContext::id);
        assertThat(runner.find(id).orElseThrow().state()).isEqualTo(TaskState.DONE);
    }

    @Test
    void numbersGrowOverRestarts() throws Exception {
        var last = 0L;
        for (int run = 0; run < 3; run++) {
            for (int i = 0; i < 200; i++) {
                var task = runner.start(request("count", true), _ -> 1);
                task.await();
                assertThat(task.id().number()).isGreaterThan(last);
                last = task.id().number();
            }
            reopen();
        }
    }

    @Test
    void whatACrashLeftIsEnded() {
        var left = new TaskRepository(database).reserve(1);
        new TaskRepository(database)
                .save(new TaskView(
                        left,
                        "count",
                        "count the boats",
                        List.of(),
                        Origin.WINDOW,
                        TaskState.RUNNING,
                        Optional.empty(),
                        0,
                        java.util.OptionalLong.empty(),
                        "",
                        time.instant(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        false,
                        false));

        reopen();

        assertThat(runner.find(left).orElseThrow().state().ended()).isTrue();
    }

    @Test
    void heldWorkShowsItsReasonUntilItIsSkipped() {
        var held = runner.hold(request("hunt", false), "waits for a release");

        var view = runner.tasks().get().getFirst();
        assertThat(view.state()).isEqualTo(TaskState.HELD);
        assertThat(view.reason()).contains("waits for a release");

        held.skip("not today");
        assertThat(runner.find(held.id()).orElseThrow().state()).isEqualTo(TaskState.SKIPPED);
        assertThat(runner.find(held.id()).orElseThrow().reason()).contains("not today");
    }

    private void reopen() {
        close();
        open();
    }

    /// Bar W4 for lines of the log.
    @Test
    void whatIsLoggedAboutAnInstanceCarriesItsId() throws Exception {
        var about = new InstanceId("sonarr-2607181200abc");
        var request = new TaskRequest("test", "read the boats", List.of(about), Origin.WINDOW, true);

        runner.start(request, _ -> {
                    throw new ProblemException(new Problem(ProblemCode.NOT_FOUND, "There is no boat.", "Look again."));
                })
                .await();
        runner.start(request, _ -> {
                    throw new IllegalStateException("a fault");
                })
                .await();
        runner.start(request, _ -> {
                    throw new InterruptedException();
                })
                .await();

        assertThat(logged.lines())
                .filteredOn(line -> line.contains("read the boats"))
                .hasSize(3)
                .allMatch(line -> line.lines().findFirst().orElseThrow().contains(about.value()));
    }

    private static TaskRequest request(String title, boolean quiet) {
        return new TaskRequest("test", title, List.of(), Origin.WINDOW, quiet);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
