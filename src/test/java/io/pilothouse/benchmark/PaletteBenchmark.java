package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.testing.ui.FxToolkit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// V9: the palette over a fleet of a thousand.
@Tag("benchmark")
class PaletteBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);

    @TempDir
    Path folder;

    @Test
    void opensAndAnswersEachKey() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), 1_000, false);
        try (var measured = MeasuredWindow.open(folder.resolve("data"))) {
            var scene = measured.window().scene();
            var actions = measured.window().context().actions();
            var opened = new ArrayList<Double>();
            var keys = new ArrayList<Double>();
            for (int run = 0; run < RUNS; run++) {
                opened.add(Pulses.until(
                        scene,
                        () -> actions.run("palette.open", Optional.empty()),
                        () -> scene.getFocusOwner() == scene.lookup("#palette-box .text-field")
                                && scene.getFocusOwner() != null));
                var field = FxToolkit.call(() -> (TextField) scene.lookup("#palette-box .text-field"));
                // found once: looking through the whole window for it costs more than a key
                var list = FxToolkit.call(() -> (ListView<?>) scene.lookup("#palette-box .palette-list"));
                for (var typed : List.of("c", "ch", "che", "chec", "check @", "check @2", "@1")) {
                    keys.add(Pulses.until(
                            scene,
                            () -> field.setText(typed),
                            () -> !list.getItems().isEmpty()));
                }
                FxToolkit.run(() -> field.fireEvent(
                        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false)));
            }
            Figure.of("V9-open", "palette opens, 1,000 instances", "ms")
                    .almostAll(50)
                    .record(opened.subList(2, opened.size()));
            Figure.of("V9-key", "palette answers a key, 1,000 instances", "ms")
                    .almostAll(30)
                    .record(keys.subList(14, keys.size()));
        }
    }
}
