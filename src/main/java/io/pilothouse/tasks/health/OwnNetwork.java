package io.pilothouse.tasks.health;

import io.pilothouse.connectors.OwnAddresses;
import io.pilothouse.tasks.Time;
import java.util.function.BooleanSupplier;

/// Whether this computer has a network at all: any interface but loopback that is up and has an
/// address. Thread-safe.
public final class OwnNetwork implements BooleanSupplier {

    private final OwnAddresses addresses;

    public OwnNetwork(Time time) {
        addresses = new OwnAddresses(time::instant);
    }

    @Override
    public boolean getAsBoolean() {
        return addresses.get().map(them -> !them.isEmpty()).orElse(true); // unknown: the checks themselves will tell
    }
}
