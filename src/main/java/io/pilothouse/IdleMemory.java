package io.pilothouse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javafx.event.EventHandler;
import javafx.geometry.Point2D;
import javafx.scene.input.InputEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Window;

/// Gives memory back while nobody uses the windows. The JVM's simplest collector keeps what it once took
/// until it needs more; a whole collection makes it smaller, and takes a moment that nobody notices then.
/// FX thread only.
final class IdleMemory {

    /// How often to look.
    static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private static final Duration IDLE = Duration.ofSeconds(25);
    /// Less than this is not worth the moment.
    private static final long WORTH_BYTES = 32L << 20;

    private final InstantSource clock;
    private final EventHandler<InputEvent> onInput = this::input;
    private Instant usedAt;
    private Point2D pointer = Point2D.ZERO;
    private volatile long afterLast;

    IdleMemory(InstantSource clock) {
        this.clock = clock;
        usedAt = clock.instant();
    }

    /// Notices when a person uses this window.
    void watch(Window window) {
        window.removeEventFilter(InputEvent.ANY, onInput);
        window.addEventFilter(InputEvent.ANY, onInput);
    }

    /// A pointer that rests enters and leaves what changes under it: nobody did that.
    private void input(InputEvent event) {
        if (event instanceof MouseEvent mouse) {
            var before = pointer;
            pointer = new Point2D(mouse.getScreenX(), mouse.getScreenY());
            boolean pressed = mouse.getEventType() == MouseEvent.MOUSE_PRESSED;
            if (pointer.equals(before) && !pressed) {
                return;
            }
        }
        usedAt = clock.instant();
    }

    /// Whether nobody used a window for a while.
    boolean idle() {
        return !clock.instant().isBefore(usedAt.plus(IDLE));
    }

    /// Collects if nobody used a window for a while and the heap has grown since the last time.
    void look() {
        var runtime = Runtime.getRuntime();
        if (!idle() || runtime.totalMemory() < afterLast + WORTH_BYTES) {
            return;
        }
        afterLast = Long.MAX_VALUE - WORTH_BYTES; // until this time is over
        Thread.ofVirtual().name("give memory back").start(() -> {
            System.gc();
            afterLast = runtime.totalMemory();
        });
    }
}
