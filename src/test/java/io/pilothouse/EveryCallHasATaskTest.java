package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.store.DataFolder;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.OutsideTasks;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        try (var outside = new OutsideTasks();
                var demo = DemoConsole.start(Clock.systemUTC(), List.of("readarr", "eros"))) {
            long sent;
            try (var wiring = new ProgramHost().wire(new DataFolder(folder.resolve("data")))) {
                wiring.openSecrets();
                demo.addTo(wiring);
                wiring.start();
                checked(wiring);
                demo.rememberAdvertising(wiring);
                demo.keepBaselines(wiring);
                demo.beginCycles(wiring);
                walk(wiring);
                assertThat(nameless(wiring)).isEmpty();
                sent = wiring.sentRequests.last().size();
            }

            assertThat(outside.calls()).isEmpty();
            assertThat(sent).isPositive();
        }
    }

    /// Each was asked once, whatever it answered.
    private static void checked(Wiring wiring) throws InterruptedException {
        var states = wiring.engine.health().states();
        Eventually.that(
                PATIENCE,
                () -> wiring.engine.instances().fleet().get().live().stream().allMatch(one -> {
                    var health = states.get().get(one.id());
                    return health != null
                            && health.state() != ShownState.CHECKING
                            && health.state() != ShownState.UNKNOWN;
                }));
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

    private static void walk(Wiring wiring) throws InterruptedException {
        var fx = new FxThread();
        var later = new FxLater(fx);
        var ui = FxToolkit.call(() ->
                new PilothouseUi(WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false)));
        try {
            var window = FxToolkit.call(() -> ui.openFirst(new Stage()));
            for (var place : places(wiring, window)) {
                FxToolkit.run(() -> window.context().navigation().go(place));
                wiring.engine.runner().drain(task -> task.kind().equals("read"), PATIENCE);
                FxToolkit.run(() -> {}); // what came is shown, and may ask for more
                wiring.engine.runner().drain(task -> task.kind().equals("read"), PATIENCE);
            }
        } finally {
            FxToolkit.run(() -> {
                ui.close();
                later.close();
                fx.close();
            });
        }
    }

    /// Every page of the program, and every page of the first instance of each kind.
    private static List<Location> places(Wiring wiring, ShellWindow window) {
        var pages = window.context().pages();
        var places = new ArrayList<Location>();
        pages.ofProgram().forEach(page -> places.add(new Location.Program(page.id())));
        Map<String, InstanceId> first = new LinkedHashMap<>();
        for (Instance one : wiring.engine.instances().fleet().get().live()) {
            first.putIfAbsent(one.kind().value(), one.id());
        }
        assertThat(first).hasSize(wiring.kinds.all().size());
        first.values()
                .forEach(id -> pages.of(id.kind()).forEach(page -> places.add(new Location.OfInstance(id, page.id()))));
        return places;
    }
}
