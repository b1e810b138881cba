package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import java.util.List;

/// Starts what a form asks beside the person's typing, as quiet tasks.
record FormWork(TaskRegistry tasks) {

    <T> TaskHandle<T> start(String what, String title, List<InstanceId> ids, Work<T> work) {
        return tasks.start(new TaskRequest(what, title, ids, Origin.WINDOW, true), work);
    }
}
