package io.pilothouse.ui.timeline;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import org.kordamp.ikonli.octicons.Octicons;

/// The Fleet over time as a page of the program.
public final class TimelineFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("timeline", Octicons.GRAPH_16, () -> new TimelinePage(window)));
        window.actions()
                .add(Action.ofWindow("timeline.open", _ -> window.navigation().go(new Location.Program("timeline")))
                        .withIcon(Octicons.GRAPH_16));
    }
}
