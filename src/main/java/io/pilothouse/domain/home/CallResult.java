package io.pilothouse.domain.home;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a call ended well.
///
/// @param contextId ties the call to the changes it made
/// @param response  what the service answered, JSON as lists, maps and values; null for none
/// @param took      from sending to the answer
/// @param changes   states that changed by this very call, as far as they were seen
/// @param ended     whether the connection ended as the call wanted it to
public record CallResult(
        ServiceCall call,
        String contextId,
        @Nullable Object response,
        Duration took,
        List<StateChange> changes,
        boolean ended) {

    public CallResult {
        changes = List.copyOf(changes);
    }

    /// @param after time from sending the call
    public record StateChange(String entityId, String name, String from, String to, Duration after) {}
}
