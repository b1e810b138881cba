package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose torrents hunting and the care of queues look at: private ones among them are spared.
class ServiceLinesTest {

    @TempDir
    Path folder;

    private final HttpClients clients = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "test");
    private TestEngine engine;
    private DemoFleet fleet;
    private OpenConnectors connectors;
    private ServiceLines lines;
    private Instance box;
    private Instance attic;
    private Instance series;

    @BeforeEach
    void open() throws Exception {
        var kinds = List.of(FakeKind.of("sonarr"), new QBittorrentKind(clients, Clock.systemUTC()));
        engine = new TestEngine(folder, kinds);
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        connectors = new OpenConnectors(new ConnectorKinds(kinds), engine.secrets::read);
        lines = new ServiceLines(engine.get().instances(), connectors, Clock.systemUTC());
        box = client("Box", true);
        attic = client("Attic", true);
        client("Paused", false);
        series = engine.get()
                .instances()
                .add(
                        Configuration.of(new KindId("sonarr"), "Series", Address.of("http://series.lan/")),
                        Secrets.NONE,
                        TestEngine.ME);
    }

    @AfterEach
    void close() {
        connectors.close();
        fleet.close();
        clients.close();
        engine.close();
    }

    private Instance client(String name, boolean enabled) throws Exception {
        var service = fleet.add(ServiceSpec.of("qbittorrent", name).with("torrents", "3"));
        return engine.get()
                .instances()
                .add(
                        Configuration.of(
                                        ArrClient.KIND,
                                        name,
                                        Address.of(service.address().toString()))
                                .withSettings(Map.of("username", "admin"))
                                .withEnabled(enabled),
                        Secrets.of("password", service.access().secretText()),
                        TestEngine.ME);
    }

    private void watches(String ids) throws Exception {
        var now = engine.get().instances().find(series.id()).orElseThrow();
        engine.get()
                .instances()
                .edit(
                        now.id(),
                        now.configVersion(),
                        now.configuration().withSettings(Map.of(ArrClient.WATCHED, ids)),
                        Map.of(),
                        TestEngine.ME);
    }

    @Test
    void anArrThatIsGivenNoClientsWatchesAllThatAreOn() throws Exception {
        assertThat(lines.linkedClients(series.id()))
                .extracting(TorrentSnapshot::instance)
                .containsExactlyInAnyOrder(box.id(), attic.id());
        watches(attic.id().value());
        assertThat(lines.linkedClients(series.id()))
                .extracting(TorrentSnapshot::instance)
                .containsExactly(attic.id());
        engine.get().instances().remove(attic.id(), TestEngine.ME);
        assertThatThrownBy(() -> lines.linkedClients(series.id()))
                .as("it was all that was watched: nothing is known")
                .isInstanceOf(ProblemException.class);
    }
}
