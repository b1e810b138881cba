package io.pilothouse.connectors;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The addresses this computer has now, loopback left out: another set means another network. Asked
/// seldom, as the operating system takes its time. Thread-safe.
public final class OwnAddresses implements Supplier<Optional<Set<String>>> {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final Supplier<Instant> clock;
    private Instant askedAt = Instant.EPOCH;
    private Optional<Set<String>> addresses = Optional.empty();

    public OwnAddresses(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /// @return for example `eth0 192.0.2.7`; empty when the operating system does not tell
    @Override
    public synchronized Optional<Set<String>> get() {
        var now = clock.get();
        if (Duration.between(askedAt, now).abs().compareTo(REMEMBERED) > 0) {
            askedAt = now;
            addresses = look();
        }
        return addresses;
    }

    private static Optional<Set<String>> look() {
        try {
            var found = new TreeSet<String>();
            var interfaces = NetworkInterface.getNetworkInterfaces();
            while (interfaces.hasMoreElements()) {
                var one = interfaces.nextElement();
                if (one.isUp() && !one.isLoopback()) {
                    one.inetAddresses().forEach(address -> found.add(one.getName() + " " + address.getHostAddress()));
                }
            }
            return Optional.of(found);
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
