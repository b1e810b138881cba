package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way questions take to a house: over its WebSocket, or by plain requests where a proxy lets none
/// pass. Thread-safe.
final class HouseLine {

    /// How long plain requests are used before a question tries the WebSocket again.
    static final Duration TRY_SOCKET_EVERY = Duration.ofSeconds(60);

    private final HomeAssistantSession session;
    private final PlainRequests plain;
    private final BooleanSupplier blocked;
    private final Clock clock;
    private volatile @Nullable Instant triedAt;

    /// @param blocked whether the latest attempt to open a WebSocket was answered by something else
    HouseLine(HomeAssistantSession session, PlainRequests plain, BooleanSupplier blocked, Clock clock) {
        this.session = session;
        this.plain = plain;
        this.blocked = blocked;
        this.clock = clock;
    }

    /// @return whether only plain requests pass; connects where that is not known
    boolean byPlainRequests() throws ConnectorException, InterruptedException {
        if (session.live()) {
            return false;
        }
        var tried = triedAt;
        if (tried != null
                && blocked.getAsBoolean()
                && Duration.between(tried, clock.instant()).compareTo(TRY_SOCKET_EVERY) < 0) {
            return true;
        }
        try {
            session.connected();
            return false;
        } catch (ConnectorException e) {
            if (!blocked.getAsBoolean()) {
                throw e;
            }
            triedAt = clock.instant();
            return true;
        }
    }

    Reply call(String type, Map<String, ?> parameters, Duration within)
            throws ConnectorException, InterruptedException {
        return byPlainRequests() ? plain.call(type, parameters, within) : session.call(type, parameters, within);
    }

    /// Only while the WebSocket is there.
    Runnable listen(String type, Map<String, ?> parameters, Consumer<JsonNode> events)
            throws ConnectorException, InterruptedException {
        return session.listen(type, parameters, events);
    }

    PlainRequests plain() {
        return plain;
    }

    /// @return a number that another connection does not share
    long epoch() throws ConnectorException, InterruptedException {
        return byPlainRequests() ? -1 : session.status().epoch();
    }
}
