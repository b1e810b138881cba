package io.pilothouse.tasks.health;

import io.pilothouse.tasks.Time;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// Whether this computer has a network at all: any interface but loopback that is up and has an
/// address. Asked seldom, as the operating system takes its time. Thread-safe.
public final class OwnNetwork implements BooleanSupplier {

    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final Time time;
    private Instant askedAt = Instant.EPOCH;
    private boolean connected = true;

    public OwnNetwork(Time time) {
        this.time = time;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        var now = time.instant();
        if (Duration.between(askedAt, now).abs().compareTo(REMEMBERED) > 0) {
            askedAt = now;
            connected = look();
        }
        return connected;
    }

    private static boolean look() {
        try {
            var interfaces = NetworkInterface.getNetworkInterfaces();
            while (interfaces.hasMoreElements()) {
                var one = interfaces.nextElement();
                if (one.isUp() && !one.isLoopback() && one.getInetAddresses().hasMoreElements()) {
                    return true;
                }
            }
            return false;
        } catch (SocketException e) {
            return true; // unknown: the checks themselves will tell
        }
    }
}
