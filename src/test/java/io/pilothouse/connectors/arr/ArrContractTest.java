package io.pilothouse.connectors.arr;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;

/// The contract of all kinds, kept by the *arr family as Sonarr.
class ArrContractTest extends ConnectorContract {

    @Override
    protected ServiceSpec spec() {
        return ServiceSpec.of("sonarr", "Loft").with("size", "small");
    }

    @Override
    protected String otherKind() {
        return "radarr";
    }

    @Override
    protected ConnectorKind kind() {
        return ArrKind.all(clients).stream()
                .filter(kind -> kind.id().value().equals(service.kind()))
                .findFirst()
                .orElseThrow();
    }
}
