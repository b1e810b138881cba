package io.pilothouse.ui.tasks;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Locale;
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
        for (var pause : TaskPanelViewModel.Pause.values()) {
            window.actions()
                    .add(Action.ofWindow(
                            "work.pause." + pause.name().toLowerCase(Locale.ROOT),
                            _ -> new TaskPanelViewModel(window.services(), window.words()).pause(pause)));
        }
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
}
