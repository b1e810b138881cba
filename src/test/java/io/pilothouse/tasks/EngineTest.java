package io.pilothouse.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

    @TempDir
    Path folder;

    @Test
    void newsOfTheKeyStoreAreTakenInBeforeTheStoreCloses() throws Exception {
        var rig = new TestEngine(folder);
        var loft = rig.add("Loft", "http://loft.test/");
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        rig.secrets.locked.add(loft.id());
        rig.secrets.whenAsked = () -> {
            asked.countDown();
            awaiting(goOn);
        };
        var news = CompletableFuture.runAsync(rig.secrets.whenLocksChange, Thread::startVirtualThread);
        asked.await();

        var end = Thread.ofPlatform().start(rig::close);
        Eventually.that(() -> end.getState() == Thread.State.WAITING || end.getState() == Thread.State.TERMINATED);
        goOn.countDown();
        end.join();

        assertThat(news).succeedsWithin(Duration.ofSeconds(10));
        assertThat(rig.get().instances().fleet().get().locked()).containsExactly(loft.id());
    }

    @Test
    void newsOfTheKeyStoreAfterTheEndReadNothing() {
        var rig = new TestEngine(folder);
        rig.secrets.locked.add(new InstanceId("sonarr-2607181200abc"));
        rig.close();

        rig.secrets.whenLocksChange.run();
    }

    @Test
    void newsThatLockNobodyElseReadNothing() throws Exception {
        try (var rig = new TestEngine(folder)) {
            rig.add("Loft", "http://loft.test/");
            var before = rig.get().instances().fleet().get();

            rig.secrets.whenLocksChange.run();

            assertThat(rig.get().instances().fleet().get()).isSameAs(before);
        }
    }

    private static void awaiting(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
