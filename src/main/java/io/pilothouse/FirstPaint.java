package io.pilothouse;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;

/// Writes into the log how long the start took until the window was painted, and until stored instances
/// stood in it: what people wait for. FX thread only.
final class FirstPaint {

    private static final Logger LOG = System.getLogger(FirstPaint.class.getName());

    /// A pulse is handed to the renderer after it; when the next one comes, it was painted.
    private static final int PULSES_TO_PAINT = 2;

    private final Scene scene;
    private final Clock clock;
    private final Runnable then;
    private final boolean waitsForRows;
    private final Runnable onPulse = this::pulse;
    private int pulses;

    private FirstPaint(Scene scene, Clock clock, boolean waitsForRows, Runnable then) {
        this.scene = scene;
        this.clock = clock;
        this.waitsForRows = waitsForRows;
        this.then = then;
    }

    /// @param scene of a window that is being shown
    /// @param then  called once it was painted
    static void watch(Scene scene, Clock clock, Runnable then) {
        watch(new FirstPaint(scene, clock, false, then));
    }

    /// Waits until instances stand in a window that was painted without any.
    ///
    /// @param then called once they were painted
    static void watchRows(Scene scene, Clock clock, Runnable then) {
        watch(new FirstPaint(scene, clock, true, then));
    }

    private static void watch(FirstPaint first) {
        first.scene.addPostLayoutPulseListener(first.onPulse);
        Platform.requestNextPulse();
    }

    private void pulse() {
        boolean filled = scene.getRoot().lookupAll(".table-row-cell").stream()
                .anyMatch(node -> node instanceof IndexedCell<?> cell && !cell.isEmpty());
        if (waitsForRows && !filled) {
            return; // they come with a later pulse
        }
        pulses++;
        if (pulses < PULSES_TO_PAINT) {
            Platform.runLater(Platform::requestNextPulse);
            return;
        }
        scene.removePostLayoutPulseListener(onPulse);
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start -> LOG.log(
                        Level.INFO,
                        "the window was painted "
                                + Duration.between(start, clock.instant()).toMillis() + " ms after the start"
                                + (filled ? ", with what is stored" : "")));
        then.run();
    }
}
