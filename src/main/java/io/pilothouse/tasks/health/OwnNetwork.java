package io.pilothouse.tasks.health;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.OwnAddresses;
import io.pilothouse.connectors.PortProbe;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Whether this computer has a network at all: any interface but loopback that is up and has an
/// address. Thread-safe.
public final class OwnNetwork implements BooleanSupplier {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final OwnAddresses addresses;

    public OwnNetwork(Time time) {
        addresses = new OwnAddresses(time::instant);
    }

    /// Opens a connection to one after the other, until one answers, even if it only refuses.
    ///
    /// @throws InterruptedException if the calling task was cancelled
    public static boolean anyAnswers(List<Address> targets) throws InterruptedException {
        for (var target : targets) {
            try {
                new PortProbe(target, LIMIT).connect(target.host());
                return true;
            } catch (ConnectorException e) {
                if (e.code() == FaultCode.CONNECTION_REFUSED || !Standing.silence(e.code())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public boolean getAsBoolean() {
        return addresses.get().map(them -> !them.isEmpty()).orElse(true); // unknown: the checks themselves will tell
    }
}
