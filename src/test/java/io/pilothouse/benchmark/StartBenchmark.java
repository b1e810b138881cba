package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.FleetStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S1 to S5 and the start of the command line. The bars are those for two shared cores.
@Tag("benchmark")
class StartBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);
    /// Where a bar only repeats another under worse conditions.
    private static final int FEWER = Math.max(3, RUNS / 3);

    @TempDir
    Path folder;

    @Test
    void theWindowIsPaintedWithWhatIsStored() throws Exception {
        FleetStores.unplugged(data(), 14, false);
        var starts = starts(RUNS, Map.of());
        Figure.of("S1", "start of the process to the painted window", "ms")
                .median(2_000)
                .almostAll(3_000)
                .record(starts);
        Figure.of("S2", "start of the process to rail and fleet with stored data, network unplugged", "ms")
                .median(2_500)
                .record(starts);
    }

    @Test
    void aThousandInstancesStartAsWell() throws Exception {
        FleetStores.unplugged(data(), 1_000, false);
        Figure.of("S3", "start of the process to rail and fleet with 1,000 stored instances", "ms")
                .median(3_000)
                .record(starts(FEWER, Map.of()));
    }

    @Test
    void aSecondStartFindsTheFirst() throws Exception {
        FleetStores.unplugged(data(), 14, false);
        try (var first = RunningProgram.window(data(), said("first"), List.of(), Map.of())) {
            first.painted();
            var millis = new ArrayList<Double>();
            for (int i = 0; i <= FEWER; i++) {
                millis.add(RunningProgram.command(said("second"), "--data", data().toString()));
            }
            Figure.of("S4", "second start to the window in front", "ms")
                    .median(600)
                    .record(millis.subList(1, millis.size()));
        }
    }

    @Test
    void nothingBrokenDelaysTheStart() throws Exception {
        FleetStores.unplugged(data(), 14, true);
        Figure.of("S5", "as S1 with a broken key store, a dead network and a dead proxy", "ms")
                .median(2_200)
                .almostAll(3_300)
                .record(starts(FEWER, Map.of("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")));
    }

    /// The press itself starts the program once more: what is waited for is that start.
    @Test
    void theDemoFleetIsOnePressAway() throws Exception {
        var millis = new ArrayList<Long>();
        for (int i = 0; i <= FEWER; i++) {
            var data = folder.resolve("demo-" + i);
            Files.createDirectories(data);
            try (var program = RunningProgram.window(data, said("demo"), List.of(), Map.of(), "--demo")) {
                millis.add(program.filled().millis());
            }
        }
        Figure.of("E4", "press to the demo fleet on screen", "ms")
                .median(2_000)
                .record(millis.subList(1, millis.size()));
    }

    @Test
    void theListOfInstancesIsThereAtOnce() throws Exception {
        FleetStores.unplugged(data(), 200, false);
        var millis = new ArrayList<Double>();
        for (int i = 0; i <= RUNS; i++) {
            millis.add(RunningProgram.command(said("list"), "instance", "list", "--json", "--data", data().toString()));
        }
        Figure.of("CLI", "start to the answer of `instance list` on 200 instances", "ms")
                .median(1_500)
                .record(millis.subList(1, millis.size()));
    }

    private List<Long> starts(int runs, Map<String, String> world) throws Exception {
        var millis = new ArrayList<Long>();
        for (int i = 0; i <= runs; i++) {
            try (var program = RunningProgram.window(data(), said("window"), List.of(), world)) {
                var painted = program.painted();
                assertThat(painted.filled())
                        .as("stored instances stand in the first paint")
                        .isTrue();
                millis.add(painted.millis());
            }
        }
        return millis.subList(1, millis.size()); // the first warms the disk
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path said(String name) {
        return folder.resolve(name);
    }
}
