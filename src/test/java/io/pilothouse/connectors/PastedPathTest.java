package io.pilothouse.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.connectors.homeassistant.HomeAssistantKind;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.connectors.stash.StashKind;
import io.pilothouse.domain.instance.Address;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people copy along with an address is cut off before it is stored, by the rules of each contract.
final class PastedPathTest {

    private final HttpClients http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "arr, http://h:7878/radarr/api/v3/, http://h:7878/radarr/",
        "arr, http://h:8686/api/v1, http://h:8686/",
        "arr, http://h:8686/api, http://h:8686/",
        "arr, http://h:8989/sonarr, http://h:8989/sonarr/",
        "stash, http://h:9999/graphql, http://h:9999/",
        "stash, https://h/stash/graphql/, https://h/stash/",
        "qbittorrent, http://h:8080/api/v2/, http://h:8080/",
        "qbittorrent, http://h:8080/index.html, http://h:8080/",
        "homeassistant, http://h:8123/lovelace/0, http://h:8123/",
        "homeassistant, http://h:8123/api/websocket, http://h:8123/",
        "homeassistant, https://h/house, https://h/house/"
    })
    void thePathOfTheProgrammingInterfaceIsCutOff(String kind, String pasted, String root) {
        ConnectorKind of =
                switch (kind) {
                    case "arr" -> ArrKind.all(http).getFirst();
                    case "stash" -> new StashKind(http, Clock.systemUTC());
                    case "qbittorrent" -> new QBittorrentKind(http, Clock.systemUTC());
                    default -> new HomeAssistantKind(http, Clock.systemUTC(), new Random(7));
                };

        assertThat(of.root(Address.of(pasted))).isEqualTo(Address.of(root));
    }
}
