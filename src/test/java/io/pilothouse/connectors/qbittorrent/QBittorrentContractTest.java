package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.ConnectorContract;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.demo.service.ServiceSpec;
import java.time.Clock;

class QBittorrentContractTest extends ConnectorContract {

    @Override
    protected ServiceSpec spec() {
        return ServiceSpec.of("qbittorrent", "Loft").with("version", "5.1.0");
    }

    @Override
    protected ConnectorKind kind() {
        return new QBittorrentKind(clients, Clock.systemUTC());
    }

    @Override
    protected String otherKind() {
        return "sonarr";
    }
}
