package io.pilothouse.connectors;

import io.pilothouse.domain.task.TaskId;
import java.util.Optional;

/// On whose behalf a request is sent. The task registry binds it around the body of each task, so
/// that every request in the [RequestLog] names its task.
public record RequestContext(TaskId task) {

    public static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    /// @return the task of the calling thread, empty outside any task
    public static Optional<TaskId> currentTask() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().task()) : Optional.empty();
    }
}
