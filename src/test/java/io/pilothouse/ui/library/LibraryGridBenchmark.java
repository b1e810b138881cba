package io.pilothouse.ui.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.benchmark.Figure;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A grid of 10,000 cards: how long after a jump every visible card has its picture from the local cache.
/// `-Dpilothouse.cards=N` makes it smaller.
@Tag("benchmark")
class LibraryGridBenchmark {

    private static final int CARDS = Integer.getInteger("pilothouse.cards", 10_000);
    private static final int JUMPS = 30;

    @TempDir
    Path folder;

    @Test
    void noCardStaysBlank() throws Exception {
        try (var rig = new LibraryRig(folder, 1L << 30)) {
            rig.full(rig.add("North", "scenes", String.valueOf(CARDS)));
            var fakes = PictureFleet.make();
            var pictures = new AtomicBoolean();
            fakes.library = (Library) Proxy.newProxyInstance(
                    Library.class.getClassLoader(), new Class<?>[] {Library.class}, (_, method, values) -> {
                        if (method.getName().equals("picture") && !pictures.get()) {
                            return Optional.empty(); // else each of the 10,000 is asked for on the way to the end
                        }
                        try {
                            return method.invoke(rig.library, values);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            PictureFleet.put(fakes, rig.library.servers());
            var times = new ArrayList<Double>();
            FxToolkit.run(() -> {
                try (var window = Windows.open(fakes, false)) {
                    var root = window.scene().getRoot();
                    Runnable settled = () -> {
                        Windows.settle(fakes);
                        root.applyCss();
                        root.layout();
                    };
                    window.context().navigation().go(new Location.Program("library"));
                    settled.run();
                    settled.run();
                    var grid = (PictureGrid) root.lookup(".library-grid");
                    for (int lines = 0; grid.getItems().size() > lines; ) { // reads on to the end
                        lines = grid.getItems().size();
                        grid.scrollTo(lines - 1);
                        settled.run();
                        settled.run();
                    }
                    assertThat(grid.getItems().stream()
                                    .mapToInt(java.util.List::size)
                                    .sum())
                            .isGreaterThan(CARDS * 9 / 10);
                    pictures.set(true);
                    grid.refresh();
                    settled.run();
                    var random = new Random(3);
                    for (int jump = -JUMPS; jump < JUMPS; jump++) {
                        if (jump == 0) {
                            random = new Random(3); // the same places once more: their pictures are in the cache
                        }
                        grid.scrollTo(random.nextInt(grid.getItems().size()));
                        long before = System.nanoTime();
                        settled.run();
                        if (jump >= 0) {
                            times.add((System.nanoTime() - before) / 1e6);
                            assertThat(root.lookupAll(".library-tile"))
                                    .isNotEmpty()
                                    .allMatch(node -> {
                                        var tile = (Tile) node;
                                        return ((ImageView) tile.lookup("ImageView")).getImage() != null
                                                || !drawn(rig, tile.row().orElseThrow());
                                    });
                        }
                    }
                }
            });
            Figure.of(
                            "B19",
                            "every visible card of " + CARDS + " has its picture after a jump, from the local cache",
                            "ms")
                    .almostAll(500)
                    .record(times);
        }
    }

    /// Some servers answer with what is no picture.
    private static boolean drawn(LibraryRig rig, LibraryRow row) {
        try {
            return row.picture()
                    && rig.library
                            .picture(row.key(), row.pictureStamp())
                            .filter(bytes -> !new Image(new ByteArrayInputStream(bytes)).isError())
                            .isPresent();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
