package io.pilothouse.benchmark;

import io.pilothouse.testing.ui.FxToolkit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;

/// Time between what a person does and the pulse that shows it.
final class Pulses {

    private static final long PATIENCE_SECONDS = 30;

    private Pulses() {}

    /// Does something on the FX thread and waits for the first pulse in which `shown` holds.
    ///
    /// @return milliseconds from before the act to after the layout of that pulse
    static double until(Scene scene, Runnable act, BooleanSupplier shown) throws InterruptedException {
        var done = new CountDownLatch(1);
        var times = new long[2];
        var listener = new Runnable() {
            @Override
            public void run() {
                if (shown.getAsBoolean()) {
                    times[1] = System.nanoTime();
                    scene.removePostLayoutPulseListener(this);
                    done.countDown();
                } else {
                    Platform.runLater(Platform::requestNextPulse);
                }
            }
        };
        FxToolkit.run(() -> {
            times[0] = System.nanoTime();
            act.run();
            scene.addPostLayoutPulseListener(listener);
            Platform.requestNextPulse();
        });
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it was never shown");
        }
        return (times[1] - times[0]) / 1e6;
    }

    /// Lets pulses come as fast as they can while something happens elsewhere.
    ///
    /// @return milliseconds between each two of them
    static List<Double> during(Work work) throws Exception {
        var gaps = new ArrayList<Double>();
        var timer = FxToolkit.call(() -> {
            var started = new AnimationTimer() {
                private long last;

                @Override
                public void handle(long now) {
                    long at = System.nanoTime();
                    if (last > 0) {
                        gaps.add((at - last) / 1e6);
                    }
                    last = at;
                }
            };
            started.start();
            return started;
        });
        work.run();
        FxToolkit.run(timer::stop);
        return gaps;
    }

    /// What happens elsewhere.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }
}
