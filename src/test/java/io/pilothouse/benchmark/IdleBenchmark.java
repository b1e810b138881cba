package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// M1 to M6, M8 and M9: what the program needs while nobody does anything. Simulated services of 200 and
/// 1,000 instances run in this process, those of the demo fleet in the program itself, as for people.
@Tag("benchmark")
@EnabledOnOs(value = OS.LINUX, disabledReason = "memory and threads are read from /proc")
class IdleBenchmark {

    /// The design's ten minutes are for the release; memory settles within the first one.
    private static final long IDLE_SECONDS = Long.getLong("benchmark.idle", 60);

    /// The design's day is for the release.
    private static final long SOAK_SECONDS = Long.getLong("benchmark.soak", 180);

    /// The bar gives memory five minutes to come back.
    private static final long CLOSED_SECONDS = Math.max(300, IDLE_SECONDS);

    /// As many pages as a window keeps alive.
    private static final int KEPT_PAGES = 8;

    @TempDir
    Path folder;

    @Test
    void theDemoFleet() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (var program = program("--demo")) {
            program.painted();
            program.leaveAlone(IDLE_SECONDS);
            Figure.of("M1", "resident memory, idle, demo fleet in the same process", "MB")
                    .median(320)
                    .record(program.residentMegabytes());
        }
    }

    @Test
    void twoHundredInstances() throws Exception {
        try (var _ = FleetStores.simulated(folder.resolve("data"), 200);
                var program = program()) {
            program.painted();
            program.leaveAlone(IDLE_SECONDS);
            double before = program.processorSeconds();
            long pulses = program.pulses();
            program.leaveAlone(IDLE_SECONDS);
            Figure.of("M2", "resident memory, 200 instances, all checks on", "MB")
                    .median(350)
                    .record(program.residentMegabytes());
            Figure.of("M6", "processor, window visible, 200 instances, all checks on", "% of one core")
                    .median(1)
                    .record((program.processorSeconds() - before) / IDLE_SECONDS * 100);
            Figure.of("M6-pulses", "pulses while 200 instances are checked every minute", "per second")
                    .record((double) (program.pulses() - pulses) / IDLE_SECONDS);
            Figure.of("M9", "threads of the process with 200 instances, the JVM's own included", "threads")
                    .median(60)
                    .record(program.threads());
        }
    }

    @Test
    void aThousandInstances() throws Exception {
        try (var _ = FleetStores.simulated(folder.resolve("data"), 1_000);
                var program = program()) {
            program.painted();
            program.leaveAlone(IDLE_SECONDS);
            Figure.of("M3", "resident memory, 1,000 instances, all checks on", "MB")
                    .median(430)
                    .record(program.residentMegabytes());
        }
    }

    @Test
    void aLargeTableAndSevenMorePages() throws Exception {
        try (var _ = FleetStores.simulated(folder.resolve("data"), 200)) {
            var all = FleetStores.shelve(folder.resolve("data"), GeneratedTitles.of(50_000));
            try (var program = program()) {
                program.painted();
                program.leaveAlone(IDLE_SECONDS);
                open(all.getFirst(), "library");
                for (int i = 1; i < KEPT_PAGES; i++) {
                    open(all.get(i), "overview");
                }
                Figure.of("M4", "resident memory, 50,000 rows and seven more pages kept alive", "MB")
                        .median(500)
                        .record(program.residentMegabytes());
                for (int i = KEPT_PAGES; i < 2 * KEPT_PAGES; i++) {
                    open(all.get(i), "overview");
                }
                program.leaveAlone(CLOSED_SECONDS);
                Figure.of("M4-after", "the same, the rows closed since", "MB")
                        .median(410)
                        .record(program.residentMegabytes());
            }
        }
    }

    private void open(InstanceId id, String view) throws Exception {
        RunningProgram.command(
                folder.resolve("opened"),
                "open",
                id.value(),
                "--view",
                view,
                "--data",
                folder.resolve("data").toString());
    }

    @Test
    void nothingGrows() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (var program = program("--demo")) {
            program.painted();
            program.leaveAlone(IDLE_SECONDS);
            double heap = program.heapMegabytes();
            double resident = program.residentMegabytes();
            program.leaveAlone(SOAK_SECONDS);
            Figure.of(
                            "M5",
                            "growth of the heap after full collection, demo fleet at work, " + SOAK_SECONDS + " s",
                            "MB")
                    .median(5)
                    .record(program.heapMegabytes() - heap);
            Figure.of("M5-resident", "growth of resident memory over the same time", "%")
                    .median(10)
                    .record((program.residentMegabytes() / resident - 1) * 100);
        }
    }

    @Test
    void hiddenInTheBackground() throws Exception {
        try (var _ = FleetStores.simulated(folder.resolve("data"), 200);
                var program = program("--background")) {
            program.leaveAlone(2 * IDLE_SECONDS);
            double before = program.processorSeconds();
            program.leaveAlone(IDLE_SECONDS);
            Figure.of("M8", "processor, hidden in the background, 200 instances", "% of one core")
                    .median(0.5)
                    .record((program.processorSeconds() - before) / IDLE_SECONDS * 100);
            Figure.of("M8-resident", "resident memory, hidden in the background, 200 instances", "MB")
                    .median(280)
                    .record(program.residentMegabytes());
        }
    }

    private RunningProgram program(String... more) throws Exception {
        return RunningProgram.window(
                folder.resolve("data"), folder.resolve("said"), List.of("-Djavafx.pulseLogger=true"), Map.of(), more);
    }
}
