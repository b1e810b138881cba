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
    /// From one collection to the next without anything to collect for, longer each time.
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(2);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /// Less than this is not worth the moment.
    private static final long WORTH_BYTES = 32L << 20;

    private final InstantSource clock;
    private final Runnable caches;
    private final EventHandler<InputEvent> onInput = this::input;
    private Instant usedAt;
    private Point2D pointer = Point2D.ZERO;
    private final Runtime runtime = Runtime.getRuntime();
    private Instant last;
    private Duration pause = FIRST_PAUSE;
    private volatile long afterLast;
    private volatile boolean collecting;

    /// @param caches lets go of what else is only kept to be quick; not on the FX thread
    IdleMemory(InstantSource clock, Runnable caches) {
        this.clock = clock;
        this.caches = caches;
        usedAt = clock.instant();
        last = usedAt;
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

    /// Whether nothing is being collected now.
    boolean rests() {
        return !collecting;
    }

    /// Collects if nobody used a window for a while, and the heap has grown since the last time or that was long
    /// ago: what was needed then, as at the start, may be free by now.
    void look() {
        var now = clock.instant();
        if (!idle()) {
            pause = FIRST_PAUSE;
            return;
        }
        boolean due = !now.isBefore(last.plus(pause));
        if (collecting || !due && runtime.totalMemory() < afterLast + WORTH_BYTES) {
            return;
        }
        if (due) {
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        last = now;
        collecting = true;
        Thread.ofVirtual().name("give memory back").start(() -> {
            try {
                caches.run();
            } finally {
                System.gc();
                afterLast = runtime.totalMemory();
                collecting = false;
            }
        });
    }
}
