package io.pilothouse.benchmark;

import io.pilothouse.FleetStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// M1 to M3, M6 and M9: what the program needs while nobody does anything. Simulated services of 200 and
/// 1,000 instances run in this process, those of the demo fleet in the program itself, as for people.
@Tag("benchmark")
@EnabledOnOs(value = OS.LINUX, disabledReason = "memory and threads are read from /proc")
class IdleBenchmark {

    /// The design's ten minutes are for the release; memory settles within the first one.
    private static final long IDLE_SECONDS = Long.getLong("benchmark.idle", 60);

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

    private RunningProgram program(String... more) throws Exception {
        return RunningProgram.window(
                folder.resolve("data"), folder.resolve("said"), List.of("-Djavafx.pulseLogger=true"), Map.of(), more);
    }
}
