package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.testing.OutsideTasks;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar B1 over the whole program at work on instances of every kind: health, houses, torrents, libraries, cycles,
/// comparing and every page of the window. Whatever is sent belongs to a task that people can see and stop, and
/// that says which instance it is about.
class EveryCallHasATaskTest {

    /// The first line of what was logged; others belong to its exception.
    private static final Pattern EVENT = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ [A-Z]+ \\w+: ");

    /// Whose every line is about one instance.
    private static final List<String> OF_ONE_INSTANCE = List.of(
            " HouseFeed: ",
            " PastStreams: ",
            " HomeAssistantSocket: ",
            " TorrentModel: ",
            " HomeLines: ",
            " InstanceChecker: ",
            " SentRequests: a request");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void theWholeProgramSendsNothingOutsideTasks() throws Exception {
        var fleet = new AtomicReference<>(Fleet.EMPTY);
        var log = new ByteArrayOutputStream();
        try (var outside = new OutsideTasks();
                var _ = LogFile.toStream(
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        id -> fleet.get().find(id).map(Instance::name),
                        text -> text)) {
            long sent;
            try (var demo = DemoAtWork.start(folder.resolve("data"))) {
                fleet.set(demo.wiring().engine.instances().fleet().get());
                walk(demo);
                assertThat(nameless(demo.wiring())).isEmpty();
                sent = demo.wiring().sentRequests.last().size();
            }

            assertThat(outside.calls()).isEmpty();
            assertThat(sent).isPositive();
        }
        assertThat(halfNamed(log.toString(StandardCharsets.UTF_8), fleet.get())).isEmpty();
    }

    /// Bar W4 of lines of the log: what is about an instance says its id and its name.
    ///
    /// @return lines that say one of the two alone, and lines of connectors that say neither
    private static List<String> halfNamed(String log, Fleet fleet) {
        var events = log.lines().filter(line -> EVENT.matcher(line).find()).toList();
        assertThat(events).isNotEmpty();
        return events.stream()
                .filter(line -> fleet.live().stream()
                                .anyMatch(one -> line.contains(one.id().value()) != says(line, one.name()))
                        || OF_ONE_INSTANCE.stream().anyMatch(line::contains)
                                && fleet.live().stream()
                                        .noneMatch(one -> line.contains(one.id().value())))
                .toList();
    }

    private static boolean says(String line, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                .matcher(line)
                .find();
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
