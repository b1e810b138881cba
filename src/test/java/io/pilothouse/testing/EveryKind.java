package io.pilothouse.testing;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.amc.AmcKind;
import io.pilothouse.connectors.arr.ArrKind;
import io.pilothouse.connectors.homeassistant.HomeAssistantKind;
import io.pilothouse.connectors.qbittorrent.QBittorrentKind;
import io.pilothouse.connectors.stash.StashKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Every kind that exists, for tests that must hold for all of them.
public final class EveryKind {

    private EveryKind() {}

    public static List<ConnectorKind> of(HttpClients clients, Clock clock) {
        var kinds = new ArrayList<>(ArrKind.all(clients));
        kinds.add(new QBittorrentKind(clients, clock));
        kinds.add(new StashKind(clients, clock));
        kinds.add(new HomeAssistantKind(clients, clock, new Random(1)));
        kinds.add(new AmcKind(clients, clock));
        return kinds;
    }
}
