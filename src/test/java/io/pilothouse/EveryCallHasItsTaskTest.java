package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.store.DataFolder;
import io.pilothouse.store.SentRequestRepository;
import io.pilothouse.store.SentRequestRepository.SentRequest;
import io.pilothouse.testing.Eventually;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar B1 over the simulated fleet: whatever is sent belongs to a task that can be seen and stopped.
class EveryCallHasItsTaskTest {

    @TempDir
    Path folder;

    @Test
    void noCallToAServiceOfAnyKindIsOutsideEveryTask() throws Exception {
        var fleet = DemoConsole.start(Clock.systemUTC());
        try (var wiring = new ProgramHost().wire(new DataFolder(folder.resolve("data")))) {
            wiring.openSecrets();
            fleet.addTo(wiring);
            wiring.start();
            var sent = new SentRequestRepository(wiring.database);

            Eventually.that(() -> sent.all().stream()
                    .flatMap(request -> request.instance().stream())
                    .map(id -> id.kind().value())
                    .collect(Collectors.toSet())
                    .containsAll(java.util.List.of(
                            "sonarr", "radarr", "lidarr", "whisparr", "qbittorrent", "stash", "homeassistant", "amc")));

            assertThat(sent.all()).extracting(SentRequest::path).isNotEmpty();
            assertThat(wiring.sentRequests.outsideTasks()).isZero();
        } finally {
            fleet.close();
        }
    }
}
