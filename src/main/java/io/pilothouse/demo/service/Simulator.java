package io.pilothouse.demo.service;

import java.time.Instant;
import java.util.Optional;

/// One product's behaviour, without network: requests in, replies out.
///
/// Called by one thread at a time (the service holds its lock), so simulators need no locks and
/// must not block.
public interface Simulator {

    /// How a client gets in: what a person would copy from the product's settings.
    Access access();

    Reply answer(Request request);

    /// Called for a WebSocket handshake.
    ///
    /// @return the peer of the new socket; empty when the path has none, then [#answer] decides
    default Optional<SocketPeer> openSocket(Request request, Socket socket) {
        return Optional.empty();
    }

    /// Lets time pass: called about once a second of the fleet's clock.
    default void tick(Instant now) {}
}
