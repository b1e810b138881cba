package io.pilothouse.benchmark;

import io.pilothouse.MeasuredWindow;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FxToolkit;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// E3 without the person: from the empty window to a first instance that is healthy. What is left of the
/// minute is for reading and pasting.
@Tag("benchmark")
class FirstInstanceBenchmark {

    private static final int RUNS = 5;

    @TempDir
    Path folder;

    @Test
    void aFirstInstanceIsHealthyAtOnce() throws Exception {
        var seconds = new ArrayList<Double>();
        try (var fleet = DemoFleet.empty(1, Clock.systemUTC())) {
            var service = fleet.add(ServiceSpec.of("radarr", "Radarr HD").with("size", "200"));
            for (int run = 0; run <= RUNS; run++) {
                long begun = System.nanoTime();
                try (var measured = MeasuredWindow.open(folder.resolve("data-" + run))) {
                    press(measured, "#firstrun-instance");
                    type(measured, "#address", service.address().toString());
                    FxToolkit.run(() -> measured.window().scene().getRoot().requestFocus()); // the address is looked at
                    Eventually.that(() -> FxToolkit.call(() -> find(measured, "#secret-apiKey") != null));
                    type(measured, "#secret-apiKey", service.access().secretText());
                    press(measured, "#save-open");
                    Eventually.that(
                            () -> measured.window().context().services().health().states().get().values().stream()
                                    .anyMatch(one ->
                                            one.state() == ShownState.HEALTHY || one.state() == ShownState.WARNING));
                    seconds.add((System.nanoTime() - begun) / 1e9);
                }
            }
        }
        Figure.of("E3", "empty window to a first instance that is healthy, without the person's time", "s")
                .median(60)
                .record(seconds.subList(1, seconds.size()));
    }

    private static void press(MeasuredWindow measured, String button) {
        FxToolkit.run(() -> ((Button) find(measured, button)).fire());
    }

    private static void type(MeasuredWindow measured, String field, String text) {
        FxToolkit.run(() -> ((TextField) find(measured, field)).setText(text));
    }

    private static Node find(MeasuredWindow measured, String selector) {
        return measured.window().scene().lookup(selector);
    }
}
