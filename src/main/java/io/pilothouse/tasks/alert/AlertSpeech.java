package io.pilothouse.tasks.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.RemoteText;
import java.time.Instant;
import java.util.List;

/// Puts messages into a person's language. Whoever shows messages knows the words.
public interface AlertSpeech {

    /// @param alerts at least one
    RemoteText say(List<Alert> alerts, Instant now);

    /// A message that says that it is a test.
    RemoteText test(Instant now);
}
