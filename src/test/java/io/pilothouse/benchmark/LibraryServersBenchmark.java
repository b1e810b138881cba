package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.tasks.library.SyncReport;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.UnheardTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three simulated servers of 100,000 scenes each are read in full at the same time over HTTP, each killed a
/// few times at pages of chance and gone on with; in the end the library holds what the servers hold
/// (contract for Stash, section 20, point 1). `-Dpilothouse.scenes=N` makes them smaller.
@Tag("benchmark")
class LibraryServersBenchmark {

    private static final int KILLS = 3;

    @TempDir
    Path folder;

    @Test
    void threeLargeServers() throws Exception {
        long scenes = Long.getLong("pilothouse.scenes", 100_000);
        try (var rig = new LibraryRig(folder)) {
            var servers = new ArrayList<Instance>();
            for (var name : List.of("North", "South", "West")) {
                servers.add(rig.add(name, "scenes", String.valueOf(scenes)));
            }
            long started = System.nanoTime();
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var reading = servers.stream()
                        .map(server -> executor.submit((Callable<Integer>) () -> read(rig, server)))
                        .toList();
                for (var each : reading) {
                    assertThat(each.get()).isPositive();
                }
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            Figure.of("B20", "scenes of three servers read at once in full, three kills of each", "scenes/s")
                    .record(3 * scenes / seconds);
            for (var server : servers) {
                holdsWhatTheServerHolds(rig, server);
            }
            for (var server : servers) {
                rig.later(60);
                assertThat(rig.changes(server).gone()).isZero();
            }
            var corrected = new AtomicInteger();
            rig.library.upkeep(new UnheardTask() {
                @Override
                public void effect(String name, long count) {
                    if (name.equals("corrected")) {
                        corrected.addAndGet((int) count);
                    }
                }
            });
            assertThat(corrected)
                    .as("what is counted as it is read is what is there")
                    .hasValue(0);
        }
    }

    /// @return how often it was killed
    private static int read(LibraryRig rig, Instance server) throws Exception {
        var random = new Random(server.num());
        for (int kills = 0; ; kills++) {
            int last = kills < KILLS ? 3 + random.nextInt(20) : Integer.MAX_VALUE;
            var steps = new AtomicInteger();
            try {
                rig.library.sync(server.id(), SyncReport.Mode.FULL, false, new UnheardTask() {
                    @Override
                    public void progress(long done, long total) {
                        if (steps.incrementAndGet() >= last) {
                            throw new Killed();
                        }
                    }
                });
                return kills;
            } catch (Killed e) {
                steps.set(0);
            }
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Things of every type by their number, and the links of one scene in a hundred to tags and performers.
    private static void holdsWhatTheServerHolds(LibraryRig rig, Instance server) {
        var things = rig.library.status().stream()
                .filter(status -> status.server().id().equals(server.id()))
                .findFirst()
                .orElseThrow()
                .things();
        for (var type : EntityType.values()) {
            var name = type == EntityType.MARKER ? "scene_markers" : type.plural();
            var there = rig.on(server.name(), it -> it.library().ids(name));
            assertThat(things).containsEntry(type, (long) there.length);
        }
        for (long scene : rig.on(server.name(), it -> it.library().ids("scenes"))) {
            if (scene % 100 != 0) {
                continue;
            }
            var row = rig.on(server.name(), it -> it.library().row("scenes", scene));
            var here = rig.queries
                    .things()
                    .copy(new EntityKey(server.num(), EntityType.SCENE, scene))
                    .orElseThrow();
            for (var type : List.of(EntityType.TAG, EntityType.PERFORMER)) {
                assertThat(here.links().getOrDefault(type, List.of()).stream()
                                .filter(named -> !named.inherited())
                                .map(named -> named.key().id())
                                .collect(Collectors.toSet()))
                        .isEqualTo(((List<?>) row.get(type.plural()))
                                .stream()
                                        .map(linked -> Long.parseLong(String.valueOf(((Map<?, ?>) linked).get("id"))))
                                        .collect(Collectors.toSet()));
            }
        }
    }
}
