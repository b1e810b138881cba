package io.pilothouse.demo.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.demo.Browser;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer of `sync/maindata` that was made and never arrived (contract section 8.1, acceptance 7): servers
/// from 4.6 on do not tell all of it again.
class LostAnswerTest {

    private final HttpClients http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private final Browser browser = new Browser();
    private DemoFleet fleet;
    private SimulatedService service;

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(3, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        fleet.close();
        http.close();
    }

    private void add(String version) throws Exception {
        service = fleet.add(ServiceSpec.of("qbittorrent", "Loft")
                .with("version", version)
                .with("torrents", "12")
                .with("bypass", "true"));
    }

    private void change(TorrentChange change) {
        service.with(QbittorrentSimulator.class, simulator -> {
            change.of(simulator.torrents().all().iterator().next(), simulator.torrents());
            return null;
        });
    }

    private interface TorrentChange {
        void of(Torrent torrent, TorrentList list);
    }

    private JsonNode ask(int rid, String cookie) throws Exception {
        return Browser.json(browser.get(service, "api/v2/sync/maindata?rid=" + rid, "Cookie", cookie));
    }

    @ParameterizedTest
    @CsvSource({"4.5.2, true", "4.6.7, false", "5.1.0, false", "5.2.3, false"})
    void whoRepeatsItsQuestionMissesWhatWasToldBefore(String version, boolean toldAgain) throws Exception {
        add(version);
        var cookie = browser.get(service, "api/v2/app/version")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        int first = ask(0, cookie).path("rid").asInt();
        int second = ask(first, cookie).path("rid").asInt();
        change((torrent, list) -> torrent.category("moved", list.change()));
        assertThat(ask(second, cookie).at("/torrents").elements().next().has("category"))
                .isTrue(); // and it never arrives
        change((torrent, list) -> torrent.limits(4096, 0, list.change()));

        var again = ask(second, cookie);

        assertThat(again.path("full_update").asBoolean()).isFalse();
        var row = again.at("/torrents").elements().next();
        assertThat(row.path("dl_limit").asInt()).isEqualTo(4096);
        assertThat(row.has("category")).isEqualTo(toldAgain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.5.2", "4.6.7", "5.1.0", "5.2.3"})
    void theConnectorReadsEverythingAnew(String version) throws Exception {
        add(version);
        var kind = new QBittorrentKind(http, Clock.systemUTC());
        var target = TestTargets.saved(kind.id(), service.address(), Map.of("username", "admin"));
        try (var connector = kind.open(target, TestTargets.right(service))) {
            var line = (KeepsTorrents) connector;
            line.poll();
            line.poll();
            change((torrent, list) -> torrent.category("moved", list.change()));
            service.with(QbittorrentSimulator.class, simulator -> {
                simulator.loseNext(() -> {
                    var list = simulator.torrents();
                    list.all().iterator().next().limits(4096, 0, list.change());
                });
                return null;
            });
            service.forgetRequests();

            assertThat(catchThrowable(line::poll)).isInstanceOf(ConnectorException.class);
            assertThat(service.requests()).as("asked once, not again by itself").hasSize(1);
            var after = line.poll();

            assertThat(after.changes().full()).isTrue();
            assertThat(after.torrents().values())
                    .filteredOn(torrent -> torrent.downloadLimit() == 4096)
                    .singleElement()
                    .satisfies(torrent -> assertThat(torrent.category()).isEqualTo("moved"));
        }
    }
}
