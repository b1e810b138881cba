package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;
import java.time.Clock;

/// The contract of all kinds, kept by Amazon Marketing Cloud.
class AmcContractTest extends ConnectorContract {

    private final AmcKind kind = new AmcKind(clients, Clock.systemUTC());

    @Override
    protected ServiceSpec spec() {
        return ServiceSpec.of("amc", "Loft");
    }

    @Override
    protected ConnectorKind kind() {
        return kind;
    }

    @Override
    protected String versionForm() {
        return "";
    }

    @Override
    protected String otherKind() {
        return "radarr";
    }
}
