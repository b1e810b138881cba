package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.health.FaultCode;
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

    /// Amazon refuses the login of all instances that share it.
    @Override
    protected FaultCode refusal() {
        return FaultCode.LOGIN_REFUSED;
    }
}
