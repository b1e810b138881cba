package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.TaskView;
import io.pilothouse.testing.OutsideTasks;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar B1 over the whole program at work on instances of every kind: health, houses, torrents, libraries, cycles,
/// comparing and every page of the window. Whatever is sent belongs to a task that people can see and stop, and
/// that says which instance it is about.
class EveryCallHasATaskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theWholeProgramSendsNothingOutsideTasks() throws Exception {
        try (var outside = new OutsideTasks()) {
            long sent;
            try (var demo = DemoAtWork.start(folder.resolve("data"))) {
                walk(demo);
                assertThat(nameless(demo.wiring())).isEmpty();
                sent = demo.wiring().sentRequests.last().size();
            }

            assertThat(outside.calls()).isEmpty();
            assertThat(sent).isPositive();
        }
    }

    /// Bar W4 of tasks and of what is remembered of them.
    ///
    /// @return titles of tasks about one instance that do not say which
    private static List<String> nameless(Wiring wiring) {
        var tasks = wiring.engine.tasks().tasks().get().stream()
                .filter(task -> task.instances().size() == 1)
                .toList();
        assertThat(tasks).isNotEmpty();
        return tasks.stream()
                .filter(task -> wiring.engine
                        .instances()
                        .find(task.instances().getFirst())
                        .filter(one -> !task.title().contains(one.name()))
                        .isPresent())
                .map(TaskView::title)
                .toList();
    }

    private static void walk(DemoAtWork demo) throws InterruptedException {
        var ui = FxToolkit.call(() -> new PilothouseUi(demo.services()));
        try {
            var window = FxToolkit.call(() -> ui.openFirst(new Stage()));
            for (var place : demo.places(window).values()) {
                demo.show(window, place);
            }
        } finally {
            FxToolkit.run(ui::close);
        }
    }
}
