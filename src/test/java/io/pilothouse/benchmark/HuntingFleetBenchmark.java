package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.SearchesWanted;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.arr.ArrSimulator;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.ListRepository;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.HuntingCycles;
import io.pilothouse.testing.ArrServices;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred instances whose rules are due in the same minute: how long until all have run, how many
/// requests that takes, and how much memory it leaves behind.
@Tag("benchmark")
class HuntingFleetBenchmark {

    private static final int INSTANCES = 200;
    private static final int SEARCHES = 2;

    @TempDir
    Path folder;

    @Test
    void twoHundredInstancesDueInTheSameMinute() throws Exception {
        try (var test = new TestEngine(folder);
                var clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "benchmark");
                var fleet = DemoFleet.empty(5, test.time.withZone(ZoneOffset.UTC))) {
            test.time.advance(Duration.ofMinutes(59).plusSeconds(30));
            Map<InstanceId, SearchesWanted> lines = new ConcurrentHashMap<>();
            for (int i = 0; i < INSTANCES; i++) {
                var service = fleet.add(ServiceSpec.of("sonarr", "Loft " + i)
                        .with("size", "300")
                        .with("luck", "0")
                        .with("emptyQueue", "true"));
                service.with(ArrSimulator.class, it -> {
                    it.warn(List.of());
                    return null;
                });
                lines.put(test.add("Loft " + i, service.address().toString()).id(), ArrServices.open(clients, service));
            }
            var engine = test.get();
            engine.start();
            engine.health().check(List.copyOf(lines.keySet()), Origin.WINDOW);
            var cycles = new HuntingCycles(
                    new CycleRepository(test.database()),
                    new ListRepository(test.database()),
                    engine.instances(),
                    engine.health(),
                    engine.guards(),
                    engine.activity(),
                    engine.settings(),
                    lines::get,
                    _ -> List.of(),
                    test.time::advance,
                    test.time.withZone(ZoneOffset.UTC),
                    new Random(3));
            for (var id : lines.keySet()) {
                cycles.set(
                        id,
                        "Gaps",
                        "{\"perRun\":" + SEARCHES + ",\"perDay\":null,\"hours\":[13],\"jitter\":\"0m\","
                                + "\"grace\":\"0m\",\"packsFirst\":false,\"queueGate\":null}",
                        TestEngine.ME);
                cycles.dryRun(id, "Gaps", OptionalLong.empty(), new UnheardTask());
                cycles.enable(id, "Gaps", true, new Consent(Origin.WINDOW, true, true, Optional.of("Loft"), true));
            }
            long before = used();
            long sent = sent(lines);
            try (var _ = new CycleTurns(cycles, engine.scheduler(), engine.instances(), engine.settings(), test.time)) {
                Eventually.that(() -> engine.scheduler().plan().get().stream()
                                .filter(it -> it.key().startsWith("cycle/"))
                                .count()
                        == INSTANCES);
                long begun = System.nanoTime();
                test.time.advance(Duration.ofSeconds(31)); // it is 13:00:01
                Eventually.that(() -> ran(cycles) == INSTANCES);
                Figure.of("H6", "200 instances due in the same minute, until all have run", "s")
                        .median(60)
                        .record((System.nanoTime() - begun) / 1e9);
            }
            Figure.of("H7", "requests of a run of 2 searches, mean over 200 instances", "requests")
                    .median(4 + SEARCHES)
                    .record((double) (sent(lines) - sent) / INSTANCES);
            Figure.of("H8", "memory left behind by 200 runs", "MB").median(32).record((used() - before) / 1e6);
            assertThat(cycles.ledger(List.of(), java.time.Instant.EPOCH, Optional.empty(), Optional.empty(), 10_000))
                    .hasSize(INSTANCES * SEARCHES);
        }
    }

    private static long ran(HuntingCycles cycles) {
        return cycles.rules().get().stream()
                .filter(it -> it.last()
                        .filter(last -> last.ended() == CycleRun.Ended.ACTED)
                        .isPresent())
                .count();
    }

    private static long sent(Map<InstanceId, SearchesWanted> lines) {
        return lines.values().stream().mapToLong(SearchesWanted::requestsSent).sum();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
