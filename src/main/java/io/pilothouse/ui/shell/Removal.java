package io.pilothouse.ui.shell;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.ui.common.Toasts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Moves instances to the trash, all of them as one act with one way back. FX thread only.
public final class Removal {

    private final WindowContext window;

    public Removal(WindowContext window) {
        this.window = window;
    }

    private record Ended(TaskId task, String title, List<Instance> gone, Map<Instance, Problem> left) {}

    public void of(List<Instance> instances) {
        if (instances.isEmpty()) {
            return;
        }
        var title = instances.size() == 1
                ? "move " + instances.getFirst().name() + " to the trash"
                : "move " + instances.size() + " instances to the trash";
        window.background()
                .act(
                        "instance-remove",
                        title,
                        instances.stream().map(Instance::id).toList(),
                        context -> remove(instances, title, context),
                        this::tell);
    }

    /// One that may not go holds up no other.
    private Ended remove(List<Instance> instances, String title, TaskContext context) throws ProblemException {
        var gone = new ArrayList<Instance>();
        var left = new LinkedHashMap<Instance, Problem>();
        for (var instance : instances) {
            try {
                window.services().instances().remove(instance.id(), Consent.none(Origin.WINDOW));
                gone.add(instance);
            } catch (ProblemException e) {
                if (instances.size() == 1) {
                    throw e;
                }
                context.itemFailed(e.problem());
                left.put(instance, e.problem());
            }
        }
        return new Ended(context.id(), title, gone, left);
    }

    private void tell(Ended ended) {
        var gone = ended.gone();
        if (!gone.isEmpty()) {
            var one = gone.getFirst();
            var said = gone.size() == 1
                    ? text("instances.removed", one.name())
                    : text("instances.removed-many", gone.size());
            window.toasts()
                    .news(
                            gone.size() == 1 ? Optional.of(one) : Optional.empty(),
                            said,
                            Optional.of(new TakingBack(window)
                                    .offer(ended.task(), window.texts().said(ended.title()))));
        }
        ended.left()
                .forEach((instance, problem) ->
                        window.toasts().problem(Optional.of(instance), problem, Optional.<Toasts.Offer>empty()));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
