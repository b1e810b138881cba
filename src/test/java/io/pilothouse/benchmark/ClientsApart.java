package io.pilothouse.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pilothouse.FleetStores.Client;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.ServiceSpec;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Simulated torrent clients as a process of their own: their work and their collections of garbage are not
/// those of the window that is measured.
final class ClientsApart implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader said;
    private final List<Client> clients = new ArrayList<>();

    private ClientsApart(Process process) throws IOException {
        this.process = process;
        said = process.inputReader(UTF_8);
        for (var line = line(); !line.equals(READY); line = line()) {
            var parts = line.split("\t");
            clients.add(new Client(parts[0], URI.create(parts[1]), parts[2], parts[3]));
        }
    }

    static ClientsApart start(int clients, int torrentsEach) throws IOException {
        return new ClientsApart(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClientsApart.class.getName(),
                        Integer.toString(clients),
                        Integer.toString(torrentsEach))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    List<Client> clients() {
        return List.copyOf(clients);
    }

    /// Torrents move on.
    void tick() throws IOException {
        var asked = process.outputWriter(UTF_8);
        asked.write('\n');
        asked.flush();
        line();
    }

    private String line() throws IOException {
        var line = said.readLine();
        if (line == null) {
            throw new EOFException("the simulated clients have ended");
        }
        return line;
    }

    /// They end with what they are told.
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }

    /// Says where each client is, then moves all on for each line it reads.
    static void main(String[] arguments) throws IOException {
        try (var fleet = DemoFleet.empty(11, Clock.systemUTC());
                var told = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                var client =
                        fleet.add(ServiceSpec.of("qbittorrent", "Client " + i).with("torrents", arguments[1]));
                say(String.join(
                        "\t",
                        "Client " + i,
                        client.address().toString(),
                        client.access().username(),
                        client.access().secretText()));
            }
            say(READY);
            while (told.readLine() != null) {
                fleet.tick();
                say("moved");
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
