package io.pilothouse.ui.fleet;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import org.kordamp.ikonli.octicons.Octicons;

/// The Fleet, home of every window.
public final class FleetFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("fleet", Octicons.ROWS_16, () -> new FleetPage(window)));
        window.actions()
                .add(Action.ofWindow("wall.open", _ -> openWall(window))
                        .withIcon(Octicons.DEVICE_DESKTOP_16)
                        .withKey("F11"));
    }

    private static void openWall(WindowContext window) {
        var scene = window.drawer().getScene();
        if (scene != null && scene.getWindow() != null) {
            Wall.show(window, scene.getWindow());
        }
    }
}
