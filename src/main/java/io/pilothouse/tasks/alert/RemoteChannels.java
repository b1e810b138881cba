package io.pilothouse.tasks.alert;

import io.pilothouse.connectors.message.RemoteSender;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.Delivery;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The channels outside this computer; each is off until it is set up. Methods block.
public interface RemoteChannels {

    /// Fields of the secrets of channels.
    String NTFY_TOKEN = RemoteSender.NTFY_TOKEN;

    String WEBHOOK_ADDRESS = RemoteSender.WEBHOOK_ADDRESS;

    String WEBHOOK_HEADER = RemoteSender.WEBHOOK_HEADER;

    String MAIL_PASSWORD = RemoteSender.MAIL_PASSWORD;

    /// @return empty while it is not set up
    Optional<RemoteSetup> setup(AlertChannel channel);

    /// @return which secrets are stored, without reading them
    Set<String> secrets(AlertChannel channel);

    /// Sets a channel up, from now on.
    ///
    /// @param secrets an empty value removes that secret; absent fields stay
    /// @throws ProblemException with `locked` while no secret can be encrypted
    void setUp(RemoteSetup setup, Map<String, Optional<Secret>> secrets) throws ProblemException;

    /// Switches a channel off and forgets its secrets.
    void remove(AlertChannel channel) throws ProblemException;

    /// Sends a message now that says that it is a test. To be called within a task.
    ///
    /// @param secrets as they would be stored
    /// @return what the server answered
    /// @throws ProblemException     if it did not take the message
    /// @throws InterruptedException if the calling task was cancelled
    String test(RemoteSetup setup, Map<String, Optional<Secret>> secrets) throws ProblemException, InterruptedException;

    /// What was sent and what was not.
    ///
    /// @return newest first
    List<Delivery> deliveries(Instant since);
}
