package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulations give the real servers' answers.
class QBittorrentFactsTest {

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "5.1.0"})
    void theSimulationAnswersAsSeen(String version) throws Exception {
        try (var fleet = DemoFleet.empty(3, Clock.systemUTC())) {
            var service = fleet.add(ServiceSpec.of("qbittorrent", "Loft")
                    .with("version", version)
                    .with("torrents", "0"));

            QBittorrentFacts.hold(
                    service.address(),
                    service.access().username(),
                    service.access().secretText(),
                    version);
        }
    }
}
