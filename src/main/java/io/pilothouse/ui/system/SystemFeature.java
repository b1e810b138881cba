package io.pilothouse.ui.system;

import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.WindowContext;

/// The system page of every instance.
public final class SystemFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new InstancePage("system", 920, _ -> true, id -> new SystemPage(window, id)));
    }
}
