package io.pilothouse.connectors;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Hears of every request that leaves this program, after its end. Called on the requesting thread;
/// must be quick and thread-safe.
@FunctionalInterface
public interface RequestLog {

    RequestLog NONE = _ -> {};

    void record(Entry entry);

    /// One request. Holds no header, no body and no query, as these may carry secrets.
    ///
    /// @param instance empty for the values of a form that was never saved
    /// @param task     empty when it was sent outside any task, which is a mistake
    /// @param origin   scheme, host and port, for example `http://nas.lan:8989`
    /// @param path     without query
    /// @param status   HTTP status, 0 when there was no answer
    /// @param fault    why there was no answer
    /// @param signed   whether it carried a secret; else it only looked at what anybody is shown
    record Entry(
            Instant at,
            Optional<InstanceId> instance,
            Optional<TaskId> task,
            String method,
            String origin,
            String path,
            int status,
            Duration took,
            long bytes,
            Optional<FaultCode> fault,
            boolean signed) {}
}
