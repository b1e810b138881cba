package io.pilothouse.tasks.activity;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRunner;
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

    /// What happened to an instance just now, within the task of the calling thread if there is one.
    static Entry now(Instant at, InstanceId instance, Origin origin, String kind, String words) {
        return new Entry(at, Optional.of(instance), origin, TaskRunner.current().map(TaskContext::id), kind, words);
    }
}
