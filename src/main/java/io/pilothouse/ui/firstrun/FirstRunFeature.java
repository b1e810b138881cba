package io.pilothouse.ui.firstrun;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import javafx.scene.Parent;
import org.kordamp.ikonli.octicons.Octicons;

/// The ways into the program for someone new.
public final class FirstRunFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        if (!window.services().demo()) {
            window.actions()
                    .add(Action.ofWindow(
                                    "demo.open",
                                    _ -> window.services().program().openDemo())
                            .withIcon(Octicons.BEAKER_16));
        }
    }

    /// What stands where instances would, while there is none.
    public static Parent view(WindowContext window) {
        if (window.services().demo()
                && window.services().instances().fleet().get().trashed().isEmpty()) {
            return new StatePane(
                    Octicons.BEAKER_16,
                    window.texts().text("firstrun.demo-comes"),
                    window.texts().text("firstrun.demo-comes-why"),
                    List.of());
        }
        FirstSteps.begin(window);
        return Views.load(new FirstRunController(window), window.texts());
    }
}
