package io.pilothouse.tasks;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import java.util.List;

/// What is asked of the registry, beside the work itself.
///
/// @param kind  stable name, for example `instance-test`
/// @param title what it does, as an infinitive that names its instance
/// @param quiet routine work that people see only when they ask
public record TaskRequest(String kind, String title, List<InstanceId> instances, Origin origin, boolean quiet) {

    public TaskRequest {
        instances = List.copyOf(instances);
    }

    public TaskRequest(String kind, String title, List<InstanceId> instances, Origin origin) {
        this(kind, title, instances, origin, false);
    }
}
