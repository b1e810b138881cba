package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.FleetStores;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.domain.health.Health;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.HealthRepository.Sample;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// V1 to V4: switching the instance of a window.
@Tag("benchmark")
class SwitchBenchmark {

    private static final int INSTANCES = 40;
    /// Rows of history behind each view.
    private static final int ROWS = 5_000;

    @TempDir
    Path folder;

    private MeasuredWindow measured;
    private List<InstanceId> all;

    @BeforeEach
    void open() throws Exception {
        FleetStores.unplugged(folder.resolve("data"), INSTANCES, false);
        measured = MeasuredWindow.open(folder.resolve("data"));
        all = measured.instances();
        var now = Instant.now();
        for (var id : all) {
            measured.remember(IntStream.range(0, ROWS)
                    .mapToObj(i -> new Sample(
                            id,
                            now.minusSeconds(17L * (ROWS - i)),
                            Health.HEALTHY,
                            Optional.empty(),
                            Optional.of(Duration.ofMillis(10 + i % 40))))
                    .toList());
        }
    }

    @AfterEach
    void close() {
        measured.close();
    }

    @Test
    void switching() throws Exception {
        var stored = new ArrayList<Double>();
        for (var id : all) { // none of them was shown before, and none answers
            stored.add(switchTo(id, true));
        }
        Figure.of("V2", "switch to the view painted from the store, 5,000 rows behind it", "ms")
                .median(120)
                .almostAll(250)
                .record(stored.subList(5, stored.size())); // the JVM warms up on the first

        var cached = new ArrayList<Double>();
        for (int round = 0; round < 20; round++) {
            cached.add(switchTo(all.get(0), false));
            cached.add(switchTo(all.get(1), false));
        }
        var warm = cached.subList(4, cached.size());
        Figure.of("V1", "switch to the painted view, kept alive", "ms")
                .median(50)
                .almostAll(100)
                .record(warm);
        Figure.of("V3", "as V1; the target does not answer", "ms")
                .median(50)
                .almostAll(100)
                .record(warm);
        tenInASecond();
    }

    private void tenInASecond() throws Exception {
        var scene = measured.window().scene();
        for (int i = 0; i < 9; i++) {
            var id = all.get(10 + i);
            FxToolkit.run(() -> go(id));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        var last = all.get(30);
        double millis = Pulses.until(scene, () -> go(last), () -> shows(last) && loaded());
        assertThat(FxToolkit.call(() -> measured.window().context().active().id()))
                .contains(last);
        Figure.of("V4", "ten switches in a second, from the last one to its painted view", "ms")
                .median(150)
                .record(millis);
    }

    private double switchTo(InstanceId id, boolean untilLoaded) throws InterruptedException {
        return Pulses.until(measured.window().scene(), () -> go(id), () -> shows(id) && (!untilLoaded || loaded()));
    }

    private void go(InstanceId id) {
        measured.window().context().navigation().goTo(id, "overview");
    }

    private boolean shows(InstanceId id) {
        var context = measured.window().context();
        var name = context.services().instances().find(id).orElseThrow().name();
        return context.navigation().location().get() instanceof Location.OfInstance there
                && there.instance().equals(id)
                && ((ButtonBase) measured.window().scene().lookup("#header-name"))
                        .getText()
                        .equals(name);
    }

    /// The middle of the latencies is said once the history was read.
    private boolean loaded() {
        return measured.window().scene().lookup("#middle") instanceof Labeled middle
                && !middle.getText().isEmpty();
    }
}
