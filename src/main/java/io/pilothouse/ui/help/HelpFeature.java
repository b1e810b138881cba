package io.pilothouse.ui.help;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows and changes the keys of the window, from the one registry of actions.
public final class HelpFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow("help.keys", _ -> new KeysDialog(window).open())
                        .withIcon(Octicons.QUESTION_16)
                        .withKey("F1")
                        .withSecondKey("'?'"));
    }
}
