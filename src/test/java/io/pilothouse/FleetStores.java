package io.pilothouse;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.TitleRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Stores filled as people fill them, for measuring whole programs.
public final class FleetStores {

    private static final Consent ASKED = Consent.confirmed(Origin.PROGRAM);

    private FleetStores() {}

    /// Instances that nobody answers for, as with the network unplugged.
    ///
    /// @param proxied whether each asks through a proxy that is not there either
    public static void unplugged(Path data, int size, boolean proxied) throws ProblemException {
        try (var wiring = new ProgramHost().wire(new DataFolder(data))) {
            wiring.openSecrets();
            for (int i = 0; i < size; i++) {
                var address = Address.of("http://host-" + i % (size / 2 + 1) + ".invalid:7878/");
                var plain = Connection.to(address);
                var connection = new Connection(
                        address,
                        plain.second(),
                        plain.timeout(),
                        proxied ? new Connection.ProxyChoice.Through("proxy.invalid", 3128) : plain.proxy(),
                        plain.trust(),
                        plain.headers());
                var configuration = Configuration.of(new KindId("radarr"), "Radarr " + i, address)
                        .withConnection(connection)
                        .withGroup(i % 3 == 0 ? "Media" : "Away");
                wiring.engine.instances().add(configuration, Secrets.of("apiKey", "0123456789abcdef" + i), ASKED);
            }
        }
    }

    /// A torrent client that answers.
    public record Client(String name, URI address, String username, String password) {}

    /// Torrent clients that answer.
    public static void torrents(Path data, List<Client> clients) throws ProblemException {
        try (var wiring = new ProgramHost().wire(new DataFolder(data))) {
            wiring.openSecrets();
            for (var client : clients) {
                var configuration = Configuration.of(
                                new KindId("qbittorrent"),
                                client.name(),
                                Address.of(client.address().toString()))
                        .withSettings(new TreeMap<>(Map.of("username", client.username())));
                wiring.engine.instances().add(configuration, Secrets.of("password", client.password()), ASKED);
            }
        }
    }

    /// A simulated fleet and a store with its instances; it answers until closed.
    ///
    /// @param size 14, 200 or 1000
    public static AutoCloseable simulated(Path data, int size) throws ProblemException, IOException {
        var fleet = DemoConsole.start(Clock.systemUTC(), size);
        try (var wiring = new ProgramHost().wire(new DataFolder(data))) {
            wiring.openSecrets();
            fleet.addTo(wiring);
        }
        return fleet;
    }

    /// Stores the library of the first instance that has one, as if it had been read a moment ago.
    ///
    /// @return all instances of its kind, that one first
    public static List<InstanceId> shelve(Path data, List<Title> titles) throws ProblemException {
        try (var wiring = new ProgramHost().wire(new DataFolder(data))) {
            var all = new ArrayList<>(wiring.engine.instances().fleet().get().live().stream()
                    .filter(one -> one.kind().value().equals("radarr"))
                    .map(Instance::id)
                    .toList());
            new TitleRepository(wiring.database).replace(all.getFirst(), titles, wiring.clock.instant());
            return all;
        }
    }
}
