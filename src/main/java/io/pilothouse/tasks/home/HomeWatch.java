package io.pilothouse.tasks.home;

import io.pilothouse.domain.home.EntityState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A house that is followed while this is open. Thread-safe.
public interface HomeWatch extends AutoCloseable {

    /// @return the states by entity id; empty before the first telling. A copy
    Map<String, EntityState> states();

    Optional<EntityState> state(String entityId);

    /// @return whether the states are those of now
    boolean synced();

    double eventsPerSecond();

    @Override
    void close();

    /// Hears what happens. Called on threads of the connection: must be quick.
    interface Listener {

        /// @param entityIds new, changed or gone
        void statesChanged(Set<String> entityIds);

        /// A registry, the services or the facts may have changed, or the connection is a new one.
        void listsChanged();

        /// The line came up or went down.
        void lineChanged();
    }
}
