package io.pilothouse.ui.tasks;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// The panel of everything that happens in the background.
public final class TasksFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow("tasks.open", _ -> toggle(window))
                        .withIcon(Octicons.TASKLIST_16)
                        .withKey("Shortcut+T"));
    }

    private static void toggle(WindowContext window) {
        var drawer = window.drawer();
        if (drawer.open()) {
            drawer.close();
            return;
        }
        var model = new TaskPanelViewModel(window.services(), window.words());
        var controller = new TaskPanelController(model, window, drawer::close);
        var root = (Region) Views.load(controller, window.texts());
        model.follow();
        drawer.show(root, model::rest);
        controller.focusList();
    }

    /// Takes back what a task did.
    static void undo(WindowContext window, TaskId task, List<Instance> instances) {
        instances.stream()
                .findFirst()
                .ifPresent(instance -> window.background()
                        .act(
                                "undo",
                                "take back a change of " + instance.name(),
                                instance.id(),
                                _ -> {
                                    window.services().undoing().undo(task, Consent.none(Origin.UNDO));
                                    return true;
                                },
                                _ -> {}));
    }
}
