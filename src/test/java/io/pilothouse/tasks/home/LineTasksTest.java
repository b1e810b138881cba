package io.pilothouse.tasks.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.RequestLog;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a line does by itself is done in a task, so that no request is sent that nobody could see.
@Timeout(60)
class LineTasksTest {

    @TempDir
    Path folder;

    private LiveHouses houses;

    @BeforeEach
    void open() throws Exception {
        houses = new LiveHouses(folder);
    }

    @AfterEach
    void close() {
        houses.close();
    }

    private static final HomeWatch.Listener NOBODY = new HomeWatch.Listener() {
        @Override
        public void statesChanged(Set<String> entityIds) {}

        @Override
        public void listsChanged() {}

        @Override
        public void lineChanged() {}
    };

    private Set<Optional<TaskId>> tasks() {
        return houses.sent().stream().map(RequestLog.Entry::task).collect(Collectors.toSet());
    }

    @Test
    void aLineThatConnectsByItselfDoesSoInTheTaskThatKeepsItUp() throws Exception {
        var home = houses.house("Home", GuardLevel.OPEN, it -> it);
        TaskId task;
        try (var watch = houses.homes().watch(home.id(), NOBODY)) {
            Eventually.that(watch::synced);

            assertThat(tasks()).hasSize(1).doesNotContain(Optional.empty());
            task = tasks().iterator().next().orElseThrow();
            var view = houses.engine().get().tasks().find(task).orElseThrow();
            assertThat(view.instances()).containsExactly(home.id());
            assertThat(view.title()).contains("Home");
            assertThat(view.state()).isEqualTo(TaskState.RUNNING);
        }
        houses.homes().close();
        Eventually.that(() ->
                houses.engine().get().tasks().find(task).orElseThrow().state().ended());
    }

    @Test
    void aLineWhoseTaskAPersonStopsIsKeptUpByAnotherWhileSomebodyLooks() throws Exception {
        var home = houses.house("Home", GuardLevel.OPEN, it -> it);
        var registry = houses.engine().get().tasks();
        try (var watch = houses.homes().watch(home.id(), NOBODY)) {
            Eventually.that(watch::synced);
            var first = tasks().iterator().next().orElseThrow();

            registry.cancel(first);

            Eventually.that(() -> registry.find(first).orElseThrow().state().ended());
            Eventually.that(watch::synced);
        }
    }

    @Test
    void whatIsAskedNowAndThenIsOfThatTaskToo() throws Exception {
        var home = houses.house("Behind", GuardLevel.OPEN, it -> it.with("socketsBlocked", "true"));
        try (var watch = houses.homes().watch(home.id(), NOBODY)) {
            Eventually.that(watch::synced);
        }

        assertThat(houses.sent()).anyMatch(request -> request.path().equals("/api/states"));
        assertThat(tasks()).hasSize(1).doesNotContain(Optional.empty());
    }

    @Test
    void linesThatAreRestartedTogetherAreRestartedByTheTaskThatWasAsked() throws Exception {
        var ids = List.of(
                houses.house("One", GuardLevel.OPEN, it -> it).id(),
                houses.house("Other", GuardLevel.OPEN, it -> it).id());
        var restart = houses.engine()
                .get()
                .runner()
                .start(
                        new TaskRequest("home-restart", "restart the lines", ids, Origin.WINDOW),
                        _ -> houses.homes().restartLines(ids));
        assertThat(restart.await())
                .isEqualTo(new Outcome.Succeeded<>(
                        ids.stream().map(LineRestart.Done::new).toList()));

        assertThat(tasks()).containsExactly(Optional.of(restart.id()));
    }
}
