package io.pilothouse.ui.overview;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.OverviewPanels;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import javafx.scene.Parent;

/// The first page of every instance.
public final class OverviewFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages().add(new InstancePage("overview", 0, _ -> true, id -> new Page(window, id)));
    }

    private static final class Page implements PageView {
        private final OverviewViewModel model;
        private final Optional<OverviewPanels.Panels> panels;
        private final Parent root;

        Page(WindowContext window, InstanceId id) {
            model = new OverviewViewModel(window.services(), window.words(), id);
            panels = window.pages().panels(id.kind()).map(it -> it.open().apply(id));
            root = Views.load(new OverviewController(model, window, panels), window.texts());
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            model.follow();
            panels.ifPresent(OverviewPanels.Panels::shown);
        }

        @Override
        public void hidden() {
            panels.ifPresent(OverviewPanels.Panels::hidden);
            model.rest();
        }

        @Override
        public void close() {
            panels.ifPresent(OverviewPanels.Panels::hidden);
            model.rest();
        }
    }
}
