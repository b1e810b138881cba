package io.pilothouse.tasks.activity;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The history of what was done by whom and why.
public interface Activity {

    /// @param words what happened, one sentence that names the instance as it was then
    void record(Entry entry);

    /// Newest first; of all instances when `ids` is empty. Reads the store.
    List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit);

    record Entry(
            Instant at,
            Optional<InstanceId> instance,
            Origin origin,
            Optional<TaskId> task,
            String kind,
            String words) {}
}
