package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.paint.Paint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// V15: another theme, another scale, over the Fleet of 200 instances.
@Tag("benchmark")
class LookBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);

    @TempDir
    Path folder;

    @Test
    void changesItsLook() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), 200, false);
        try (var measured = MeasuredWindow.open(folder.resolve("data"))) {
            var scene = measured.window().scene();
            var background = measured.window().context().background();
            var themes = new ArrayList<Double>();
            var scales = new ArrayList<Double>();
            var threads = ManagementFactory.getThreadMXBean();
            long windows = FxToolkit.call(() -> Thread.currentThread().threadId());
            var work = new ArrayList<Double>();
            for (int run = 0; run < RUNS + 1; run++) {
                for (var theme : new Themes.Choice[] {Themes.Choice.DARK, Themes.Choice.LIGHT}) {
                    var before = FxToolkit.call(() -> ground((Region) scene.getRoot()));
                    long begun = threads.getThreadCpuTime(windows);
                    themes.add(Pulses.until(
                            scene,
                            () -> background.store(Themes.THEME, theme),
                            () -> !ground((Region) scene.getRoot()).equals(before)));
                    work.add((threads.getThreadCpuTime(windows) - begun) / 1e6);
                }
                for (int scale : new int[] {150, 100}) {
                    double before = FxToolkit.call(() -> width(scene));
                    scales.add(Pulses.until(
                            scene, () -> background.store(Appearance.SCALE, scale), () -> width(scene) != before));
                }
            }
            Figure.of("V15-theme", "another theme, 200 instances on the Fleet", "ms")
                    .almostAll(150)
                    .record(themes.subList(2, themes.size()));
            Figure.of("V15-theme-work", "the processor's part of it, on the window's thread", "ms")
                    .record(work.subList(2, work.size()));
            Figure.of("V15-scale", "another scale, 200 instances on the Fleet", "ms")
                    .almostAll(150)
                    .record(scales.subList(2, scales.size()));
        }
    }

    private static double width(Scene scene) {
        return ((Region) scene.lookup("#content")).getWidth();
    }

    private static Paint ground(Region root) {
        return root.getBackground().getFills().getLast().getFill();
    }
}
