package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.tasks.Published;
import io.pilothouse.testing.ui.ManualLater;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchTest {

    private final ManualLater later = new ManualLater();
    private final Published<Integer> source = new Published<>(0);
    private final AtomicInteger painted = new AtomicInteger();

    @Test
    void aThousandChangesPaintOnce() {
        var batch = new Batch(later, Runnable::run, painted::incrementAndGet).on(source);

        for (int i = 0; i < 1_000; i++) {
            source.set(i);
        }
        later.pass(Batch.PAUSE);

        assertThat(painted).hasValue(1);
        batch.close();
    }

    @Test
    void nothingIsPaintedAfterClosing() {
        var batch = new Batch(later, Runnable::run, painted::incrementAndGet).on(source);
        batch.close();

        source.set(1);
        later.pass(Batch.PAUSE.multipliedBy(10));

        assertThat(painted).hasValue(0);
    }

    @Test
    void whatComesAfterAQuietTimeIsPaintedAtOnceAndAStormOnceAPause() {
        var batch = Batch.prompt(later, Runnable::run, Batch.PAUSE, painted::incrementAndGet);

        batch.request();
        assertThat(painted).hasValue(1);
        for (int i = 0; i < 1_000; i++) {
            batch.request();
        }
        assertThat(painted).hasValue(1);
        later.pass(Batch.PAUSE);
        assertThat(painted).as("what came meanwhile, together").hasValue(2);
        later.pass(Batch.PAUSE);
        assertThat(painted).as("nothing came").hasValue(2);
        batch.request();
        assertThat(painted).hasValue(3);
        batch.close();
        batch.request();
        later.pass(Batch.PAUSE);
        assertThat(painted).hasValue(3);
    }
}
