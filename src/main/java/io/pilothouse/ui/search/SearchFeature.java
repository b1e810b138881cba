package io.pilothouse.ui.search;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import org.kordamp.ikonli.octicons.Octicons;

/// Search everywhere.
public final class SearchFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new ProgramPage("search", Octicons.SEARCH_16, () -> new SearchPage(window)));
        window.actions()
                .add(Action.ofWindow("search.open", _ -> window.navigation().go(new Location.Program("search")))
                        .withIcon(Octicons.SEARCH_16)
                        .withKey("Shortcut+Shift+F"));
    }
}
