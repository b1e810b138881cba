package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Started where no window can be shown, the program says what is missing and does its work on the terminal.
class NoDisplayTest {

    private static final int CANCELLED = 130;

    @TempDir
    private Path folder;

    @Test
    void whatIsMissingIsSaid() {
        assertThat(Desktop.missing("Linux", Map.of(), null))
                .hasValueSatisfying(words -> assertThat(words).contains("no display"));
        assertThat(Desktop.missing("Linux", Map.of(), "Headless")).isEmpty();
        assertThat(Desktop.missing("Windows 11", Map.of(), null)).isEmpty();
        assertThat(Desktop.missing("Mac OS X", Map.of(), null)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is always a display")
    void theEngineShowsALiveTableUntilItIsStopped() throws Exception {
        var said = folder.resolve("said");
        var errors = folder.resolve("errors");
        try (var fleet = DemoFleet.empty(5, Clock.systemUTC())) {
            var service = fleet.add(ServiceSpec.of("sonarr", "Loft"));
            new OnTerminal(folder)
                    .add(
                            "sonarr",
                            "Loft",
                            service.address().toString(),
                            service.access().secretText(),
                            "open");
            service.forgetRequests();
            var program = ProgramProcess.start(folder.resolve("data"), said, errors);
            try {
                Eventually.that(() -> !service.requests().isEmpty() && holds(said, "Loft") || !program.isAlive());
                assertThat(program.isAlive()).as(Files.readString(errors)).isTrue();
                assertThat(Files.readString(errors)).contains("No window can be shown: there is no display");
                program.destroy();
                assertThat(program.waitFor()).isEqualTo(CANCELLED);
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean holds(Path file, String words) {
        try {
            return Files.readString(file).contains(words);
        } catch (IOException e) {
            return false; // not there yet
        }
    }
}
