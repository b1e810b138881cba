package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.home.EntityState;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A connector that follows a house live and acts in it. Thread-safe.
public interface LiveHome {

    /// @return the one connection: its status, its restart, further subscriptions
    HomeAssistantSession session();

    /// Follows the states of all entities from now on, over every connection. Does nothing the second
    /// time.
    void follow();

    /// @return the states as last told, by entity id; they stay while the connection is away
    Map<String, EntityState> states();

    /// @param listener hears the ids that changed or went, on the thread that parses: it must be quick
    void onStates(Consumer<Set<String>> listener);

    /// Calls a service once; it is never sent again by itself, as it may have been carried out although
    /// its answer is lost.
    ///
    /// @param target entity, device and area ids by `entity_id`, `device_id`, `area_id`; empty for none
    /// @param data   what the service takes
    /// @throws ConnectorException if there is no connection or no answer within a minute
    Reply callService(String domain, String service, Map<String, ?> target, Map<String, ?> data)
            throws ConnectorException, InterruptedException;
}
