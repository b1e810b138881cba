package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import java.nio.file.Path;
import java.util.ArrayList;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// V10: search everything, over 500,000 stored titles of ten instances.
@Tag("benchmark")
class SearchBenchmark {

    private static final int INSTANCES = 10;
    private static final int TITLES = 50_000;
    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);

    @TempDir
    Path folder;

    @Test
    void findsAmongAllTitles() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), INSTANCES, false);
        try (var measured = MeasuredWindow.open(folder.resolve("data"))) {
            for (var id : measured.instances()) {
                measured.shelve(id, GeneratedTitles.of(TITLES));
            }
            var scene = measured.window().scene();
            FxToolkit.run(() -> measured.window().context().navigation().go(new Location.Program("search")));
            Eventually.that(() -> FxToolkit.call(() -> scene.lookup("#search-words") != null));
            var field = FxToolkit.call(() -> (TextField) scene.lookup("#search-words"));
            var frequent = new ArrayList<Double>();
            var rare = new ArrayList<Double>();
            for (int run = 0; run < RUNS + 2; run++) {
                frequent.add(find(measured, field, GeneratedTitles.WORDS.get(run % GeneratedTitles.WORDS.size())));
                rare.add(find(measured, field, "no " + (100 + run)));
            }
            Figure.of("V10", "a frequent word among 500,000 titles, from the key to the painted hits", "ms")
                    .almostAll(200)
                    .record(frequent.subList(2, frequent.size()));
            Figure.of("V10-rare", "the same, a few titles that have it", "ms")
                    .almostAll(200)
                    .record(rare.subList(2, rare.size()));
        }
    }

    private static double find(MeasuredWindow measured, TextField field, String words) throws InterruptedException {
        var scene = measured.window().scene();
        return Pulses.until(
                scene,
                () -> {
                    field.setText(words);
                    field.fireEvent(
                            new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
                },
                () -> scene.lookup("#table-rows") instanceof TableView<?> table
                        && !table.getItems().isEmpty()
                        && table.getItems().getFirst().toString().contains(words));
    }
}
