package io.pilothouse.tasks.health;

import io.pilothouse.domain.health.NetworkPlace;
import io.pilothouse.domain.health.Silence.Targets;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Asks the addresses that a person chose to tell whether this computer reaches its network, such as a router,
/// once for all checks that find something silent at the same time. Thread-safe.
public final class OwnTargets {

    public static final int MOST = 5;

    /// Written `192.168.1.1, router.lan:443`; the port is 80 where none is written. Empty for none.
    public static final Setting<List<Address>> CHOSEN =
            new Setting<>("health.own-network", List.of(), OwnTargets::parse, OwnTargets::text);

    private static final Duration FRESH = Duration.ofSeconds(5);

    /// Whether one of some addresses answers.
    @FunctionalInterface
    public interface Door {
        /// @throws InterruptedException if the calling task was cancelled
        boolean anyAnswers(List<Address> targets) throws InterruptedException;
    }

    private final Door door;
    private final InstantSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Address> asked = List.of();
    private Instant askedAt = Instant.MIN;
    private boolean answered;

    OwnTargets(Door door, InstantSource time) {
        this.door = door;
        this.time = time;
    }

    Targets ask(List<Address> chosen) throws InterruptedException {
        if (chosen.isEmpty()) {
            return Targets.NOT_ASKED;
        }
        lock.lockInterruptibly(); // whoever comes meanwhile has the same answer
        try {
            if (!chosen.equals(asked) || !time.instant().isBefore(askedAt.plus(FRESH))) {
                answered = door.anyAnswers(chosen);
                asked = chosen;
                askedAt = time.instant();
            }
            return answered ? Targets.ANSWER : Targets.SILENT;
        } finally {
            lock.unlock();
        }
    }

    private static List<Address> parse(String text) {
        var targets = Arrays.stream(text.strip().split("[,;\\s]+"))
                .filter(part -> !part.isEmpty())
                .map(OwnTargets::address)
                .distinct()
                .toList();
        if (targets.size() > MOST) {
            throw new IllegalArgumentException("more than " + MOST + " addresses: " + text);
        }
        return targets;
    }

    private static Address address(String text) {
        var address = Address.of("http://" + text);
        if (!address.uri().getRawAuthority().equals(text)
                || text.contains("@")
                || address.port() < 1
                || address.port() > 65_535) {
            throw new IllegalArgumentException("not a host with a port: " + text);
        }
        if (NetworkPlace.of(address.host()) == NetworkPlace.HERE) {
            throw new IllegalArgumentException("this computer itself: " + text);
        }
        return address;
    }

    private static String text(List<Address> targets) {
        return targets.stream().map(target -> target.uri().getRawAuthority()).collect(Collectors.joining(", "));
    }
}
