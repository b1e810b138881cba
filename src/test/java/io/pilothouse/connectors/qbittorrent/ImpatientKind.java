package io.pilothouse.connectors.qbittorrent;

import io.pilothouse.connectors.HttpClients;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A kind that looks for the effect of an act at once and often, instead of after a second and a half: what
/// it then claims was on the list all the same.
public final class ImpatientKind {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private ImpatientKind() {}

    public static QBittorrentKind of(HttpClients http, Clock clock) {
        return new QBittorrentKind(http, clock, _ -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        });
    }
}
