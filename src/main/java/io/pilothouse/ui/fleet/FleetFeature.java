package io.pilothouse.ui.fleet;

import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import org.kordamp.ikonli.octicons.Octicons;

/// The Fleet, home of every window.
public final class FleetFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("fleet", Octicons.ROWS_16, () -> new FleetPage(window)));
    }
}
