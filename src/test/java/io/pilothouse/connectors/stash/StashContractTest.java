package io.pilothouse.connectors.stash;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;
import java.time.Clock;

class StashContractTest extends ConnectorContract {

    @Override
    protected ServiceSpec spec() {
        return ServiceSpec.of("stash", "Loft");
    }

    @Override
    protected ConnectorKind kind() {
        return new StashKind(clients, Clock.systemUTC());
    }

    @Override
    protected String otherKind() {
        return "sonarr";
    }

    /// The pulse is a single dot: half of it is nothing, and not broken JSON.
    @Override
    protected String jsonPath() {
        return "/graphql";
    }
}
