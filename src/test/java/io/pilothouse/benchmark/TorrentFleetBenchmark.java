package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.FleetStores;
import io.pilothouse.FleetStores.Client;
import io.pilothouse.MeasuredWindow;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.PortRelay;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ten clients with 10,000 torrents each: the first full table, what steady looking costs, and how soon a
/// change is painted; V14, the first list over a slow line. The simulated clients run in this process.
@Tag("benchmark")
class TorrentFleetBenchmark {

    private static final int CLIENTS = 10;
    private static final int EACH = 10_000;
    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);
    private static final long STEADY_SECONDS = Long.getLong("benchmark.steady", 60);
    private static final long TICK_SECONDS = 5;
    private static final long TEN_MEGABIT = 10_000_000 / 8;

    @TempDir
    Path folder;

    private DemoFleet fleet;

    @BeforeEach
    void open() throws IOException {
        fleet = DemoFleet.empty(11, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private SimulatedService client(String name, int torrents) throws IOException {
        return fleet.add(ServiceSpec.of("qbittorrent", name).with("torrents", Integer.toString(torrents)));
    }

    private List<SimulatedService> clients() throws Exception {
        var all = new ArrayList<SimulatedService>();
        for (int i = 0; i < CLIENTS; i++) {
            all.add(client("Client " + i, EACH));
        }
        FleetStores.torrents(
                folder.resolve("data"),
                all.stream().map(client -> told(client, client.address())).toList());
        return all;
    }

    private static Client told(SimulatedService client, URI address) {
        return new Client(
                client.spec().name(),
                address,
                client.access().username(),
                client.access().secretText());
    }

    private static double millisSince(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void leaveAlone(long seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /// The whole program as a process of its own, in the background of its Fleet page.
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "memory is read from /proc")
    void steadyLooking() throws Exception {
        var all = clients();
        try (var program = RunningProgram.window(folder.resolve("data"), folder.resolve("said"), List.of(), Map.of())) {
            program.painted();
            live(STEADY_SECONDS, fleet::tick);
            all.forEach(SimulatedService::forgetRequests);
            long sent = bytesSent(all);
            double before = program.processorSeconds();
            live(STEADY_SECONDS, fleet::tick);
            Figure.of("torrent-fleet-cpu", "processor, ten clients with 10,000 torrents each, steady", "% of one core")
                    .record((program.processorSeconds() - before) / STEADY_SECONDS * 100);
            Figure.of("torrent-fleet-memory", "resident memory with 100,000 torrents of ten clients", "MB")
                    .record(program.residentMegabytes());
            long requests =
                    all.stream().mapToLong(client -> client.requests().size()).sum();
            assertThat(requests).isPositive();
            Figure.of("torrent-fleet-requests", "requests a minute to ten clients", "per minute")
                    .median(180)
                    .record(requests * 60.0 / STEADY_SECONDS);
            Figure.of("torrent-fleet-bytes", "bytes a minute from ten clients, packed", "bytes per minute")
                    .record((bytesSent(all) - sent) * 60.0 / STEADY_SECONDS);
        }
    }

    /// Torrents move on every few seconds, so that each look has something to tell.
    private static void live(long seconds, Pulses.Work tick) throws Exception {
        for (long left = seconds; left > 0; left -= TICK_SECONDS) {
            tick.run();
            leaveAlone(Math.min(left, TICK_SECONDS));
        }
    }

    private static long bytesSent(List<SimulatedService> all) {
        return all.stream().mapToLong(SimulatedService::bytesSent).sum();
    }

    /// One client, one look after the other.
    @Test
    void whatALookCosts() throws Exception {
        var client = client("Box", EACH);
        var log = new CopyOnWriteArrayList<RequestLog.Entry>();
        try (var http = new HttpClients(Clock.systemUTC(), log::add, "benchmark");
                var connector = connector(http, told(client, client.address()))) {
            var torrents = (KeepsTorrents) connector;
            torrents.poll();
            Figure.of("torrent-full-bytes", "the first whole list of 10,000 torrents", "bytes")
                    .record(log.getLast().bytes());
            log.clear();
            var bytes = new ArrayList<Double>();
            for (int look = 0; look < RUNS; look++) {
                leaveAlone(1);
                fleet.tick();
                torrents.poll();
                bytes.add((double) log.getLast().bytes());
            }
            assertThat(log).as("one request a look").hasSize(RUNS);
            Figure.of("torrent-delta-bytes", "one look at 10,000 torrents a second after the last", "bytes")
                    .record(bytes);
        }
    }

    private static io.pilothouse.connectors.Connector connector(HttpClients http, Client client) {
        var kind = new QBittorrentKind(http, Clock.systemUTC());
        return kind.open(
                new Target(
                        Optional.of(new InstanceId("qbittorrent-2605010000abc")),
                        kind.id(),
                        "Box",
                        Connection.to(new Address(client.address())),
                        new TreeMap<>(Map.of("username", client.username(), "hostHeader", "127.0.0.1")),
                        Optional.empty()),
                Secrets.of("password", client.password()));
    }

    @Test
    void firstListOverASlowLine() throws Exception {
        var client = client("Box", 20_000);
        try (var http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "benchmark");
                var relay = new PortRelay(client.address().getPort(), TEN_MEGABIT);
                var connector = connector(http, told(client, relay.address()))) {
            long begun = System.nanoTime();
            assertThat(((KeepsTorrents) connector).poll().torrents()).hasSize(20_000);
            Figure.of("V14", "first list of 20,000 torrents over 10 Mbit/s", "ms")
                    .median(90_000)
                    .record(millisSince(begun));
        }
    }

    /// The page of all torrents in a window of this process.
    @Test
    void theTable() throws Exception {
        try (var apart = ClientsApart.start(CLIENTS, EACH)) {
            FleetStores.torrents(folder.resolve("data"), apart.clients());
            theTable(apart);
        }
    }

    private void theTable(ClientsApart apart) throws Exception {
        try (var measured = MeasuredWindow.open(folder.resolve("data"))) {
            var ids = measured.instances();
            long begun = System.nanoTime();
            FxToolkit.run(() -> measured.window().context().navigation().go(new Location.Program("torrents")));
            measured.watchTorrents();
            while (rows(measured) < CLIENTS * EACH && millisSince(begun) < 180_000) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(rows(measured)).isEqualTo(CLIENTS * EACH);
            Figure.of("torrent-fleet-first", "first full table of 100,000 torrents, nothing stored", "ms")
                    .record(millisSince(begun));
            var gaps = Pulses.during(() -> live(STEADY_SECONDS / 2, apart::tick));
            Figure.of("torrent-fleet-pulse", "time between pulses while ten clients tell of changes", "ms")
                    .record(gaps.subList(1, gaps.size()));
            Figure.of("torrent-fleet-longest", "longest time between two pulses, the same", "ms")
                    .record(gaps.subList(1, gaps.size()).stream()
                            .max(Double::compare)
                            .orElseThrow());
            measured.leaveTorrents(); // else a look of its own shows the change before it is waited for
            paint(measured, apart.clients().getFirst(), ids.getFirst());
        }
    }

    private void paint(MeasuredWindow measured, Client client, InstanceId id) throws Exception {
        try (var http = new HttpClients(Clock.systemUTC(), RequestLog.NONE, "benchmark");
                var connector = connector(http, client)) {
            var torrents = (KeepsTorrents) connector;
            var torrent = torrents.poll().torrents().values().stream()
                    .filter(it -> !it.state().stopped() && it.complete())
                    .findFirst()
                    .orElseThrow();
            var scene = measured.window().scene();
            var hash = torrent.key().hash();
            var field = FxToolkit.call(() -> (TextField) scene.lookup("#table-filter"));
            FxToolkit.run(() -> field.setText("hash:" + hash + " name:\"" + torrent.name() + "\""));
            Eventually.that(() -> rows(measured) >= 1 && rows(measured) < 100);
            var times = new ArrayList<Double>();
            var applied = new ArrayList<Double>();
            for (int run = 0; run < RUNS; run++) {
                var act = run % 2 == 0
                        ? new TorrentAct.Stop(TorrentHashes.of(hash))
                        : new TorrentAct.Start(TorrentHashes.of(hash));
                torrents.act(act);
                var before = FxToolkit.call(() -> shown(scene));
                var look = Thread.ofVirtual().unstarted(() -> {
                    try {
                        measured.lookAtTorrents(List.of(id));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                times.add(Pulses.until(scene, look::start, () -> !shown(scene).equals(before)));
                var painted = Instant.now();
                look.join();
                applied.add(Duration.between(measured.answeredAt(id), painted).toNanos() / 1e6);
            }
            Figure.of("torrent-delta-applied", "from the answer of a client to the change painted, 100,000 rows", "ms")
                    .almostAll(100)
                    .record(applied);
            Figure.of("torrent-delta-painted", "from asking a client to the change painted, 100,000 rows", "ms")
                    .record(times);
        }
    }

    private static List<?> shown(Scene scene) {
        return List.copyOf(((TableView<?>) scene.lookup("#table-rows")).getItems());
    }

    private static int rows(MeasuredWindow measured) {
        return FxToolkit.call(() -> ((TableView<?>) measured.window().scene().lookup("#table-rows"))
                .getItems()
                .size());
    }
}
