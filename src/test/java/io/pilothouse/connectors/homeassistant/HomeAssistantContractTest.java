package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;
import java.time.Clock;
import java.util.Random;

class HomeAssistantContractTest extends ConnectorContract {

    @Override
    protected ServiceSpec spec() {
        return ServiceSpec.of("homeassistant", "Loft");
    }

    @Override
    protected ConnectorKind kind() {
        return new HomeAssistantKind(clients, Clock.systemUTC(), new Random(7));
    }

    @Override
    protected String otherKind() {
        return "sonarr";
    }
}
