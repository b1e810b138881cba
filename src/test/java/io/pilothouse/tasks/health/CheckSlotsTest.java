package io.pilothouse.tasks.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.CheckLane;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckSlotsTest {

    private static final CheckLane ALL = new CheckLane("cloud", 8, Optional.empty());

    private final CheckSlots slots = new CheckSlots();
    private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();

    private void entered(String name, int by) {
        int now = inside.computeIfAbsent(name, _ -> new AtomicInteger()).addAndGet(by);
        most.merge(name, now, Math::max);
    }

    @Test
    void onlySoManyOfOneLaneAndOfAllLanesTogetherRunAtOnceAndNobodyElseWaitsForThem() throws Exception {
        var open = new CountDownLatch(1);
        var began = new CountDownLatch(8);
        var all = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                var lane = new CheckLane("cloud/" + i / 20, 3, Optional.of(ALL));
                all.add(threads.submit(() -> slots.in(lane, () -> {
                    entered(lane.name(), 1);
                    entered("all", 1);
                    began.countDown();
                    await(open);
                    entered("all", -1);
                    entered(lane.name(), -1);
                    return true;
                })));
            }
            assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(threads.submit(() -> slots.in(new CheckLane("loft", 2, Optional.empty()), () -> "at once"))
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo("at once");
            open.countDown();
            for (var one : all) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(most).containsEntry("all", 8);
        assertThat(most.entrySet().stream()
                        .filter(it -> it.getKey().startsWith("cloud/"))
                        .map(Map.Entry::getValue))
                .hasSize(5)
                .allMatch(it -> it <= 3);
    }

    private static void await(CountDownLatch open) {
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
