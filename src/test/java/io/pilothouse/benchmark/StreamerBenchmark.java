package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Streamer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What streamer mode costs in a fleet of 1,000.
@Tag("benchmark")
class StreamerBenchmark {

    private static final int STEPS = 120;

    @TempDir
    Path folder;

    private MeasuredWindow measured;

    @BeforeEach
    void open() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), 1_000, false);
        measured = MeasuredWindow.open(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        measured.close();
    }

    @Test
    void scrollingAThousandInstances() throws Exception {
        var scene = measured.window().scene();
        var table = table(scene);
        steps(scene, table); // the JVM warms up
        turn(true);
        steps(scene, table);
        turn(false);
        var without = steps(scene, table);
        turn(true);
        var with = steps(scene, table);
        Figure.of("streamer-fx", "what streamer mode adds to a jump through 1,000 instances, FX thread", "ms")
                .median(10)
                .record(median(with, Cost::fx) - median(without, Cost::fx));
        Figure.of("streamer-paint", "the same, the thread that paints", "ms")
                .median(10)
                .record(median(with, Cost::paint) - median(without, Cost::paint));
        var still = still(scene);
        Figure.of("streamer-still", "a pulse in streamer mode in which nothing changed, FX thread", "ms")
                .median(5)
                .record(still.stream().map(Cost::fx).toList());
    }

    /// Milliseconds of work, whatever else the machine does.
    private record Cost(double fx, double paint) {
        Cost minus(Cost before) {
            return new Cost(fx - before.fx, paint - before.paint);
        }
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
        var sorted = costs.stream().mapToDouble(part).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void turn(boolean on) {
        FxToolkit.run(() -> measured.window().context().services().settings().set(Streamer.ON, on));
    }

    private static TableView<?> table(Scene scene) throws InterruptedException {
        var found = new ArrayList<TableView<?>>();
        Pulses.until(scene, () -> {}, () -> {
            scene.getRoot().lookupAll(".table-view").stream()
                    .filter(TableView.class::isInstance)
                    .map(node -> (TableView<?>) node)
                    .filter(table -> table.getItems().size() > 500)
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static List<Cost> steps(Scene scene, TableView<?> table) throws InterruptedException {
        var spent = new ArrayList<Cost>();
        for (int i = 0; i < STEPS; i++) {
            int row = i * 37 % 950;
            var before = spent();
            Pulses.until(scene, () -> table.scrollTo(row), () -> true);
            spent.add(spent().minus(before));
        }
        return spent;
    }

    private static List<Cost> still(Scene scene) throws InterruptedException {
        var spent = new ArrayList<Cost>();
        for (int i = 0; i < STEPS; i++) {
            var before = spent();
            Pulses.until(scene, Platform::requestNextPulse, () -> true);
            spent.add(spent().minus(before));
        }
        return spent;
    }

    private static Cost spent() {
        var threads = ManagementFactory.getThreadMXBean();
        double paint = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("QuantumRenderer"))
                .mapToDouble(thread -> threads.getThreadCpuTime(thread.threadId()) / 1e6)
                .sum();
        return new Cost(FxToolkit.call(() -> threads.getCurrentThreadCpuTime() / 1e6), paint);
    }
}
