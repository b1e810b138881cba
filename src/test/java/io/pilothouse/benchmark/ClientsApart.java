package io.pilothouse.benchmark;

import io.pilothouse.FleetStores.Client;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/// Simulated torrent clients as a process of their own.
final class ClientsApart implements AutoCloseable {

    private final Apart process;

    private ClientsApart(Apart process) {
        this.process = process;
    }

    static ClientsApart start(int clients, int torrentsEach) throws IOException {
        return new ClientsApart(Apart.start(ClientsApart.class, clients, torrentsEach));
    }

    List<Client> clients() {
        return process.first().stream()
                .map(line -> line.split("\t"))
                .map(parts -> new Client(parts[0], URI.create(parts[1]), parts[2], parts[3]))
                .toList();
    }

    /// Torrents move on.
    void tick() throws IOException {
        process.ask("tick");
    }

    @Override
    public void close() throws IOException {
        process.close();
    }

    /// Says where each client is, then moves all on for each line it reads.
    static void main(String[] arguments) throws IOException {
        try (var fleet = DemoFleet.empty(11, Clock.systemUTC())) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                var client =
                        fleet.add(ServiceSpec.of("qbittorrent", "Client " + i).with("torrents", arguments[1]));
                Apart.say(String.join(
                        "\t",
                        "Client " + i,
                        client.address().toString(),
                        client.access().username(),
                        client.access().secretText()));
            }
            Apart.answer(_ -> {
                fleet.tick();
                return "moved";
            });
        }
    }
}
