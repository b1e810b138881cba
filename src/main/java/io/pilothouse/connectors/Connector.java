package io.pilothouse.connectors;

import io.pilothouse.domain.health.CheckAnswer;

/// A live line to one instance. Thread-safe. To stop a call, interrupt its thread.
///
/// This is everything a health round needs. What only some kinds can do is a separate, equally small
/// interface that a connector implements beside this one.
public interface Connector extends AutoCloseable {

    /// Asks the service who it is and how it feels, which proves address, product, secret and
    /// permission at once. Sends the secret only after the product was recognised at this address.
    ///
    /// @throws ConnectorException   if the service did not answer, refused, or made no sense
    /// @throws InterruptedException if the calling task was cancelled
    CheckAnswer check() throws ConnectorException, InterruptedException;

    /// Gives back what the service keeps for us: a login, an open stream. Waits for nothing.
    @Override
    void close();
}
